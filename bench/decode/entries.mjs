/** Ordered entries of a text, in the two widths that are compared. */
import { murmur128Into } from '../../src/fingerprint/murmur.ts';
import { PADDING } from '../../src/fingerprint/shingle.ts';

const encoder = new TextEncoder();
const hash = new Uint32Array(4);

const WIDTHS = {
  64: () => hash[0] * 2 ** 20 + (hash[1] >>> 12),
  16: () => hash[2] & 0xffff,
};

/** The entry of a run of words, in UTF-8 with spaces between. */
export function entryOf(bytes, length, width) {
  murmur128Into(bytes, length, 0, hash);
  return WIDTHS[width]();
}

/** Entries of a text, with the empty words at its ends. */
export function entriesOf(tokens, width) {
  const empty = Array(PADDING).fill('');
  const padded = [...empty, ...tokens, ...empty];
  return Array.from({ length: tokens.length + PADDING }, (_, i) => {
    const run = encoder.encode(padded.slice(i, i + 5).join(' '));
    return entryOf(run, run.length, width);
  });
}
