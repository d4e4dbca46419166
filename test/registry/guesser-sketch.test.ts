import { beforeAll, describe, expect, it } from 'vitest';
import type { ContentPrint, Fingerprint } from '../../src/fingerprint/profile.ts';
import { shingles } from '../../src/fingerprint/shingle.ts';
import { looseTokens } from '../../src/fingerprint/tokens.ts';
import type { CheckResult } from '../../src/registry/contract.ts';
import { FIGURE, figures, note, printOf } from '../http/letter.ts';
import { registerAll } from './batches.ts';
import { filePrint, hash, prose } from './prints.ts';
import { distinct, items, openVault, refused, type Vault } from './thief.ts';

/**
 * A sketch need not be that of a text: it can be put together to ask whether single shingles
 * stand in a record. A right guess brings those of its values that the record's sketch holds;
 * the answer must not turn on them more often than the quota lets it.
 */
let vault: Vault;
let known: string[];

/** The values of the five shingles that hold the figure. */
function valuesOf(figure: number, text = note(figure)): string[] {
  const tokens = looseTokens(text);
  const { high, low } = shingles(tokens);
  const at = tokens.indexOf(`${figure}`);
  const hex = (value: number | undefined) => (value ?? 0).toString(16).padStart(8, '0');
  return [4, 3, 2, 1, 0].map((back) => hex(high[at - back]) + hex(low[at - back]));
}
const noise = (seed: string, count: number) =>
  Array.from({ length: count }, (_, i) => hash(`${seed} ${i}`).slice(0, 16));

function forge(
  name: string,
  sketch: readonly string[],
  genuine: ContentPrint | null = vault.genuineNote.content,
): Fingerprint {
  const content: ContentPrint = {
    ...(genuine as ContentPrint),
    body: hash(`body ${name}`),
    body_joined: hash(`joined ${name}`),
    bands: [],
    sketch: [...new Set(sketch)].sort(),
  };
  return filePrint(name, { content });
}

beforeAll(async () => {
  vault = await openVault();
  const own = new Set(valuesOf(FIGURE));
  known = (vault.genuineNote.content?.sketch ?? []).filter((value) => !own.has(value));
});

/** How an answer sounds, but for what is different in every one. */
const sound = ({ verdict, grade, reason, near, notes }: CheckResult) =>
  JSON.stringify([verdict, grade, reason, near.map(({ band }) => band), notes]);

describe('a sketch put together', () => {
  it('would tell: the record holds values of the figure', () => {
    const sketch = vault.genuineNote.content?.sketch ?? [];
    const held = valuesOf(FIGURE).filter((value) => sketch.includes(value));
    console.log(`sketch of ${sketch.length} values, ${held.length} of them of the figure`);
    expect(held.length).toBeGreaterThan(0);
    expect(known.length).toBe(sketch.length - held.length);
  });

  const ways: [name: string, sketch: (figure: number) => string[]][] = [
    ['of one value', (figure) => valuesOf(figure).slice(0, 1)],
    ['of two values', (figure) => valuesOf(figure).slice(0, 2)],
    ['of the figure alone', valuesOf],
    ['of the figure and noise', (figure) => [...valuesOf(figure), ...noise(`${figure}`, 5)]],
    [
      'of the figure and one known value',
      (f) => [...valuesOf(f), ...known.slice(0, 1), ...noise(`${f}`, 3)],
    ],
    [
      'of the figure and two known values',
      (f) => [...valuesOf(f), ...known.slice(0, 2), ...noise(`${f}`, 3)],
    ],
    [
      'of the figure and half of the rest',
      (f) => [...valuesOf(f), ...known.slice(0, 5), ...noise(`${f}`, 12)],
    ],
    [
      'of the figure, half of the rest and 140 values of noise before it',
      (f) => [
        ...valuesOf(f),
        ...known.slice(-5),
        ...noise(`${f}`, 140).map((value) => `00${value.slice(2)}`),
      ],
    ],
    [
      'of the figure, three known values and as much noise',
      (f) => [
        ...valuesOf(f),
        ...known.slice(-3),
        ...noise(`${f}`, 140).map((value) => `00${value.slice(2)}`),
      ],
    ],
    ['just below resembling', (f) => [...valuesOf(f), ...known.slice(0, 4), ...noise(`${f}`, 6)]],
  ];
  it.each(ways)('%s tells no more than the quota lets it', async (name, sketch) => {
    const wrong = figures(FIGURE - 2000, 4200);
    const list = wrong.map((figure) => forge(`${name} ${figure}`, sketch(figure)));
    const right = () => forge(`${name} right`, sketch(FIGURE));
    const caller = `forger ${name}`;
    const [first] = await vault.ask(items([right()]), `another ${caller}`);
    const answers = await vault.ask(items(list), caller);
    const [last] = await vault.ask(items([right()]), caller);
    const tells = first && sound(first) !== sound(answers[0] as CheckResult);
    const through = answers.filter((result) => !refused(result)).length;
    console.log(`${name}: ${tells ? `tells, ${through} guesses got through` : 'tells nothing'}`);
    // Either the right one sounds like the wrong ones, or there are no more than the units.
    if (tells) {
      expect(through).toBeLessThanOrEqual(2000);
      expect(sound(last as CheckResult)).toBe(sound(answers.at(-1) as CheckResult));
    }
  });

  it.each([2, 3, 4, 5])('of %i known values and many guesses costs by its length', async (few) => {
    const pack = (i: number) => {
      const guesses = figures(100_000 + 100 * i, 100).flatMap((figure) => valuesOf(figure));
      return forge(`pack ${few} ${i}`, [...guesses, ...known.slice(0, few)]);
    };
    const packs = items(Array.from({ length: 60 }, (_, i) => pack(i)));
    const answers = await vault.ask(packs, `packer ${few}`);
    const through = answers.filter((result) => !refused(result)).length;
    console.log(`packed beside ${few} known values: ${100 * through} guesses got through`);
    expect(100 * through).toBeLessThanOrEqual(2000);
  });
});

/**
 * The note's words stand in the letter too. Of a contract that one record holds, five values are
 * enough, of which a guess brings three at best, and its TLSH need not be known.
 */
describe('a sketch of values that no other record holds', () => {
  const words = prose('contract', 300);
  const contract = (at: number, figure: number) => words.toSpliced(at, 0, `${figure}`).join(' ');
  let at: number;
  let figure: number;
  let content: ContentPrint;
  let rest: string[];

  beforeAll(async () => {
    // A place where the sketch keeps three values of the figure: one in 200.
    for (let i = 0; ; i++) {
      [at, figure] = [10 + (i % 280), 700_000 + i];
      const text = contract(at, figure);
      const own = new Set(valuesOf(figure, text));
      const { fingerprint } = await printOf(text, 'a.txt');
      content = { ...(fingerprint.content as ContentPrint), tlsh: null };
      rest = content.sketch.filter((value) => !own.has(value));
      if (content.sketch.length - rest.length < 3) continue;
      await registerAll(vault.registry, [fingerprint]);
      return;
    }
  });

  it.each([
    [1, false],
    [2, true],
  ])('tells beside %i of them no more than the quota lets it', async (few, tells) => {
    const suspect = (guess: number) =>
      forge(
        `${few} ${guess}`,
        [...valuesOf(guess, contract(at, guess)), ...rest.slice(0, few), ...noise(`${guess}`, 100)],
        content,
      );
    const wrong = Array.from({ length: 2500 }, (_, i) => 200_000 + i).map(suspect);
    const [right] = await vault.ask(items([suspect(figure)]), `other sole ${few}`);
    expect(right?.verdict).toBe(tells ? 'differs' : 'absent');
    const answers = await vault.ask(items(wrong), `sole ${few}`);
    const through = answers.filter((result) => !refused(result)).length;
    console.log(`beside ${few} sole values: ${through} guesses got through`);
    if (!tells) return expect(distinct(answers.map((one) => ({ said: sound(one) }))).size).toBe(1);
    expect(through).toBeLessThanOrEqual(2000);
    const [last] = await vault.ask(items([suspect(figure)]), `sole ${few}`);
    expect(sound(last as CheckResult)).toBe(sound(answers.at(-1) as CheckResult));
  });
});
