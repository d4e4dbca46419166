import { KEY_DIGITS, MAX_REFS, type Postings, packBucket } from './bucket.ts';
import { jsonChunks } from './d1-rows.ts';

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
  const values: [number, string][] = [];
  for (let at = 0; at < rows.length; ) {
    const id = bucketOf(rows[at] as string);
    const postings: Postings = new Map();
    for (; at < rows.length && bucketOf(rows[at] as string) === id; at++) {
      const row = rows[at] as string;
      const key = row.slice(0, KEY_DIGITS);
      const refs = postings.get(key);
      if (refs) refs.push(row.slice(KEY_DIGITS));
      else postings.set(key, [row.slice(KEY_DIGITS)]);
    }
    for (const [key, refs] of postings) {
      if (refs.length > 1) postings.set(key, refs.sort().slice(0, MAX_REFS));
    }
    values.push([id, packBucket(postings)]);
  }
  const inserts = [...jsonChunks(values)].map((chunk) =>
    db
      .prepare(
        `INSERT INTO young (id, v) SELECT value ->> 0, unhex(value ->> 1) FROM json_each(?1) WHERE true
        ON CONFLICT (id) DO UPDATE SET v = CAST(v || excluded.v AS BLOB)`,
      )
      .bind(chunk),
  );
  return [...inserts, db.prepare('UPDATE packing SET young = 1 WHERE young = 0')];
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
