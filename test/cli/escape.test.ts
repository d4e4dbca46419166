import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathFields, safeJson, safePath, safeText } from '../../src/cli/escape.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

describe('safe text', () => {
  test.each([
    ['plain é 文.txt', 'plain é 文.txt'],
    ['two\nlines\tand\rmore', 'two\\nlines\\tand\\rmore'],
    ['back\\slash', 'back\\\\slash'],
    ['\u001b[31mred', '\\u001b[31mred'],
    ['c1 \u009b31m', 'c1 \\u009b31m'],
    ['exe\u202etxt.', 'exe\\u202etxt.'],
  ])('%j', (text, expected) => {
    expect(safeText(text)).toBe(expected);
  });

  test('nothing a terminal obeys is left, and nothing is lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const safe = safeText(text);
        expect(safe).not.toMatch(OBEYED);
        const back = safe.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_all, hex, char) =>
          hex
            ? String.fromCharCode(parseInt(hex, 16))
            : ({ n: '\n', r: '\r', t: '\t' }[char as string] ?? char),
        );
        expect(back).toBe(text);
      }),
    );
  });
});

describe('safe paths', () => {
  test.each([
    ['r\u00e9sum\u00e9', Buffer.from('r\u00e9sum\u00e9'), 'résumé'],
    ['latin-1', Buffer.from('r\xe9sum\xe9.txt', 'latin1'), 'r\\xe9sum\\xe9.txt'],
    ['latin-1 beside UTF-8', Buffer.concat([Buffer.from('é'), Buffer.of(0xff)]), 'é\\xff'],
    ['a cut sequence', Buffer.of(0x61, 0xe6, 0x96), 'a\\xe6\\x96'],
    ['a surrogate', Buffer.of(0xed, 0xa0, 0x80), '\\xed\\xa0\\x80'],
    ['overlong', Buffer.of(0xc0, 0xaf), '\\xc0\\xaf'],
    ['a line feed', Buffer.from('a\nb'), 'a\\nb'],
  ])('%s', (_name, path, expected) => {
    expect(safePath(path)).toBe(expected);
  });

  test('are told apart whatever their bytes', () => {
    const paths = fc.uint8Array({ maxLength: 12 });
    fc.assert(
      fc.property(paths, paths, (a, b) => {
        expect(safePath(a)).not.toMatch(OBEYED);
        expect(safePath(a) === safePath(b)).toBe(Buffer.compare(a, b) === 0);
      }),
      { numRuns: 500 },
    );
  });
});

test('JSON gives the same value back and holds nothing a terminal obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = safeJson({ text });
      expect(line).not.toMatch(OBEYED);
      expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify({ text })));
    }),
  );
});

test('a path that is no UTF-8 keeps its bytes beside its text', () => {
  expect(pathFields(Buffer.from('a\nb'))).toEqual({ path: 'a\nb' });
  expect(pathFields(Buffer.of(0x61, 0xe9))).toEqual({ path: 'a\ufffd', path_bytes: 'Yek=' });
});
