import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ssdeepDigest, ssdeepGrams, ssdeepScore } from '../../src/fingerprint/ssdeep.ts';
import { cases, largeCases, scoredPairs, ssdeepExpected, ssdeepRecipes } from '../vectors/suite.ts';

describe('bit-exactness', () => {
  for (const { name, run } of [...cases, ...largeCases].filter((c) => /ssdeep|key/.test(c.name))) {
    test(name, run);
  }

  test('the vectors are as many and as varied as promised', () => {
    expect(ssdeepRecipes.length).toBeGreaterThanOrEqual(500);
    expect(scoredPairs.flat.length / 3).toBeGreaterThanOrEqual(5000);
    const scores = scoredPairs.flat.filter((_, i) => i % 3 === 2);
    expect(new Set(scores).size).toBeGreaterThan(60);
    expect(scores.filter((score) => score === 0).length).toBeGreaterThan(500);
  });
});

describe('digest', () => {
  test('reads a view, not the buffer under it', () => {
    const bytes = new TextEncoder().encode(
      'x'.repeat(10) + 'Le budget de la campagne. '.repeat(40),
    );
    expect(ssdeepDigest(bytes.subarray(10))).toBe(ssdeepDigest(bytes.slice(10)));
  });

  test('is a digest that the score accepts, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        const digest = ssdeepDigest(bytes);
        expect(ssdeepScore(digest, digest)).toBe(100);
      }),
    );
  });
});

describe('score', () => {
  const malformed = [
    '',
    '3',
    '3:abc',
    '3:abc:def:',
    '3:ab c:def',
    '0::',
    '4:abc:def',
    '-3:abc:def',
    '03:abc:def',
    '6442450944:abc:def',
    `3:${'a'.repeat(65)}:`,
    '3:abc:def,"name"',
    '3:abc:def\n',
  ];
  test.each(malformed)('refuses %j by name', (digest) => {
    expect(() => ssdeepScore(digest, '3::')).toThrow(RangeError);
    expect(() => ssdeepScore('3::', digest)).toThrow(RangeError);
    expect(() => ssdeepGrams(digest)).toThrow(/not an ssdeep digest/);
  });

  test('refuses what is no string', () => {
    expect(() => ssdeepScore(undefined as unknown as string, '3::')).toThrow(TypeError);
  });

  const part = fc.string({ unit: fc.constantFrom(...'ABCab/'), maxLength: 64 });
  const digest = fc
    .tuple(fc.integer({ min: 0, max: 5 }), part, part)
    .map(([level, first, second]) => `${3 * 2 ** level}:${first}:${second}`);

  /** Runs longer than three count as three, in the score and in the keys. */
  const collapse = (text: string): string => text.replace(/(.)\1{3,}/g, '$1$1$1');
  const long = fc.string({ unit: fc.constantFrom(...'ABCab/'), minLength: 30, maxLength: 64 });
  /** Two digests of which the second holds a piece of the first at the same or the next level. */
  const related = fc
    .tuple(fc.integer({ min: 0, max: 5 }), long, part, part, fc.nat(20), fc.boolean())
    .map(([level, first, second, other, cut, next]): [string, string] => {
      const piece = `${other.slice(0, 64 - first.slice(cut).length)}${first.slice(cut)}`;
      const here = 3 * 2 ** level;
      return [
        `${here}:${first}:${second}`,
        next ? `${here / 2}:${other}:${piece}` : `${here}:${piece}:${other}`,
      ];
    })
    .filter(([, b]) => !b.startsWith('1.5:'));
  const pair = fc.oneof(related, fc.tuple(digest, digest));

  test('is symmetric, between 0 and 100, and 0 without a shared key', () => {
    let scored = 0;
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const score = ssdeepScore(a, b);
        expect(score).toBe(ssdeepScore(b, a));
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
        const keys = new Set(ssdeepGrams(a));
        if (score > 0 && collapse(a) !== collapse(b)) {
          scored++;
          expect(ssdeepGrams(b).some((key) => keys.has(key))).toBe(true);
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect(scored).toBeGreaterThan(200);
  });
});

describe('index keys', () => {
  test('are 42 bits of characters above which stands the level', () => {
    // A = 0 … H = 7 in base64: 0x 000000 000001 … 000110 six bits each.
    const gram = [0, 1, 2, 3, 4, 5, 6].reduce((value, code) => value * 64 + code, 0);
    expect(ssdeepGrams('3:ABCDEFG:')).toEqual([gram]);
    expect(ssdeepGrams('12:ABCDEFG:')).toEqual([gram + 2 * 2 ** 42]);
    expect(ssdeepGrams('12::ABCDEFG')).toEqual([gram + 3 * 2 ** 42]);
    expect(ssdeepGrams('24:ABCDEFG:')).toEqual(ssdeepGrams('12::ABCDEFG'));
  });

  test('leave out runs beyond three, repeats, and parts below seven characters', () => {
    expect(ssdeepGrams('3:AAAAAABCDE:')).toEqual(ssdeepGrams('3:AAABCDE:'));
    expect(ssdeepGrams('3:ABABABABABAB:')).toHaveLength(2);
    expect(ssdeepGrams('3:ABCDEF:ABCDEF')).toEqual([]);
  });

  test('are exact integers below 2^47, at most 116', () => {
    for (const digest of Object.values(ssdeepExpected)) {
      const keys = ssdeepGrams(digest);
      expect(keys.length).toBeLessThanOrEqual(116);
      expect(keys.every((key) => Number.isInteger(key) && key >= 0 && key < 2 ** 47)).toBe(true);
    }
  });
});
