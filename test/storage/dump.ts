import { runInDurableObject } from 'cloudflare:test';
import { base64ToBytes } from '../../src/storage/base64.ts';
import { testEnv } from './d1-env.ts';

type Value = string | number | null;
export type Row = Record<string, Value>;

/** Everything that lies on disk: D1's tables, R2's objects, the sequencer's own rows. */
export interface Dump {
  readonly tables: Record<string, Row[]>;
  readonly objects: Record<string, Uint8Array>;
}

/** D1 hands blobs back as arrays of numbers: these come as hex instead. */
const COLUMNS: Readonly<Record<string, string>> = {
  tag: 'lower(hex(key)) AS key, lower(hex(ref)) AS ref',
  posting: 'lower(hex(key)) AS key, lower(hex(ref)) AS ref',
  young: 'id, lower(hex(v)) AS v',
  bucket: 'id, lower(hex(v)) AS v',
};
const PAGE = 20_000;

export async function dumpAll(): Promise<Dump> {
  const { results: names } = await testEnv.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
    AND name NOT LIKE '_cf_%'`,
  ).all<{ name: string }>();
  const tables: Record<string, Row[]> = {};
  for (const { name } of names) {
    const rows: Row[] = [];
    const columns = COLUMNS[name] ?? '*';
    for (let offset = 0; ; offset += PAGE) {
      const { results } = await testEnv.DB.prepare(
        `SELECT ${columns} FROM ${name} LIMIT ${PAGE} OFFSET ?1`,
      )
        .bind(offset)
        .all<Row>();
      for (const row of results) rows.push(row);
      if (results.length < PAGE) break;
    }
    tables[name] = rows;
  }
  const objects: Record<string, Uint8Array> = {};
  for (const { key } of (await testEnv.ENTRIES.list()).objects) {
    const object = await testEnv.ENTRIES.get(key);
    if (object) objects[key] = new Uint8Array(await object.arrayBuffer());
  }
  await runInDurableObject(testEnv.SEQUENCER.getByName('registry'), async (_instance, state) => {
    for (const name of ['intent', 'change', 'checkpoint']) {
      tables[`do_${name}`] = state.storage.sql.exec<Row>(`SELECT * FROM ${name}`).toArray();
    }
    tables.do_tile = state.storage.sql
      .exec<Row>('SELECT path, lower(hex(bytes)) AS bytes FROM tile')
      .toArray();
    tables.do_kv = [...(await state.storage.list<string>())].map(([key, value]) => ({
      key,
      value,
    }));
  });
  await runInDurableObject(testEnv.COMPACTOR.getByName('registry'), async (_instance, state) => {
    tables.do_written = state.storage.sql.exec<Row>('SELECT * FROM written').toArray();
  });
  return { tables, objects };
}

/** `ref` columns by look-up key, out of rows and buckets, read as schema/storage.md says. */
export function postingsOf(dump: Dump): Map<string, string[]> {
  const byKey = new Map<string, string[]>();
  const add = (key: string, ref: string) => {
    const list = byKey.get(key);
    if (list) list.push(ref);
    else byKey.set(key, [ref]);
  };
  for (const { key, ref } of dump.tables.posting ?? []) add(String(key), String(ref));
  for (const { v } of [...(dump.tables.young ?? []), ...(dump.tables.bucket ?? [])]) {
    const hex = String(v);
    for (let at = 0; at < hex.length; ) {
      const key = hex.slice(at, at + 16);
      const end = at + 18 + 20 * Number.parseInt(hex.slice(at + 16, at + 18), 16);
      for (at += 18; at < end; at += 20) add(key, hex.slice(at, at + 20));
    }
  }
  return byKey;
}

const encoder = new TextEncoder();

/** Every value of a dump as bytes, and as the bytes that its hex or base64 stands for. */
export function* byteStrings(dump: Dump): Generator<Uint8Array> {
  for (const rows of Object.values(dump.tables)) {
    for (const row of rows) for (const value of Object.values(row)) yield* spellings(value);
  }
  for (const [key, bytes] of Object.entries(dump.objects)) {
    yield encoder.encode(key);
    yield bytes;
  }
}

function* spellings(value: Value): Generator<Uint8Array> {
  if (typeof value === 'string') {
    yield encoder.encode(value);
    if (/^(?:[0-9a-f]{2})+$/i.test(value)) yield Uint8Array.from(hexPairs(value));
    const base64 = value.replace(/^[A-Za-z0-9_-]{1,16}:/, '');
    if (/^[A-Za-z0-9+/]{16,}=*$/.test(base64) && base64.length % 4 === 0) {
      yield base64ToBytes(base64);
    }
  }
}

function hexPairs(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

/** Length of what is looked for: by chance 8 bytes turn up once in 10⁹ dumps of this size. */
export const WINDOW = 8;

/** The same of hex digits, which hold half a byte each. */
export const HEX_WINDOW = 14;

/**
 * Looks up the beginnings of many needles in all positions of a dump at once.
 *
 * @param needles what is looked for, its first `WINDOW` bytes or `HEX_WINDOW` hex digits
 */
export function findNeedles(dump: Dump, needles: ReadonlyMap<string, string>): Map<string, string> {
  const lengths = [...new Set([...needles.keys()].map((needle) => needle.length))];
  const found = new Map<string, string>();
  for (const bytes of byteStrings(dump)) {
    let latin = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      latin += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    for (const length of lengths) {
      for (let at = 0; at + length <= latin.length; at++) {
        const needle = latin.slice(at, at + length);
        const name = needles.get(needle);
        if (name !== undefined) found.set(needle, name);
      }
    }
  }
  return found;
}
