import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Store } from '../../src/registry/store.ts';
import type { SequencerCalls } from '../../src/storage/sequencer.ts';
import { publicKeyLine } from '../../src/tlog/sshsig.ts';
import { batchOf, CORPUS, declare, REGISTRAR, registerAll, SITE } from '../registry/batches.ts';
import { ALICE, statementOf } from '../registry/keyholders.ts';
import { docPrint, prose } from '../registry/prints.ts';
import { haveKeyholder } from './contract-suite.ts';
import { openD1, testEnv } from './d1-env.ts';
import { sequencer } from './log-reader.ts';

/** A freeze that comes between two steps of a registration, over D1 and the sequencer themselves. */
async function setUp() {
  const clock = () => new Date('2027-04-01T12:00:00Z');
  const store = await openD1();
  const registry = createRegistry({ site: SITE, store, clock });
  await declare(registry);
  await haveKeyholder(registry);
  const enact = (said: Parameters<typeof statementOf>[1]) =>
    registry.admin.enact(statementOf(SITE, said, [ALICE]));
  let frozen = '';
  const freeze = async () => {
    frozen = (await enact({ kind: 'freeze', reason: 'Laptop stolen.' })).id;
  };
  const unfreeze = () => enact({ kind: 'unfreeze', freeze: frozen });
  /** The registry, with something done at a moment of a registration. */
  const registryWith = (changed: Store) => createRegistry({ site: SITE, store: changed, clock });
  return { store, registry, freeze, unfreeze, registryWith };
}

const seed = () => crypto.randomUUID();
const freshBatch = () => {
  const name = seed();
  return batchOf([docPrint(name, prose(name, 60))]);
};
const stateOf = (uuid: string) =>
  testEnv.DB.prepare('SELECT state FROM batch WHERE uuid = ?1').bind(uuid).first('state');
const sizeOf = async () => Number((await sequencer().checkpoint())?.split('\n')[1]);

describe('a freeze', () => {
  it('after the batch was let in stops it before anything is stored', async () => {
    const { store, freeze, unfreeze, registryWith } = await setUp();
    const { request, digest, manifest } = freshBatch();
    const racing = registryWith({
      ...store,
      async commit(batch) {
        await freeze();
        return store.commit(batch);
      },
    });
    await expect(racing.register(request, digest, REGISTRAR)).rejects.toMatchObject({
      code: 'frozen',
    });
    expect(await stateOf(manifest.batch)).toBeNull();
    await unfreeze();
  });

  it('while its rows are written stops it before its entry; its repeat goes on afterwards', async () => {
    const { registry, freeze, unfreeze, registryWith } = await setUp();
    const { request, digest, manifest } = freshBatch();
    const calls: SequencerCalls = {
      // The batch has its place; its rows are written next.
      async begin(batch) {
        await sequencer().begin(batch);
        await freeze();
      },
      commit: (batch) => sequencer().commit(batch),
      append: (key, leaves) => sequencer().append(key, leaves),
    };
    const racing = registryWith(await openD1({ sequencer: calls }));
    await expect(racing.register(request, digest, REGISTRAR)).rejects.toMatchObject({
      code: 'frozen',
    });
    expect(await stateOf(manifest.batch)).toBe('pending');
    const { fingerprint } = request.items[0] as { fingerprint: object };
    const check = async () =>
      (await registry.check({ items: [{ fingerprint }] } as never, 'x')).results[0]?.verdict;
    expect(await check()).toBe('absent');
    const frozenAt = await sizeOf();
    await expect(registry.register(request, digest, REGISTRAR)).rejects.toMatchObject({
      code: 'frozen',
    });
    expect(await sizeOf()).toBe(frozenAt);

    await unfreeze();
    const { results } = await registry.register(request, digest, REGISTRAR);
    expect(results[0]?.status).toBe('registered');
    expect(await check()).toBe('match');
  });

  it('after all rows were written finds the batch registered', async () => {
    const { freeze, unfreeze, registryWith } = await setUp();
    const { request, digest } = freshBatch();
    const calls: SequencerCalls = {
      begin: (batch) => sequencer().begin(batch),
      async commit(batch) {
        await freeze();
        return sequencer().commit(batch);
      },
      append: (key, leaves) => sequencer().append(key, leaves),
    };
    const late = registryWith(await openD1({ sequencer: calls }));
    const { results } = await late.register(request, digest, REGISTRAR);
    expect(results[0]?.status).toBe('registered');
    await unfreeze();
  });

  it('after the opening of a decoy was let in stops it before its entry', async () => {
    const { store, registry, freeze, unfreeze, registryWith } = await setUp();
    const name = seed();
    const decoy = docPrint(name, prose(name, 60));
    const id = String((await registerAll(registry, [decoy], { state: 'decoy' }))[0]);
    const racing = registryWith({
      ...store,
      async note(event) {
        await freeze();
        return store.note(event);
      },
    });
    const size = await sizeOf();
    await expect(racing.noteEvent(id, { kind: 'opened' }, REGISTRAR)).rejects.toMatchObject({
      code: 'frozen',
    });
    // The freeze itself is an entry.
    expect(await sizeOf()).toBe(size + 1);
    expect((await store.held(id))?.events).toEqual([]);
    await unfreeze();
    await registry.noteEvent(id, { kind: 'opened' }, REGISTRAR);
    expect((await store.held(id))?.events).toHaveLength(1);
  });

  it('while a registrar is declared leaves the registrar undeclared', async () => {
    const { store, freeze, unfreeze, registryWith } = await setUp();
    const said = {
      kind: 'registrar',
      id: 'thief',
      corpus: CORPUS,
      name: 'Thief',
      ssh_key: publicKeyLine(ed25519.getPublicKey(ALICE)),
    } as const;
    const racing = registryWith({
      ...store,
      async enact(statement, effect) {
        if (effect.kind === 'registrar') await freeze();
        return store.enact(statement, effect);
      },
    });
    await expect(racing.admin.enact(statementOf(SITE, said, [ALICE]))).rejects.toMatchObject({
      code: 'frozen',
    });
    expect(await store.registrar('thief')).toBeNull();
    await unfreeze();
  });
});
