import { describe, expect, it } from 'vitest';
import { entriesToBase64 } from '../../src/client/base64.ts';
import { extract } from '../../src/extract/index.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { createRegistry, type Registry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchesMadeAt, batchOf, declare, REGISTRAR, registerAll, SITE } from './batches.ts';

batchesMadeAt('2027-04-01');

/** Letters of the alphabet for a number, so that every word is one token. */
const spell = (n: number) => [...`${n}`].map((digit) => 'abcdefghij'[Number(digit)]).join('');
/** Where the letters of this family have a name, an amount and a day. */
const SLOTS = [20, 180, 300];
const WORDS = 420;

/** One letter of the family: words of its own in the slots, the same anywhere else. */
function letter(number: number): string[] {
  return Array.from({ length: WORDS }, (_, i) => {
    if (i === SLOTS[0]) return `client${spell(number)}`;
    if (i === SLOTS[1]) return `${1000 + 37 * number},50`;
    if (i === SLOTS[2]) return `jour${spell(number)}`;
    return `mot${spell(i)}`;
  });
}

async function printOf(words: readonly string[]) {
  return fingerprint(await extract(new TextEncoder().encode(words.join(' ')), { name: 'a.txt' }));
}

async function registryOf(numbers: readonly number[]) {
  const registry = createRegistry({
    site: SITE,
    store: memoryStore(),
    clock: () => new Date('2027-04-01'),
  });
  await declare(registry);
  const records = new Map<number, string>();
  for (const number of numbers) {
    const { fingerprint: print, entries } = await printOf(letter(number));
    const [id] = await registerAll(registry, [print], {}, () => entries);
    records.set(number, id ?? '');
  }
  return { registry, records };
}

async function notes(registry: Registry, record: string, words: readonly string[]) {
  const { fingerprint: print, entries } = await printOf(words);
  const list = entriesToBase64(entries[''] ?? new Uint16Array());
  const answer = await registry.compare({ record, fingerprint: print, entries: list }, 'somebody');
  expect(answer.grade).toBe('altered');
  return answer.notes;
}

const ORDERS = [
  [1, 2, 3, 4, 5, 6],
  [6, 5, 4, 3, 2, 1],
  [3, 6, 1, 5, 2, 4],
];
const PAIRS = 51;
/** Places outside of the slots, spread over the letter. */
const fixed = (i: number) => {
  const place = (i * 83 + 5) % WORDS;
  return SLOTS.includes(place) ? place + 1 : place;
};

describe.each(ORDERS.map((order) => [order]))('a family registered in the order %j', (order) => {
  it(`keeps the note on ${PAIRS} next letters, and takes it off ${PAIRS} that are doctored`, async () => {
    const { registry, records } = await registryOf(order);
    for (let i = 0; i < PAIRS; i++) {
      const record = records.get(1 + (i % 6)) ?? '';
      expect(await notes(registry, record, letter(100 + i))).toEqual(['may_be_sibling']);
      const doctored = letter(1 + (i % 6)).with(fixed(i), 'autre');
      expect(await notes(registry, record, doctored)).toEqual([]);
    }
  });

  it('takes the note off a letter altered in a slot and outside of it', async () => {
    const { registry, records } = await registryOf(order);
    const doctored = letter(1).with(180, '9999,00').with(220, 'autre');
    expect(await notes(registry, records.get(1) ?? '', doctored)).toEqual([]);
    const longer = letter(100).toSpliced(240, 0, 'ajout');
    expect(await notes(registry, records.get(1) ?? '', longer)).toEqual([]);
    const shorter = letter(100).toSpliced(240, 1);
    expect(await notes(registry, records.get(1) ?? '', shorter)).toEqual([]);
  });
});

describe('what is no family', () => {
  it('a document with one sibling only', async () => {
    const { registry, records } = await registryOf([1, 2]);
    expect(await notes(registry, records.get(1) ?? '', letter(100))).toEqual([]);
  });

  it('but the note stays where siblings may not be opened', async () => {
    const { registry, records } = await registryOf([1]);
    const other = { ...REGISTRAR, id: 'autre', corpus: 'autre' };
    const about = { title: 'T', registrant: 'R', coverage: '', policy: 'public' as const };
    await registry.admin.putCorpus('autre', { ...about, locate: 'off' });
    for (const number of [2, 3]) {
      const { fingerprint: print, entries } = await printOf(letter(number));
      const { request, digest } = batchOf([print], { corpus: 'autre' }, () => entries);
      await registry.register(request, digest, other);
    }
    const doctored = letter(1).with(220, 'autre');
    expect(await notes(registry, records.get(1) ?? '', doctored)).toEqual(['may_be_sibling']);
  });
});
