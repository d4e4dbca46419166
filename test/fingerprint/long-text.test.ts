import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { plainReading } from '../../src/extract/plain.ts';
import { canonicalise, canonicalLines, joinHyphens } from '../../src/fingerprint/canonical.ts';
import { sha256Lines, sha256Text, TextDigest } from '../../src/fingerprint/digest.ts';
import type { Document, Line } from '../../src/fingerprint/document.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { useKernel } from '../../src/fingerprint/kernel.ts';
import { bands } from '../../src/fingerprint/minhash.ts';
import { shingles } from '../../src/fingerprint/shingle.ts';
import { LongSketch, winnow } from '../../src/fingerprint/sketch.ts';
import { TextSketch } from '../../src/fingerprint/text-sketch.ts';
import { looseTokens, tokensOf } from '../../src/fingerprint/tokens.ts';
import { utf8Length } from '../../src/fingerprint/utf8.ts';
import { WordBag } from '../../src/fingerprint/word-bag.ts';

/** Texts that are digested piece by piece, beside what takes them as a whole. */

const module = new WebAssembly.Module(
  readFileSync(resolve(import.meta.dirname, '../../dist/kernel/fuzzy.wasm')),
);
afterAll(() => void useKernel(null));

const row = (i: number) =>
  `${i};${(i * 7919) % 999},50;compte ${i % 13} du mandat-${i % 7};-${i % 31} €`;
const TABLE = Array.from({ length: 9000 }, (_, i) => row(i % 700)).join('\n');
const DISTINCT = Array.from({ length: 40_000 }, (_, i) => row(i)).join('\n');

function documentOf(text: string): Document {
  const reading = plainReading(text);
  const bytes = new TextEncoder().encode(text);
  return { name: null, type: 'text/plain', bytes, reading, mail: null, parts: [], problem: null };
}

const WORDS = ['le', 'budget', 'été', 're\u0301union', 'porte-parole', 'ΟΔΟΣ', '’Σ', 'a\u00adb'];
const NUMBERS = ['1', '12', '123', '1234', '75 615', '-5', '+3', '12,5', '5 €', '€5', '50%', '10²'];
const ODD = [
  '\u0301',
  '\u200b',
  '12\u200b',
  '語',
  'ไทย',
  '🗳',
  '\ud83d',
  '.....',
  'ﬁn',
  'Ａ１',
  'İ',
];
const LABELS = ['1. mot', '2. mot', '3. mot', '• un', 'a) un', 'b) un'];
const JOINTS = [
  ' ',
  ' ',
  ' ',
  ';',
  '|',
  ',',
  '-',
  '\u00ad',
  '\t',
  '  ',
  '\u00a0',
  '(',
  '"',
  '。',
  '',
];

const word = fc.oneof(fc.constantFrom(...WORDS, ...NUMBERS), fc.constantFrom(...ODD));
const line = fc.oneof(
  fc
    .array(fc.tuple(word, fc.constantFrom(...JOINTS)), { minLength: 1, maxLength: 12 })
    .map((words) => words.flat().join('')),
  fc.constantFrom(...LABELS, 'so-', 'lution', '-', '\u0338=', 'x'),
);
const lines = fc.array(line, { maxLength: 30 });
const textOf = (texts: readonly string[]) => ({
  pages: [texts.map((text): Line => ({ text }))],
  spaced: 'lines' as const,
});
const least = fc.integer({ min: 1, max: 60 });

test('canonical strings are those of all lines at once', () => {
  fc.assert(
    fc.property(lines, least, (texts, size) => {
      const text = textOf(texts);
      const pieces = [...canonicalLines(text).pieces(size)];
      const { body, bodyJoined, labels } = canonicalise(text);
      expect(pieces.map((piece) => piece.body).join('')).toBe(body);
      expect(pieces.map((piece) => piece.joined).join('')).toBe(bodyJoined);
      if (labels === null) expect(bodyJoined).toBe(joinHyphens(body.replaceAll(' ', '\n')));
      expect(canonicalLines(text).length).toBe(body.length);
    }),
    { numRuns: 1000 },
  );
});

test('tokens are those of the whole text, however it is cut', () => {
  fc.assert(
    fc.property(lines, least, least, (texts, size, atOnce) => {
      const text = textOf(texts);
      const pieces = [...canonicalLines(text).pieces(size)].map(({ joined }) => joined);
      expect([...tokensOf(pieces, atOnce)].flat()).toEqual(looseTokens(pieces.join('')));
    }),
    { numRuns: 2000 },
  );
});

test('a text is cut where no token goes on', () => {
  const few = ['un mot;12;', '13 14 15 1600 ', '75 615 € fin'];
  expect([...tokensOf(few, 1)].length).toBeGreaterThan(5);
  expect([...tokensOf(['12 500 600', ' 700'], 1)]).toEqual([['12 500 600 700']]);
});

describe.each([
  ['in WebAssembly', module],
  ['in plain TypeScript', null],
])('%s', (_, kernel) => {
  test('sketch, bands and entries are those of all tokens at once', () => {
    useKernel(kernel);
    const token = fc.oneof(
      fc.constantFrom(...WORDS, '75 615'),
      fc.integer({ max: 500 }).map(String),
    );
    const some = fc.array(token, { minLength: 0, maxLength: 300 });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 6 }), (lists) => {
        const sketch = new TextSketch(132);
        for (const list of lists) sketch.add(list);
        const hashes = shingles(lists.flat());
        expect(sketch.print()).toEqual({
          words: lists.flat().length,
          bands: bands(hashes),
          sketch: winnow(hashes),
          entries: hashes.entries,
        });
      }),
      { numRuns: 100 },
    );
  });

  test('more hashes than are winnowed at a time', () => {
    useKernel(kernel);
    const hashes = shingles(Array.from({ length: 40_000 }, (_, i) => `${i % 9000}`));
    const sketch = new LongSketch();
    sketch.add({ high: hashes.high.slice(0, 5000), low: hashes.low.slice(0, 5000) });
    sketch.add({ high: hashes.high.slice(5000), low: hashes.low.slice(5000) });
    expect(sketch.values()).toEqual(winnow(hashes));
  });

  // As they were before texts were read piece by piece.
  test.each([
    ['lines of a table', TABLE, 'a52fc0e1e6d5e1fe582dee444ced13188c3f950efc246091d5d96b57e0182c1d'],
    [
      'one line',
      TABLE.replaceAll('\n', ' '),
      '3c7163929f3b977582fd224f755898880f121b34870471a51564e893105c1b69',
    ],
    [
      'too many values',
      DISTINCT,
      '8a1370595a33f396473667f37374fc8b393c583817d9b6a1b28bd126fcca8fcd',
    ],
  ])('the print of a long text is what it was: %s', async (_, text, expected) => {
    useKernel(kernel);
    const { fingerprint: print, entries } = await fingerprint(documentOf(text));
    const told = JSON.stringify([print, [...(entries[''] ?? [])]]);
    expect(createHash('sha256').update(told).digest('hex')).toBe(expected);
  });
});

test('bytes of a text in UTF-8', () => {
  const encoder = new TextEncoder();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\ud83d', '\udc00'), (a, b) => {
      expect(utf8Length(a + b + a)).toBe(encoder.encode(a + b + a).length);
    }),
  );
  fc.assert(
    fc.property(lines, (texts) => {
      const text = textOf(texts);
      const { length } = encoder.encode(canonicalise(text).body);
      expect(canonicalLines(text).bytes()).toBe(length);
    }),
  );
});

test('the words of a long text in their order', () => {
  const tokens = Array.from({ length: 9000 }, (_, i) => (i % 3 ? `mot${i % 70}` : `${i % 90} 615`));
  const bag = new WordBag();
  for (let at = 0; at < tokens.length; at += 1000) bag.add(tokens.slice(at, at + 1000));
  const words = tokens.flatMap((token) => token.split(' ')).sort();
  expect(bag.digest()).toBe(sha256Text(words.join('\n')));
});

test('a digest of pieces is that of the text', () => {
  const pieces = ['a'.repeat(65_535), '🗳é', '', `x${'🗳'.repeat(70_000)}`, 'fin'];
  const digest = new TextDigest();
  for (const piece of pieces) digest.add(piece);
  expect(digest.hex()).toBe(sha256Text(pieces.join('')));
  expect(new TextDigest().hex()).toBe(sha256Text(''));
  const many = Array.from({ length: 3000 }, (_, i) => `é${i}`);
  expect(sha256Lines(many)).toBe(sha256Text(many.join('\n')));
  expect(sha256Lines([])).toBeNull();
});
