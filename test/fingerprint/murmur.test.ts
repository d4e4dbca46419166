import fc from 'fast-check';
import murmurhash3js from 'murmurhash3js-revisited';
import { expect, test } from 'vitest';
import { murmur128, murmur128Into } from '../../src/fingerprint/murmur.ts';

const hex = (words: Iterable<number>) =>
  Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');

test('equals murmurhash3js-revisited for every length to 200, any seed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.uint8Array({ minLength: 200, maxLength: 200 }),
      (seed, bytes) => {
        for (let length = 0; length <= bytes.length; length++) {
          const head = bytes.subarray(0, length);
          expect(hex(murmur128(head, seed))).toBe(murmurhash3js.x86.hash128(head, seed));
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('has the verification value that SMHasher lists for MurmurHash3_x86_128', () => {
  // SMHasher's VerificationTest: hashes of the keys {}, {0}, {0, 1} … with seeds 256, 255 …
  // one after another, hashed with seed 0; its first word is the value.
  const key = Uint8Array.from({ length: 256 }, (_, i) => i);
  const hashes = Uint32Array.from(
    Array.from({ length: 256 }, (_, i) => murmur128(key.subarray(0, i), 256 - i)).flat(),
  );
  expect(murmur128(new Uint8Array(hashes.buffer))[0]).toBe(0xb3ece62a);
});

test('hashes the first bytes of a longer buffer without allocating', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 40, maxLength: 80 }), fc.nat(40), (bytes, length) => {
      const out = new Uint32Array(4);
      murmur128Into(bytes, length, 7, out);
      expect([...out]).toEqual(murmur128(bytes.subarray(0, length), 7));
    }),
  );
});
