import { Backed } from './backup/object.ts';
import { beginCompaction, compactStep, packingState } from './compact.ts';
import { FOLD_ROWS, RESERVE_ROWS, SHARE } from './fold-policy.ts';

/** What a store asks of the compactor. */
export interface CompactorCalls {
  /** Says that so many postings were written. */
  note(postings: number): Promise<void>;
}

/** Steps an alarm: four queries each, of the 50 that an invocation of the free plan may make. */
const STEPS_A_RUN = 12;
const SOON_MS = 1000;

/**
 * Folds rows and young buckets into segments (`compact.ts`) by alarm, one registry an object. How many postings came is
 * counted here and not in the database, where counting reads them all; should the count be lost,
 * the next compaction is late and nothing else.
 */
export class Compactor extends Backed implements CompactorCalls {
  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    state.storage.sql.exec(
      `CREATE TABLE IF NOT EXISTS written (one INTEGER PRIMARY KEY CHECK (one = 1),
        postings INTEGER NOT NULL) STRICT`,
    );
    state.storage.sql.exec('INSERT OR IGNORE INTO written VALUES (1, 0)');
  }

  async note(postings: number): Promise<void> {
    this.ctx.storage.sql.exec('UPDATE written SET postings = postings + ?', postings);
    if (this.#written() >= FOLD_ROWS) await this.#soon();
  }

  /** A few steps of what is under way or due; fires again while something is left. */
  override async alarm(): Promise<void> {
    const db = this.env.DB;
    const { phase, postings } = await packingState(db);
    if (phase === 'idle') {
      if (this.#written() < Math.max(FOLD_ROWS, postings / SHARE)) return;
      await beginCompaction(db, RESERVE_ROWS);
      this.ctx.storage.sql.exec('UPDATE written SET postings = 0');
    }
    // First of all, so that a step that fails is not the last one.
    await this.#soon();
    let more = true;
    for (let step = 0; more && step < STEPS_A_RUN; step++) more = await compactStep(db);
    if (!more) await this.ctx.storage.deleteAlarm();
  }

  #written(): number {
    return this.ctx.storage.sql.exec<{ postings: number }>('SELECT postings FROM written').one()
      .postings;
  }

  async #soon(): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(Date.now() + SOON_MS);
    }
  }
}
