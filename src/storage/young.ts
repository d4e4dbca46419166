import { KEY_DIGITS, MAX_REFS, REF_DIGITS } from './bucket.ts';
import { MAX_BOUND } from './d1-rows.ts';
import { numberAt, orderOf, settle } from './hex-rows.ts';

/**
 * Postings of a large batch are not written as rows, which takes longer the more rows there are: they
 * are put behind those of the batches before it, in 2^13 buckets, some ten to each. A bucket is a
 * row, so a look-up reads one more, however many batches came, and none while all are empty.
 *
 * Within a batch the entries of a bucket are as in a segment (`bucket.ts`); a key that several batches
 * have stands in it several times, and so does a posting of a batch that was written again.
 */

const YOUNG_BITS = 13;
const HEX_DIGITS_OF_ID = 4;
/**
 * Postings from which on a batch is large: some 200 documents. Of fewer, one document's could be told
 * as a group.
 */
export const LARGE_BATCH = 2 ** 15;

/** The young bucket of the keys with these first 32 bits, in SQL. */
export const youngOf = (first32: string) => `${first32} >> ${32 - YOUNG_BITS}`;

/**
 * Statements that add postings, to be run in this order. The last has look-ups search the young buckets
 * from now on: said before the others, a compaction that finds them empty could take it back.
 *
 * @param rows key and reference of each, hex (`hex-rows.ts`)
 */
export function insertYoung(db: D1Database, rows: Uint8Array): D1PreparedStatement[] {
  const inserts = packYoung(rows).map((text) =>
    db
      .prepare(
        `INSERT INTO young (id, v) SELECT value ->> 0, unhex(value ->> 1) FROM json_each(?1) WHERE true
        ON CONFLICT (id) DO UPDATE SET v = CAST(v || excluded.v AS BLOB)`,
      )
      .bind(text),
  );
  return [...inserts, db.prepare('UPDATE packing SET young = 1 WHERE young = 0')];
}

const ROW_DIGITS = KEY_DIGITS + REF_DIGITS;
const ENTRY_AT_MOST = KEY_DIGITS + 2 + MAX_REFS * REF_DIGITS;
/** Of number and entries of a bucket, what stands around them: `,[8191,""]` and the chunk's brackets. */
const AROUND = 16;
/** The byte of an entry that tells how many references it has, by their number. */
const COUNTS = Array.from({ length: MAX_REFS + 1 }, (_, i) => i.toString(16).padStart(2, '0'));
const ascii = new TextDecoder();

/**
 * Number and entries of each bucket, as JSON, each text below the bound. A bucket that a text has no
 * room for goes on in the next.
 */
function packYoung(rows: Uint8Array): string[] {
  const order = orderOf(rows, ROW_DIGITS);
  settle(order, rows, ROW_DIGITS);
  const texts: string[] = [];
  const text = new Uint8Array(MAX_BOUND);
  let end = 0;
  let open = -1;
  for (let at = 0; at < order.length; ) {
    const from = at++;
    const first = (order[from] as number) * ROW_DIGITS;
    while (at < order.length && isSameKey(rows, first, (order[at] as number) * ROW_DIGITS)) at++;
    if (end + ENTRY_AT_MOST + AROUND > MAX_BOUND) {
      texts.push(ascii.decode(text.subarray(0, put(text, end, '"]]'))));
      end = 0;
      open = -1;
    }
    const id = numberAt(rows, first, HEX_DIGITS_OF_ID) >> (16 - YOUNG_BITS);
    if (id !== open) end = put(text, end, open < 0 ? `[[${id},"` : `"],[${id},"`);
    open = id;
    const count = Math.min(at - from, MAX_REFS);
    end = copy(rows, first, text, end, KEY_DIGITS);
    end = put(text, end, COUNTS[count] as string);
    for (let i = from; i < from + count; i++) {
      const ref = (order[i] as number) * ROW_DIGITS + KEY_DIGITS;
      end = copy(rows, ref, text, end, REF_DIGITS);
    }
  }
  if (open >= 0) texts.push(ascii.decode(text.subarray(0, put(text, end, '"]]'))));
  return texts;
}

/** @returns where the digits end */
function copy(from: Uint8Array, at: number, to: Uint8Array, end: number, digits: number): number {
  for (let i = 0; i < digits; i++) to[end + i] = from[at + i] as number;
  return end + digits;
}

/** @returns where the text ends */
function put(to: Uint8Array, end: number, text: string): number {
  for (let i = 0; i < text.length; i++) to[end + i] = text.charCodeAt(i);
  return end + text.length;
}

function isSameKey(rows: Uint8Array, a: number, b: number): boolean {
  for (let i = 0; i < KEY_DIGITS; i++) if (rows[a + i] !== rows[b + i]) return false;
  return true;
}

/** Young buckets with the keys of a segment's buckets `from` to `end` of `2 ** bits`: first, and one above. */
export function youngBetween(from: number, end: number, bits: number): [number, number] {
  const each = 2 ** (YOUNG_BITS - bits);
  return [Math.floor(from * each), Math.ceil(end * each)];
}

/** The first young bucket of which no key stands below bucket `from` of `2 ** bits`. */
export function youngFrom(from: number, bits: number): number {
  return Math.ceil(from * 2 ** (YOUNG_BITS - bits));
}

/** A run of young buckets, hex. */
export async function readYoung(
  db: D1Database,
  [from, end]: [number, number],
): Promise<{ id: number; v: string }[]> {
  const { results } = await db
    .prepare('SELECT id, hex(v) AS v FROM young WHERE id >= ?1 AND id < ?2')
    .bind(from, end)
    .all<{ id: number; v: string }>();
  return results;
}
