import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ssdeepDigest } from '../../src/fingerprint/ssdeep.ts';
import { SsdeepStream } from '../../src/fingerprint/ssdeep-stream.ts';
import { input, inputLength } from '../vectors/inputs.ts';
import { ssdeepExpected } from '../vectors/suite.ts';

/** Digest of bytes that come in pieces of these lengths, over and over. */
function streamed(bytes: Uint8Array, lengths: readonly number[]): string {
  const stream = new SsdeepStream();
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] as number;
    stream.update(bytes.subarray(at, at + length));
    at += length;
  }
  return stream.digest();
}

const recipes = Object.keys(ssdeepExpected);
const of = (fits: (length: number) => boolean) => recipes.filter((one) => fits(inputLength(one)));

describe('the digest of a stream', () => {
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

  test('of nothing is that of an empty file, and it is taken once', () => {
    const stream = new SsdeepStream().update(new Uint8Array(0));
    expect(stream.digest()).toBe('3::');
    expect(() => stream.digest()).toThrow('taken already');
    expect(() => stream.update(Uint8Array.of(1))).toThrow('taken already');
  });
});
