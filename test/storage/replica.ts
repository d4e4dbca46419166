import { testEnv } from './d1-env.ts';

/**
 * A D1 with one read replica that lags, in front of the local one, which has none.
 *
 * The primary is the real database of these tests. The replica is a second real one, which holds the
 * rows that the primary had when `catchUp` was last called. Sessions are D1's contract: the first
 * request of `first-primary` goes to the primary, each answer brings the bookmark of the state that
 * it was read from, and a replica that is older than the session's bookmark does not answer.
 */
export class Replicated {
  /** Requests, by who answered them, since `forget`. */
  served: ('primary' | 'replica')[] = [];
  /** Rows read, by the same. */
  rows = { primary: 0, replica: 0 };
  /** What becomes of a request that the replica is too old for. */
  behind: 'goes to the primary' | 'waits for the replica' | 'hangs' = 'goes to the primary';
  /** Takes D1's promise away: any replica answers any request, as with `first-unconstrained`. */
  faithless = false;
  /** The replica fails. */
  broken = false;
  #state = -1;
  /** States of the primary by what stood in it, in the order in which they were met. */
  readonly #states: string[] = [];
  #tables: readonly string[] = [];
  readonly #copy: D1Database;

  constructor(copy: D1Database) {
    this.#copy = copy;
  }

  get db(): D1Database {
    const { DB } = testEnv;
    return {
      prepare: (sql: string) => DB.prepare(sql),
      batch: (statements: D1PreparedStatement[]) => DB.batch(statements),
      withSession: (start: string) => this.#session(start),
    } as unknown as D1Database;
  }

  forget(): void {
    this.served = [];
    this.rows = { primary: 0, replica: 0 };
  }

  /** Brings the replica to the primary's present state. */
  async catchUp(): Promise<void> {
    const { DB } = testEnv;
    const tables = await tablesOf(DB);
    this.#tables = tables;
    const [all, content] = halves(
      await DB.batch<Record<string, unknown>>([
        ...tables.map((name) => DB.prepare(`SELECT * FROM ${name}`)),
        ...contentOf(DB, tables),
      ]),
      tables.length,
    );
    const copy = this.#copy;
    const statements = [copy.prepare('PRAGMA defer_foreign_keys = on')];
    for (const [i, name] of tables.entries()) {
      statements.push(copy.prepare(`DELETE FROM ${name}`));
      for (const row of all[i]?.results ?? []) {
        const places = Object.keys(row).map((_, n) => `?${n + 1}`);
        const columns = Object.keys(row).join(', ');
        const insert = `INSERT INTO ${name} (${columns}) VALUES (${places.join(', ')})`;
        statements.push(copy.prepare(insert).bind(...Object.values(row).map(bound)));
      }
    }
    await copy.batch(statements);
    this.#state = this.#stateOf(content);
  }

  #session(start: string): D1DatabaseSession {
    let bookmark = start === 'first-primary' ? Number.POSITIVE_INFINITY : -1;
    const inners = new WeakMap<object, [sql: string, values: unknown[]]>();
    const wrap = (sql: string, values: unknown[]): D1PreparedStatement => {
      const outer = {
        bind: (...others: unknown[]) => wrap(sql, others),
        all: async () => (await ask([outer]))[0],
      } as unknown as D1PreparedStatement;
      inners.set(outer, [sql, values]);
      return outer;
    };
    const ask = async (statements: readonly object[]) => {
      const from = await this.#answering(bookmark);
      const over = from === 'primary' ? testEnv.DB : this.#copy;
      const asked = statements.map((statement) => {
        const [sql, values] = inners.get(statement) ?? ['', []];
        return over.prepare(sql).bind(...values);
      });
      // In one transaction with what is asked.
      const [results, content] = halves(
        await over.batch([...asked, ...contentOf(over, this.#tables)]),
        asked.length,
      );
      const state = from === 'replica' ? this.#state : this.#stateOf(content);
      bookmark = Number.isFinite(bookmark) ? Math.max(bookmark, state) : state;
      this.served.push(from);
      for (const { meta } of results) this.rows[from] += meta.rows_read;
      return results;
    };
    return {
      prepare: (sql: string) => wrap(sql, []),
      batch: ask,
      getBookmark: () => `${bookmark}`,
    } as unknown as D1DatabaseSession;
  }

  #stateOf(content: readonly D1Result[]): number {
    const text = JSON.stringify(content.map(({ results }) => results));
    const known = this.#states.lastIndexOf(text);
    return known >= 0 ? known : this.#states.push(text) - 1;
  }

  async #answering(bookmark: number): Promise<'primary' | 'replica'> {
    if (this.broken && bookmark !== Number.POSITIVE_INFINITY) throw new Error('D1_ERROR: gone');
    if (this.faithless || this.#state >= bookmark) return 'replica';
    if (bookmark === Number.POSITIVE_INFINITY || this.behind === 'goes to the primary') {
      return 'primary';
    }
    if (this.behind === 'hangs') return new Promise(() => {});
    await this.catchUp();
    return 'replica';
  }
}

/** Of these, rows are only added. */
const KEYED = ['tag', 'posting', 'bucket'];

/** Statements for all that stands in a database: what SQLite counts as changes grows with reads too. */
function contentOf(db: D1Database, tables: readonly string[]): D1PreparedStatement[] {
  return tables.map((name) =>
    db.prepare(`SELECT ${KEYED.includes(name) ? 'count(*)' : '*'} FROM ${name}`),
  );
}

function halves<T>(all: readonly T[], at: number): [T[], T[]] {
  return [all.slice(0, at), all.slice(at)];
}

async function tablesOf(db: D1Database): Promise<string[]> {
  const { results } = await db
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
      AND name NOT LIKE '_cf_%' AND name <> 'd1_migrations' ORDER BY rowid`,
    )
    .all<{ name: string }>();
  return results.map(({ name }) => name);
}

/** D1 hands blobs back as arrays of numbers, and takes them as bytes. */
function bound(value: unknown): unknown {
  return Array.isArray(value) ? Uint8Array.from(value as number[]) : value;
}
