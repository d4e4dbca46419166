import type { LogPlace, Timing, TimingBasis } from './contract.ts';

const DAY_MS = 86_400_000;

/** What the leak's time says of a record, and whose clock says so. */
export interface Timed {
  readonly timing: Timing;
  readonly basis: TimingBasis;
}

/**
 * When a record was registered, seen from the time of a leak. A time given as a day is all of that
 * day in UTC: what was registered on it was neither before nor after.
 *
 * Witnesses prove by when an entry was there, and never that it was not there earlier: only "before"
 * can rest on their time.
 *
 * @param registeredAt UTC instant, null without a record
 * @param leakedAt UTC day or instant, undefined where the caller gave none
 */
export function timingOf(
  registeredAt: string | null,
  leakedAt: string | undefined,
  log: LogPlace | null,
): Timed | null {
  if (registeredAt === null || leakedAt === undefined) return null;
  const registered = Date.parse(registeredAt);
  const first = Date.parse(leakedAt);
  const end = /^\d{4}-\d\d-\d\d$/.test(leakedAt) ? first + DAY_MS : first;
  const seen = log?.witnessed_at === undefined ? null : Date.parse(log.witnessed_at);
  if (seen !== null && seen < first) return { timing: 'registered_before', basis: 'witness_time' };
  const basis = log?.witnessed ? 'log_time' : 'unwitnessed';
  if (registered < first) return { timing: 'registered_before', basis };
  return { timing: registered < end ? 'same_day' : 'registered_after', basis };
}

/** A sentence on it, in English; empty without one. */
export function timingWords(timed: Timed | null, leakedAt: string | undefined): string {
  if (timed === null) return '';
  const leak = `${leakedAt}, which you gave as the time of the leak`;
  if (timed.basis === 'witness_time') {
    return ` By the clocks of the witnesses, who had cosigned the log with it by then, that was before ${leak}.`;
  }
  const whose =
    timed.basis === 'log_time'
      ? 'in a log that witnesses have cosigned since,'
      : 'which nobody has witnessed,';
  const by = `By the registry's own clock, ${whose} that was`;
  switch (timed.timing) {
    case 'registered_before':
      return ` ${by} before ${leak}.`;
    case 'same_day':
      return ` ${by} on ${leak}: whether before or after it, this does not show.`;
    case 'registered_after':
      return ` ${by} after ${leak}: the record may have been made from it.`;
  }
}
