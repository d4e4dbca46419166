import { KEY_DIGITS, MAX_REFS, type Postings, splitRefs, unpackBucket } from './bucket.ts';
import { jsonChunks } from './d1-rows.ts';

/** What a step of compaction reads. */

/** Buckets of one segment; its number stands in the bits above. */
export const SEGMENT = 2 ** 32;

/** All postings of a run of buckets. */
export async function readBuckets(
  db: D1Database,
  segment: number,
  from: number,
  end: number,
): Promise<Postings> {
  const postings: Postings = new Map();
  const { results } = await db
    .prepare('SELECT hex(v) AS v FROM bucket WHERE id >= ?1 AND id < ?2')
    .bind(segment * SEGMENT + from, segment * SEGMENT + end)
    .all<{ v: string }>();
  for (const { v } of results) unpackBucket(v, postings);
  return postings;
}

/** All postings of some buckets. */
export async function readSome(db: D1Database, ids: readonly number[]): Promise<Postings> {
  const postings: Postings = new Map();
  for (const chunk of jsonChunks(ids)) {
    const { results } = await db
      .prepare('SELECT hex(v) AS v FROM bucket WHERE id IN (SELECT value FROM json_each(?1))')
      .bind(chunk)
      .all<{ v: string }>();
    for (const { v } of results) unpackBucket(v, postings);
  }
  return postings;
}

/** The smallest rows of each key that falls into a run of buckets. */
export async function readRows(
  db: D1Database,
  from: number,
  end: number,
  bits: number,
): Promise<Postings> {
  const { results } = await db
    .prepare(
      `SELECT hex(k.key) AS key, (SELECT group_concat(h, '') FROM
          (SELECT hex(ref) AS h FROM posting WHERE key = k.key ORDER BY ref LIMIT ${MAX_REFS})) AS refs
      FROM (SELECT DISTINCT key FROM posting WHERE key >= unhex(?1) AND key < unhex(?2)) k`,
    )
    .bind(firstKey(from, bits), firstKey(end, bits))
    .all<{ key: string; refs: string }>();
  return new Map(results.map(({ key, refs }) => [key, splitRefs(refs)]));
}

/** The smallest key of a bucket; above the last one what is larger than any key. */
function firstKey(bucket: number, bits: number): string {
  if (bucket === 2 ** bits) return 'FF'.repeat(KEY_DIGITS / 2 + 1);
  return (bucket * 2 ** (32 - bits)).toString(16).padStart(8, '0');
}

/** Which bucket of `2 ** bits` a key falls into: its first bits. */
export function bucketOf(key: string, bits: number): number {
  return Math.floor(Number.parseInt(key.slice(0, 8), 16) / 2 ** (32 - bits));
}
