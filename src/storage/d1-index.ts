import type { Ref } from '../registry/store.ts';
import { KEY_DIGITS, MAX_REFS, REF_DIGITS, smallestOf, splitRefs } from './bucket.ts';
import { jsonChunks } from './d1-rows.ts';
import type { Lookup, Table } from './lookup.ts';

/** One byte for every number of references that an entry may have: its place is the number. */
const COUNTS = Array.from({ length: MAX_REFS }, (_, i) => (i + 1).toString(16).padStart(2, '0'));
const FULL = (MAX_REFS * REF_DIGITS) / 2;

/**
 * What the two keyed tables hold under each key, the smallest references first. Per key one indexed
 * range is read, at most `limit` rows of it; the aggregate stays out of SQL's sight so that it
 * reads no row twice.
 *
 * Postings stand in the live segment's buckets and in rows (`compact.ts`). One statement reads
 * both, so that it sees them before or after a new segment takes over and never in between: the
 * key's entry is cut out of its bucket, and of the rows those follow that would be among the
 * smallest. `instr` finds an entry at any offset; eight bytes that equal a key by chance inside
 * another entry are met once in 10¹⁵ look-ups and then lead to references of no record. A LIMIT, and
 * a SELECT without FROM, keep SQLite from working `at` and `r` out once for every use.
 */
const SELECT: Record<Table, string> = {
  tag: `SELECT j.key AS i, '.' || coalesce((SELECT group_concat(h, '') FROM
      (SELECT hex(ref) AS h FROM tag WHERE key = unhex(j.value ->> 0) ORDER BY ref LIMIT ?2)), '') AS refs
    FROM json_each(?1) j`,
  posting: `SELECT j.key AS i, (
      SELECT hex(r) || '.' || coalesce((SELECT group_concat(h, '') FROM
        (SELECT hex(ref) AS h FROM posting WHERE key = unhex(j.value ->> 0)
          AND ref < iif(length(r) = ${FULL}, substr(r, ${FULL - REF_DIGITS / 2 + 1}), x'${'FF'.repeat(REF_DIGITS / 2 + 1)}')
          ORDER BY ref LIMIT ?2)), '')
      FROM (SELECT coalesce((
        SELECT substr(v, at + ${KEY_DIGITS / 2 + 1},
          ${REF_DIGITS / 2} * instr(x'${COUNTS.join('')}', substr(v, at + ${KEY_DIGITS / 2}, 1)))
        FROM (SELECT v, instr(v, unhex(j.value ->> 0)) AS at FROM bucket
          WHERE id = (p.live << 32) + ((j.value ->> 1) >> (32 - p.bits)) LIMIT 1)
        WHERE at > 0), x'') AS r)) AS refs
    FROM packing p CROSS JOIN json_each(?1) j`,
};
const INSERT: Record<Table, string> = {
  tag: `INSERT OR IGNORE INTO tag (key, ref)
    SELECT unhex(value ->> 0), unhex(value ->> 1) FROM json_each(?1)`,
  posting: `INSERT OR IGNORE INTO posting (key, ref)
    SELECT unhex(value ->> 0), unhex(value ->> 1) FROM json_each(?1)`,
};

/**
 * Reads features under every key of the ring, so that rows of old keys are still found.
 *
 * @param limit references a feature at most; of postings never more than `MAX_REFS`
 */
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
    for (const chunk of jsonChunks(keyed.map(({ hex }) => [hex, firstBits(hex)]))) {
      const { results } = await db
        .prepare(SELECT[table])
        .bind(chunk, limit)
        .all<{ i: number; refs: string }>();
      for (const { i, refs } of results) {
        const feature = features[base + i];
        const key = keyed[base + i];
        if (refs === '.' || feature === undefined || !key) continue;
        const [packed = '', rows = ''] = refs.split('.');
        const list = found.get(feature) ?? [];
        for (const ref of smallestOf(splitRefs(packed), splitRefs(rows), limit)) {
          list.push(lookup.unmaskRef(key.rowKey, ref));
        }
        found.set(feature, list.slice(0, limit));
      }
      base += results.length;
    }
  }
  return found;
}

/** The first 32 bits of a key, which name its bucket. */
function firstBits(hex: string): number {
  return Number.parseInt(hex.slice(0, 8), 16);
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
