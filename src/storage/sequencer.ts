import { DurableObject } from 'cloudflare:workers';
import { parseKeys } from './keys.ts';
import { unpackJson } from './pack.ts';
import { Sealer } from './seal.ts';

/** What a store asks of the sequencer. */
export interface SequencerCalls {
  /** Notes that a batch is about to be written, so that an alarm finishes it after a crash. */
  begin(batch: string): Promise<void>;
  /** Makes a written batch live. Idempotent. @returns false when its rows are not all there */
  commit(batch: string): Promise<boolean>;
}

/** First look at a batch that was begun and not heard of again; later ones as often. */
const ALARM_MS = 30_000;
/** A batch whose rows were never all written by now needs its client's repeat to go on. */
const ABANDONED_MS = 3_600_000;

/**
 * Puts the commits of one registry in a row: of two batches with the same document, the one
 * that comes first gets the record. One object a registry; the log will be appended to here,
 * between a batch's rows being written and its going live.
 */
export class Sequencer extends DurableObject<Cloudflare.Env> implements SequencerCalls {
  #last: Promise<unknown> = Promise.resolve();

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    state.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS intent (batch TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT',
    );
  }

  async begin(batch: string): Promise<void> {
    this.ctx.storage.sql.exec(
      'INSERT OR IGNORE INTO intent (batch, at) VALUES (?, ?)',
      batch,
      Date.now(),
    );
    if ((await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(Date.now() + ALARM_MS);
    }
  }

  async commit(batch: string): Promise<boolean> {
    const state = await this.#inOrder(() => this.#goLive(batch));
    if (state !== 'live') return false;
    this.#forget(batch);
    return true;
  }

  /** Finishes what stopped half-way; fires again while something is left. */
  override async alarm(): Promise<void> {
    const intents = this.ctx.storage.sql
      .exec<{ batch: string; at: number }>('SELECT batch, at FROM intent')
      .toArray();
    for (const { batch, at } of intents) {
      const state = await this.#inOrder(() => this.#goLive(batch)).catch((error: unknown) => {
        // One batch that cannot be finished now must not keep the others waiting.
        console.error(`batch ${batch} stays unregistered:`, error);
        return 'failed';
      });
      const incomplete = state === null || state === 'pending';
      if (state === 'live' || (incomplete && Date.now() - at > ABANDONED_MS)) this.#forget(batch);
    }
    const { left } = this.ctx.storage.sql
      .exec<{ left: number }>('SELECT count(*) AS left FROM intent')
      .one();
    if (left > 0) await this.ctx.storage.setAlarm(Date.now() + ALARM_MS);
  }

  #forget(batch: string): void {
    this.ctx.storage.sql.exec('DELETE FROM intent WHERE batch = ?', batch);
  }

  /** Awaiting D1 lets other calls in: a chain of promises keeps one commit at a time. */
  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work, work);
    this.#last = next.catch(() => undefined);
    return next;
  }

  /**
   * One transaction, which does nothing unless all of the batch's rows are there: its records
   * that no live one forestalls become live, the others go, the corpus counts up.
   *
   * @returns the state the batch is in now, null for none
   */
  async #goLive(batch: string): Promise<string | null> {
    const db = this.env.DB;
    const row = await db
      .prepare('SELECT state, manifest FROM batch WHERE uuid = ?1')
      .bind(batch)
      .first<{ state: string; manifest: string }>();
    if (row?.state !== 'written') return row?.state ?? null;
    const counted = (await this.#isDecoy(batch, row.manifest)) ? 0 : 1;
    const written = `EXISTS (SELECT 1 FROM batch WHERE uuid = ?1 AND state = 'written')`;
    await db.batch([
      db
        .prepare(
          `UPDATE OR IGNORE record SET state = 'live'
          WHERE batch = ?1 AND state = 'pending' AND ${written}`,
        )
        .bind(batch),
      db
        .prepare(`DELETE FROM record WHERE batch = ?1 AND state = 'pending' AND ${written}`)
        .bind(batch),
      db
        .prepare(
          `UPDATE corpus SET records = records +
            ?2 * (SELECT count(*) FROM record WHERE batch = ?1 AND state = 'live')
          WHERE id = (SELECT corpus FROM batch WHERE uuid = ?1 AND state = 'written')`,
        )
        .bind(batch, counted),
      db
        .prepare(`UPDATE batch SET state = 'live' WHERE uuid = ?1 AND state = 'written'`)
        .bind(batch),
    ]);
    return 'live';
  }

  /** Whether decoys are in a batch is sealed with its manifest, not told by a column. */
  async #isDecoy(batch: string, sealed: string): Promise<boolean> {
    const sealer = new Sealer(parseKeys(this.env.SEAL_KEYS, 'SEAL_KEYS'));
    const opened = unpackJson(await sealer.open(sealed, batch, 'manifest')) as { decoy: boolean };
    return opened.decoy;
  }
}
