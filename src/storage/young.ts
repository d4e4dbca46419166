import { KEY_DIGITS, MAX_REFS } from './bucket.ts';
import { MAX_BOUND } from './d1-rows.ts';

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
 * @param rows key and reference in hex, of one length, in the order of their keys' first 28 bits
 */
export function insertYoung(db: D1Database, rows: readonly string[]): D1PreparedStatement[] {
  const inserts = [...chunksOf(rows)].map((chunk) =>
    db
      .prepare(
        `INSERT INTO young (id, v) SELECT value ->> 0, unhex(value ->> 1) FROM json_each(?1) WHERE true
        ON CONFLICT (id) DO UPDATE SET v = CAST(v || excluded.v AS BLOB)`,
      )
      .bind(chunk),
  );
  return [...inserts, db.prepare('UPDATE packing SET young = 1 WHERE young = 0')];
}

/** Number and entries of each bucket, as JSON: put together by hand, of ten thousands of short strings. */
function* chunksOf(rows: readonly string[]): Generator<string> {
  let chunk = '';
  const ids = Int32Array.from(rows, bucketOf);
  for (let at = 0; at < rows.length; ) {
    const id = ids[at];
    const from = at;
    while (ids[at] === id) at++;
    const bucket = `[${id},"${packRows(inOrder(rows.slice(from, at)))}"]`;
    if (chunk.length + bucket.length + 2 > MAX_BOUND) {
      yield `[${chunk}]`;
      chunk = '';
    }
    chunk += chunk === '' ? bucket : `,${bucket}`;
  }
  if (chunk !== '') yield `[${chunk}]`;
}

/** Sorted, which rows nearly always are when they come. */
function inOrder(rows: string[]): string[] {
  const isOrdered = rows.every((row, i) => i === 0 || (rows[i - 1] as string) <= row);
  return isOrdered ? rows : rows.sort();
}

/** Entries as in a segment, in hex, of rows in order. */
function packRows(rows: readonly string[]): string {
  let packed = '';
  for (let at = 0; at < rows.length; ) {
    const key = (rows[at] as string).slice(0, KEY_DIGITS);
    const from = at++;
    while (at < rows.length && (rows[at] as string).startsWith(key)) at++;
    const end = Math.min(at, from + MAX_REFS);
    packed += key + (end - from).toString(16).padStart(2, '0');
    for (let i = from; i < end; i++) packed += (rows[i] as string).slice(KEY_DIGITS);
  }
  return packed;
}

function bucketOf(row: string): number {
  return Number.parseInt(row.slice(0, HEX_DIGITS_OF_ID), 16) >> (16 - YOUNG_BITS);
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
