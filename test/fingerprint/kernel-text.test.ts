import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Kernel, useKernel } from '../../src/fingerprint/kernel.ts';
import { BANDS, bandHashes, bands, leastOf } from '../../src/fingerprint/minhash.ts';
import { type Shingles, shingles, shinglesOf } from '../../src/fingerprint/shingle.ts';
import { winnow, winnowed } from '../../src/fingerprint/sketch.ts';

/** Sketches in WebAssembly beside their twins in plain TypeScript. */
const module = new WebAssembly.Module(
  readFileSync(resolve(import.meta.dirname, '../../dist/kernel/fuzzy.wasm')),
);
const kernel = new Kernel(module).text;

/** Bands in plain TypeScript. */
function bandsOf(hashes: Shingles): string[] {
  useKernel(null);
  const found = bands(hashes);
  useKernel(module);
  return found;
}

const word = fc.integer({ min: 0, max: 0xffffffff });

const token = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('le', 'budget', 'de', 'campagne', 'été', '75 615', '5 €'),
  },
  { weight: 2, arbitrary: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }) },
  // Half a character: UTF-8 has a replacement for it.
  { weight: 1, arbitrary: fc.constantFrom('\ud83d', '語', '🗳', 'x'.repeat(300)) },
);
const tokens = fc.array(
  token.filter((one) => !one.includes('\n')),
  { maxLength: 400 },
);

describe('the kernel’s sketches are those of the twins', () => {
  test('shingles and entries of any tokens', () => {
    fc.assert(
      fc.property(tokens, (list) => {
        fc.pre(list.length > 0);
        expect(kernel.shingles(list)).toEqual(shinglesOf(list));
      }),
      { numRuns: 400 },
    );
  });

  test('what winnowing keeps, of hashes of which many are equal too', () => {
    const hash = fc.oneof(word, fc.nat({ max: 3 }));
    const pairs = fc.array(fc.tuple(hash, fc.oneof(word, fc.nat({ max: 1 }))), {
      maxLength: 600,
    });
    useKernel(module);
    fc.assert(
      fc.property(pairs, (list) => {
        const high = Uint32Array.from(list, ([one]) => one);
        const low = Uint32Array.from(list, ([, one]) => one);
        const given = { high, low, entries: new Uint16Array() };
        expect(winnow(given)).toEqual(winnowed(given));
      }),
      { numRuns: 400 },
    );
  });

  test('the hashes of bands', () => {
    const words = fc.uint32Array({ max: 0xffffffff, minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(words, (high) => {
        expect(kernel.bandHashes(high, BANDS)).toEqual(bandHashes(leastOf(high)));
      }),
      { numRuns: 100 },
    );
  });
});

describe('what is too long for the kernel’s memory', () => {
  beforeAll(() => void useKernel(module));
  afterAll(() => void useKernel(null));

  test.each([
    ['too many bytes', Array.from({ length: 3000 }, (_, i) => `${'é'.repeat(12)}${i}`)],
    ['a token with what parts tokens', ['a', 'b\nc', 'd', 'e', 'f', 'g']],
    ['no token', []],
  ])('%s', (_, list) => {
    expect(kernel.shingles(list)).toBeNull();
    expect(shingles(list)).toEqual(shinglesOf(list));
  });

  test('more hashes than winnowing has room for', () => {
    const list = Array.from({ length: 16_390 }, (_, i) => `${i % 1000}`);
    const hashes = shinglesOf(list);
    expect(kernel.winnow(hashes)).toBeNull();
    expect(winnow(hashes)).toEqual(winnowed(hashes));
    expect(kernel.winnow(shinglesOf(list.slice(0, 16_388)))).not.toBeNull();
    expect(bands(hashes)).toEqual(bandsOf(hashes));
  });
});

describe('a text that is hashed in several turns', () => {
  test.each([4092, 4095, 4096, 4097, 4100, 8188, 8189, 8192, 9000, 20_000])(
    '%i tokens',
    (length) => {
      const list = Array.from({ length }, (_, i) => `${(i * 7919) % 4801}`);
      expect(kernel.shingles(list)).toEqual(shinglesOf(list));
    },
  );
});
