import type { Ref } from '../registry/store.ts';
import { jsonChunks } from './d1-rows.ts';
import type { Lookup, Table } from './lookup.ts';

/**
 * The two keyed tables. Per key one indexed range is read, at most `limit` rows of it; the
 * aggregate and the order stay out of SQL's sight so that it reads no row twice.
 */
const SELECT: Record<Table, string> = {
  tag: `SELECT j.key AS i, (SELECT group_concat(h) FROM
      (SELECT hex(ref) AS h FROM tag WHERE key = unhex(j.value) LIMIT ?2)) AS refs
    FROM json_each(?1) j`,
  posting: `SELECT j.key AS i, (SELECT group_concat(h) FROM
      (SELECT hex(ref) AS h FROM posting WHERE key = unhex(j.value) LIMIT ?2)) AS refs
    FROM json_each(?1) j`,
};
const INSERT: Record<Table, string> = {
  tag: `INSERT OR IGNORE INTO tag (key, ref)
    SELECT unhex(value ->> 0), unhex(value ->> 1) FROM json_each(?1)`,
  posting: `INSERT OR IGNORE INTO posting (key, ref)
    SELECT unhex(value ->> 0), unhex(value ->> 1) FROM json_each(?1)`,
};

/** Reads features under every key of the ring, so that rows of old keys are still found. */
export async function readIndex(
  db: D1Database,
  lookups: readonly Lookup[],
  table: Table,
  features: readonly string[],
  limit: number,
): Promise<Map<string, Ref[]>> {
  const found = new Map<string, Ref[]>();
  if (features.length === 0) return found;
  for (const lookup of lookups) {
    const keyed = features.map((feature) => lookup.feature(table, feature));
    let base = 0;
    for (const chunk of jsonChunks(keyed.map((key) => key.hex))) {
      const { results } = await db
        .prepare(SELECT[table])
        .bind(chunk, limit)
        .all<{ i: number; refs: string | null }>();
      for (const { i, refs } of results) {
        const feature = features[base + i];
        const key = keyed[base + i];
        if (refs === null || feature === undefined || !key) continue;
        const list = found.get(feature) ?? [];
        for (const hex of refs.split(','))
          list.push(lookup.unmaskRef(key.rowKey, hex.toLowerCase()));
        found.set(feature, list.slice(0, limit));
      }
      base += results.length;
    }
  }
  return found;
}

/** Statements that add a record's features, sorted by key: neighbours in the tree, no order told. */
export function insertIndex(
  db: D1Database,
  lookup: Lookup,
  table: Table,
  records: readonly { ref: Ref; features: readonly string[] }[],
): D1PreparedStatement[] {
  const rows: [string, string][] = [];
  for (const { ref, features } of records) {
    for (const feature of new Set(features)) {
      const { hex, rowKey } = lookup.feature(table, feature);
      rows.push([hex, lookup.maskRef(rowKey, ref)]);
    }
  }
  rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return [...jsonChunks(rows)].map((chunk) => db.prepare(INSERT[table]).bind(chunk));
}
