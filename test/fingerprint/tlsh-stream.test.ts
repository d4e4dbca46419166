import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tlshDigest } from '../../src/fingerprint/tlsh.ts';
import { TlshStream } from '../../src/fingerprint/tlsh-stream.ts';
import { input } from '../vectors/inputs.ts';

const module = new WebAssembly.Module(
  readFileSync(resolve(import.meta.dirname, '../../dist/kernel/fuzzy.wasm')),
);

/** Digest of bytes that come in pieces of these lengths, over and over. */
function streamed(bytes: Uint8Array, lengths: readonly number[]): string | null {
  const stream = new TlshStream(module);
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] as number;
    stream.update(bytes.subarray(at, at + length));
    at += length;
  }
  return stream.digest();
}

test('is that of all the bytes, however they are cut', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 3000 }), lengths, (bytes, cut) => {
      expect(streamed(bytes, cut)).toBe(tlshDigest(bytes));
    }),
  );
});

test('so it is of pieces larger than the window of the module, and where there is none', () => {
  const large = input('random/1/1500000');
  expect(tlshDigest(large)).not.toBeNull();
  expect(streamed(large, [700_001, 3, 799_996])).toBe(tlshDigest(large));
  expect(streamed(input('random/1/49'), [20])).toBeNull();
  expect(streamed(new Uint8Array(100_000), [33_333])).toBeNull();
});
