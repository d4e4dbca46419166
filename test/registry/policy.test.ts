import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckItem, CorpusRequest } from '../../src/registry/contract.ts';
import { createRegistry, type Registry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import {
  batchesMadeAt,
  batchOf,
  CORPUS,
  declare,
  REGISTRAR,
  registerAll,
  SITE,
} from './batches.ts';
import { docPrint, entriesOf, filePrint, letterPrint, prose } from './prints.ts';

batchesMadeAt('2027-04-01T12:00:00Z');

const UNTIL = '2027-05-01T18:00:00Z';
const about: CorpusRequest = { title: 'T', registrant: 'R', coverage: '', policy: 'public' };
const CLOSED = { ...REGISTRAR, id: 'autre', corpus: 'ferme' };

const base = prose('commun', 200);
const logo = filePrint('logo', { type: 'image/png' });
const inOpen = [
  docPrint('open', base),
  letterPrint('mail', prose('lettre', 80), [logo]),
  docPrint('series 1', prose('serie', 120).with(3, 'un')),
];
/** Twins, variants and neighbours of what is open, and things of its own. */
const inClosed = [
  docPrint('open', base),
  docPrint('closed only', prose('secret', 200)),
  docPrint('variant', base.with(100, 'autre')),
  ...Array.from({ length: 70 }, (_, i) => docPrint(`twin ${i}`, base.with(i, `mot${i}`))),
  ...Array.from({ length: 9 }, (_, i) => letterPrint(`m${i}`, prose(`m${i}`, 60), [logo])),
  ...[2, 3].map((i) => docPrint(`series ${i}`, prose('serie', 120).with(3, `n${i}`))),
];
const suspects: CheckItem[] = [
  ...[...inOpen, ...inClosed.slice(0, 5), logo].map((fingerprint) => ({ fingerprint })),
  { fingerprint: docPrint('mine', base.with(100, 'troisième')) },
  { fingerprint: docPrint('near secret', prose('secret', 200).with(7, 'x')) },
  { fingerprint: docPrint('series 9', prose('serie', 120).with(3, 'neuf')) },
  { fingerprint: docPrint('stranger', prose('inconnu', 90)) },
  { sha256: inClosed[1]?.bytes.sha256 ?? '' },
  { ssdeep: inClosed[2]?.bytes.ssdeep ?? '' },
];

/** @param held what the closed corpus holds */
async function registryWith(held: typeof inClosed, policy: Partial<CorpusRequest>) {
  let now = new Date('2027-04-01T12:00:00Z');
  const registry = createRegistry({ site: SITE, store: memoryStore(), clock: () => now });
  await declare(registry);
  await registry.admin.putCorpus(CLOSED.corpus, { ...about, ...policy });
  await registerAll(registry, inOpen);
  for (let i = 0; i < held.length; i += 40) {
    const { request, digest } = batchOf(held.slice(i, i + 40), { corpus: CLOSED.corpus });
    await registry.register(request, digest, CLOSED);
  }
  return {
    registry,
    at: (time: string) => {
      now = new Date(time);
    },
  };
}

/** An answer without what chance named: record ids, and the figures of corpora that are listed. */
async function asked(registry: Registry, caller: string) {
  const answer = await registry.check({ items: suspects }, caller);
  return JSON.stringify(answer).replaceAll(/rec_[a-z2-7]{26}/g, 'rec');
}

describe.each<[string, Partial<CorpusRequest>]>([
  ['accredited', { policy: 'accredited' }],
  ['sealed', { policy: 'sealed', sealed_until: UNTIL }],
])('a corpus that is %s', (name, policy) => {
  let full: Awaited<ReturnType<typeof registryWith>>;
  let empty: Awaited<ReturnType<typeof registryWith>>;
  beforeAll(async () => {
    full = await registryWith(inClosed, policy);
    empty = await registryWith([], policy);
  });

  it.each(['address:x', 'registrar:chef', 'registrar:autre'])(
    'changes no answer to %s by what it holds',
    async (caller) => {
      const told = await asked(full.registry, caller);
      expect(told).toBe(await asked(empty.registry, caller));
      // They are not all alike, and nothing is called absent.
      for (const word of ['"match"', '"differs"', '"corpora_closed"']) expect(told).toContain(word);
      expect(told).not.toContain('"absent"');
      expect(told).toContain(`"closed":["${CLOSED.corpus}"]`);
      expect(told).not.toMatch(/"corpus":"ferme"/);
    },
  );

  it('has no record that a stranger may read or compare with', async () => {
    const { request, digest } = batchOf([docPrint('late', prose('tard', 90))], {
      corpus: CLOSED.corpus,
    });
    const [result] = (await full.registry.register(request, digest, CLOSED)).results;
    const fingerprint = docPrint('late', prose('tard', 90));
    const entries = btoa(
      Array.from(entriesOf(fingerprint)[''] ?? [], (v) =>
        String.fromCharCode(v & 255, v >> 8),
      ).join(''),
    );
    const pair = { record: result?.record ?? '', path: null, entries, fingerprint, cursor: null };
    const compare = (caller: string) => full.registry.compare(pair, caller);
    const read = (caller: string) => full.registry.record(pair.record, caller);
    await expect(compare('address:x')).rejects.toMatchObject({ code: 'unknown_record' });
    await expect(read('address:x')).rejects.toMatchObject({ code: 'unknown_record' });
    await expect(read('registrar:other')).rejects.toMatchObject({ code: 'unknown_record' });
    if (name === 'accredited') {
      expect((await compare('accredited:tok_1')).grade).toBe('identical');
      expect((await read('accredited:tok_1')).record).toBe(pair.record);
    } else {
      await expect(compare('accredited:tok_1')).rejects.toMatchObject({ code: 'unknown_record' });
    }
  });

  it('opens to whom it should, when it should', async () => {
    const secret = { items: [{ fingerprint: inClosed[1] ?? logo }] };
    const verdict = async (caller: string) => {
      const { results, corpora } = await full.registry.check(secret, caller);
      return [results[0]?.verdict, corpora.closed];
    };
    expect(await verdict('address:x')).toEqual(['undecided', [CLOSED.corpus]]);
    const accredited = name === 'accredited';
    expect(await verdict('accredited:tok_1')).toEqual(
      accredited ? ['match', []] : ['undecided', [CLOSED.corpus]],
    );
    full.at('2027-05-01T17:59:59Z');
    expect((await verdict('address:x'))[0]).toBe('undecided');
    full.at(UNTIL);
    expect(await verdict('address:x')).toEqual(
      accredited ? ['undecided', [CLOSED.corpus]] : ['match', []],
    );
  });
});

describe('scores', () => {
  it('are told to holders of a token, bands alone to strangers', async () => {
    const { registry } = await registryWith([], { policy: 'accredited' });
    const request = { items: [{ fingerprint: docPrint('mine', base.with(100, 'troisième')) }] };
    const near = async (caller: string) => (await registry.check(request, caller)).results[0]?.near;
    expect(await near('address:x')).toEqual([
      { record: expect.any(String), corpus: CORPUS, band: 'most' },
    ]);
    const [told] = (await near('accredited:tok_1')) ?? [];
    // Of 200 words one is another: five shingles of 196, and what of them the sketch keeps.
    expect(told?.score).toBeGreaterThan(85);
    expect(told?.score).toBeLessThan(100);
    expect((await near('registrar:chef'))?.[0]?.score).toBe(told?.score);
  });
});
