import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { decodeAtATime, decodeUtf8 } from '../../src/extract/charset.ts';

afterEach(() => decodeAtATime(Number.POSITIVE_INFINITY));

test('a text decoded some bytes at a time is that decoded at once', () => {
  const text = fc.string({ unit: 'binary' }).map((one) => new TextEncoder().encode(`\ufeff${one}`));
  fc.assert(
    fc.property(fc.oneof(text, fc.uint8Array()), fc.integer({ min: 1, max: 9 }), (bytes, most) => {
      decodeAtATime(Number.POSITIVE_INFINITY);
      const whole = decodeUtf8(bytes);
      decodeAtATime(most);
      expect(decodeUtf8(bytes)).toBe(whole);
    }),
    { numRuns: 500 },
  );
});
