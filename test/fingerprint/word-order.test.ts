import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inWordOrder } from '../../src/fingerprint/word-order.ts';

const letter = fc.oneof(
  fc.constantFrom(...'aàbéœž0ΐ'),
  fc.constantFrom('\u03ff', '\u0400', '日', '\u{1f600}'),
  fc.constantFrom('\0', '\u{ffff}'),
);
const likely = fc.constantFrom(...'ab1');
const word = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: likely, maxLength: 6 }) },
  fc.string({ unit: letter, minLength: 1, maxLength: 6 }),
);

test('words stand as sorting their code units has them', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      const before = [...words];
      expect(inWordOrder(words)).toEqual(words.toSorted());
      expect(words).toEqual(before);
    }),
    { numRuns: 500 },
  );
});

test('so do more words than have a place in a key', () => {
  const words = Array.from({ length: 4097 }, (_, i) => `mot${(i * 7919) % 4097}`);
  expect(inWordOrder(words)).toEqual(words.toSorted());
  const fewer = words.slice(0, 4096);
  expect(inWordOrder(fewer)).toEqual(fewer.toSorted());
});
