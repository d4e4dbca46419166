import { utf8ToBytes } from '@noble/hashes/utils.js';
import { beforeAll, expect, test } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import { ssdeepDigest } from '../../src/fingerprint/ssdeep.ts';
import { check } from '../../src/registry/check.ts';
import type { CheckItem } from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { MAX_CANDIDATES } from '../../src/registry/thresholds.ts';
import { checkSession } from '../../src/storage/session.ts';
import { readsTogether } from '../../src/storage/together.ts';
import { batchesMadeAt, declare, registerAll, SITE } from '../registry/batches.ts';
import { docPrint, filePrint, hash, prose } from '../registry/prints.ts';
import { openD1, testEnv } from './d1-env.ts';
import { compactAll } from './packing.ts';

/** What one check costs: requests to D1, statements and rows read, counted at the border to it. */

batchesMadeAt('2027-03-02T10:00:00Z');

/** More documents than references are kept of a key, and twice as many. */
const FEW = 80;
const MANY = 160;

interface Cost {
  requests: number;
  statements: number;
  read: number;
  /** Rows that the first request read. */
  readFirst: number;
}

const NOTHING: Cost = { requests: 0, statements: 0, read: 0, readFirst: 0 };
const cost: Cost = { ...NOTHING };

function counted(db: Pick<D1Database, 'prepare' | 'batch'>): D1Database {
  const note = <T extends D1Result>(results: readonly T[]) => {
    const read = results.reduce((sum, { meta }) => sum + (meta.rows_read ?? 0), 0);
    if (cost.requests === 0) cost.readFirst = read;
    cost.requests++;
    cost.statements += results.length;
    cost.read += read;
  };
  const prepare = (sql: string) => wrap(db.prepare(sql));
  const inners = new Map<object, D1PreparedStatement>();
  const wrap = (inner: D1PreparedStatement): D1PreparedStatement => {
    const statement = {
      bind: (...values: unknown[]) => wrap(inner.bind(...values)),
      all: async () => {
        const result = await inner.all();
        note([result]);
        return result;
      },
    } as unknown as D1PreparedStatement;
    inners.set(statement, inner);
    return statement;
  };
  const batch = async (statements: readonly D1PreparedStatement[]) => {
    const results = await db.batch(statements.map((one) => inners.get(one) ?? one));
    note(results);
    return results;
  };
  const withSession = (start: string) => counted((db as D1Database).withSession(start));
  return { prepare, batch, withSession } as unknown as D1Database;
}

/** A letter of its own words, half as long again by a disclaimer that all of them have. */
const letter = (n: number) => docPrint(`letter ${n}`, [...prose(`own${n}x`, 120), ...DISCLAIMER]);
const DISCLAIMER = prose('legal', 60);
const altered = (n: number) =>
  docPrint(`altered ${n}`, [...prose(`own${n}x`, 119), 'otherwise', ...DISCLAIMER]);

const costOf = (fingerprint: Fingerprint, open?: (db: D1Database) => D1Database) =>
  costOfItem({ fingerprint }, open);

async function costOfItem(item: CheckItem, open: (db: D1Database) => D1Database = readsTogether) {
  const store = await openD1({ db: open(counted(testEnv.DB)) });
  Object.assign(cost, NOTHING);
  const at = new Date('2027-03-02T11:00:00Z');
  const { results } = await check(store, at, { items: [item] }, 'caller');
  return { ...cost, result: results[0] };
}

const ssdeepOf = (seed: string) => ssdeepDigest(utf8ToBytes(prose(seed, 3000).join(' ')));
/** A file without a text. */
const SCAN = filePrint('scan', {
  bytes: { size: 20_000, sha256: hash('scan'), ssdeep: ssdeepOf('scan'), tlsh: null },
});

async function registered(from: number, to: number) {
  const clock = () => new Date('2027-03-02T10:00:00Z');
  const registry = createRegistry({ site: SITE, store: await openD1(), clock });
  if (from === 0) await declare(registry);
  const letters = Array.from({ length: to - from }, (_, n) => letter(from + n));
  await registerAll(registry, from === 0 ? [...letters, SCAN] : letters);
}

beforeAll(() => registered(0, FEW), 60_000);

test('equal bytes are found in two requests to D1, whatever all others share', async () => {
  const { result, requests, statements, read } = await costOf(letter(1));
  expect(result?.grade).toBe('identical');
  expect(requests).toBe(2);
  // Corpora, keyholders, keys; then the records.
  expect(statements).toBe(4);
  expect(read).toBeLessThanOrEqual(40);
});

test('a bare digest costs one request to D1, and one more where it leads to a record', async () => {
  const { sha256 } = letter(1).bytes;
  for (const [item, verdict, requests] of [
    [{ sha256 }, 'match', 2],
    [{ ssdeep: ssdeepOf('scan') }, 'differs', 2],
    [{ sha256: letter(MANY + 1).bytes.sha256 }, 'absent', 1],
    [{ ssdeep: ssdeepOf('strange') }, 'absent', 1],
  ] as const) {
    const { result, ...cost } = await costOfItem(item);
    expect([item, result?.verdict, cost.requests]).toEqual([item, verdict, requests]);
  }
});

test('a near check reads a row a key and no more with twice as many documents', async () => {
  const suspect = altered(1);
  const content = suspect.content;
  const keys = (content?.bands.length ?? 0) + (content?.sketch.length ?? 0);
  expect(keys).toBeGreaterThan(40);
  await compactAll(testEnv.DB, 0);
  const few = await costOf(suspect);
  expect(few.result?.verdict).toBe('differs');
  expect(few.requests).toBe(3);
  expect(few.statements).toBe(5);
  // Eight keys come in a row, which counts. A record is six rows: its own, its batch's, two of
  // the witnessed log, and its number twice, as it is asked for.
  const records = 6 * MAX_CANDIDATES;
  expect(few.read).toBeLessThanOrEqual((1 + 1 / 8) * keys + records + 40);

  await registered(FEW, MANY);
  await compactAll(testEnv.DB, 0);
  const many = await costOf(suspect);
  expect(many.result?.record).toBe(few.result?.record);
  expect(many.requests).toBe(3);
  expect(many.read).toBeLessThanOrEqual(few.read + 4);
});

test('a session costs no request, statement or row, and leaves the first request to the primary', async () => {
  for (const suspect of [letter(1), altered(1)]) {
    const { result, ...spread } = await costOf(suspect, checkSession);
    const { result: same, ...together } = await costOf(suspect);
    expect(result).toEqual(same);
    expect(spread).toEqual(together);
  }
  // Of a near check, what may be spread is two requests of three, and nearly all rows.
  expect(cost.requests).toBe(3);
  expect(cost.readFirst).toBeLessThan(cost.read / 10);
});
