import type { Timing } from './contract.ts';

const DAY_MS = 86_400_000;

/**
 * When a record was registered, seen from the time of a leak. A time given as a day is all of that
 * day in UTC: what was registered on it was neither before nor after.
 *
 * @param registeredAt UTC instant, null without a record
 * @param leakedAt UTC day or instant, undefined where the caller gave none
 */
export function timingOf(registeredAt: string | null, leakedAt: string | undefined): Timing | null {
  if (registeredAt === null || leakedAt === undefined) return null;
  const registered = Date.parse(registeredAt);
  const first = Date.parse(leakedAt);
  const end = /^\d{4}-\d\d-\d\d$/.test(leakedAt) ? first + DAY_MS : first;
  if (registered < first) return 'registered_before';
  return registered < end ? 'same_day' : 'registered_after';
}

/**
 * A sentence on it, in English; empty without one.
 *
 * @param witnessed whether witnesses have cosigned the log that holds the record: that it is there,
 *   not since when
 */
export function timingWords(
  timing: Timing | null,
  leakedAt: string | undefined,
  witnessed: boolean,
): string {
  if (timing === null) return '';
  const whose = witnessed
    ? 'in a log that witnesses have cosigned since,'
    : 'which nobody has witnessed,';
  const by = `By the registry's own clock, ${whose} that was`;
  const leak = `${leakedAt}, which you gave as the time of the leak`;
  switch (timing) {
    case 'registered_before':
      return ` ${by} before ${leak}.`;
    case 'same_day':
      return ` ${by} on ${leak}: whether before or after it, this does not show.`;
    case 'registered_after':
      return ` ${by} after ${leak}: the record may have been made from it.`;
  }
}
