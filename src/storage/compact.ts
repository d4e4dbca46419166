import {
  BUCKET_POSTINGS,
  entriesOf,
  KEY_DIGITS,
  MAX_REFS,
  type Postings,
  packBucket,
  REF_DIGITS,
  smallestOf,
} from './bucket.ts';
import { bucketOf, readBuckets, readRows, readSome, SEGMENT } from './compact-reads.ts';
import { hexChunks, jsonChunks } from './d1-rows.ts';
import { readYoung, youngBetween, youngFrom } from './young.ts';

/**
 * Compaction: rows of `posting` and young buckets are folded into a new segment beside the one that
 * look-ups read, the new one takes its place in one statement, and what it holds is taken out of them.
 *
 * Which rows are deleted is decided by what stands in the live segment and not by what was read before,
 * so a row written meanwhile is never lost. Young buckets only grow meanwhile: of each, the bytes that
 * were folded are cut off its front. A posting that stands in both for a while is found
 * once. Every step is one transaction that does nothing unless the state is still the one it was
 * made for: it may be repeated, stop anywhere and run twice at a time.
 */

/** Buckets a step: up to 24,576 postings, 930 kB of hex. */
const BUCKETS_A_STEP = 512;
/** Buckets of a segment that is not read any more deleted a step: more than are written. */
const DROPPED_A_STEP = 2 * BUCKETS_A_STEP;
/** A call for each would take as long as the lot's posting does in all. */
const LOTS_AT_A_TIME = 1024;
/** An entry of one reference, as most are. */
const ENTRY_BYTES = (KEY_DIGITS + 2 + REF_DIGITS) / 2;
/** 2^25 buckets of 24 hold 8·10⁸ postings, more than a database of 10 GB can. */
const MAX_BITS = 25;

interface State {
  readonly live: number;
  readonly bits: number;
  readonly postings: number;
  readonly phase: 'idle' | 'build' | 'sweep';
  readonly done: number;
  readonly next_bits: number;
  readonly spare: number;
}

/** Postings of the live segment, and whether a compaction is under way. */
export async function packingState(db: D1Database): Promise<State> {
  const state = await db
    .prepare('SELECT live, bits, postings, phase, done, next_bits, spare FROM packing')
    .first<State>();
  if (!state) throw new Error('the state of the postings is missing');
  return state;
}

/**
 * Begins a compaction unless one is under way or there is nothing to fold.
 *
 * @param reserve rows to leave unfolded, about; drawn by lot. Without them all rows would belong
 *   to what was registered since, and one document's could be told as a group. Young buckets are folded
 *   whole: what comes into them are large batches.
 * @returns whether there is work for `compactStep` now
 */
export async function beginCompaction(db: D1Database, reserve: number): Promise<boolean> {
  const { live, bits, postings, phase } = await packingState(db);
  if (phase !== 'idle') return true;
  const counted = await db
    .prepare(
      `SELECT (SELECT count(*) FROM posting) AS rows,
        (SELECT coalesce(sum(length(v)), 0) FROM young) AS young`,
    )
    .first<{ rows: number; young: number }>();
  const { rows = 0, young = 0 } = counted ?? {};
  if (rows <= reserve && young === 0) return false;
  const delta = rows + young / ENTRY_BYTES;
  const wanted = Math.floor(Math.log2(Math.max(1, (postings + delta) / BUCKET_POSTINGS)));
  await db
    .prepare(
      `UPDATE packing SET phase = 'build', done = 0, next_bits = ?2, next_postings = 0, spare = ?3
      WHERE phase = 'idle' AND live = ?1`,
    )
    .bind(
      live,
      Math.max(bits, Math.min(wanted, MAX_BITS)),
      Math.min(1, reserve / Math.max(1, rows)),
    )
    .run();
  return true;
}

/**
 * Does one step of what is under way.
 *
 * @param buckets that it works off
 * @returns false when nothing is under way
 */
export async function compactStep(db: D1Database, buckets = BUCKETS_A_STEP): Promise<boolean> {
  const state = await packingState(db);
  if (state.phase === 'build') await build(db, state, buckets);
  if (state.phase === 'sweep') await sweep(db, state, buckets);
  return state.phase !== 'idle';
}

/** Writes the next buckets of the new segment, or puts the finished one in the old one's place. */
async function build(db: D1Database, state: State, step: number): Promise<void> {
  const { live, bits, done, next_bits, spare } = state;
  if (done === 2 ** next_bits) {
    await db
      .prepare(
        `UPDATE packing SET live = live + 1, bits = next_bits, postings = next_postings,
          phase = 'sweep', done = 0 WHERE phase = 'build' AND live = ?1 AND done = ?2`,
      )
      .bind(live, done)
      .run();
    return;
  }
  const end = Math.min(done + step, 2 ** next_bits);
  const coarser = 2 ** (next_bits - bits);
  const [postings, rows, young] = await Promise.all([
    readBuckets(db, live, Math.floor(done / coarser), Math.ceil(end / coarser)),
    readRows(db, done, end, next_bits),
    readYoung(db, youngBetween(done, end, next_bits)),
  ]);
  // One that began in an earlier step may have grown since, behind what that step has folded of it.
  const begun = youngFrom(done, next_bits);
  const lengths = young.flatMap(({ id, v }) => (id < begun ? [] : [[id, v.length / 2]]));
  for (const { v } of young) {
    for (const [key, refs] of entriesOf(v)) {
      postings.set(key, smallestOf(postings.get(key) ?? [], refs, MAX_REFS));
    }
  }
  const isSpared = lots(spare);
  for (const [key, refs] of rows) {
    const held = postings.get(key) ?? [];
    const folded = smallestOf(
      held,
      refs.filter(() => !isSpared()),
      MAX_REFS,
    );
    if (folded.length > 0) postings.set(key, folded);
  }
  const buckets = divide(postings, next_bits, done, end);
  const values = buckets.flatMap((bucket, i): [number, string][] =>
    bucket.size === 0 ? [] : [[(live + 1) * SEGMENT + done + i, packBucket(bucket)]],
  );
  const count = buckets.reduce(
    (sum, bucket) => [...bucket.values()].reduce((n, refs) => n + refs.length, sum),
    0,
  );
  const isOurs = `phase = 'build' AND live = ?2 AND done = ?3`;
  await db.batch([
    ...[...jsonChunks(values)].map((chunk) =>
      db
        .prepare(
          `INSERT OR REPLACE INTO bucket (id, v)
          SELECT value ->> 0, unhex(value ->> 1) FROM json_each(?1)
          WHERE EXISTS (SELECT 1 FROM packing WHERE ${isOurs})`,
        )
        .bind(chunk, live, done),
    ),
    ...[...jsonChunks(lengths)].map((chunk) =>
      db
        .prepare(
          `UPDATE young SET folded = j.value ->> 1 FROM json_each(?1) j
          WHERE young.id = j.value ->> 0 AND EXISTS (SELECT 1 FROM packing WHERE ${isOurs})`,
        )
        .bind(chunk, live, done),
    ),
    db
      .prepare(`UPDATE packing SET done = ?1, next_postings = next_postings + ?4 WHERE ${isOurs}`)
      .bind(end, live, done, count),
  ]);
}

/** Takes out of rows and young buckets what the live segment holds, and drops the segment before it. */
async function sweep(db: D1Database, { live, bits, done }: State, step: number): Promise<void> {
  const end = Math.min(done + step, 2 ** bits);
  const rows = await readRows(db, done, end, bits);
  const ids = new Set([...rows.keys()].map((key) => live * SEGMENT + bucketOf(key, bits)));
  const held = await readSome(db, [...ids]);
  const folded: string[] = [];
  /** Of a key that has all the references it may have, what is larger is never asked for. */
  const full: [string, string][] = [];
  for (const [key, refs] of rows) {
    const kept = held.get(key) ?? [];
    const known = new Set(kept);
    for (const ref of refs) if (known.has(ref)) folded.push(key + ref);
    const last = kept[MAX_REFS - 1];
    if (last !== undefined) full.push([key, last]);
  }
  const isLast = end === 2 ** bits;
  const old = isLast
    ? 'id < ?1'
    : `id IN (SELECT id FROM bucket WHERE id < ?1 LIMIT ${DROPPED_A_STEP})`;
  await db.batch([
    ...[...hexChunks(folded)].map((chunk) =>
      db
        .prepare(
          `DELETE FROM posting WHERE (key, ref) IN (SELECT unhex(substr(value, 1, ${KEY_DIGITS})),
            unhex(substr(value, ${KEY_DIGITS + 1})) FROM json_each(?1))`,
        )
        .bind(chunk),
    ),
    ...[...jsonChunks(full)].map((chunk) =>
      db
        .prepare(
          `DELETE FROM posting WHERE (key, ref) IN
            (SELECT p.key, p.ref FROM json_each(?1) j CROSS JOIN posting p
              ON p.key = unhex(j.value ->> 0) AND p.ref > unhex(j.value ->> 1))`,
        )
        .bind(chunk),
    ),
    ...(done > 0
      ? []
      : [
          db
            .prepare(
              `UPDATE young SET v = substr(v, folded + 1), folded = 0 WHERE folded > 0 AND EXISTS
                (SELECT 1 FROM packing WHERE phase = 'sweep' AND live = ?1 AND done = 0)`,
            )
            .bind(live),
          db.prepare('DELETE FROM young WHERE length(v) = 0'),
        ]),
    db.prepare('UPDATE packing SET young = 0 WHERE NOT EXISTS (SELECT 1 FROM young)'),
    db.prepare(`DELETE FROM bucket WHERE ${old}`).bind(live * SEGMENT),
    db
      .prepare(
        `UPDATE packing SET done = ?3, phase = ?4
        WHERE phase = 'sweep' AND live = ?1 AND done = ?2`,
      )
      .bind(live, done, isLast ? 0 : end, isLast ? 'idle' : 'sweep'),
  ]);
}

/** Postings by bucket, of a run of buckets. */
function divide(postings: Postings, bits: number, from: number, end: number): Postings[] {
  const buckets = Array.from({ length: end - from }, (): Postings => new Map());
  for (const [key, refs] of postings) {
    // An old bucket may be wider than the run.
    buckets[bucketOf(key, bits) - from]?.set(key, refs);
  }
  return buckets;
}

/** Draws a lot a call: true for a share of them. */
function lots(share: number): () => boolean {
  const drawn = new Uint32Array(LOTS_AT_A_TIME);
  let next = LOTS_AT_A_TIME;
  return () => {
    if (share === 0) return false;
    if (next === LOTS_AT_A_TIME) {
      crypto.getRandomValues(drawn);
      next = 0;
    }
    return (drawn[next++] ?? 0) < share * 2 ** 32;
  };
}
