import { runDurableObjectAlarm } from 'cloudflare:test';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { createRegistry } from '../../src/registry/registry.ts';
import { beginCompaction, compactStep, packingState } from '../../src/storage/compact.ts';
import { insertIndex, readIndex } from '../../src/storage/d1-index.ts';
import { FOLD_ROWS } from '../../src/storage/fold-policy.ts';
import { Lookup } from '../../src/storage/lookup.ts';
import { declare, registerAll, SITE } from '../registry/batches.ts';
import { docPrint, prose } from '../registry/prints.ts';
import { openD1, testEnv } from './d1-env.ts';
import { compactAll } from './packing.ts';

const LIMIT = 65;
const db = testEnv.DB;
const lookup = new Lookup({ id: 'k', bytes: new Uint8Array(32).fill(5) });
const older = new Lookup({ id: 'o', bytes: new Uint8Array(32).fill(6) });

/** What rows alone would hold, kept beside the database: `ref` column and reference by feature. */
class Truth {
  readonly #rows = new Map<string, Map<string, number>>();

  /** @param isLarge as many postings at a time as go into young buckets */
  async insert(
    records: readonly { ref: number; features: readonly string[] }[],
    { by = lookup, isLarge = false } = {},
  ) {
    const large = isLarge ? 1 : undefined;
    for (const statement of insertIndex(db, by, 'posting', records, large)) await statement.run();
    for (const { ref, features } of records) {
      for (const feature of features) {
        const rows = this.#rows.get(feature) ?? new Map<string, number>();
        rows.set(by.maskRef(by.feature('posting', feature).rowKey, ref), ref);
        this.#rows.set(feature, rows);
      }
    }
  }

  get features(): string[] {
    return [...this.#rows.keys()];
  }

  /** The records whose rows come first, ascending. */
  of(feature: string, limit: number): number[] {
    const rows = [...(this.#rows.get(feature) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return rows.slice(0, limit).map(([, ref]) => ref);
  }

  async check(limit = LIMIT, by: readonly Lookup[] = [lookup]): Promise<void> {
    const strange = `shingle:nobody ${crypto.randomUUID()}`;
    const found = await readIndex(db, by, 'posting', [...this.features, strange], limit);
    expect(found.has(strange)).toBe(false);
    for (const feature of this.features) {
      expect([...(found.get(feature) ?? [])].sort()).toEqual(this.of(feature, limit).sort());
    }
  }
}

/** Records with features of which the first are in most of them: above 65, some. */
function records(prefix: string, from: number, count: number, features: number) {
  return Array.from({ length: count }, (_, i) => ({
    ref: from + i,
    features: Array.from({ length: features }, (_, f) => {
      return f < 3 ? `shingle:${prefix}hot${f}` : `shingle:${prefix}${(i * features + f) % 997}`;
    }),
  }));
}

async function rowCount(): Promise<number> {
  const counted = await db
    .prepare('SELECT (SELECT count(*) FROM posting) + (SELECT count(*) FROM young) AS n')
    .first<{ n: number }>();
  return counted?.n ?? 0;
}

beforeAll(async () => {
  await openD1();
});

describe('packed postings', () => {
  // Steps end within young buckets where a segment has more buckets than these.
  it.each([
    { bits: 0, buckets: 7 },
    { bits: 15, buckets: 4999 },
  ])(
    'answer as rows alone would, whatever is written and folded: %j',
    async ({ bits, buckets }) => {
      while (await compactStep(db));
      if (bits > 0) {
        // As if there had been more once: the number of buckets never falls.
        await db.exec('DELETE FROM bucket');
        await db.exec(`UPDATE packing SET bits = ${bits}, next_bits = ${bits}, postings = 0`);
      }
      let run = 0;
      const action = fc.oneof(
        fc.record({ insert: fc.integer({ min: 1, max: 90 }), isLarge: fc.boolean() }),
        fc.record({ fold: fc.integer({ min: 0, max: 400 }) }),
        fc.record({ steps: fc.integer({ min: 1, max: 3 }) }),
        fc.record({ again: fc.nat(), isLarge: fc.boolean() }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 10 }), async (actions) => {
          const truth = new Truth();
          const written: ReturnType<typeof records>[] = [];
          const prefix = `p${bits}-${run++}-`;
          for (const step of actions) {
            if ('insert' in step) {
              written.push(records(prefix, 1 + 1000 * written.length, step.insert, 12));
              await truth.insert(written.at(-1) ?? [], step);
            } else if ('fold' in step) await beginCompaction(db, step.fold);
            else if ('steps' in step) {
              for (let i = 0; i < step.steps; i++) await compactStep(db, buckets);
            } else if (written.length > 0) {
              // A batch that is sent again after a crash writes the same rows again.
              await truth.insert(written[step.again % written.length] ?? [], step);
            }
            await truth.check();
          }
          await truth.check(7);
        }),
        { numRuns: 12 },
      );
    },
  );

  it('keep what a young bucket got after a step that ends within it', async () => {
    while (await compactStep(db));
    const [bits, buckets] = [15, 4999];
    await db.exec(`UPDATE packing SET bits = ${bits}, next_bits = ${bits}, postings = 0`);
    await db.exec('DELETE FROM bucket');
    // Of the four buckets that share it, all but the last are worked off in the first step.
    const isWithin = (feature: string) => {
      const bucket = Number.parseInt(lookup.feature('posting', feature).hex.slice(0, 4), 16) >> 1;
      return bucket >= 4996 && bucket < buckets;
    };
    const within: string[] = [];
    for (let i = 0; within.length < 2; i++) {
      if (isWithin(`shingle:within${i}`)) within.push(`shingle:within${i}`);
    }
    const [first = '', second = ''] = within;
    const truth = new Truth();
    await truth.insert([{ ref: 1, features: [first] }], { isLarge: true });
    await beginCompaction(db, 0);
    await compactStep(db, buckets);
    await truth.insert([{ ref: 2, features: [second] }], { isLarge: true });
    while (await compactStep(db, buckets)) await truth.check();
    await truth.check();
    await compactAll(db, 0);
    await truth.check();
    expect(await rowCount()).toBe(0);
  });

  it('lose nothing and say nothing twice when compaction stops at any statement', async () => {
    const truth = new Truth();
    await truth.insert(records('crash-', 1, 120, 30));
    await compactAll(db, 0);
    await truth.insert(records('crash-', 2000, 120, 30));
    await truth.insert(records('crash-', 4000, 60, 30), { isLarge: true });
    let whole = false;
    for (let allowed = 0; !whole && allowed < 60; allowed++) {
      try {
        const failing = stopAfter(allowed);
        await beginCompaction(failing, 0);
        while (await compactStep(failing));
        whole = true;
      } catch (error) {
        expect(String(error)).toContain('stopped');
      }
      await truth.check();
    }
    expect(whole).toBe(true);
    expect(await rowCount()).toBe(0);
    const { live } = await packingState(db);
    const strays = await db
      .prepare('SELECT count(*) AS n FROM bucket WHERE id >> 32 <> ?1')
      .bind(live)
      .first<{ n: number }>();
    expect(strays?.n).toBe(0);
  });

  it('stay whole when two compactions run at a time', async () => {
    const truth = new Truth();
    await truth.insert(records('twice-', 1, 200, 30));
    const run = () => compactAll(db, 0);
    await truth.insert(records('twice-', 3000, 50, 30), { isLarge: true });
    await Promise.all([
      run(),
      run(),
      truth.insert(records('twice-', 5000, 50, 30)),
      truth.insert(records('twice-', 7000, 50, 30), { isLarge: true }),
    ]);
    await truth.check();
    await compactAll(db, 0);
    await truth.check();
    expect(await rowCount()).toBe(0);
  });

  it('are found under each key of a ring', async () => {
    const [old, recent] = [new Truth(), new Truth()];
    await old.insert(records('ring-', 1, 30, 10), { by: older });
    await old.insert(records('ring-', 5000, 30, 10), { by: older, isLarge: true });
    await recent.insert(records('fresh-', 100, 30, 10));
    await compactAll(db, 0);
    await old.check(LIMIT, [lookup, older]);
    await recent.check(LIMIT, [lookup, older]);
    const both = await readIndex(db, [lookup], 'posting', old.features, LIMIT);
    expect(both.size).toBe(0);
  });

  it('leave rows of many records behind, drawn by lot', async () => {
    const before = new Truth();
    await before.insert(
      Array.from({ length: 200 }, (_, i) => ({
        ref: i + 1,
        features: Array.from({ length: 60 }, (_, f) => `shingle:lot-${i}-${f}`),
      })),
    );
    const all = await rowCount();
    await compactAll(db, 2000);
    const left = await rowCount();
    // Binomial, standard deviation below √2000 = 45: six of them.
    expect(Math.abs(left - 2000)).toBeLessThan(270);
    expect(all).toBeGreaterThanOrEqual(12_000);
    const { results } = await db
      .prepare('SELECT lower(hex(key)) AS key FROM posting')
      .all<{ key: string }>();
    const keys = new Set(results.map(({ key }) => key));
    const owners = new Set(
      before.features
        .filter((feature) => keys.has(lookup.feature('posting', feature).hex))
        .map((feature) => feature.split('-')[1]),
    );
    // A record's 60 rows are all folded once in (5/6)^60, 2·10⁻⁵.
    expect(owners.size).toBeGreaterThan(195);
    await before.check();
  });
});

test('a large batch is packed as it comes, and found before and after it is folded', async () => {
  const clock = () => new Date();
  const registry = createRegistry({ site: SITE, store: await openD1(), clock });
  await declare(registry);
  const count = async (table: string) =>
    (await db.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>())?.n ?? 0;
  const rows = await count('posting');
  const words = (n: number) => prose(`large${n}x`, 2300);
  const prints = Array.from({ length: 64 }, (_, n) => docPrint(`large ${n}`, words(n)));
  const ids = await registerAll(registry, prints);
  expect(await count('posting')).toBe(rows);
  expect(await count('young')).toBeGreaterThan(1000);
  const fingerprint = docPrint('altered', words(7).with(9, 'otherwise'));
  const ask = async () => {
    const { results } = await registry.check({ items: [{ fingerprint }] }, 'caller');
    return results[0];
  };
  const found = { verdict: 'differs', record: ids[7] };
  expect(await ask()).toMatchObject(found);
  await compactAll(db, 0);
  expect(await count('young')).toBe(0);
  expect(await ask()).toMatchObject(found);
});

describe('the compactor', () => {
  it('is told of the postings of a batch, and keeps none from being registered', async () => {
    const told: number[] = [];
    const store = await openD1({
      compactor: {
        note: async (postings) => {
          told.push(postings);
          throw new Error('away');
        },
      },
    });
    const registry = createRegistry({ site: SITE, store, clock: () => new Date() });
    await declare(registry);
    const print = docPrint('told', prose('told', 100));
    const [id] = await registerAll(registry, [print]);
    expect(id).toMatch(/^rec_/);
    // 20 bands, the sketch, and no grams of an empty ssdeep.
    expect(told).toEqual([20 + (print.content?.sketch.length ?? 0)]);
  });

  it('folds by alarm once enough rows came, and not before', async () => {
    const truth = new Truth();
    await truth.insert(records('alarm-', 1, 100, 30));
    await db
      .prepare(
        `INSERT INTO posting WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
          WHERE i < 20000) SELECT randomblob(8), randomblob(10) FROM n`,
      )
      .run();
    const before = await packingState(db);
    const compactor = testEnv.COMPACTOR.getByName('registry');
    await compactor.note(FOLD_ROWS - 1);
    expect(await runDurableObjectAlarm(compactor)).toBe(false);
    await compactor.note(1);
    for (let i = 0; i < 20 && (await runDurableObjectAlarm(compactor)); i++) await truth.check();
    const after = await packingState(db);
    expect(after.phase).toBe('idle');
    expect(after.live).toBe(before.live + 1);
    expect(after.postings).toBeGreaterThan(before.postings + 2000);
    await truth.check();
  });
});

/** A database whose process ends before the statement or batch of this number. */
function stopAfter(allowed: number): D1Database {
  let left = allowed;
  const stop = () => {
    if (left-- <= 0) throw new Error('stopped');
  };
  const wrap = (inner: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(inner, {
      get(target, name) {
        if (name === 'bind') return (...values: unknown[]) => wrap(target.bind(...values));
        if (name === 'first' || name === 'all' || name === 'run') stop();
        if (name === 'inner') return target;
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  return {
    prepare: (sql: string) => wrap(db.prepare(sql)),
    batch: (list: (D1PreparedStatement & { inner: D1PreparedStatement })[]) => {
      stop();
      return db.batch(list.map(({ inner }) => inner));
    },
  } as unknown as D1Database;
}
