import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byteOrderMark,
  decodeLabelled,
  decodeUndeclared,
  decodeWindows1252,
} from '../../src/extract/charset.ts';

const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);

describe('windows-1252', () => {
  // https://encoding.spec.whatwg.org/index-windows-1252.txt, rows 0 to 31.
  const C1 = [
    0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
    0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc,
    0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
  ];

  it('follows the table of the standard', () => {
    const expected = Array.from(all, (byte) => C1[byte - 0x80] ?? byte);
    expect(Array.from(decodeWindows1252(all), (c) => c.charCodeAt(0))).toEqual(expected);
  });

  it('answers to all its labels, iso-8859-1 included', () => {
    for (const label of ['windows-1252', 'iso-8859-1', 'latin1', 'us-ascii']) {
      expect(decodeLabelled(Uint8Array.of(0x80), label)).toBe('€');
    }
  });

  it('decodes long inputs as it does short ones', () => {
    expect(decodeWindows1252(new Uint8Array(20_000).fill(0xe9))).toBe('é'.repeat(20_000));
  });
});

describe('decodeUndeclared', () => {
  it('gives back what was encoded as UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.startsWith('\ufeff'));
        expect(decodeUndeclared(new TextEncoder().encode(text))).toBe(text);
      }),
    );
  });

  it('is null where a byte has no character', () => {
    expect(decodeUndeclared(Uint8Array.of(0xe9, 0x81))).toBeNull();
    expect(decodeUndeclared(Uint8Array.of(0xfe, 0xff, 0x41))).toBeNull();
  });
});

it('knows byte order marks and unknown labels', () => {
  expect(byteOrderMark(Uint8Array.of(0xef, 0xbb, 0xbf))).toBe('utf-8');
  expect(byteOrderMark(Uint8Array.of(0xef, 0xbb))).toBeNull();
  expect(decodeLabelled(all, 'utf-7')).toBeNull();
});
