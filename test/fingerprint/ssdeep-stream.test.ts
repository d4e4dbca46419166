import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useKernel } from '../../src/fingerprint/kernel.ts';
import { ssdeepDigest } from '../../src/fingerprint/ssdeep.ts';
import { ssdeepStream } from '../../src/fingerprint/ssdeep-stream.ts';
import { input, inputLength } from '../vectors/inputs.ts';
import { ssdeepExpected } from '../vectors/suite.ts';

const module = new WebAssembly.Module(
  readFileSync(resolve(import.meta.dirname, '../../dist/kernel/fuzzy.wasm')),
);

/** Digest of bytes that come in pieces of these lengths, over and over. */
function streamed(bytes: Uint8Array, lengths: readonly number[]): string {
  const stream = ssdeepStream();
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] as number;
    stream.update(bytes.subarray(at, at + length));
    at += length;
  }
  return stream.digest();
}

/** Enough for more than sixteen levels at a time. */
const bytesOfMuch = pseudoRandom(26_000_000);

/** Marsaglia's xorshift: bytes of a seed, which no other run gives differently. */
function pseudoRandom(length: number): Uint8Array {
  const words = new Uint32Array(length / 4);
  let x = 2463534242;
  for (let i = 0; i < words.length; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    words[i] = x;
  }
  return new Uint8Array(words.buffer);
}

const recipes = Object.keys(ssdeepExpected);
const of = (fits: (length: number) => boolean) => recipes.filter((one) => fits(inputLength(one)));

describe.each([
  ['in plain TypeScript', null],
  ['with WebAssembly', module],
])('the digest of a stream, %s', (_way, kernel) => {
  beforeAll(() => {
    useKernel(kernel);
  });
  afterAll(() => {
    useKernel(null);
  });

  test.each([
    ['byte by byte, inputs to 2 kB', (length: number) => length <= 2048, [1]],
    ['in uneven pieces, inputs to 200 kB', (length: number) => length <= 200_000, [3, 8, 1000, 1]],
    ['in pieces of 64 KiB, inputs over 200 kB', (length: number) => length > 200_000, [65_536]],
  ])('equals that of Debian ssdeep, %s', (_name, fits, lengths) => {
    const fitting = of(fits);
    expect(fitting.length).toBeGreaterThan(0);
    for (const recipe of fitting) {
      expect(streamed(input(recipe), lengths), recipe).toBe(ssdeepExpected[recipe]);
    }
  });

  test('equals that of the buffer, whatever the bytes and the pieces', () => {
    // Few different bytes trigger often at one level and never above: the hard case for
    // what may be dropped.
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 5000 }),
      fc
        .array(fc.integer({ min: 0, max: 3 }), { maxLength: 4000 })
        .map((all) => Uint8Array.from(all)),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 300 }))
        .map(([unit, times]) =>
          Uint8Array.from(
            Array(times)
              .fill([...unit])
              .flat(),
          ),
        ),
      fc
        .tuple(fc.uint8Array({ maxLength: 1500 }), fc.integer({ min: 0, max: 4000 }))
        .map(([head, zeros]) => Uint8Array.from([...head, ...new Uint8Array(zeros)])),
    );
    const lengths = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(bytes, lengths, (all, cuts) => {
        expect(streamed(all, cuts)).toBe(ssdeepDigest(all));
      }),
      { numRuns: 400 },
    );
  });

  test('equals that of the buffer at levels of large files, beside bytes of little variety', () => {
    const { length } = bytesOfMuch;
    const same = bytesOfMuch.fill(0x61, 5_000_000, 7_000_000);
    expect(streamed(same, [1_000_001, 65_536])).toBe(ssdeepDigest(same));
    expect(streamed(same.subarray(0, length - 4_000_000), [length])).toBe(
      ssdeepDigest(same.subarray(0, length - 4_000_000)),
    );
  });

  test('of two streams at a time are those of each', () => {
    const [a, b] = [bytesOfMuch.subarray(0, 300_000), bytesOfMuch.subarray(300_000, 700_000)];
    const [one, other] = [ssdeepStream(), ssdeepStream()];
    for (let at = 0; at < 400_000; at += 100_000) {
      one.update(a.subarray(at, at + 100_000));
      other.update(b.subarray(at, at + 100_000));
    }
    expect([one.digest(), other.digest()]).toEqual([ssdeepDigest(a), ssdeepDigest(b)]);
  });

  test('of nothing is that of an empty file, and it is taken once', () => {
    const stream = ssdeepStream().update(new Uint8Array(0));
    expect(stream.digest()).toBe('3::');
    expect(() => stream.digest()).toThrow('taken already');
    expect(() => stream.update(Uint8Array.of(1))).toThrow('taken already');
  });
});
