import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/registry.ts';
import { noteWitnessed } from '../../src/storage/go-live.ts';
import { LogRows } from '../../src/storage/log-rows.ts';
import { declare, registerAll, SITE } from '../registry/batches.ts';
import { docPrint, prose } from '../registry/prints.ts';
import { openD1, testEnv } from './d1-env.ts';
import { log, sequencer } from './log-reader.ts';

/** What the witnesses have seen, from the sequencer's rows and D1 to an answer. */
describe('an entry that a quorum has cosigned', () => {
  it('has the time of the first such checkpoint, in records, answers and for proofs', async () => {
    const store = await openD1();
    const registry = createRegistry({ site: SITE, store, clock: () => new Date() });
    await declare(registry);
    const print = docPrint('seen', prose('seen', 80));
    const [registered] = await registerAll(registry, [print]);
    const id = registered ?? '';
    const { index, witnessed } = (await store.record(id))?.log ?? { index: -1, witnessed: true };
    expect(witnessed).toBe(false);
    expect((await store.record(id))?.log).not.toHaveProperty('witnessed_at');
    expect(await log.witnessedWith?.(index)).toBeNull();

    const first = '2027-05-01T12:00:00.000Z';
    await runInDurableObject(sequencer(), (_instance, state) => {
      const rows = new LogRows(state.storage);
      // Too small to hold it, then the first that does, then a later one of the same and of another size.
      for (const [size, note] of [
        [index, 'before'],
        [index + 1, 'first'],
        [index + 1, 'again'],
        [index + 9, 'later'],
      ] as const) {
        rows.keep({ size, note, witnessed: true });
      }
    });
    expect(await log.witnessedWith?.(index)).toBe('first');
    await noteWitnessed(testEnv.DB, index, '2027-04-01T00:00:00.000Z');
    await noteWitnessed(testEnv.DB, index + 1, first);
    await noteWitnessed(testEnv.DB, index + 1, '2027-06-01T00:00:00.000Z');
    await noteWitnessed(testEnv.DB, index + 9, '2027-07-01T00:00:00.000Z');
    expect((await registry.record(id, 'a')).log).toMatchObject({ witnessed_at: first });

    const basis = async (leaked_at: string) => {
      const items = [{ fingerprint: print }];
      const [result] = (await registry.check({ items, leaked_at }, 'a')).results;
      return [result?.timing_basis, result?.log?.witnessed_at];
    };
    expect(await basis('2027-05-02')).toEqual(['witness_time', first]);
    expect(await basis('2027-05-01')).toEqual(['log_time', first]);
  });
});
