import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAscii85, decodeHex, decodeRunLength } from '../../src/extract/pdf/ascii.ts';
import { inflateZlib } from '../../src/extract/pdf/flate.ts';
import { canonicalNumber, Lexer } from '../../src/extract/pdf/lexer.ts';
import { decodeLzw } from '../../src/extract/pdf/lzw.ts';
import { undoPredictor } from '../../src/extract/pdf/predictor.ts';
import { Doubt } from '../../src/extract/pdf/values.ts';

const MAX = 1 << 20;
const ascii = (text: string) => new TextEncoder().encode(text);

describe('flate', () => {
  test('whatever zlib packs, at any level', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60_000 }),
        fc.integer({ min: 0, max: 9 }),
        (data, level) => {
          expect(inflateZlib(deflateSync(data, { level }), MAX)).toEqual(data);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('every cut inside the deflate data is a doubt', () => {
    const data = Uint8Array.from({ length: 500 }, (_, i) => (i * i) % 251);
    const packed = new Uint8Array(deflateSync(data));
    // The last four bytes are the checksum, which viewers do not need.
    for (let length = 0; length < packed.length - 5; length++) {
      expect(() => inflateZlib(packed.subarray(0, length), MAX), `${length}`).toThrow(Doubt);
    }
  });

  test('a bomb stops at the ceiling', () => {
    expect(() => inflateZlib(deflateSync(new Uint8Array(MAX + 1)), MAX)).toThrow(Doubt);
    expect(inflateZlib(deflateSync(new Uint8Array(MAX)), MAX)).toHaveLength(MAX);
  });
});

describe('LZW', () => {
  test('the example of ISO 32000-1, 7.4.4.2', () => {
    const packed = Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01);
    expect([...decodeLzw(packed, 1, MAX)]).toEqual([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
  });

  test('no end code', () => {
    expect(() => decodeLzw(Uint8Array.of(0x80, 0x0b), 1, MAX)).toThrow(Doubt);
  });
});

describe('ASCII', () => {
  // Packed with Python's base64.a85encode(…, adobe=True), its leading <~ taken off.
  test.each([
    ['BOu!rD]j7BEbo7~>', 'hello world'],
    ['9jqo^~>', 'Man '],
    ['z~>', '\0\0\0\0'],
    ['~>', ''],
  ])('ASCII85 %s', (packed, text) => {
    expect(new TextDecoder().decode(decodeAscii85(ascii(packed), MAX))).toBe(text);
  });

  test.each(['BOu!r', '!~>', 'uuuuu~>', '9jq|^~>'])('ASCII85 %s is a doubt', (packed) => {
    expect(() => decodeAscii85(ascii(packed), MAX)).toThrow(Doubt);
  });

  test('hex, with an odd digit', () => {
    expect([...decodeHex(ascii('41 4\n2 5>'), MAX)]).toEqual([0x41, 0x42, 0x50]);
    expect(() => decodeHex(ascii('41'), MAX)).toThrow(Doubt);
    expect(() => decodeHex(ascii('4g>'), MAX)).toThrow(Doubt);
  });

  test('run length', () => {
    expect([...decodeRunLength(Uint8Array.of(2, 7, 8, 9, 254, 5, 128), MAX)]).toEqual([
      7, 8, 9, 5, 5, 5,
    ]);
    expect(() => decodeRunLength(Uint8Array.of(2, 7), MAX)).toThrow(Doubt);
  });
});

describe('predictors', () => {
  const gray = { colors: 1, bits: 8, columns: 3 };

  test('PNG: none, sub, up, average, Paeth', () => {
    const rows = [
      [0, 10, 20, 30],
      [1, 1, 1, 1],
      [2, 1, 1, 1],
      [3, 5, 5, 5],
      [4, 1, 1, 1],
    ];
    const plain = undoPredictor(Uint8Array.from(rows.flat()), { ...gray, predictor: 15 });
    // Row 4: 5+(0+2)/2, 5+(6+3)/2, 5+(9+4)/2, halves cut; row 5 predicts from above.
    expect([...plain]).toEqual([10, 20, 30, 1, 2, 3, 2, 3, 4, 6, 9, 11, 7, 10, 12]);
  });

  test('TIFF', () => {
    const plain = undoPredictor(Uint8Array.of(250, 10, 1, 1, 1, 1), { ...gray, predictor: 2 });
    expect([...plain]).toEqual([250, 4, 5, 1, 2, 3]);
  });

  test.each([
    ['a row cut short', [0, 1], 12],
    ['an unknown filter type', [5, 1, 1, 1], 12],
    ['an unknown predictor', [0, 1, 1, 1], 3],
  ])('%s is a doubt', (_, data, predictor) => {
    const cut = Uint8Array.from(data);
    expect(() => undoPredictor(cut, { ...gray, predictor })).toThrow(Doubt);
  });
});

describe('values', () => {
  test.each([
    ['01', '1'],
    ['1.0', '1'],
    ['+1.50', '1.5'],
    ['-.5', '-0.5'],
    ['4.', '4'],
    ['-0.0', '0'],
    ['0.10000000000000000000000001', '0.10000000000000000000000001'],
  ])('number %s is %s', (token, text) => {
    expect(canonicalNumber(token)).toBe(text);
  });

  test.each(['', '.', '-', '--1', '1e5', '1-', '0x1'])('%s is no number', (token) => {
    expect(() => canonicalNumber(token)).toThrow(Doubt);
  });

  test.each<[string, string]>([
    ['(a\\(b\\)c)', 'a(b)c'],
    ['(a(b)c)', 'a(b)c'],
    ['(\\101\\12)', 'A\n'],
    ['(a\\\r\nb)', 'ab'],
    ['(a\r\nb)', 'a\nb'],
    ['<41 4>', 'A@'],
  ])('string %s', (token, text) => {
    expect(new Lexer(ascii(token)).value()).toEqual({ kind: 'string', text });
  });

  test.each(['(a', '<4x>', '<< /A 1', '[1', '<< 1 2 >>', '/A#0', '/A#00', '(\\777)', 'nul', ')'])(
    '%s is a doubt',
    (token) => {
      expect(() => new Lexer(ascii(token)).value()).toThrow(Doubt);
    },
  );

  test('a null entry is no entry', () => {
    expect(new Lexer(ascii('<</A null/B 2 0 R/C [1 0]>>')).value()).toEqual(
      new Map<string, unknown>([
        ['B', { kind: 'ref', num: 2, gen: 0 }],
        ['C', [number('1'), number('0')]],
      ]),
    );
  });

  test('garbage ends in a value or a doubt', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          new Lexer(bytes).value();
        } catch (error) {
          expect(error).toBeInstanceOf(Doubt);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function number(text: string) {
  return { kind: 'number', text };
}
