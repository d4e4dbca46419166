import { beforeAll, expect, test } from 'vitest';
import { check } from '../../src/registry/check.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { CHUNK_ITEMS } from '../../src/registry/thresholds.ts';
import { batchesMadeAt, CORPUS, declare, registerAll, SITE } from '../registry/batches.ts';
import { docPrint, prose } from '../registry/prints.ts';
import { openD1, testEnv } from './d1-env.ts';

batchesMadeAt('2027-03-02T10:00:00Z');

/** What 1,000 suspects cost: statements and what is bound to them, counted at the border to D1. */

/** Longest value that D1 lets be bound, bytes (Cloudflare, D1 limits: 2,000,000). */
const MAX_BOUND = 2_000_000;
/** Round trips of a chunk: keys, postings, records, and what opens them. */
const STATEMENTS_A_CHUNK = 6;
const SUSPECTS = 1000;

let statements = 0;
let longest = 0;
let running = 0;
let most = 0;

/** The database with a count in front. */
function counted(db: D1Database): D1Database {
  const note = (values: readonly unknown[]) => {
    for (const value of values) {
      if (typeof value === 'string') {
        longest = Math.max(longest, new TextEncoder().encode(value).length);
      }
    }
  };
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    statements++;
    most = Math.max(most, ++running);
    return work().finally(() => running--);
  };
  const wrap = (inner: D1PreparedStatement) => ({
    bind: (...values: unknown[]) => {
      note(values);
      return wrap(inner.bind(...values));
    },
    all: () => run(() => inner.all()),
    first: () => run(() => inner.first()),
    run: () => run(() => inner.run()),
  });
  return { prepare: (sql: string) => wrap(db.prepare(sql)) } as unknown as D1Database;
}

const document = (n: number) => docPrint(`bytes ${n}`, prose(`w${n}x`, 120));

beforeAll(async () => {
  const store = await openD1();
  const registry = createRegistry({
    site: SITE,
    store,
    clock: () => new Date('2027-03-02T10:00:00Z'),
  });
  await declare(registry);
  await registerAll(
    registry,
    Array.from({ length: 40 }, (_, n) => document(n)),
  );
});

test('a thousand suspects are worked off 32 at a time, a few statements each', async () => {
  const store = await openD1({ db: counted(testEnv.DB) });
  const items = Array.from({ length: SUSPECTS }, (_, n) => ({ fingerprint: document(n) }));
  const { results } = await check(store, new Date('2027-03-02T11:00:00Z'), { items }, 'caller');
  expect(results).toHaveLength(SUSPECTS);
  expect(results.filter(({ verdict }) => verdict === 'match')).toHaveLength(40);
  expect(results[0]?.corpus).toBe(CORPUS);
  const chunks = Math.ceil(SUSPECTS / CHUNK_ITEMS);
  expect(CHUNK_ITEMS).toBeLessThanOrEqual(32);
  expect(statements).toBeGreaterThanOrEqual(chunks);
  expect(statements / chunks).toBeLessThanOrEqual(STATEMENTS_A_CHUNK);
  expect(longest).toBeLessThan(MAX_BOUND);
  // One chunk is under way at a time: no more than its own statements run side by side.
  expect(most).toBeLessThanOrEqual(STATEMENTS_A_CHUNK);
});
