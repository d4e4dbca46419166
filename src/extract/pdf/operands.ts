/** What the operands of a content stream say (ISO 32000-1, 7.8.2). */
import type { PdfFile } from './file.ts';
import { type Box, boxAround, type Point } from './geometry.ts';
import { isArray, type Stream, type Value } from './values.ts';

/** Wider than any letter of a text font. */
const MAX_GLYPH_EMS = 1.2;
/** Codes of blanks, and the bytes of two-byte codes that begin with zero (3 in TrueType fonts). */
const BLANKS = new Set(['\0', '\u0003', ' ', '\u00a0']);

/** Ems that a string is wide at most; 0 of one that paints nothing. */
export function mostEms(operand: Value | undefined): number {
  let ems = 0;
  let blank = true;
  for (const item of isArray(operand) ? operand : [operand]) {
    const text = textOf(item);
    if (text === null) ems += Math.max(0, -numberOf(item) / 1000);
    else {
      ems += text.length * MAX_GLYPH_EMS;
      blank &&= [...text].every((code) => BLANKS.has(code));
    }
  }
  return blank ? 0 : ems;
}

function textOf(value: Value | undefined): string | null {
  const found = typeof value === 'object' && value !== null && 'kind' in value ? value : null;
  return found?.kind === 'string' ? found.text : null;
}

/** A rectangle (7.9.5), whichever corners it names; null for any other value. */
export function boxOf(file: PdfFile, value: Value | undefined): Box | null {
  const list = file.direct(value);
  if (!isArray(list) || list.length !== 4) return null;
  return boxAround(pairs(list.map((item) => numberOf(file.direct(item)))));
}

export function pairs(numbers: readonly number[]): Point[] {
  const points: Point[] = [];
  for (let i = 1; i < numbers.length; i += 2) {
    points.push([numbers[i - 1] as number, numbers[i] as number]);
  }
  return points;
}

/**
 * A number as programs sum it up digit by digit, which is off by some last bits; see `device.ts`.
 * 0 for what is no number.
 */
export function summedUp(value: Value | undefined): number {
  const number = typeof value === 'object' && value !== null && 'kind' in value ? value : null;
  if (number?.kind !== 'number') return 0;
  const [, sign, whole = '', decimals = ''] = /^([+-]*)(\d*)\.?(\d*)/.exec(number.text) ?? [];
  let sum = Number(whole);
  let share = 0.1;
  for (const digit of decimals) {
    sum += share * Number(digit);
    share *= 0.1;
  }
  return sign?.includes('-') ? -sum : sum;
}

/** 0 for what is no number. */
export function numberOf(value: Value | Stream | undefined): number {
  const number = typeof value === 'object' && value !== null && 'kind' in value ? value : null;
  return number?.kind === 'number' ? Number(number.text) : 0;
}
