import type { LogPlace } from '../registry/contract.ts';

/** When the leak was, as the reader dates it, beside when the registry says it registered. */

/** Fields as typed; the time may be left out. */
export interface LeakFields {
  readonly day: string;
  readonly month: string;
  readonly year: string;
  /** `20:35`, or empty. */
  readonly hour: string;
}

export type LeakDate =
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong' }
  /** Instant in ISO 8601. */
  | { readonly kind: 'dated'; readonly at: string };

/**
 * The instant that the fields name in the reader's own time zone. Without a time it is the
 * beginning of that day: what was registered on the very day is then late, which is the side to
 * err on.
 */
export function leakFrom({ day, month, year, hour }: LeakFields): LeakDate {
  const typed = [day, month, year].map((field) => field.trim());
  if (typed.every((field) => field === '') && hour.trim() === '') return { kind: 'none' };
  const [d, m, y] = typed.map(Number);
  const clock = /^(?:(\d{1,2})\s*[:hH.]?\s*(\d{2})?)?$/.exec(hour.trim());
  if (!clock || typed.some((field) => !/^\d{1,4}$/.test(field))) return { kind: 'wrong' };
  const [hours, minutes] = [Number(clock[1] ?? 0), Number(clock[2] ?? 0)];
  if (d === undefined || m === undefined || y === undefined || y < 1970) return { kind: 'wrong' };
  const date = new Date(y, m - 1, d, hours, minutes);
  const same = date.getFullYear() === y && date.getMonth() === m - 1 && date.getDate() === d;
  if (!same || hours > 23 || minutes > 59) return { kind: 'wrong' };
  return { kind: 'dated', at: date.toISOString() };
}

/** The fields that name an instant in the reader's own time zone. */
export function fieldsOf(leak: string | null): LeakFields {
  const date = leak === null ? null : new Date(leak);
  if (date === null || Number.isNaN(date.getTime())) {
    return { day: '', month: '', year: '', hour: '' };
  }
  const two = (n: number) => String(n).padStart(2, '0');
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return {
    day: String(date.getDate()),
    month: String(date.getMonth() + 1),
    year: String(date.getFullYear()),
    hour: clock === '00:00' ? '' : clock,
  };
}

/** Whether a registration came after the leak; false where either is unknown. */
export function isLate(registeredAt: string | null, leak: string | null): boolean {
  if (registeredAt === null || leak === null) return false;
  return Date.parse(registeredAt) >= Date.parse(leak);
}

/** Whose clock it rests on that a record came before a leak. */
export type Basis = 'witness_time' | 'log_time' | 'unwitnessed';

/**
 * @param log where the record stands; witnesses prove by when it was there, so only "before" can rest
 *   on their time
 */
export function basisOf(log: LogPlace | null, leak: string): Basis {
  const { witnessed = false, witnessed_at } = log ?? {};
  if (witnessed_at !== undefined && !isLate(witnessed_at, leak)) return 'witness_time';
  return witnessed ? 'log_time' : 'unwitnessed';
}

/** Whole days from registration to leak; negative when it came after. */
export function daysBefore(registeredAt: string, leak: string): number {
  return Math.floor((Date.parse(leak) - Date.parse(registeredAt)) / 86_400_000);
}
