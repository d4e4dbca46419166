import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import type { BatchRequest, Manifest } from '../../src/registry/contract.ts';
import { createRegistry, type Registry } from '../../src/registry/registry.ts';
import type { Store } from '../../src/registry/store.ts';
import { publicKeyLine } from '../../src/tlog/sshsig.ts';
import {
  batchesMadeAt,
  batchOf,
  CORPUS,
  declare,
  REGISTRAR,
  registerAll,
  SITE,
  signManifest,
} from '../registry/batches.ts';
import { ALICE, keyholdersOf, statementOf } from '../registry/keyholders.ts';
import { docPrint, entriesOf, filePrint, hash, letterPrint, prose } from '../registry/prints.ts';

batchesMadeAt('2027-04-01T12:00:00Z');

/** Names the one keyholder of these tests, unless a test before has. */
export async function haveKeyholder(registry: Registry): Promise<void> {
  const first = statementOf(SITE, keyholdersOf([ALICE], 1), [ALICE]);
  await registry.admin.governance().catch(() => registry.admin.bootstrap(first));
}

/** What every store must do, seen through the registry that sits on it. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    const now = new Date('2027-04-01T12:00:00Z');
    async function setUp() {
      const store = await open();
      const registry = createRegistry({ site: SITE, store, clock: () => now });
      await declare(registry);
      const check = async (fingerprint: ReturnType<typeof docPrint>) => {
        const { results } = await registry.check({ items: [{ fingerprint }] }, 'somebody');
        const [result] = results;
        if (!result) throw new Error('no result');
        return result;
      };
      return { store, registry, check };
    }
    const fresh = () => crypto.randomUUID().slice(0, 8);

    it('finds by bytes, by part and by nothing', async () => {
      const { registry, check } = await setUp();
      const seed = fresh();
      const attachment = filePrint(`attachment ${seed}`, { type: 'image/png' });
      const mail = letterPrint(seed, prose(seed, 80), [attachment]);
      const [id] = await registerAll(registry, [mail]);
      expect(id).toMatch(/^rec_[a-z2-7]{26}$/);

      expect(await check(mail)).toMatchObject({
        verdict: 'match',
        grade: 'identical',
        record: id,
        registered_as: 'document',
        corpus: CORPUS,
        registrant: 'Horizon commun',
        registered_at: '2027-04-01T12:00:00.000Z',
      });
      expect(await check(attachment)).toMatchObject({
        verdict: 'match',
        grade: 'identical',
        record: id,
        registered_as: 'part',
      });
      expect(await check(docPrint(`other ${seed}`, prose(`x${seed}`, 80)))).toMatchObject({
        verdict: 'absent',
        grade: null,
        record: null,
      });
    });

    it('finds what was changed in a few words', async () => {
      const { registry, check } = await setUp();
      const seed = fresh();
      const words = prose(seed, 300);
      const [id] = await registerAll(registry, [docPrint(`doc ${seed}`, words)]);
      const changed = words.with(150, '75000');
      expect(await check(docPrint(`changed ${seed}`, changed))).toMatchObject({
        verdict: 'differs',
        grade: 'near',
        record: id,
        near: [{ record: id, corpus: CORPUS, band: 'most' }],
      });
    });

    it('takes bare digests', async () => {
      const { registry } = await setUp();
      const seed = fresh();
      const print = docPrint(`bare ${seed}`, prose(seed, 60));
      const [id] = await registerAll(registry, [print]);
      const { results } = await registry.check(
        { items: [{ sha256: print.bytes.sha256 }, { id: 'b', sha256: hash(`no ${seed}`) }] },
        'somebody',
      );
      expect(results[0]).toMatchObject({ verdict: 'match', grade: 'identical', record: id });
      expect(results[1]).toMatchObject({ id: 'b', verdict: 'absent', notes: ['bytes_only'] });
    });

    it('counts a corpus up and tells of a record no more than it may', async () => {
      const { registry } = await setUp();
      const before = (await registry.corpora()).find((corpus) => corpus.id === CORPUS);
      const seed = fresh();
      const [id] = await registerAll(registry, [letterPrint(seed, prose(seed, 40))]);
      const after = (await registry.corpora()).find((corpus) => corpus.id === CORPUS);
      expect((after?.records ?? 0) - (before?.records ?? 0)).toBe(1);
      expect(await registry.record(id ?? '', 'address:x')).toEqual({
        record: id,
        corpus: CORPUS,
        registrant: 'Horizon commun',
        registered_at: '2027-04-01T12:00:00.000Z',
        kind: 'mail',
        state: 'authentic',
        events: [],
        log: {
          index: expect.any(Number),
          witnessed: false,
          statement: expect.stringContaining(`"record":"${id}"`),
          salt: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      });
      await expect(
        registry.record('rec_aaaaaaaaaaaaaaaaaaaaaaaaaa', 'address:x'),
      ).rejects.toMatchObject({
        code: 'unknown_record',
      });
    });

    it('gives back the entries of each record', async () => {
      const { store, registry } = await setUp();
      const prints = [fresh(), fresh(), fresh()].map((s) => docPrint(s, prose(s, 50)));
      await registerAll(registry, prints);
      for (const print of prints) {
        const feature = `sha256:${print.bytes.sha256}`;
        const [ref] = (await store.tags([feature], 65)).get(feature) ?? [];
        expect(ref).toBeDefined();
        expect(await store.entries(ref ?? 0)).toEqual(entriesOf(print));
      }
    });

    it('answers a repeat as before and refuses other bytes under its name', async () => {
      const { registry } = await setUp();
      const seed = fresh();
      const { request, digest } = batchOf([docPrint(seed, prose(seed, 50))]);
      const first = await registry.register(request, digest, REGISTRAR);
      expect(first.results[0]?.status).toBe('registered');
      expect(await registry.register(request, digest, REGISTRAR)).toEqual(first);
      await expect(registry.register(request, hash('other'), REGISTRAR)).rejects.toMatchObject({
        code: 'batch_conflict',
      });
      await expect(
        registry.register(request, digest, { ...REGISTRAR, id: 'other' }),
      ).rejects.toMatchObject({ code: 'batch_conflict' });
    });

    it('takes the manifests of a run in order, each once', async () => {
      const { registry } = await setUp();
      const next = (before: { manifest: Manifest; request: BatchRequest }, step = 1) => {
        const seed = fresh();
        return batchOf([docPrint(seed, prose(seed, 50))], {
          sequence: before.manifest.sequence + step,
          previous: hash(before.request.manifest),
        });
      };
      const send = ({ request, digest }: ReturnType<typeof batchOf>) =>
        registry.register(request, digest, REGISTRAR);
      const outOfSequence = { code: 'manifest_out_of_sequence' };
      const seed = fresh();
      const first = batchOf([docPrint(seed, prose(seed, 50))]);
      const second = next(first);
      await expect(send(second)).rejects.toMatchObject(outOfSequence);
      const { results } = await send(first);
      await expect(send(next(first, 2))).rejects.toMatchObject(outOfSequence);
      await expect(send(next(first, 0))).rejects.toMatchObject(outOfSequence);
      await expect(send(next(first, -1))).rejects.toBeDefined();
      // Of those that follow the same one only one is taken, however close they come.
      const rivals = [second, next(first), next(first)];
      const answers = await Promise.allSettled(rivals.map(send));
      const taken = answers.filter(({ status }) => status === 'fulfilled');
      expect(taken).toHaveLength(1);
      for (const answer of answers) {
        if (answer.status === 'rejected') expect(answer.reason).toMatchObject(outOfSequence);
      }
      const winner = rivals[answers.findIndex(({ status }) => status === 'fulfilled')];
      if (!winner) throw new Error('one was taken');
      expect((await send(next(winner))).results[0]?.status).toBe('registered');
      // A first one without a place, a later one without the one before it.
      await expect(send(batchOf([filePrint(fresh())], { sequence: 1 }))).rejects.toMatchObject(
        outOfSequence,
      );
      const lost = { sequence: 1, previous: hash(fresh()) };
      await expect(send(batchOf([filePrint(fresh())], lost))).rejects.toMatchObject(outOfSequence);
      // What was refused left nothing: the documents of a rival are new to the next run.
      const loser = rivals.find((rival) => rival !== winner);
      const items = loser?.request.items as { fingerprint: Fingerprint }[];
      const again = batchOf(items.map(({ fingerprint }) => fingerprint));
      expect((await send(again)).results[0]?.status).toBe('registered');
      expect((await send(first)).results).toEqual(results);
    });

    it('refuses the manifest of another key as the one before', async () => {
      const { registry } = await setUp();
      const seed = new Uint8Array(32).fill(13);
      const other = { ...REGISTRAR, sshKey: publicKeyLine(ed25519.getPublicKey(seed)) };
      const theirs = batchOf([filePrint(fresh())]);
      const { manifest } = theirs.request;
      const request = { ...theirs.request, signature: signManifest(manifest, seed) };
      await registry.register(request, hash(JSON.stringify(request)), other);
      const mine = batchOf([filePrint(fresh())], { sequence: 1, previous: hash(manifest) });
      await expect(registry.register(mine.request, mine.digest, REGISTRAR)).rejects.toMatchObject({
        code: 'manifest_out_of_sequence',
      });
    });

    it('says of a known document that it is, within a batch and across', async () => {
      const { registry } = await setUp();
      const seed = fresh();
      const print = docPrint(seed, prose(seed, 50));
      const one = batchOf([print, print]);
      const first = await registry.register(one.request, one.digest, REGISTRAR);
      expect(first.results.map((result) => result.status)).toEqual([
        'registered',
        'already_registered',
      ]);
      const id = first.results[0]?.record;
      expect(first.results[1]?.record).toBe(id);
      const two = batchOf([print]);
      const second = await registry.register(two.request, two.digest, REGISTRAR);
      expect(second.results).toEqual([
        {
          id: 'item-0',
          status: 'already_registered',
          record: id,
          log_index: first.results[0]?.log_index,
          errors: [],
        },
      ]);
    });

    it('gives one record to a document in two batches at once', async () => {
      const { registry, check } = await setUp();
      const seed = fresh();
      const print = docPrint(seed, prose(seed, 50));
      const batches = [batchOf([print]), batchOf([print]), batchOf([print])];
      const answers = await Promise.all(
        batches.map(({ request, digest }) => registry.register(request, digest, REGISTRAR)),
      );
      const results = answers.flatMap((answer) => answer.results);
      expect(results.filter((result) => result.status === 'registered')).toHaveLength(1);
      expect(new Set(results.map((result) => result.record)).size).toBe(1);
      expect((await check(print)).record).toBe(results[0]?.record);
    });

    it('names a bad item and loses no other', async () => {
      const { registry, check } = await setUp();
      const seed = fresh();
      const good = docPrint(seed, prose(seed, 50));
      const { request } = batchOf([good, good, good]);
      const items: unknown[] = [...request.items];
      items[0] = { ...(items[0] as object), salt: 'short' };
      items[2] = 'nonsense';
      const bad: BatchRequest = { ...request, items };
      const { results } = await registry.register(bad, hash(JSON.stringify(bad)), REGISTRAR);
      expect(results.map(({ id, status }) => [id, status])).toEqual([
        ['item-0', 'failed'],
        ['item-1', 'registered'],
        [null, 'failed'],
      ]);
      expect(results[0]?.errors[0]?.pointer).toBe('/items/0/salt');
      expect(results[2]?.errors[0]?.pointer).toBe('/items/2');
      expect((await check(good)).verdict).toBe('match');
    });

    it('answers for an unopened decoy as for a stranger', async () => {
      const { registry, check } = await setUp();
      const seed = fresh();
      const decoy = docPrint(seed, prose(seed, 200));
      const before = await registry.corpora();
      const stranger = await check(decoy);
      const [id] = await registerAll(registry, [decoy], { state: 'decoy' });
      expect(await check(decoy)).toEqual(stranger);
      expect(await check(docPrint(`${seed}+`, prose(seed, 200).with(9, 'x')))).toMatchObject({
        verdict: 'absent',
        near: [],
      });
      await expect(registry.record(id ?? '', 'address:x')).rejects.toMatchObject({
        code: 'unknown_record',
      });
      expect(await registry.corpora()).toEqual(before);
    });

    it('finds a decoy from its opening on, and what was withdrawn as before', async () => {
      const { registry, check } = await setUp();
      const seed = fresh();
      const [decoy, genuine] = ['a', 'b'].map((name) => {
        return docPrint(`${seed}${name}`, prose(`${seed}${name}`, 200));
      });
      if (!decoy || !genuine) throw new Error('two documents');
      const [hidden = ''] = await registerAll(registry, [decoy], { state: 'decoy' });
      const [known = ''] = await registerAll(registry, [genuine]);
      const counted = await registry.corpora();
      const open = (id: string | null) =>
        registry.noteEvent(id ?? '', { kind: 'opened' }, REGISTRAR);
      await haveKeyholder(registry);
      const withdraw = (id: string | null, reason: string) => {
        const said = { kind: 'withdrawal', record: id ?? '', reason } as const;
        return registry.admin.enact(statementOf(SITE, said, [ALICE]));
      };

      await expect(withdraw(hidden, 'x')).rejects.toMatchObject({ code: 'unknown_record' });
      await expect(open(known)).rejects.toMatchObject({
        code: 'state_conflict',
      });
      expect(await check(decoy)).toMatchObject({ verdict: 'absent' });
      expect((await open(hidden)).events).toEqual([
        { kind: 'opened', at: '2027-04-01T12:00:00.000Z', reason: null, log: expect.anything() },
      ]);
      const since = { state_since: '2027-04-01T12:00:00.000Z' };
      const found = { verdict: 'match', record: hidden, notes: ['decoy'], ...since };
      expect(await check(decoy)).toMatchObject(found);
      const variant = docPrint(`${seed}+`, prose(`${seed}a`, 200).with(9, 'x'));
      expect(await check(variant)).toMatchObject({ verdict: 'differs', notes: ['decoy'] });

      await expect(withdraw(hidden, 'x')).rejects.toMatchObject({ code: 'state_conflict' });
      await withdraw(known, 'Par erreur.');
      await expect(withdraw(known, 'Autre raison.')).rejects.toMatchObject({
        code: 'state_conflict',
      });
      const again = await registry.record(known ?? '', 'address:x');
      expect(again).toMatchObject({ state: 'withdrawn', events: [{ reason: 'Par erreur.' }] });
      expect(again.events).toHaveLength(1);
      const kept = { verdict: 'match', record: known, notes: ['withdrawn'], ...since };
      expect(await check(genuine)).toMatchObject(kept);
      expect(await registry.corpora()).toEqual(counted);

      const { request, digest } = batchOf([decoy, genuine]);
      const { results } = await registry.register(request, digest, REGISTRAR);
      expect(results.map(({ status, errors }) => [status, errors[0]?.detail])).toEqual([
        ['failed', 'this corpus holds the document already, as decoy'],
        ['failed', 'this corpus holds the document already, as withdrawn'],
      ]);
    });

    it('knows which records are of a corpus, and until when one is sealed', async () => {
      const { store, registry } = await setUp();
      const [seed, id] = [fresh(), `corpus-${fresh()}`];
      const [mine, theirs] = [filePrint(`${seed} a`), filePrint(`${seed} b`)];
      const about = { title: 'T', registrant: 'R', coverage: '' };
      const sealed_until = '2027-05-01T18:00:00Z';
      await store.putCorpus(id, { ...about, policy: 'sealed', sealed_until });
      const corpus = async () => (await store.corpora()).find((one) => one.id === id);
      expect(await corpus()).toMatchObject({ policy: 'sealed', sealed_until });
      await registerAll(registry, [mine]);
      const { request, digest } = batchOf([theirs], { corpus: id });
      await registry.register(request, digest, { ...REGISTRAR, corpus: id });
      const refOf = async ({ bytes }: Fingerprint) => {
        const feature = `sha256:${bytes.sha256}`;
        return (await store.tags([feature], 65)).get(feature)?.[0] ?? 0;
      };
      const refs = [await refOf(mine), await refOf(theirs)];
      expect([...(await store.within(refs, [id]))]).toEqual([refs[1]]);
      expect([...(await store.within(refs, ['nowhere']))]).toEqual([]);
      expect((await store.within(refs, [id, CORPUS])).size).toBe(2);
      await store.putCorpus(id, { ...about, policy: 'public' });
      expect(await corpus()).toMatchObject({ policy: 'public', sealed_until: null });
    });

    it('keeps whether places may be told, until that is changed', async () => {
      const { store } = await setUp();
      const about = { title: 'T', registrant: 'R', coverage: '', policy: 'public' as const };
      const id = `corpus-${fresh()}`;
      const locate = async () => (await store.corpora()).find((corpus) => corpus.id === id)?.locate;
      await store.putCorpus(id, about);
      expect(await locate()).toBe('on');
      await store.putCorpus(id, { ...about, locate: 'off' });
      expect(await locate()).toBe('off');
      await store.putCorpus(id, { ...about, title: 'U' });
      expect(await locate()).toBe('off');
      await store.putCorpus(id, { ...about, locate: 'on' });
      expect(await locate()).toBe('on');
    });
  });
}
