import type { Ref } from '../registry/store.ts';
import { KEY_DIGITS, MAX_REFS, REF_DIGITS, refsOfFirst, smallestOf, splitRefs } from './bucket.ts';
import { hexChunks, jsonChunks } from './d1-rows.ts';
import { orderOf, rowsIn } from './hex-rows.ts';
import type { Lookup, Table } from './lookup.ts';
import { insertYoung, LARGE_BATCH, youngOf } from './young.ts';

/** One byte for every number of references that an entry may have: its place is the number. */
const COUNTS = Array.from({ length: MAX_REFS }, (_, i) => (i + 1).toString(16).padStart(2, '0'));
/** Of a key of `tag`. */
const TAG_DIGITS = 24;
const FULL = (MAX_REFS * REF_DIGITS) / 2;

/** Characters of a key as `SELECT` is handed it: hex, and for postings its first bits in decimal. */
const ASKED = { tag: TAG_DIGITS, posting: KEY_DIGITS + 10 } as const;
/**
 * Keys a row of `json_each`, which D1 counts as rows read. A longer statement is read for longer: that
 * is worth it where many are asked.
 */
const FEW = 8;
const MANY = 32;
const keysARow = (keys: number) => (keys > 256 ? MANY : FEW);

/**
 * The smallest references in rows under `key`, hex. The limit stands in the statement as a number:
 * as a parameter it takes twice as long.
 */
const rowsOf = (table: Table, key: string, limit: number, bound = '') =>
  `(SELECT group_concat(hex(ref), '') FROM
    (SELECT ref FROM ${table} WHERE key = ${key} ${bound} ORDER BY ref LIMIT ${limit}))`;

/** Bytes of as many references as a byte tells. */
const refBytes = (byte: string) => `${REF_DIGITS / 2} * instr(x'${COUNTS.join('')}', ${byte})`;

/** Of one table, the references under the key that begins at a character of `j.value`. */
const REFS: Record<Table, (at: number, limit: number) => string> = {
  tag: (at, limit) =>
    `'.' || ifnull(${rowsOf('tag', `unhex(substr(j.value, ${at}, ${ASKED.tag}))`, limit)}, '') || '.'`,
  // A bound on `ref` makes SQLite read a row more for a key without any.
  posting: (at, limit) => {
    const key = `unhex(substr(j.value, ${at}, ${KEY_DIGITS}))`;
    const first32 = `CAST(substr(j.value, ${at + KEY_DIGITS}, 10) AS INTEGER)`;
    const smaller = `AND ref < substr(r, ${FULL - REF_DIGITS / 2 + 1})`;
    const entryBytes = `${KEY_DIGITS / 2 + 1} + ${refBytes(`substr(v, at + ${KEY_DIGITS / 2}, 1)`)}`;
    const young = `iif(p.young = 0, '', ifnull((SELECT iif(at = 0, '', hex(iif(instr(substr(v, at + 1), ${key}) = 0,
        substr(v, at, ${entryBytes}), substr(v, at))))
      FROM (SELECT v, instr(v, ${key}) AS at FROM young WHERE id = ${youngOf(first32)} LIMIT 1)), ''))`;
    return `(
      SELECT hex(r) || '.' || ifnull(iif(length(r) = ${FULL},
        ${rowsOf('posting', key, limit, smaller)}, ${rowsOf('posting', key, limit)}), '')
      FROM (SELECT ifnull((
        SELECT iif(at = 0, x'', substr(v, at + ${KEY_DIGITS / 2 + 1},
          ${refBytes(`substr(v, at + ${KEY_DIGITS / 2}, 1)`)}))
        FROM (SELECT v, instr(v, ${key}) AS at FROM bucket
          WHERE id = (p.live << 32) + (${first32} >> (32 - p.bits)) LIMIT 1)), x'') AS r LIMIT 1))
      || '.' || ${young}`;
  },
};

/**
 * What the two keyed tables hold under each key, the smallest references first. Per key one indexed
 * range is read, at most `limit` rows of it; the aggregate stays out of SQL's sight so that it
 * reads no row twice.
 *
 * Postings stand in the live segment's buckets, in rows (`compact.ts`) and in young buckets
 * (`young.ts`). One statement reads all, so that it sees them before or after a new segment takes over
 * and never in between: the key's entry is cut out of its bucket, and of the rows those follow that
 * would be among the smallest; where the entry is full, rows are read only as far as they are smaller
 * than its last. Of a young bucket the first entry of the key follows, and all behind it where the key
 * stands in it again.
 * `instr` finds an entry at any offset; eight bytes that equal a key by chance inside another entry
 * are met once in 10¹⁵ look-ups and then lead to references of no record. The LIMITs of one row keep
 * SQLite from working `at` and `r` out once for every use.
 */
function selectRefs(table: Table, limit: number, each: number): string {
  const one = (n: number) => REFS[table](n * ASKED[table] + 1, limit);
  // In groups, since SQLite takes no expression that is nested more than 100 deep.
  const refs = Array.from({ length: each / FEW }, (_, group) => {
    return `(${Array.from({ length: FEW }, (_, n) => one(group * FEW + n)).join(" || '/' || ")})`;
  }).join(" || '/' || ");
  const from = table === 'posting' ? 'packing p CROSS JOIN json_each(?1) j' : 'json_each(?1) j';
  return `SELECT j.key AS i, ${refs} AS refs FROM ${from}`;
}

/** Statements made before, by what they were made for: the text is long. */
const selects = new Map<string, string>();

function select(table: Table, limit: number, each: number): string {
  const of = `${table} ${limit} ${each}`;
  const known = selects.get(of);
  if (known !== undefined) return known;
  const made = selectRefs(table, limit, each);
  selects.set(of, made);
  return made;
}

/** Each value is the hex of a key and, after it, of a reference. */
const insertInto = (table: Table, digits: number) => `INSERT OR IGNORE INTO ${table} (key, ref)
    SELECT unhex(substr(value, 1, ${digits})), unhex(substr(value, ${digits + 1})) FROM json_each(?1)`;
const INSERT: Record<Table, string> = {
  tag: insertInto('tag', TAG_DIGITS),
  posting: insertInto('posting', KEY_DIGITS),
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
    const keyed = lookup.features(table, features);
    const rows: string[] = [];
    const each = keysARow(keyed.length);
    for (let at = 0; at < keyed.length; at += each) {
      rows.push(
        keyed
          .slice(at, at + each)
          .map(({ hex }) => (table === 'tag' ? hex : hex + firstBits(hex)))
          .join(''),
      );
    }
    const masked: string[] = [];
    const rowKeys: Uint8Array[] = [];
    const owners: string[] = [];
    let next = 0;
    for (const chunk of jsonChunks(rows)) {
      const { results } = await db
        .prepare(select(table, limit, each))
        .bind(chunk)
        .all<{ i: number; refs: string }>();
      for (const { i, refs } of results) {
        // Of the last row only the first answers are to keys.
        for (const [n, one] of refs.split('/').entries()) {
          const index = (next + i) * each + n;
          const feature = features[index];
          const key = keyed[index];
          if (one === '..' || feature === undefined || !key) continue;
          const [packed = '', loose = '', young = ''] = one.split('.');
          const older = smallestOf(splitRefs(packed), splitRefs(loose), limit);
          for (const ref of smallestOf(older, refsOfFirst(young), limit)) {
            masked.push(ref);
            rowKeys.push(key.rowKey);
            owners.push(feature);
          }
        }
      }
      next += results.length;
    }
    for (const [i, ref] of lookup.unmaskRefs(rowKeys, masked).entries()) {
      const owner = owners[i] as string;
      const list = found.get(owner);
      if (!list) found.set(owner, [ref]);
      else if (list.length < limit) list.push(ref);
    }
  }
  return found;
}

/** Leads zeros. */
const TEN_DIGITS = 10 ** 10;

/** The first 32 bits of a key, which name its bucket: ten decimal digits. */
function firstBits(hex: string): string {
  return `${TEN_DIGITS + Number.parseInt(hex.slice(0, 8), 16)}`.slice(1);
}

/**
 * Statements that add records' features, sorted by key.
 *
 * @param large postings from which on they go into young buckets
 */
export function insertIndex(
  db: D1Database,
  lookup: Lookup,
  table: Table,
  records: readonly { ref: Ref; features: readonly string[] }[],
  large = LARGE_BATCH,
): D1PreparedStatement[] {
  const features: string[] = [];
  const refs: Ref[] = [];
  for (const record of records) {
    for (const feature of new Set(record.features)) {
      features.push(feature);
      refs.push(record.ref);
    }
  }
  const rows = lookup.rows(table, features, refs);
  if (table === 'posting' && features.length >= large) return insertYoung(db, rows);
  const digits = rows.length / features.length;
  const sorted = rowsIn(orderOf(rows, digits), rows, digits);
  return [...hexChunks(sorted)].map((chunk) => db.prepare(INSERT[table]).bind(chunk));
}
