import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align } from '../../src/fingerprint/align.ts';
import { canonicalise } from '../../src/fingerprint/canonical.ts';
import type { Text } from '../../src/fingerprint/document.ts';
import { locate, locateRelabelled, plainText } from '../../src/fingerprint/locate.ts';
import { relabel } from '../../src/fingerprint/locate-labels.ts';
import { shingles } from '../../src/fingerprint/shingle.ts';
import { looseTokens } from '../../src/fingerprint/tokens.ts';

const pageOf = (lines: readonly string[]): Text => ({ pages: [lines.map((text) => ({ text }))] });
const entriesOf = (text: Text): Uint16Array =>
  shingles(looseTokens(canonicalise(text).bodyJoined)).entries;

/** What is named of a page drawn in one order and seen in another. */
function named(drawn: string[], seen: string[], genuine: string[]): [kind: string, text: string][] {
  const suspect: Text = { ...pageOf(drawn), readings: [pageOf(seen)] };
  const theirs = entriesOf(pageOf(genuine));
  const first = align(entriesOf(suspect), theirs);
  const turned = relabel(suspect, first);
  const altered =
    turned === null
      ? locate(suspect, first)
      : locateRelabelled(suspect, first, align(turned.entries, theirs));
  const plain = plainText(suspect);
  for (const { start, end, text } of altered) expect(plain.slice(start, end)).toBe(text);
  return altered.map(({ kind, text }) => [kind, text]);
}

const LETTERHEAD = [
  'Association of the friends of the old mill',
  'Treasurer Paula Lemerle, 12 rue du Port',
  'Telephone on weekday mornings: 02345/12345',
];
const BODY = [
  'We confirm that the sum of 450 euros was given',
  'for the repair of the roof, and that nothing was',
  'promised in return by any member of the board.',
  'This paper may be shown to the tax office as a re-',
  'ceipt, together with the statement of the bank.',
];
const CAPTION = 'Figure 2: the roof of the mill before the works began';

describe('what a page draws behind its text and shows above it', () => {
  const genuine = [...LETTERHEAD, ...BODY.slice(0, 3), CAPTION, ...BODY.slice(3)];
  const drawn = [...BODY, ...LETTERHEAD, CAPTION];

  test('is not named, and what was changed is', () => {
    const edit = (lines: string[]): string[] => lines.map((line) => line.replace('450', '950'));
    expect(named(edit(drawn), edit(genuine), genuine)).toEqual([['changed', '950']]);
  });

  test('is named where a word of it was changed', () => {
    const edit = (lines: string[]): string[] => lines.map((line) => line.replace('Paula', 'Paul'));
    const found = named(edit(drawn), edit(genuine), genuine).map(([, text]) => text);
    expect(found.some((text) => text.includes('Paul,') || text.endsWith('Paul'))).toBe(true);
  });

  test('is named as moved where a reader sees it elsewhere too', () => {
    const kinds = named(drawn, drawn, genuine).map(([kind]) => kind);
    expect(kinds).toContain('moved');
  });
});

test('whatever word is changed is named, in whatever order lines are drawn', () => {
  const genuine = [...LETTERHEAD, ...BODY, CAPTION];
  const words = genuine.flatMap((line) => line.match(/\p{L}{4,}/gu) ?? []);
  const once = words.filter((word) => words.indexOf(word) === words.lastIndexOf(word));
  const cases = fc.record({
    drawn: fc.shuffledSubarray([...genuine.keys()], { minLength: genuine.length }),
    seen: fc.shuffledSubarray([...genuine.keys()], { minLength: genuine.length }),
    word: fc.constantFrom(...once),
  });
  fc.assert(
    fc.property(cases, ({ drawn, seen, word }) => {
      const edited = genuine.map((line) => line.replace(word, 'otherwise'));
      const inOrder = (order: number[]): string[] => order.map((i) => edited[i] ?? '');
      const found = named(inOrder(drawn), inOrder(seen), genuine).map(([, text]) => text);
      expect(found.join(' ')).toContain('otherwise');
    }),
    { numRuns: 300, seed: 1 },
  );
});
