/**
 * Numbers, plurals, lists and dates in the reader's language, all by `Intl`.
 *
 * French writes a narrow no-break space (U+202F) before `; : ! ? »`, after `«` and between
 * thousands; `Intl` gives the last, the catalogue writes the others as `\u202f`.
 */
export type Language = 'fr' | 'en';

/** English of Europe: day before month, 24 hours, as the French pages have it. */
const TAGS: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' };

/** Plural forms of one phrase; `#` stands for the number. */
export interface Forms {
  readonly one: string;
  readonly other: string;
}

export interface Format {
  number(n: number): string;
  /** Picks the form that the language uses for `n`; French counts 0 as one. */
  plural(n: number, forms: Forms): string;
  /** `a, b et c`. */
  list(items: readonly string[]): string;
  /** Instant in UTC, to the minute. */
  instant(iso: string): string;
  /** Time of day in UTC, to the minute, with the zone. */
  time(iso: string): string;
  /** Instant where the reader is, to the minute, with the zone. */
  local(iso: string): string;
  /** Day in UTC. */
  day(iso: string): string;
  /** Time of day to the second, where the reader is; `ms` since 1970. */
  clock(ms: number): string;
  /** Rounded to what helps: `40 s`, `6 min`, `2 h 10 min`. */
  duration(seconds: number): string;
  /** Exact number of bytes. */
  bytes(n: number): string;
  /** File size in decimal units, two significant digits below ten. */
  size(bytes: number): string;
}

const SIZE_UNITS: Readonly<Record<Language, readonly string[]>> = {
  fr: ['octets', 'Ko', 'Mo', 'Go'],
  en: ['bytes', 'kB', 'MB', 'GB'],
};

export function formatFor(language: Language): Format {
  const tag = TAGS[language];
  const numbers = new Intl.NumberFormat(tag);
  const plurals = new Intl.PluralRules(tag);
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' });
  const locals = new Intl.DateTimeFormat(tag, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const clocks = new Intl.DateTimeFormat(tag, { timeStyle: 'medium' });
  const times = new Intl.DateTimeFormat(tag, {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  });

  // The Journal officiel and every newspaper write 1er; Intl does not.
  const first = (text: string) => (language === 'fr' ? text.replace(/^1(?=\s)/, '1er') : text);
  const dayOf = (date: Date) => first(days.format(date));

  /** A broken date is shown as sent rather than as "Invalid Date". */
  const dated = (iso: string, write: (date: Date) => string) => {
    const date = new Date(iso);
    return Number.isNaN(date.getTime()) ? iso : write(date);
  };

  return {
    number: (n) => numbers.format(n),
    plural: (n, forms) =>
      (plurals.select(n) === 'one' ? forms.one : forms.other).replaceAll('#', numbers.format(n)),
    list: (items) => lists.format(items),
    day: (iso) => dated(iso, dayOf),
    instant: (iso) => dated(iso, (date) => `${dayOf(date)}, ${times.format(date)}\u00a0UTC`),
    time: (iso) => dated(iso, (date) => `${times.format(date)}\u00a0UTC`),
    duration: (seconds) => {
      if (seconds < 55) return `${numbers.format(Math.max(5, Math.ceil(seconds / 5) * 5))}\u00a0s`;
      const minutes = Math.ceil(seconds / 60);
      if (minutes < 60) return `${numbers.format(minutes)}\u00a0min`;
      const rest = Math.round((minutes % 60) / 10) * 10;
      const hours = Math.floor(minutes / 60) + (rest === 60 ? 1 : 0);
      const left = rest === 60 || rest === 0 ? '' : ` ${rest}\u00a0min`;
      return `${numbers.format(hours)}\u00a0h${left}`;
    },
    local: (iso) => dated(iso, (date) => first(locals.format(date))),
    clock: (ms) => clocks.format(ms),
    bytes: (n) => `${numbers.format(n)}\u00a0${SIZE_UNITS[language][0]}`,
    size: (bytes) => {
      const units = SIZE_UNITS[language];
      let value = bytes;
      let unit = 0;
      while (value >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit++;
      }
      const digits = new Intl.NumberFormat(tag, {
        maximumFractionDigits: unit > 0 && value < 10 ? 1 : 0,
      });
      return `${digits.format(value)}\u00a0${units[unit]}`;
    },
  };
}
