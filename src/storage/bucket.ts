/**
 * A bucket of packed postings: entries in ascending order of their look-up keys, one after the
 * other. An entry is the key (8 bytes), the number n of its references (1 byte, 1 to 65) and n
 * values of the column `posting.ref` (10 bytes each, `lookup.ts`) in ascending order.
 *
 * Of a key with more references the smallest are kept. Their first bytes are a nonce that only
 * the secret key predicts, so these are a random choice of records, and since the smallest of a
 * union are among the smallest of its parts, buckets and rows together give the same as rows
 * alone do.
 *
 * Everything is upper-case hex, as D1 hands bytes out: it has no other cheap form for them.
 */
import { MAX_ROWS_A_KEY } from '../registry/thresholds.ts';

/** References by look-up key; each list ascending and without repeats. */
export type Postings = Map<string, string[]>;

/** References kept of one key: no look-up asks for more. With another number, pack anew. */
export const MAX_REFS = MAX_ROWS_A_KEY;

/**
 * Postings a bucket holds at least on average, twice as many at most: some 700 bytes, so that several
 * share a page. A look-up reads one bucket and searches it. With 500 postings the three pages read
 * and the search took two thirds of a look-up's time; below 24 nothing more is gained.
 */
export const BUCKET_POSTINGS = 24;

export const KEY_DIGITS = 16;
export const REF_DIGITS = 20;

/** Packs one bucket; lists of more than `MAX_REFS` must have been cut before. */
export function packBucket(postings: Postings): string {
  let packed = '';
  for (const key of [...postings.keys()].sort()) {
    const refs = postings.get(key) ?? [];
    if (refs.length === 0) continue;
    packed += key + refs.length.toString(16).padStart(2, '0').toUpperCase() + refs.join('');
  }
  return packed;
}

/** Takes back what `packBucket` made, adding it to `into`. @throws RangeError for anything else */
export function unpackBucket(packed: string, into: Postings): void {
  for (const [key, refs] of entriesOf(packed)) into.set(key, refs);
}

/** The entries of one bucket or of several, one behind the other. @throws RangeError for anything else */
export function* entriesOf(packed: string): Generator<[key: string, refs: string[]]> {
  for (let at = 0; at < packed.length; ) {
    const key = packed.slice(at, at + KEY_DIGITS);
    const count = Number.parseInt(packed.slice(at + KEY_DIGITS, at + KEY_DIGITS + 2), 16);
    at += KEY_DIGITS + 2;
    const refs = splitRefs(packed.slice(at, at + count * REF_DIGITS));
    if (!(count >= 1 && count <= MAX_REFS) || refs.length !== count) {
      throw new RangeError('a bucket of postings is damaged');
    }
    yield [key, refs];
    at += count * REF_DIGITS;
  }
}

/** The references of all entries that have the key of the first, ascending, each once. */
export function refsOfFirst(packed: string): string[] {
  const first = packed.slice(0, KEY_DIGITS);
  const all = new Set<string>();
  for (const [key, refs] of entriesOf(packed)) {
    if (key === first) for (const ref of refs) all.add(ref);
  }
  return [...all].sort();
}

/** References out of their hex digits, one after the other. */
export function splitRefs(digits: string): string[] {
  const refs: string[] = [];
  for (let at = 0; at + REF_DIGITS <= digits.length; at += REF_DIGITS) {
    refs.push(digits.slice(at, at + REF_DIGITS));
  }
  return refs;
}

/** The smallest references of two ascending lists, each once. */
export function smallestOf(a: readonly string[], b: readonly string[], limit: number): string[] {
  if (b.length === 0) return a.slice(0, limit);
  if (a.length === 0) return b.slice(0, limit);
  return [...new Set([...a, ...b])].sort().slice(0, limit);
}
