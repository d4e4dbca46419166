import { hexToBytes } from '@noble/hashes/utils.js';
import type { NewLeaf } from '../tlog/leaf.ts';
import { parseKeys } from './keys.ts';
import { unpackJson } from './pack.ts';
import { Sealer } from './seal.ts';

/** A batch whose rows are all there, as the sequencer takes it up. */
export interface Written {
  /** The records that are to become live, in the order of their entries. */
  readonly records: readonly {
    readonly ref: number;
    readonly claim: string;
    readonly leaf: NewLeaf;
  }[];
  /** Whether the corpus counts them: decoys are not counted. */
  readonly counted: boolean;
}

/** What is left to do once a batch's leaves are appended. */
export interface Pending {
  /** In the order of their entries. */
  readonly refs: readonly number[];
  readonly counted: boolean;
}

/**
 * Reads what of a batch is to be registered: the records whose claim no live one has.
 *
 * @returns the batch's state when it is not `written`, null for none
 * @throws Error for rows or a seal that cannot be read; nothing has been appended then
 */
export async function readWritten(
  db: D1Database,
  sealKeys: string,
  batch: string,
): Promise<Written | string | null> {
  const row = await db
    .prepare('SELECT state, manifest FROM batch WHERE uuid = ?1')
    .bind(batch)
    .first<{ state: string; manifest: string }>();
  if (row?.state !== 'written') return row?.state ?? null;
  const { results } = await db
    .prepare(
      `SELECT ref, claim, leaf FROM record r WHERE batch = ?1 AND state = 'pending' AND NOT EXISTS
        (SELECT 1 FROM record o WHERE o.claim = r.claim AND o.state <> 'pending')
      ORDER BY ref`,
    )
    .bind(batch)
    .all<{ ref: number; claim: string; leaf: string | null }>();
  const records = results.map(({ ref, claim, leaf }) => {
    if (leaf === null) throw new Error('a record was written without its leaf');
    return { ref, claim, leaf: { type: 'register' as const, commitment: hexToBytes(leaf) } };
  });
  return { records, counted: !(await isDecoy(sealKeys, batch, row.manifest)) };
}

/**
 * Makes a batch live whose leaves are appended: its records get their entries, what another batch
 * forestalled goes, the corpus counts up. One transaction, which does nothing the second time.
 */
export async function goLive(
  db: D1Database,
  batch: string,
  first: number,
  { refs, counted }: Pending,
): Promise<void> {
  const written = `EXISTS (SELECT 1 FROM batch WHERE uuid = ?1 AND state = 'written')`;
  await db.batch([
    db
      .prepare(
        `UPDATE OR IGNORE record SET state = 'live', leaf = NULL, log_index = ?3 + j.key
        FROM json_each(?2) AS j
        WHERE record.ref = j.value AND record.batch = ?1 AND record.state = 'pending' AND ${written}`,
      )
      .bind(batch, JSON.stringify(refs), first),
    db
      .prepare(`DELETE FROM record WHERE batch = ?1 AND state = 'pending' AND ${written}`)
      .bind(batch),
    db
      .prepare(
        `UPDATE corpus SET records = records +
          ?2 * (SELECT count(*) FROM record WHERE batch = ?1 AND state = 'live')
        WHERE id = (SELECT corpus FROM batch WHERE uuid = ?1 AND state = 'written')`,
      )
      .bind(batch, counted ? 1 : 0),
    db.prepare(`UPDATE batch SET state = 'live' WHERE uuid = ?1 AND state = 'written'`).bind(batch),
  ]);
}

/**
 * Tells answers how much of the log is witnessed, and since when. The first time of a size stays.
 *
 * @param at UTC instant, by the witnesses' clocks; null where it is not known
 */
export async function noteWitnessed(
  db: D1Database,
  size: number,
  at: string | null,
): Promise<void> {
  const head = db.prepare('UPDATE log_head SET witnessed = max(witnessed, ?1)').bind(size);
  const since = db
    .prepare('INSERT OR IGNORE INTO witnessed_head (size, at) VALUES (?1, ?2)')
    .bind(size, at);
  await db.batch(at === null ? [head] : [head, since]);
}

/** Whether decoys are in a batch is sealed with its manifest, not told by a column. */
async function isDecoy(sealKeys: string, batch: string, sealed: string): Promise<boolean> {
  const sealer = new Sealer(parseKeys(sealKeys, 'SEAL_KEYS'));
  const opened = unpackJson(await sealer.open(sealed, batch, 'manifest')) as { decoy: boolean };
  return opened.decoy;
}
