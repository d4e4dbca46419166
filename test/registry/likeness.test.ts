import { describe, expect, it } from 'vitest';
import type { ContentPrint } from '../../src/fingerprint/profile.ts';
import { gradeOf, likeness } from '../../src/registry/likeness.ts';
import { Rarity } from '../../src/registry/rarity.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchesMadeAt, declare, registerAll, SITE } from './batches.ts';
import { docPrint, hash, prose, textPrint } from './prints.ts';

batchesMadeAt('2027-04-30');

/** Sketches written by hand: `values(0, 8)` and `values(5, 8)` have three values in common. */
const values = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => (from + i).toString(16).padStart(16, '0'));
const [NEAR_TLSH, FAR_TLSH] = [`T1${'0'.repeat(70)}`, `T1${'F'.repeat(70)}`];

function text(sketch: readonly string[], tlsh: string | null = null): ContentPrint {
  const body = hash(`body ${sketch.join()}`);
  const distinct = [...new Set(sketch)].sort();
  return textPrint(prose('word', 40), { body, body_joined: body, sketch: distinct, tlsh });
}

const alone = (g: ContentPrint) => new Rarity([[g]]);
const relate = (s: ContentPrint, g: ContentPrint, rarity = alone(g)) => likeness(s, g, rarity);

describe('what few values in common say', () => {
  it.each<[shared: number, mine: number, theirs: number, enough: boolean]>([
    // A share of the shorter text, three values at least.
    [3, 8, 8, true],
    [3, 9, 9, false],
    [2, 3, 8, false],
    [4, 40, 11, true],
    // A number, however long the texts are.
    [5, 150, 100, false],
    [6, 150, 100, true],
    [6, 5000, 190, true],
    // Two long texts have phrases in common.
    [6, 400, 400, false],
    [11, 400, 400, false],
    [12, 400, 400, true],
  ])('%i of %i and %i: %s', (shared, mine, theirs, enough) => {
    const alike = relate(text(values(theirs - shared, mine)), text(values(0, theirs)));
    expect(alike.enough).toBe(enough);
    expect(gradeOf(alike) === null).toBe(!enough);
  });

  it.each<[shared: number, tlsh: string | null, enough: boolean]>([
    [0, NEAR_TLSH, false],
    [2, NEAR_TLSH, false],
    [3, NEAR_TLSH, true],
    [3, FAR_TLSH, false],
    [3, null, false],
  ])('%i of 60 and 60 with TLSH %s: %s', (shared, tlsh, enough) => {
    const g = text(values(0, 60), NEAR_TLSH);
    expect(relate(text(values(60 - shared, 60), tlsh), g).enough).toBe(enough);
  });

  /** As the store counts: each value of a text under one record, the first few under more. */
  const counted = (g: ContentPrint, others = 0) =>
    new Rarity([[g]], new Map(g.sketch.map((value, i) => [value, i < others ? 2 : 1])));

  it.each<[shared: number, mine: number, theirs: number, others: number, enough: boolean]>([
    // No other record holds any of them.
    [5, 150, 100, 0, true],
    [4, 150, 100, 0, false],
    // Another record has one, too.
    [5, 150, 100, 1, false],
    [6, 150, 100, 1, true],
    // As many chapters of one book have in common.
    [5, 150, 170, 0, true],
    [5, 400, 170, 0, false],
  ])('%i of %i and %i, %i of them elsewhere: %s', (shared, mine, theirs, others, enough) => {
    const g = text(values(0, theirs));
    const s = text([...values(0, shared), ...values(1000, mine - shared)]);
    expect(relate(s, g, counted(g, others)).enough).toBe(enough);
  });

  it.each<[shared: number, others: number, reach: boolean]>([
    [1, 0, false],
    [2, 0, true],
    [2, 1, false],
    [3, 3, true],
  ])(
    '%i of 150 and 100, %i of them elsewhere, could be guessed at: %s',
    (shared, others, reach) => {
      const g = text(values(0, 100));
      const s = text([...values(0, shared), ...values(1000, 150 - shared)]);
      expect(relate(s, g, counted(g, others)).reach).toBe(reach);
    },
  );

  it('says which of two texts stands in the other', () => {
    const [book, chapter] = [text(values(0, 100)), text(values(40, 20))];
    expect(gradeOf(relate(chapter, book))).toBe('part_of');
    expect(gradeOf(relate(book, chapter))).toBe('contains');
    expect(gradeOf(relate(text(values(10, 100)), book))).toBe('near');
  });
});

describe('what could be guessed at', () => {
  it.each<[shared: number, tlsh: string | null, reach: boolean]>([
    [0, NEAR_TLSH, false],
    [1, NEAR_TLSH, true],
    [0, null, false],
    [2, null, false],
    [3, null, true],
  ])('%i of 150 and 100 with TLSH %s: %s', (shared, tlsh, reach) => {
    const g = text(values(0, 100), NEAR_TLSH);
    expect(relate(text(values(100 - shared, 150), tlsh), g).reach).toBe(reach);
  });

  it.each([1, 2])('%i value of a short text', (shared) => {
    expect(relate(text(values(8 - shared, 12)), text(values(0, 8))).reach).toBe(true);
  });
});

describe('a template', () => {
  const head = values(1000, 20);
  const letter = (i: number, own = 10) => text([...head, ...values(100 * i, own)]);
  const family = (...numbers: number[]) => new Rarity(numbers.map((i) => [letter(i)]));

  it('is what three of the candidates hold', () => {
    const mine = letter(9);
    const three = relate(mine, letter(1), family(1, 2, 3));
    expect(three).toMatchObject({ enough: false, templateOnly: true });
    // A draft and a final version are no family.
    expect(relate(mine, letter(1), family(1, 2))).toMatchObject({ enough: true });
  });

  it('is not one document filed three times, nor one record of three like parts', () => {
    const filed = new Rarity([[letter(1)], [letter(1)], [letter(1)]]);
    expect(relate(letter(9), letter(1), filed).enough).toBe(true);
    const parts = new Rarity([[letter(1), letter(2), letter(3)]]);
    expect(relate(letter(9), letter(1), parts).enough).toBe(true);
  });

  it('is what more than eight records hold, opened or not', () => {
    const held = (count: number) =>
      new Rarity([[letter(1)]], new Map(head.map((value) => [value, count])));
    expect(relate(letter(9), letter(1), held(8)).enough).toBe(true);
    expect(relate(letter(9), letter(1), held(9))).toMatchObject({ templateOnly: true });
  });

  it('leaves what is a letter’s own to tell of it', () => {
    const g = letter(1, 5);
    const rarity = new Rarity([[g], [letter(2)], [letter(3)]]);
    const doctored = (own: number) => text([...head, ...values(100, own), ...values(900, 5 - own)]);
    expect(relate(doctored(3), g, rarity).enough).toBe(true);
    expect(relate(doctored(2), g, rarity)).toMatchObject({ enough: false, templateOnly: true });
  });

  it('is all that a blank form has, which is then told by how much of it there is', () => {
    const blank = text(head);
    const rarity = new Rarity([[blank], [letter(2)], [letter(3)]]);
    expect(relate(text([...head.slice(0, 18), ...values(1, 2)]), blank, rarity)).toMatchObject({
      family: true,
      enough: true,
    });
    expect(relate(text([...head.slice(0, 4), ...values(1, 10)]), blank, rarity).enough).toBe(false);
  });
});

describe('several records that resemble', () => {
  it('are named by how much of the suspect they explain', async () => {
    const registry = createRegistry({
      site: SITE,
      store: memoryStore(),
      clock: () => new Date('2027-04-30'),
    });
    await declare(registry);
    const words = prose('word', 300);
    const [paragraph, note] = [words.slice(100, 190), words];
    const ids = await registerAll(registry, [
      docPrint('paragraph', paragraph),
      docPrint('note', note),
      docPrint('annex', [...prose('before', 300), ...words.slice(0, 120), ...prose('after', 900)]),
    ]);
    const altered = docPrint('altered', note.with(40, 'other').with(250, 'else'));
    const { results } = await registry.check({ items: [{ fingerprint: altered }] }, 'reader');
    expect(results[0]).toMatchObject({ verdict: 'differs', grade: 'near', record: ids[1] });
    expect(results[0]?.near.map(({ record }) => record)).toEqual([ids[1], ids[2], ids[0]]);
  });
});
