import { DurableObject } from 'cloudflare:workers';
import { jsonChunks } from '../d1-rows.ts';
import { insertInto, type Query, readPage, readTable, tableNames, type Value } from './tables.ts';

/** What a backup asks of a Durable Object. */
export interface BackedCalls {
  backupTables(): Promise<string[]>;
  backupPage(
    table: string,
    after: string | null,
  ): Promise<{ columns: string[]; rows: Value[][]; next: string | null }>;
  restoreBegin(): Promise<void>;
  restoreRows(table: string, columns: readonly string[], rows: readonly Value[][]): Promise<void>;
  restoreEnd(): Promise<void>;
}

/** Holds the mark of a restore that is not over; no backup has it. */
const MARK = 'restoring';

/** A Durable Object whose tables are part of a backup. */
export class Backed extends DurableObject<Cloudflare.Env> implements BackedCalls {
  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    state.storage.sql.exec(
      `CREATE TABLE IF NOT EXISTS ${MARK} (one INTEGER PRIMARY KEY CHECK (one = 1)) STRICT`,
    );
  }

  /** Whether rows may still be missing: nothing may be concluded from those that are there. */
  protected get restoring(): boolean {
    return this.ctx.storage.sql.exec(`SELECT one FROM ${MARK}`).toArray().length > 0;
  }

  readonly #query: Query = async (sql, ...params) =>
    [...this.ctx.storage.sql.exec(sql, ...params).raw()] as Value[][];

  async backupTables(): Promise<string[]> {
    return (await tableNames(this.#query)).filter((name) => name !== MARK);
  }

  async backupPage(name: string, after: string | null) {
    const table = await this.#table(name);
    const { rows, next } = await readPage(this.#query, table, after);
    return { columns: table.columns.map((column) => column.name), rows, next };
  }

  async restoreBegin(): Promise<void> {
    this.ctx.storage.sql.exec(`INSERT OR IGNORE INTO ${MARK} VALUES (1)`);
  }

  async restoreRows(
    name: string,
    columns: readonly string[],
    rows: readonly Value[][],
  ): Promise<void> {
    if (!this.restoring) throw new Error('no restore is under way');
    const table = await this.#table(name);
    this.ctx.storage.transactionSync(() => {
      for (const chunk of jsonChunks(rows)) {
        this.ctx.storage.sql.exec(insertInto(table, columns), chunk);
      }
    });
  }

  async restoreEnd(): Promise<void> {
    this.ctx.storage.sql.exec(`DELETE FROM ${MARK}`);
  }

  async #table(name: string) {
    if (!(await this.backupTables()).includes(name)) throw new TypeError(`no table ${name}`);
    return readTable(this.#query, name);
  }
}
