import { concatBytes } from '@noble/hashes/utils.js';
import { malformed } from './error.ts';

/**
 * As much of DER (X.690 section 10) as timestamps need: values of one tag byte and definite, shortest length.
 * All else is refused.
 */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  oid: 0x06,
  generalizedTime: 0x18,
  sequence: 0x30,
  /** [0], constructed. */
  context0: 0xa0,
} as const;

export interface Der {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** Lengths of three bytes are more than any timestamp has. */
const MAX_LENGTH_BYTES = 3;

/** The values that stand one after the other, to the last byte. @throws LogError `malformed` */
export function readDer(bytes: Uint8Array): Der[] {
  const values: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag = 0, first] = bytes.subarray(at);
    // 31 in the low bits begins a tag of several bytes.
    if ((tag & 31) === 31 || first === undefined) malformed('not DER');
    const held = first < 128 ? 0 : first - 128;
    const digits = bytes.subarray(at + 2, at + 2 + held);
    const length = held === 0 ? first : digits.reduce((sum, byte) => sum * 256 + byte, 0);
    const shortest = held === 0 || (digits[0] !== 0 && length > 127);
    // 128 alone would be an indefinite length.
    if (first === 128 || held > MAX_LENGTH_BYTES || !shortest) malformed('not DER');
    const start = at + 2 + held;
    if (start + length > bytes.length) malformed('DER that was cut');
    values.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return values;
}

/** The contents of a value that must have this tag. @throws LogError `malformed` */
export function contentOf(value: Der | undefined, tag: number): Uint8Array {
  return value?.tag === tag ? value.content : malformed('not of the shape of a timestamp');
}

/** The values within one that must have this tag. @throws LogError `malformed` */
export function within(value: Der | undefined, tag: number): Der[] {
  return readDer(contentOf(value, tag));
}

export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...parts);
  const { length } = content;
  if (length < 128) return concatBytes(Uint8Array.of(tag, length), content);
  const digits = [length >> 16, (length >> 8) & 255, length & 255];
  while (digits[0] === 0) digits.shift();
  return concatBytes(Uint8Array.of(tag, 128 + digits.length, ...digits), content);
}
