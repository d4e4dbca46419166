/**
 * Tables of SQLite, in D1 and in Durable Objects, read and written page by page without knowing
 * them: whatever a migration adds is in the next backup.
 */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Tables that its rows refer to. */
  readonly parents: readonly string[];
}

interface Column {
  readonly name: string;
  readonly type: string;
  /** Place in the primary key from 1; 0 for none. */
  readonly pk: number;
}

export type Value = string | number | null;

/** Runs one statement and gives its rows as arrays. */
export type Query = (sql: string, ...params: readonly Value[]) => Promise<Value[][]>;

/** Rows of one page at most, and bytes of their values unless the first alone has more. */
const PAGE_ROWS = 4000;
const PAGE_BYTES = 2_000_000;

const OWN = `type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`;

/** Names of all tables but those of the platform, in their order. */
export async function tableNames(query: Query): Promise<string[]> {
  const names = await query(`SELECT name FROM sqlite_master WHERE ${OWN} ORDER BY name`);
  return names.map(([name]) => String(name));
}

/** A table that `tableNames` gave. */
export async function readTable(query: Query, name: string): Promise<Table> {
  const columns = await query('SELECT name, type, pk FROM pragma_table_info(?1)', name);
  const parents = await query('SELECT DISTINCT "table" FROM pragma_foreign_key_list(?1)', name);
  return {
    name,
    columns: (columns as [string, string, number][]).map(([column, type, pk]) => ({
      name: column,
      type,
      pk,
    })),
    parents: (parents as [string][]).map(([parent]) => parent).filter((one) => one !== name),
  };
}

/** Parents before what refers to them; else by name. */
export function parentsFirst(tables: readonly Table[]): Table[] {
  const sorted: Table[] = [];
  const add = (table: Table) => {
    if (sorted.includes(table)) return;
    for (const one of tables) if (table.parents.includes(one.name)) add(one);
    sorted.push(table);
  };
  for (const table of tables) add(table);
  return sorted;
}

/**
 * The rows after a place, in the order of their keys, with where the next page begins.
 *
 * @param after what the page before gave as `next`
 * @throws TypeError for a place that is none
 */
export async function readPage(
  query: Query,
  table: Table,
  after: string | null,
): Promise<{ rows: Value[][]; next: string | null }> {
  const key = keyOf(table);
  const place = after === null ? [] : placeOf(after, key.length);
  const order = key.map(({ name }) => quoted(name)).join(', ');
  const beyond = `(${order}) > (${key.map((column, i) => bound(column, `?${i + 1}`)).join(', ')})`;
  const size = table.columns.map(({ name }) => `coalesce(length(${quoted(name)}), 0)`).join(' + ');
  const rows = await query(
    `SELECT ${table.columns.map(shown).join(', ')} FROM (
      SELECT *, sum(size_) OVER (ORDER BY ${order}) AS sum_ FROM (
        SELECT *, ${size} AS size_ FROM ${quoted(table.name)}
        ${after === null ? '' : `WHERE ${beyond}`} ORDER BY ${order} LIMIT ${PAGE_ROWS}))
    WHERE sum_ - size_ < ${PAGE_BYTES} ORDER BY ${order}`,
    ...place,
  );
  const last = rows.at(-1);
  const next = last ? key.map(({ name }) => last[indexOf(table, name)] ?? null) : null;
  return { rows, next: next && JSON.stringify(next) };
}

/** Writes rows that `readPage` gave; a repeat changes nothing. ?1 is a JSON list of the rows. */
export function insertInto(table: Table, columns: readonly string[]): string {
  const known = new Map(table.columns.map((column) => [column.name, column]));
  const taken = columns.map((name, i) => {
    const column = known.get(name);
    if (!column) throw new TypeError(`${table.name} has no column ${name}`);
    return bound(column, `value ->> ${i}`);
  });
  return `INSERT OR REPLACE INTO ${quoted(table.name)} (${columns.map(quoted).join(', ')})
    SELECT ${taken.join(', ')} FROM json_each(?1)`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function keyOf(table: Table): Column[] {
  const key = table.columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  // SQLite's hidden row numbers change with a restore: nothing may be named by them.
  if (key.length === 0) throw new TypeError(`${table.name} has no primary key`);
  return key;
}

function placeOf(after: string, length: number): Value[] {
  const place: unknown = JSON.parse(after);
  if (!Array.isArray(place) || place.length !== length) throw new TypeError('not a place');
  return place as Value[];
}

const shown = ({ name, type }: Column) =>
  type === 'BLOB' ? `hex(${quoted(name)}) AS ${quoted(name)}` : quoted(name);
const bound = ({ type }: Column, sql: string) => (type === 'BLOB' ? `unhex(${sql})` : sql);
const indexOf = (table: Table, name: string) =>
  table.columns.findIndex((column) => column.name === name);
