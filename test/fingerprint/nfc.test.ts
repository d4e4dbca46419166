import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalise } from '../../src/fingerprint/canonical.ts';
import { nfc } from '../../src/fingerprint/nfc.ts';

test('is NFC for texts that people write', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(nfc(text)).toBe(text.normalize('NFC'));
    }),
    { seed: 1, numRuns: 500 },
  );
  expect(nfc('e\u0301')).toBe('é');
});

test('stays canonically equivalent when marks have no end', () => {
  // Dots below (class 220) after accents (230), so that order matters.
  const text = `e${'\u0301'.repeat(150)}${'\u0323'.repeat(150)}`;
  expect(nfc(text).normalize('NFD')).toBe(text.normalize('NFD'));
});

test('of 300,000 marks in falling order ends', () => {
  const text = `a${'\u0345'.repeat(100_000)}${'\u0301'.repeat(100_000)}${'\u0316'.repeat(100_000)}`;
  expect(nfc(text)).toHaveLength(300_001);
}, 10_000);

test('a list of 250,000 labels is taken off', () => {
  const lines = Array.from({ length: 250_000 }, (_, n) => ({ text: n % 2 ? 'b) deux' : 'a) un' }));
  expect(canonicalise({ pages: [lines] }).bodyJoined.slice(0, 15)).toBe('un deux un deux');
}, 10_000);
