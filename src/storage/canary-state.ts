import { type CanaryState, type Failing, failingNow, isDue } from '../registry/health.ts';
import { CANARY_LIMIT_MS } from '../registry/thresholds.ts';

/** What the Worker asks of the canary's object. */
export interface CanaryCalls {
  /** Runs the canary unless it has just run, and has an alarm run it from then on. */
  look(): Promise<CanaryState>;
}

interface Row {
  ran_at: string;
  passed_at: string | null;
  failing: string;
}

/** What the last run left in the database. */
export async function readState(db: D1Database): Promise<CanaryState | null> {
  const row = await db.prepare('SELECT ran_at, passed_at, failing FROM canary').first<Row>();
  if (!row) return null;
  return { ranAt: row.ran_at, passedAt: row.passed_at, failing: JSON.parse(row.failing) };
}

export async function writeState(db: D1Database, state: CanaryState): Promise<void> {
  await db
    .prepare(
      `INSERT INTO canary (one, ran_at, passed_at, failing) VALUES (1, ?1, ?2, ?3)
      ON CONFLICT (one) DO UPDATE SET ran_at = ?1, passed_at = ?2, failing = ?3`,
    )
    .bind(state.ranAt, state.passedAt, JSON.stringify(state.failing))
    .run();
}

/**
 * What keeps `absent` back now; empty for nothing. One row of the database, which stands beside
 * the index it vouches for: an older copy of both is stale by its own time. Only where no run is
 * known, or none came when it was due, the object is called and its run waited for: so the first
 * request after a start finds the canary registered, and a stopped alarm is started again.
 *
 * @throws Error when the database cannot be read
 */
export async function canaryFailing(
  db: D1Database,
  canary: CanaryCalls,
  clock: () => Date,
): Promise<readonly Failing[]> {
  const state = await readState(db);
  if (!isDue(state, clock())) return failingNow(state, clock());
  const looked = await inTime(canary.look(), CANARY_LIMIT_MS).catch(() => state);
  return failingNow(looked, clock());
}

/** @throws Error when the time is over first */
export function inTime<T>(work: Promise<T>, limit: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('out of time')), limit);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
