import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tlshDigest, tlshDistance } from '../../src/fingerprint/tlsh.ts';
import { input } from '../vectors/inputs.ts';
import { cases } from '../vectors/suite.ts';
import tlshVectors from '../vectors/tlsh.json' with { type: 'json' };

describe('bit-exactness', () => {
  for (const { name, run } of cases.filter((c) => c.name.startsWith('TLSH'))) test(name, run);

  test('the vectors are as many as promised', () => {
    const digests = Object.values(tlshVectors.digests).filter((digest) => digest !== null);
    expect(digests.length).toBeGreaterThanOrEqual(300);
  });
});

describe('digest', () => {
  test('there is none below 50 bytes, nor for uniform bytes', () => {
    expect(tlshDigest(input('random/1/49'))).toBeNull();
    expect(tlshDigest(new Uint8Array(100_000))).toBeNull();
  });

  test('is null or well formed, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(tlshDigest(bytes) ?? `T1${'0'.repeat(70)}`).toMatch(/^T1[0-9A-F]{70}$/);
      }),
    );
  });
});

describe('distance', () => {
  const digest = fc
    .string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: 70, maxLength: 70 })
    .map((digits) => `T1${digits}`);

  test('is symmetric, 0 for equal digests, and never smaller with the length counted', () => {
    fc.assert(
      fc.property(digest, digest, (a, b) => {
        expect(tlshDistance(a, a)).toBe(0);
        expect(tlshDistance(a, b)).toBe(tlshDistance(b, a));
        expect(tlshDistance(a, b)).toBeGreaterThanOrEqual(tlshDistance(a, b, { length: false }));
      }),
    );
  });

  const valid = `T1${'0'.repeat(70)}`;
  test.each([
    '',
    'T1',
    '0'.repeat(70),
    `T1${'g'.repeat(70)}`,
    `${valid}0`,
    `${valid}\n`,
    `T1${'a'.repeat(70)}`,
  ])('refuses %j by name', (digest) => {
    expect(() => tlshDistance(digest, valid)).toThrow(RangeError);
    expect(() => tlshDistance(valid, digest)).toThrow(/not a TLSH digest/);
  });
});
