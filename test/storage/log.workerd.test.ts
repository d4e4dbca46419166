import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Sequencer } from '../../src/storage/sequencer.ts';
import {
  decodeLeaf,
  type LeafType,
  type NewLeaf,
  statementCommitment,
} from '../../src/tlog/leaf.ts';
import { leafHash, root } from '../../src/tlog/merkle.ts';
import {
  consistencyProof,
  inclusionProof,
  inclusionRoot,
  verifyConsistency,
} from '../../src/tlog/proof.ts';
import {
  batchesMadeAt,
  batchOf,
  declare,
  REGISTRAR,
  registerAll,
  SITE,
} from '../registry/batches.ts';
import { ALICE, statementOf } from '../registry/keyholders.ts';
import { docPrint, hash, prose } from '../registry/prints.ts';
import { haveKeyholder } from './contract-suite.ts';
import { openD1, testEnv } from './d1-env.ts';
import { bytesAt, entriesOf, fetchTile, head, log, sequencer } from './log-reader.ts';

batchesMadeAt('2027-04-01T12:00:00Z');

const clock = () => new Date('2027-04-01T12:00:00Z');
async function setUp() {
  const store = await openD1();
  const registry = createRegistry({ site: SITE, store, clock });
  await declare(registry);
  return { store, registry };
}

const freshPrint = () => {
  const seed = crypto.randomUUID();
  return docPrint(seed, prose(seed, 60));
};

/** As an outsider checks an entry: its bytes, its commitment, its inclusion. */
async function expectLogged(entry: LogEntry | null, type: LeafType): Promise<object> {
  if (!entry) throw new Error('no entry');
  const { size, root: hashed } = await head();
  const bytes = (await entriesOf(size))[entry.index] as Uint8Array;
  const leaf = decodeLeaf(bytes);
  expect(leaf?.type).toBe(type);
  const commitment = statementCommitment(type, hexToBytes(entry.salt), entry.statement);
  expect(bytesToHex(leaf?.commitment ?? new Uint8Array(0))).toBe(bytesToHex(commitment));
  const proof = await inclusionProof(fetchTile, entry.index, size);
  expect(inclusionRoot(leafHash(bytes), entry.index, size, proof)).toEqual(hashed);
  return JSON.parse(entry.statement);
}

const someLeaves = (count: number): NewLeaf[] =>
  Array.from({ length: count }, () => ({
    type: 'register',
    commitment: crypto.getRandomValues(new Uint8Array(32)),
  }));

/** D1 that fails, within the sequencer, at the first statement with these words. */
async function breakSequencer(words: string | null): Promise<void> {
  await runInDurableObject(sequencer(), (instance: Sequencer) => {
    const broken = new Proxy(testEnv.DB, {
      get(db, name) {
        const value = Reflect.get(db, name);
        if (name !== 'prepare') return typeof value === 'function' ? value.bind(db) : value;
        return (sql: string) => {
          if (words !== null && sql.includes(words)) throw new Error('crash');
          return db.prepare(sql);
        };
      },
    });
    Object.assign(instance, { env: { ...testEnv, DB: broken } });
  });
}

describe('a registration', () => {
  it('is answered with its entry, which anyone can open and prove', async () => {
    const { registry } = await setUp();
    const prints = [freshPrint(), freshPrint(), freshPrint()];
    const { request, digest } = batchOf(prints);
    const { results, log: place } = await registry.register(request, digest, REGISTRAR);
    expect(place).toMatchObject({ origin: (await head()).origin, count: 3, witnessed: false });
    const indices = results.map((one) => one.log_index ?? -1).sort((a, b) => a - b);
    const first = place?.first ?? -1;
    expect(indices).toEqual([first, first + 1, first + 2]);
    expect((await head()).size).toBeGreaterThanOrEqual(first + 3);
    for (const { record, log_index } of results) {
      const answer = await registry.record(record ?? '', 'address:x');
      expect(answer.log?.index).toBe(log_index);
      const stated = await expectLogged(answer.log, 'register');
      expect(stated).toMatchObject({ record, state: 'authentic', registrar: REGISTRAR.id });
      expect(stated).toMatchObject({ manifest: hash(request.manifest) });
    }
    const { results: checked } = await registry.check(
      { items: [{ fingerprint: prints[0] as (typeof prints)[0] }] },
      'somebody',
    );
    expect(checked[0]?.log).toEqual({ index: results[0]?.log_index, witnessed: false });
  });

  it('of a decoy has an entry that says so once it is opened', async () => {
    const { registry } = await setUp();
    const [id = ''] = await registerAll(registry, [freshPrint()], { state: 'decoy' });
    const opened = await registry.noteEvent(id ?? '', { kind: 'opened' }, REGISTRAR);
    expect(await expectLogged(opened.log, 'register')).toMatchObject({ state: 'decoy' });
    await expectLogged(opened.events[0]?.log ?? null, 'open');
    expect(opened.events[0]?.log?.index).toBeGreaterThan(opened.log?.index ?? Infinity);
  });

  it('that is withdrawn has a second entry, once', async () => {
    const { registry } = await setUp();
    const [id = ''] = await registerAll(registry, [freshPrint()]);
    await haveKeyholder(registry);
    const said = { kind: 'withdrawal', record: id ?? '', reason: 'Par erreur.' } as const;
    const withdrawal = statementOf(SITE, said, [ALICE]);
    const enacted = await registry.admin.enact(withdrawal);
    const { events } = await registry.record(id ?? '', 'address:x');
    expect(events[0]?.log?.index).toBe(enacted.log.index);
    expect(await expectLogged(events[0]?.log ?? null, 'withdraw')).toMatchObject({
      record: id,
      registrar: enacted.id,
      reason: 'Par erreur.',
    });
    const { size } = await head();
    await registry.admin.enact(withdrawal);
    expect((await head()).size).toBe(size);
  });

  it('is not all that is logged: so is each statement, under its own nonce', async () => {
    const { registry } = await setUp();
    await haveKeyholder(registry);
    const said = { kind: 'freeze', reason: 'A test.' } as const;
    const freeze = await registry.admin.enact(statementOf(SITE, said, [ALICE]));
    const end = { kind: 'unfreeze', freeze: freeze.id } as const;
    const unfreeze = await registry.admin.enact(statementOf(SITE, end, [ALICE]));
    expect(unfreeze.log.index).toBeGreaterThan(freeze.log.index);
    for (const { log: place, statement } of [freeze, unfreeze]) {
      const salt = JSON.parse(statement).nonce;
      await expectLogged({ ...place, statement, salt }, 'key');
    }
  });

  it('of a document that is there already appends nothing', async () => {
    const { registry } = await setUp();
    const print = freshPrint();
    await registerAll(registry, [print]);
    const { size } = await head();
    const { request, digest } = batchOf([print]);
    const { log: place } = await registry.register(request, digest, REGISTRAR);
    expect(place).toMatchObject({ first: null, count: 0 });
    expect((await head()).size).toBe(size);
  });

  it('is refused in words when the log has no key, and nothing else is', async () => {
    const { registry } = await setUp();
    const known = freshPrint();
    const [id = ''] = await registerAll(registry, [known]);
    // Keys are read once; an object that starts without any has none.
    const keyless = testEnv.SEQUENCER.getByName('keyless');
    await runInDurableObject(keyless, (instance: Sequencer) => {
      Object.assign(instance, { env: { ...testEnv, LOG_KEYS: '' } });
    });
    const store = await openD1({ sequencer: keyless });
    const closed = createRegistry({ site: SITE, store, clock });
    const print = freshPrint();
    const { request, digest } = batchOf([print]);
    await expect(closed.register(request, digest, REGISTRAR)).rejects.toMatchObject({
      code: 'log_closed',
    });
    await haveKeyholder(registry);
    const said = { kind: 'withdrawal', record: id ?? '', reason: 'x' } as const;
    await expect(closed.admin.enact(statementOf(SITE, said, [ALICE]))).rejects.toMatchObject({
      code: 'log_closed',
    });
    const items = [known, print].map((fingerprint) => ({ fingerprint }));
    const { results } = await closed.check({ items }, 'somebody');
    expect(results.map(({ verdict }) => verdict)).toEqual(['match', 'absent']);
    expect(await keyless.checkpoint()).toBeNull();
  });
});

describe('a crash', () => {
  it('between entry and registration leaves one entry, and a record that is found in the end', async () => {
    const { registry } = await setUp();
    const print = freshPrint();
    const { size } = await head();
    const { request, digest } = batchOf([print]);
    await breakSequencer("SET state = 'live'");
    await expect(registry.register(request, digest, REGISTRAR)).rejects.toThrow('crash');
    expect((await head()).size).toBe(size + 1);
    // Others wait for it: the same document may not get a second entry meanwhile.
    const other = batchOf([print]);
    await expect(registry.register(other.request, other.digest, REGISTRAR)).rejects.toThrow(
      'crash',
    );
    await breakSequencer(null);

    const late = await registry.register(other.request, other.digest, REGISTRAR);
    expect(late.results[0]).toMatchObject({ status: 'already_registered', log_index: size });
    const again = await registry.register(request, digest, REGISTRAR);
    expect(again.results[0]).toMatchObject({ status: 'registered', log_index: size });
    expect((await head()).size).toBe(size + 1);
  });

  it('is made good by the alarm, without a second entry', async () => {
    const { registry } = await setUp();
    const { size } = await head();
    const { request, digest, manifest } = batchOf([freshPrint(), freshPrint()]);
    await breakSequencer("SET state = 'live'");
    await expect(registry.register(request, digest, REGISTRAR)).rejects.toThrow('crash');
    await breakSequencer(null);
    expect(await runDurableObjectAlarm(sequencer())).toBe(true);
    const state = await testEnv.DB.prepare('SELECT state FROM batch WHERE uuid = ?1')
      .bind(manifest.batch)
      .first('state');
    expect(state).toBe('live');
    expect((await head()).size).toBe(size + 2);
    expect(await runDurableObjectAlarm(sequencer())).toBe(false);
  });

  it.each(['SELECT state, manifest', 'SELECT ref, claim'])(
    'at %s appends nothing',
    async (words) => {
      const { registry } = await setUp();
      const { size } = await head();
      const { request, digest } = batchOf([freshPrint()]);
      await breakSequencer(words);
      await expect(registry.register(request, digest, REGISTRAR)).rejects.toThrow('crash');
      await breakSequencer(null);
      expect((await head()).size).toBe(size);
      await registry.register(request, digest, REGISTRAR);
      expect((await head()).size).toBe(size + 1);
    },
  );
});

describe('the log', () => {
  it('takes many batches at once, each entry once', async () => {
    const { registry } = await setUp();
    const { size } = await head();
    const batches = Array.from({ length: 12 }, () => batchOf([freshPrint(), freshPrint()]));
    const answers = await Promise.all(
      batches.map(({ request, digest }) => registry.register(request, digest, REGISTRAR)),
    );
    const indices = answers.flatMap(({ results }) => results.map((one) => one.log_index));
    expect(indices.sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      Array.from({ length: 24 }, (_, i) => size + i),
    );
    expect((await head()).size).toBe(size + 24);
  });

  it('appends once under a key, however often it is asked', async () => {
    await setUp();
    const leaves = someLeaves(3);
    const [a, b] = await Promise.all([
      sequencer().append('some change', leaves),
      sequencer().append('some change', leaves),
    ]);
    expect(b).toEqual(a);
    expect(await sequencer().append('some change', someLeaves(1))).toEqual(a);
    expect((await head()).size).toBe((a?.first ?? 0) + 3);
  });

  it('grows across tiles, each head the beginning of the next and the root of its entries', async () => {
    await setUp();
    let before = await head();
    for (const size of [255, 256, 257, 511, 512, 600]) {
      const more = size - before.size;
      if (more <= 0) throw new Error('the log of this file has grown too long');
      await sequencer().append(`to ${size}`, someLeaves(more));
      const now = await head();
      expect(now.size).toBe(size);
      const proof = await consistencyProof(fetchTile, before.size, size);
      expect(() => verifyConsistency(before, now, proof)).not.toThrow();
      expect(root(await entriesOf(size))).toEqual(now.root);
      before = now;
    }
    // What was the last tile once is served as it was.
    expect(await bytesAt('tile/0/000.p/255')).toEqual((await bytesAt('tile/0/000')).slice(0, 8160));
    for (const path of ['tile/0/002.p/89', 'tile/0/002', 'tile/1/000.p/3', 'tile/3/000.p/1', 'x']) {
      expect(await log.read(path), path).toBeNull();
    }
    expect(await bytesAt('tile/0/002.p/88')).toHaveLength(88 * 32);
  });

  it('has its full tiles in the mirror, written once', async () => {
    await setUp();
    for (;;) if (!(await runDurableObjectAlarm(sequencer()))) break;
    const kept = (await testEnv.LOG.list()).objects.map(({ key }) => key).sort();
    expect(kept).toEqual(['tile/0/000', 'tile/0/001', 'tile/entries/000', 'tile/entries/001']);
    for (const path of kept) {
      const object = await testEnv.LOG.get(path);
      const bytes = new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer(0));
      expect(bytes).toEqual(await sequencer().tile(path));
    }
    const overwritten = await testEnv.LOG.put('tile/0/000', 'x', {
      onlyIf: { etagDoesNotMatch: '*' },
    });
    expect(overwritten).toBeNull();
  });
});
