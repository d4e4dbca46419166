import type { Line } from './document.ts';

/**
 * List labels ("1.", "b)", "•") that a renderer writes and a container often does not:
 * auto-numbered lists have no label in the XML of a docx, but one in the PDF made of it.
 *
 * Only whole series are taken out: a counter must start at its first value and grow by
 * one, a bullet must stand on two lines or more. A label before a digit, a currency or a
 * month is text ("- 500", "1. mai"), and so is any label in a table.
 */
interface Found {
  readonly line: number;
  readonly label: string;
  /** Labels of one family count together: same punctuation, same kind, same parent number. */
  readonly family: string;
  /** 1 for the first value of a counter; null for a bullet. */
  readonly value: number | null;
}

const COUNTER = /^(\(?)((?:\d{1,3}\.)*)(\d{1,3}|[ivxlc]{1,6}|[IVXLC]{1,6}|[a-zA-Z])([.)]) (?=\S)/;
/** As pages have it: with a wide number, what is left of the blank behind it may be none. */
const SHOWN_COUNTER =
  /^(\(?)((?:\d{1,3}\.)*)(\d{1,3}|[ivxlc]{1,6}|[IVXLC]{1,6}|[a-zA-Z])([.)])(?: (?=\S)|(?<=\d.)(?=\p{L}{2}))/u;
const BULLET = /^([•◦▪‣·●○■□*\-–—\ue000-\uf8ff]) (?=\S)/;
const DASH = /[-–—*]/;
const CURRENCY = /^(?:eur|euros?|usd|chf|gbp|cad|jpy|us|kf|k)\b/i;
const MONTH =
  /^(?:janv(?:ier)?|févr(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|déc(?:embre)?|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|dec)(?!\p{L})/iu;

/**
 * Takes whole series of list labels off the lines.
 *
 * @param length characters that the digest will see of lines, spaces aside, so that offsets do not
 *   depend on where lines broke
 * @returns the lines without labels, and one `offset TAB label` string a label; the offset
 *   counts the characters before it, spaces aside
 */
export function takeLabels(
  lines: readonly Line[],
  length: (lines: readonly string[]) => number,
): { lines: string[]; labels: string[] } {
  const taken = new Map<number, string>();
  for (const series of wholeSeries(findLabels(lines))) {
    for (const found of series) taken.set(found.line, found.label);
  }
  const out: string[] = lines.map((line, i) => line.text.slice(taken.get(i)?.length ?? 0));
  if (taken.size === 0) return { lines: out, labels: [] };
  const labels: string[] = [];
  let offset = 0;
  let pending: string[] = [];
  out.forEach((text, i) => {
    const label = taken.get(i);
    if (label !== undefined) {
      offset += length(pending);
      pending = [];
      labels.push(`${offset}\t${label.trim()}`);
    }
    pending.push(text);
  });
  return { lines: out, labels };
}

/** A counter at the beginning of a line, in a whole series or not. */
export interface Counter {
  /** Number of its line. */
  readonly line: number;
  /** With the space behind it. */
  readonly label: string;
  /** "i" may be the ninth letter or the first Roman numeral. */
  readonly readings: readonly { readonly family: string; readonly value: number }[];
  /** Whether `takeLabels` takes it off. */
  readonly taken: boolean;
}

/**
 * All counters that stand where a label would, in order; aligning needs those left in the text:
 * capital letters, which may as well be initials, labels before a quote or path, and those that
 * pages show behind a bullet.
 */
export function countersOf(lines: readonly Line[]): Counter[] {
  const found = findLabels(lines, { shown: true });
  const whole = wholeSeries(findLabels(lines));
  const taken = new Set(whole.flatMap((series) => series.map(({ line }) => line)));
  const counters = new Map<number, Counter & { readings: { family: string; value: number }[] }>();
  for (const { line, label, family, value } of found) {
    if (value === null) continue;
    const known = counters.get(line);
    if (known) known.readings.push({ family, value });
    else counters.set(line, { line, label, readings: [{ family, value }], taken: taken.has(line) });
  }
  return [...counters.values()];
}

function findLabels(lines: readonly Line[], { shown = false } = {}): Found[] {
  const found: Found[] = [];
  lines.forEach((line, i) => {
    if (line.cell) return;
    const before = (shown && BULLET.exec(line.text)?.[0]) || '';
    const counter = (shown ? SHOWN_COUNTER : COUNTER).exec(line.text.slice(before.length));
    if (counter) {
      const [number, open = '', parents = '', last = '', close = ''] = counter;
      const label = before + number;
      const rest = line.text.slice(label.length);
      if (shown ? mayFollowShown(rest) : mayFollowLabel(rest)) {
        found.push(...asCounter({ line: i, label }, [open, parents, last, close], shown));
      }
      return;
    }
    const bullet = BULLET.exec(line.text);
    if (!bullet) return;
    const [label, sign = ''] = bullet;
    const rest = line.text.slice(label.length);
    if (!mayFollowLabel(rest) || (DASH.test(sign) && CURRENCY.test(rest))) return;
    found.push({ line: i, label, family: `bullet ${sign}`, value: null });
  });
  return found;
}

function mayFollowLabel(rest: string): boolean {
  return /^\p{L}/u.test(rest) && !MONTH.test(rest);
}

/**
 * A figure behind the label, or its sign or currency, would make another figure of the two. A month
 * before another word is none: "4. may be left out".
 */
function mayFollowShown(rest: string): boolean {
  const dated = MONTH.test(rest) && !/^\p{L}+ \p{L}/u.test(rest);
  return /^[^\p{N}\p{Sc}\s%‰+±−-]/u.test(rest) && !dated;
}

/** Readings of a counter; "i" may be the ninth letter or the first Roman numeral. */
function asCounter(
  at: Pick<Found, 'line' | 'label'>,
  [open, parents, last, close]: readonly [string, string, string, string],
  capitals: boolean,
): Found[] {
  const style = `${open}${parents}${close}`;
  const readings: [kind: string, value: number][] = [];
  const lower = last.toLowerCase();
  if (/^\d/.test(last)) readings.push(['number', Number(last)]);
  else {
    const isLower = last === lower;
    // "A. Durand, B. Martin" are initials: capital letters are labels as numerals only.
    if (last.length === 1 && (isLower || capitals)) {
      readings.push([isLower ? 'letter' : 'LETTER', lower.charCodeAt(0) - 96]);
    }
    const roman = romanValue(lower);
    if (roman !== null) readings.push([isLower ? 'roman' : 'ROMAN', roman]);
  }
  return readings.map(([kind, value]) => ({ ...at, family: `${kind} ${style}`, value }));
}

function wholeSeries(found: readonly Found[]): Found[][] {
  const families = new Map<string, Found[]>();
  for (const one of found) {
    const family = families.get(one.family);
    if (family) family.push(one);
    else families.set(one.family, [one]);
  }
  const whole: Found[][] = [];
  for (const members of families.values()) {
    let run: Found[] = [];
    const close = (): void => {
      if (run.length >= 2) whole.push(run);
      run = [];
    };
    for (const one of members) {
      const next = one.value === null || one.value === run.length + 1;
      if (!next) close();
      if (next || one.value === 1) run.push(one);
    }
    close();
  }
  return whole;
}

const ROMAN: readonly (readonly [string, number])[] = [
  ['c', 100],
  ['xc', 90],
  ['l', 50],
  ['xl', 40],
  ['x', 10],
  ['ix', 9],
  ['v', 5],
  ['iv', 4],
  ['i', 1],
];

/** Value of a lower-case Roman numeral in its one standard spelling, else null. */
function romanValue(numeral: string): number | null {
  let value = 0;
  let rest = numeral;
  for (const [sign, worth] of ROMAN) {
    while (rest.startsWith(sign)) {
      value += worth;
      rest = rest.slice(sign.length);
    }
  }
  return rest === '' && toRoman(value) === numeral ? value : null;
}

function toRoman(value: number): string {
  let rest = value;
  let out = '';
  for (const [sign, worth] of ROMAN) {
    while (rest >= worth) {
      out += sign;
      rest -= worth;
    }
  }
  return out;
}
