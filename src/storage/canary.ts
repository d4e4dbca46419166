import { type CanaryRecord, canarySet, probe, registerCanary } from '../registry/canary.ts';
import { failureLine } from '../registry/failure-line.ts';
import { type CanaryCheck, type CanaryState, stateAfter } from '../registry/health.ts';
import { CANARY_LIMIT_MS, CANARY_PERIOD_MS, CANARY_RETRY_MS } from '../registry/thresholds.ts';
import { Backed } from './backup/object.ts';
import { type CanaryCalls, inTime, readState, writeState } from './canary-state.ts';
import { d1Canary } from './d1.ts';
import { checkSession, spreadsReads } from './session.ts';

/**
 * A run younger than this is not repeated for a caller: where its state cannot be written, every
 * check comes here.
 */
const JUST_MS = 5000;

/**
 * Asks the registry at every alarm for records that it must know and for one that it cannot
 * know, and writes what came of it where each check reads it. One object a registry.
 *
 * It remembers what it has registered. A database that does not know it any more is not given it
 * again: an index that was emptied, or whose key was changed, would otherwise heal its canary and
 * nothing else.
 */
export class Canary extends Backed implements CanaryCalls {
  #running: Promise<CanaryState> | null = null;
  #last: { readonly at: number; readonly state: CanaryState } | null = null;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    state.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS known (sha256 TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT',
    );
  }

  async look(): Promise<CanaryState> {
    const fresh = this.#last !== null && Date.now() - this.#last.at < JUST_MS;
    return fresh && this.#last ? this.#last.state : this.#once();
  }

  override async alarm(): Promise<void> {
    await this.#once();
  }

  /** Whoever asks meanwhile waits for the same run. */
  #once(): Promise<CanaryState> {
    this.#running ??= this.#run()
      .then((state) => {
        this.#last = { at: Date.now(), state };
        return state;
      })
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  async #run(): Promise<CanaryState> {
    // First of all, so that whatever happens below there is a next time.
    await this.ctx.storage.setAlarm(Date.now() + CANARY_RETRY_MS);
    const failing = await inTime(this.#ask(), CANARY_LIMIT_MS).catch(told);
    const before = await readState(this.env.DB).catch(() => null);
    const state = stateAfter(before, new Date(), failing);
    try {
      await writeState(this.env.DB, state);
    } catch (error) {
      return stateAfter(before, new Date(), told(error));
    }
    if (failing.length === 0) await this.ctx.storage.setAlarm(Date.now() + CANARY_PERIOD_MS);
    return state;
  }

  override async restoreBegin(): Promise<void> {
    await super.restoreBegin();
    this.ctx.storage.sql.exec('DELETE FROM known');
  }

  /** @returns the checks that fail */
  async #ask(): Promise<CanaryCheck[]> {
    // Its own records may be there already, and others still missing.
    if (this.restoring) return ['run'];
    const { DB, ENTRIES, SEQUENCER, LOOKUP_KEYS, SEAL_KEYS } = this.env;
    const over = (db: D1Database) =>
      d1Canary({
        db,
        entries: ENTRIES,
        sequencer: SEQUENCER.getByName('registry'),
        lookupKeys: LOOKUP_KEYS,
        sealKeys: SEAL_KEYS,
      });
    const set = await canarySet();
    const known = new Set(this.#known().map(({ sha256 }) => sha256));
    if (!set.registered.every(({ fingerprint }) => known.has(fingerprint.bytes.sha256))) {
      this.#remember(await registerCanary(over(DB), new Date(), set));
    }
    // As a check asks, so that it vouches for what checks are answered from.
    const asked = over(spreadsReads(this.env) ? checkSession(DB) : DB);
    return probe(asked, new Date(), set, this.#known());
  }

  #known(): CanaryRecord[] {
    const rows = this.ctx.storage.sql.exec<{ sha256: string; record: string }>(
      'SELECT sha256, record FROM known',
    );
    return rows.toArray();
  }

  #remember(records: readonly CanaryRecord[]): void {
    for (const { sha256, record } of records) {
      this.ctx.storage.sql.exec(
        'INSERT OR IGNORE INTO known (sha256, record) VALUES (?, ?)',
        sha256,
        record,
      );
    }
  }
}

/** Names of errors only: their messages may quote rows. */
function told(error: unknown): CanaryCheck[] {
  console.error(failureLine('canary could not be run', error));
  return ['run'];
}
