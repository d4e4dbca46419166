import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { base64ToBytes, bytesToBase64 } from '../base64.ts';
import { jsonChunks } from '../d1-rows.ts';
import type { BackedCalls } from './object.ts';
import {
  insertInto,
  type Query,
  quoted,
  readPage,
  readTable,
  type Table,
  tableNames,
  type Value,
} from './tables.ts';

/** Everything that a registry keeps but its callers' counts of the day. */
export interface Kept {
  readonly db: D1Database;
  readonly buckets: Readonly<Record<string, R2Bucket>>;
  readonly objects: Readonly<Record<string, BackedCalls>>;
}

export interface PageRows {
  readonly columns: string[];
  readonly rows: Value[][];
  readonly next: string | null;
}

/**
 * Tables that a backup leaves out: what a restore notes of itself, what wrangler notes of migrations, and what
 * the canary found last, which is true of one instance only.
 */
export const LEFT_OUT = ['restore', 'restore_part', 'd1_migrations', 'canary'];

/**
 * These are copied in this order, the rest between the two lists. What is written first, or in one
 * transaction with others, is copied before them, so that a copy that holds it holds them too;
 * compaction moves what stands in `posting` and `young` to `bucket`.
 */
const COPIED_FIRST = ['statement', 'batch', 'event'];
const COPIED_LAST = ['tag', 'posting', 'young', 'bucket', 'packing'];

/** Bytes of the objects of one page, unless the first alone has more. */
const OBJECT_BYTES = 4_000_000;
const OBJECTS_LISTED = 64;
const OBJECT_COLUMNS = ['key', 'bytes'];

export function d1Query(db: D1Database): Query {
  return async (sql, ...params) =>
    db
      .prepare(sql)
      .bind(...params)
      .raw<Value[]>();
}

/** Names of the tables that a backup has. */
export async function d1Tables(db: D1Database): Promise<string[]> {
  return (await tableNames(d1Query(db))).filter((name) => !LEFT_OUT.includes(name));
}

/** Names of all parts, in the order in which they must be copied. */
export async function partsOf({ db, buckets, objects }: Kept): Promise<string[]> {
  const tables = await d1Tables(db);
  const rank = (name: string) => {
    if (COPIED_FIRST.includes(name)) return COPIED_FIRST.indexOf(name);
    return COPIED_FIRST.length + 1 + COPIED_LAST.indexOf(name);
  };
  const parts = tables.sort((a, b) => rank(a) - rank(b)).map((name) => `d1/${name}`);
  for (const [binding, object] of Object.entries(objects)) {
    for (const name of await object.backupTables()) parts.push(`do/${binding}/${name}`);
  }
  for (const binding of Object.keys(buckets)) parts.push(`r2/${binding}`);
  return parts;
}

/** @throws TypeError for a part or place that is none */
export async function readPart(
  { db, buckets, objects }: Kept,
  part: string,
  after: string | null,
): Promise<PageRows> {
  const [store, name = '', table = ''] = part.split('/');
  if (store === 'r2') return readObjects(bucketOf(buckets, name), after);
  if (store === 'do') return objectOf(objects, name).backupPage(table, after);
  const known = await d1Table(db, name);
  const { rows, next } = await readPage(d1Query(db), known, after);
  return { columns: known.columns.map((column) => column.name), rows, next };
}

/** Writes what `readPart` gave. */
export async function writePart(
  { db, buckets, objects }: Kept,
  part: string,
  columns: readonly string[],
  rows: readonly Value[][],
): Promise<void> {
  const [store, name = '', table = ''] = part.split('/');
  if (store === 'r2') return writeObjects(bucketOf(buckets, name), rows);
  if (store === 'do') return objectOf(objects, name).restoreRows(table, columns, rows);
  const sql = insertInto(await d1Table(db, name), columns);
  const statements = [...jsonChunks(rows)].map((chunk) => db.prepare(sql).bind(chunk));
  if (statements.length > 0) await db.batch(statements);
}

export async function countOf(db: D1Database, table: string): Promise<number> {
  const row = await db.prepare(`SELECT count(*) AS n FROM ${quoted(table)}`).first<{ n: number }>();
  return row?.n ?? 0;
}

async function d1Table(db: D1Database, name: string): Promise<Table> {
  if (!(await d1Tables(db)).includes(name)) throw new TypeError(`no table ${name}`);
  return readTable(d1Query(db), name);
}

function bucketOf(buckets: Kept['buckets'], name: string): R2Bucket {
  const bucket = Object.hasOwn(buckets, name) ? buckets[name] : undefined;
  if (!bucket) throw new TypeError(`no bucket ${name}`);
  return bucket;
}

function objectOf(objects: Kept['objects'], name: string): BackedCalls {
  const object = Object.hasOwn(objects, name) ? objects[name] : undefined;
  if (!object) throw new TypeError(`no object ${name}`);
  return object;
}

async function readObjects(bucket: R2Bucket, after: string | null): Promise<PageRows> {
  const listed = await bucket.list({
    limit: OBJECTS_LISTED,
    ...(after === null ? {} : { startAfter: after }),
  });
  const rows: Value[][] = [];
  let size = 0;
  for (const { key, size: length } of listed.objects) {
    if (rows.length > 0 && size + length > OBJECT_BYTES) break;
    size += length;
    const object = await bucket.get(key);
    if (!object) throw new Error(`the object ${key} was listed and is not there`);
    rows.push([key, bytesToBase64(new Uint8Array(await object.arrayBuffer()))]);
  }
  return { columns: OBJECT_COLUMNS, rows, next: (rows.at(-1)?.[0] as string | undefined) ?? null };
}

/** An object that is there already must be the same: the mirror of a log may be locked. */
async function writeObjects(bucket: R2Bucket, rows: readonly Value[][]): Promise<void> {
  for (const [key, base64] of rows as [string, string][]) {
    const bytes = base64ToBytes(base64);
    const put = await bucket.put(key, bytes, { onlyIf: { etagDoesNotMatch: '*' } });
    if (put) continue;
    const there = await bucket.get(key);
    const same = there && digest(new Uint8Array(await there.arrayBuffer())) === digest(bytes);
    if (!same) throw new Error(`another object stands at ${key}`);
  }
}

const digest = (bytes: Uint8Array) => bytesToHex(sha256(bytes));

/** Digest of what changes with every registration and every step of compaction. */
export async function stateOf(db: D1Database, log: string): Promise<string> {
  const packing = await d1Query(db)('SELECT * FROM packing');
  return digest(utf8ToBytes(JSON.stringify([log, packing])));
}
