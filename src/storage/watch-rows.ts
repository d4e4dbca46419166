import type { Fingerprint } from '../fingerprint/profile.ts';
import type { Delivery, WatchInfo } from '../registry/contract.ts';
import type { Attempt } from './webhook-post.ts';

/**
 * Rows of the object that keeps watches. Plain are ids, times and states; what is watched, whom it is
 * told and what is told are sealed, and owners are keyed digests.
 */

/** What is sealed of a watch. */
export interface WatchBody {
  readonly caller: string;
  readonly token: string;
  readonly fingerprint: Fingerprint;
  readonly url: string;
}

/** What is sealed of a message. */
export interface MessageBody {
  readonly token: string;
  readonly url: string;
  readonly body: string;
}

export interface DueMessage {
  readonly id: string;
  readonly owner: string;
  readonly attempts: number;
  readonly sealed: string;
}

/** What is told, has ended or was given up is shown for so long. */
export const KEPT_MS = 30 * 86_400_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS watch (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, state TEXT NOT NULL,
    created INTEGER NOT NULL, expires INTEGER NOT NULL, ended INTEGER,
    sealed TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS message (
    id TEXT PRIMARY KEY, watch TEXT NOT NULL, owner TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL, created INTEGER NOT NULL, next INTEGER, ended INTEGER,
    last_at INTEGER, last_status INTEGER, last_error TEXT, sealed TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS secret (
    owner TEXT NOT NULL, made INTEGER NOT NULL, until INTEGER, sealed TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS sweep (one INTEGER PRIMARY KEY CHECK (one = 1), due INTEGER NOT NULL) STRICT;
`;

type Value = string | number | null;

export class WatchRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(TABLES);
  }

  add(id: string, owner: string, created: number, expires: number, sealed: string): void {
    this.#sql.exec(
      `INSERT INTO watch (id, owner, state, created, expires, sealed)
      VALUES (?, ?, 'waiting', ?, ?, ?)`,
      ...[id, owner, created, expires, sealed],
    );
  }

  waitingOf(owner: string): number {
    return this.#count(`owner = ? AND state = 'waiting'`, owner);
  }

  waiting(): number {
    return this.#count(`state = 'waiting'`);
  }

  #count(where: string, ...values: Value[]): number {
    return this.#sql
      .exec<{ n: number }>(`SELECT count(*) AS n FROM watch WHERE ${where}`, ...values)
      .one().n;
  }

  /** Watches that wait, in the order of their ids. */
  page(after: string, limit: number): { readonly id: string; readonly sealed: string }[] {
    return this.#sql
      .exec<{ id: string; sealed: string }>(
        `SELECT id, sealed FROM watch WHERE state = 'waiting' AND id > ? ORDER BY id LIMIT ?`,
        ...[after, limit],
      )
      .toArray();
  }

  list(owner: string): WatchInfo[] {
    return this.#sql
      .exec<{ id: string; created: number; expires: number; state: WatchInfo['state'] }>(
        'SELECT id, created, expires, state FROM watch WHERE owner = ? ORDER BY created DESC, id',
        owner,
      )
      .toArray()
      .map(({ id, created, expires, state }) => {
        return { id, created_at: instant(created), expires_at: instant(expires), state };
      });
  }

  remove(owner: string, id: string): boolean {
    const { rowsWritten } = this.#sql.exec(
      'DELETE FROM watch WHERE owner = ? AND id = ?',
      ...[owner, id],
    );
    this.#sql.exec('DELETE FROM message WHERE owner = ? AND watch = ?', ...[owner, id]);
    return rowsWritten > 0;
  }

  /** What a watch waited for goes with its end. */
  end(id: string, state: 'matched' | 'ended', now: number): string | null {
    const [row] = this.#sql
      .exec<{ owner: string }>(
        `UPDATE watch SET state = ?, ended = ?, sealed = NULL WHERE id = ? AND state = 'waiting'
        RETURNING owner`,
        ...[state, now, id],
      )
      .toArray();
    return row?.owner ?? null;
  }

  /** Ends what has expired and forgets what was kept long enough. */
  tidy(now: number): void {
    this.#sql.exec(
      `UPDATE watch SET state = 'ended', ended = expires, sealed = NULL
      WHERE state = 'waiting' AND expires <= ?`,
      now,
    );
    for (const table of ['watch', 'message']) {
      this.#sql.exec(`DELETE FROM ${table} WHERE ended <= ?`, now - KEPT_MS);
    }
    this.#sql.exec('DELETE FROM secret WHERE until <= ?', now);
  }

  addMessage(id: string, watch: string, owner: string, now: number, sealed: string): void {
    this.#sql.exec(
      `INSERT INTO message (id, watch, owner, state, attempts, created, next, sealed)
      VALUES (?, ?, ?, 'pending', 0, ?, ?, ?)`,
      ...[id, watch, owner, now, now, sealed],
    );
  }

  dueMessages(now: number, limit: number): DueMessage[] {
    return this.#sql
      .exec<DueMessage & Record<string, Value>>(
        `SELECT id, owner, attempts, sealed FROM message
        WHERE state = 'pending' AND next <= ? ORDER BY next LIMIT ?`,
        ...[now, limit],
      )
      .toArray();
  }

  /** @param next of the next attempt; null when this was the last one */
  attempted(id: string, now: number, { status, error }: Attempt, next: number | null): void {
    const state = error === null ? 'delivered' : next === null ? 'dead' : 'pending';
    this.#sql.exec(
      `UPDATE message SET state = ?1, attempts = attempts + 1, next = ?2, last_at = ?3,
        last_status = ?4, last_error = ?5, ended = iif(?1 = 'pending', NULL, ?3),
        sealed = iif(?1 = 'pending', sealed, NULL)
      WHERE id = ?6`,
      ...[state, next, now, status, error, id],
    );
  }

  deliveries(owner: string): Delivery[] {
    interface Row extends Record<string, Value> {
      readonly last_error: string | null;
    }
    return this.#sql
      .exec<Row>(
        `SELECT id, watch, state, attempts, next, last_at, last_status, last_error FROM message
        WHERE owner = ? ORDER BY created DESC, id`,
        owner,
      )
      .toArray()
      .map((row) => ({
        id: row.id as string,
        watch: row.watch as string,
        state: row.state as Delivery['state'],
        attempts: row.attempts as number,
        next_at: row.next === null ? null : instant(row.next as number),
        last:
          row.last_at === null
            ? null
            : {
                at: instant(row.last_at as number),
                status: row.last_status as number | null,
                error: row.last_error as Attempt['error'],
              },
      }));
  }

  /** Sealed secrets that sign now, the newest first. */
  secrets(owner: string, now: number): string[] {
    return this.#sql
      .exec<{ sealed: string }>(
        `SELECT sealed FROM secret WHERE owner = ? AND (until IS NULL OR until > ?)
        ORDER BY made DESC, until IS NOT NULL`,
        ...[owner, now],
      )
      .toArray()
      .map(({ sealed }) => sealed);
  }

  /** The one before signs until then; those before it no more. @returns whether there was one */
  addSecret(owner: string, now: number, until: number, sealed: string): boolean {
    this.#sql.exec('DELETE FROM secret WHERE owner = ? AND until IS NOT NULL', owner);
    const { rowsWritten } = this.#sql.exec(
      'UPDATE secret SET until = ? WHERE owner = ?',
      ...[until, owner],
    );
    this.#sql.exec(
      'INSERT INTO secret (owner, made, sealed) VALUES (?, ?, ?)',
      ...[owner, now, sealed],
    );
    return rowsWritten > 0;
  }

  sweepDue(): number | null {
    const [row] = this.#sql.exec<{ due: number }>('SELECT due FROM sweep').toArray();
    return row?.due ?? null;
  }

  setSweep(due: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO sweep (one, due) VALUES (1, ?)', due);
  }

  /** When there is something to do besides a sweep; null for nothing. */
  nextDue(): number | null {
    return this.#sql
      .exec<{ at: number | null }>(
        `SELECT min(at) AS at FROM (
          SELECT min(next) AS at FROM message WHERE state = 'pending'
          UNION ALL SELECT min(expires) FROM watch WHERE state = 'waiting')`,
      )
      .one().at;
  }
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
