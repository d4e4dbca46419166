import fc from 'fast-check';
import murmur from 'murmurhash3js-revisited';
import { describe, expect, test } from 'vitest';
import { bands } from '../../src/fingerprint/minhash.ts';
import { shingles } from '../../src/fingerprint/shingle.ts';
import { MIN_VALUES, WINDOW, winnow } from '../../src/fingerprint/sketch.ts';
import { looseTokens } from '../../src/fingerprint/tokens.ts';

/** MurmurHash3_x86_128 of another implementation, 32 hex digits. */
const peer = (text: string): string => murmur.x86.hash128([...new TextEncoder().encode(text)], 0);

const words = fc.array(fc.stringMatching(/^[a-zéœ]{1,9}$/), { maxLength: 120 });

describe('loose tokens', () => {
  const cases: [text: string, tokens: string[]][] = [
    ['Le Comité, réuni.', ['le', 'comité', 'réuni']],
    ['l’accord «ferme»', ['l', 'accord', 'ferme']],
    ['total : 12 000,50 €', ['total', '12 000,50 €']],
    ['-500 et 500', ['-500', 'et', '500']],
    ['1.234 1,234', ['1.234', '1,234']],
    ['10² 102', ['10²', '102']],
    ['le 14/03/2027', ['le', '14/03/2027']],
    ['45 000.', ['45 000']],
    ['pages 10-12', ['pages', '10', '12']],
    ['$5 5', ['$5', '5']],
    ['Pa\u200bris', ['paris']],
    ['選挙 2027', ['選', '挙', '2027']],
  ];
  test.each(cases)('of %j', (text, tokens) => {
    expect(looseTokens(text)).toEqual(tokens);
  });
});

describe('shingles', () => {
  test('are MurmurHash3 of five words, as another implementation has it', () => {
    fc.assert(
      fc.property(words, (tokens) => {
        const { high, low, entries } = shingles(tokens);
        expect(high.length).toBe(Math.max(0, tokens.length - 4));
        high.forEach((value, i) => {
          const hash = peer(tokens.slice(i, i + 5).join(' '));
          expect(value).toBe(Number.parseInt(hash.slice(0, 8), 16));
          expect(low[i]).toBe(Number.parseInt(hash.slice(8, 16), 16));
        });
        const padded = ['', '', '', '', ...tokens, '', '', '', ''];
        expect(entries.length).toBe(tokens.length === 0 ? 0 : tokens.length + 4);
        entries.forEach((entry, i) => {
          const hash = peer(padded.slice(i, i + 5).join(' '));
          expect(entry).toBe(Number.parseInt(hash.slice(20, 24), 16));
        });
      }),
      { numRuns: 50 },
    );
  });

  test('have entries with four empty words on either side', () => {
    const { high, entries } = shingles(['a', 'b']);
    expect(high.length).toBe(0);
    const runs = ['    a', '   a b', '  a b ', ' a b  ', 'a b   ', 'b    '];
    expect([...entries]).toEqual(runs.map((run) => Number.parseInt(peer(run).slice(20, 24), 16)));
  });

  test('hold tokens with spaces inside', () => {
    const { high } = shingles(['total', '12 000 €', 'net', 'à', 'payer']);
    const hash = peer('total 12 000 € net à payer');
    expect([...high]).toEqual([Number.parseInt(hash.slice(0, 8), 16)]);
  });
});

describe('winnowing', () => {
  test('keeps the smallest hash of every window', () => {
    fc.assert(
      fc.property(words, (tokens) => {
        const hashes = Array.from({ length: Math.max(0, tokens.length - 4) }, (_, i) =>
          peer(tokens.slice(i, i + 5).join(' ')).slice(0, 16),
        );
        const sketch = new Set(winnow(shingles(tokens)));
        for (let i = 0; i + WINDOW <= hashes.length; i++) {
          const smallest = hashes.slice(i, i + WINDOW).sort()[0];
          expect(sketch).toContain(smallest);
        }
        expect(sketch.size).toBeGreaterThanOrEqual(Math.min(MIN_VALUES, new Set(hashes).size));
      }),
    );
  });

  test('shares a value wherever twenty words are shared', () => {
    const passage = fc.array(fc.stringMatching(/^[a-z]{3,8}$/), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(words, words, words, words, passage, (a, b, c, d, shared) => {
        const one = new Set(winnow(shingles([...a, ...shared, ...b])));
        const other = winnow(shingles([...c, ...shared, ...d]));
        expect(other.some((value) => one.has(value))).toBe(true);
      }),
    );
  });

  test('gives ascending distinct values', () => {
    fc.assert(
      fc.property(words, (tokens) => {
        const sketch = winnow(shingles(tokens));
        expect(sketch).toEqual([...new Set(sketch)].sort());
      }),
    );
  });
});

describe('MinHash bands', () => {
  test('are none for a text of four words and twenty for one of five', () => {
    expect(bands(shingles(['a', 'b', 'c', 'd']))).toEqual([]);
    expect(bands(shingles(['a', 'b', 'c', 'd', 'e']))).toHaveLength(20);
  });

  test('agree about as often as the theory says', () => {
    // 1,000 pairs with Jaccard similarity j share a band in 1 - (1 - j^4)^20 of the cases.
    const shareOf = (common: number, own: number): number => {
      let shared = 0;
      for (let trial = 0; trial < 1000; trial++) {
        const high = (from: number): number[] =>
          Array.from({ length: own }, (_, i) => hashOf(`${trial} ${from} ${i}`));
        const both = Array.from({ length: common }, (_, i) => hashOf(`${trial} both ${i}`));
        const [a, b] = [1, 2].map((side) => bands(setOf([...both, ...high(side)])));
        if (a?.some((band, i) => band === b?.[i])) shared++;
      }
      return shared / 1000;
    };
    // Half shared: j = 1/3, expected 0.221; nine tenths: j = 9/11, expected 1.000.
    expect(shareOf(20, 20)).toBeGreaterThan(0.17);
    expect(shareOf(20, 20)).toBeLessThan(0.28);
    expect(shareOf(45, 5)).toBeGreaterThan(0.98);
  });

  function hashOf(text: string): number {
    return Number.parseInt(peer(text).slice(0, 8), 16);
  }

  function setOf(high: number[]): ReturnType<typeof shingles> {
    const { length } = high;
    const low = new Uint32Array(length);
    return { high: Uint32Array.from(high), low, entries: new Uint16Array(length) };
  }
});
