import { runDurableObjectAlarm } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/registry.ts';
import { batchesMadeAt, batchOf, declare, REGISTRAR, SITE } from '../registry/batches.ts';
import { docPrint, entriesOf, prose } from '../registry/prints.ts';
import { openD1, testEnv } from './d1-env.ts';

batchesMadeAt('2027-04-01T12:00:00Z');

const clock = () => new Date('2027-04-01T12:00:00Z');
const sequencer = () => testEnv.SEQUENCER.getByName('registry');

/** D1 that fails at the first statement with these words in it, as a crash there would. */
function failingAt(words: string): D1Database {
  return new Proxy(testEnv.DB, {
    get(db, name) {
      if (name !== 'prepare') {
        const value = Reflect.get(db, name);
        return typeof value === 'function' ? value.bind(db) : value;
      }
      return (sql: string) => {
        if (sql.includes(words)) throw new Error('crash');
        return db.prepare(sql);
      };
    },
  });
}

async function setUp() {
  const store = await openD1();
  const registry = createRegistry({ site: SITE, store, clock });
  await declare(registry);
  const seed = crypto.randomUUID().slice(0, 8);
  const print = docPrint(seed, prose(seed, 60));
  const verdict = async () => {
    const { results } = await registry.check({ items: [{ fingerprint: print }] }, 'somebody');
    return results[0]?.verdict;
  };
  return { store, registry, print, verdict, batch: batchOf([print]) };
}

describe('what stops half-way', () => {
  it('is finished by the alarm when all rows were written', async () => {
    const { registry, verdict, batch } = await setUp();
    const crashing = createRegistry({
      site: SITE,
      clock,
      store: await openD1({
        sequencer: {
          begin: (uuid) => sequencer().begin(uuid),
          append: async () => null,
          commit: async () => {
            throw new Error('crash');
          },
        },
      }),
    });
    await expect(crashing.register(batch.request, batch.digest, REGISTRAR)).rejects.toThrow(
      'crash',
    );
    expect(await verdict()).toBe('absent');

    expect(await runDurableObjectAlarm(sequencer())).toBe(true);
    expect(await verdict()).toBe('match');
    const answer = await registry.register(batch.request, batch.digest, REGISTRAR);
    expect(answer.results[0]?.status).toBe('registered');
    const corpus = await testEnv.DB.prepare('SELECT count(*) AS n FROM record').first<{
      n: number;
    }>();
    const [known] = await registry.corpora();
    expect(known?.records).toBe(corpus?.n);
  });

  it.each([
    'INSERT OR IGNORE INTO batch',
    'INSERT OR IGNORE INTO record',
    'INSERT OR IGNORE INTO tag',
    'INSERT OR IGNORE INTO posting',
    "SET state = 'written'",
  ])('stays unregistered after a crash at %s until it is sent again', async (words) => {
    const { store, registry, print, verdict, batch } = await setUp();
    const crashing = createRegistry({
      site: SITE,
      clock,
      store: await openD1({ db: failingAt(words) }),
    });
    await expect(crashing.register(batch.request, batch.digest, REGISTRAR)).rejects.toThrow(
      'crash',
    );
    await runDurableObjectAlarm(sequencer());
    expect(await verdict()).toBe('absent');

    const answer = await registry.register(batch.request, batch.digest, REGISTRAR);
    expect(answer.results[0]?.status).toBe('registered');
    expect(await verdict()).toBe('match');
    const feature = `sha256:${print.bytes.sha256}`;
    const refs = (await store.tags([feature], 65)).get(feature) ?? [];
    expect(refs).toHaveLength(1);
    expect(await store.entries(refs[0] ?? 0)).toEqual(entriesOf(print));
  });

  it('keeps its order of entries when another batch took one of its documents meanwhile', async () => {
    const { store, registry } = await setUp();
    const [a, b] = [crypto.randomUUID(), crypto.randomUUID()].map((s) => docPrint(s, prose(s, 60)));
    if (!a || !b) throw new Error('two documents');
    const both = batchOf([a, b]);
    const crashing = createRegistry({
      site: SITE,
      clock,
      store: await openD1({ db: failingAt('INTO tag') }),
    });
    await expect(crashing.register(both.request, both.digest, REGISTRAR)).rejects.toThrow('crash');
    const other = batchOf([a]);
    await registry.register(other.request, other.digest, REGISTRAR);

    const answer = await registry.register(both.request, both.digest, REGISTRAR);
    expect(answer.results.map((result) => result.status)).toEqual([
      'already_registered',
      'registered',
    ]);
    for (const print of [a, b]) {
      const feature = `sha256:${print.bytes.sha256}`;
      const refs = (await store.tags([feature], 65)).get(feature) ?? [];
      const live = [...(await store.open(refs)).keys()];
      expect(live).toHaveLength(1);
      expect(await store.entries(live[0] ?? 0)).toEqual(entriesOf(print));
    }
  });

  it('refuses to commit what was never written', async () => {
    await setUp();
    expect(await sequencer().commit(crypto.randomUUID())).toEqual({ state: 'incomplete' });
  });
});
