import { crc32 as reference } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32 } from '../../src/fingerprint/crc32.ts';
import { input } from '../vectors/inputs.ts';

test('the checksum of bytes of any length, at once and in two pieces, is that of zlib', () => {
  const bytes = input('random/9/1000');
  for (let length = 0; length < 100; length++) {
    const some = bytes.subarray(length, 2 * length);
    expect(crc32(some)).toBe(reference(some));
    const half = length >> 1;
    expect(crc32(some.subarray(half), crc32(some.subarray(0, half)))).toBe(reference(some));
  }
});
