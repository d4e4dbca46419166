import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExtractError } from '../../src/extract/reader.ts';
import { decompressRtf } from '../../src/extract/rtf-lzfu.ts';
import { expectProblem } from './helpers.ts';
import { literalRtf, storedRtf } from './msg-build.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

// MS-OXRTFCP, sections 3.1.1 and 3.1.2.
const SIMPLE = hex(
  '2d000000 2b000000 4c5a4675 f1c5c7a7 03000a00 72637067 31323542 320af320 68656c09 00206277 05b06c64 7d0a800f a0',
);
const CROSSING = hex('1a000000 1c000000 4c5a4675 e2d44b51 41000420 5758595a 0d6e7d01 0eb0');

describe('decompressRtf', () => {
  it.each([
    [SIMPLE, '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n'],
    [CROSSING, '{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}'],
    [storedRtf('{\\rtf1 a}'), '{\\rtf1 a}'],
    [literalRtf('{\\rtf1 Texte entier}'), '{\\rtf1 Texte entier}'],
  ])('gives what the specification says', (bytes, rtf) => {
    expect(text(decompressRtf(bytes))).toBe(rtf);
  });

  it('goes round its dictionary', () => {
    const long = `{\\rtf1 ${'abcdefghij'.repeat(1000)}}`;
    expect(text(decompressRtf(literalRtf(long)))).toBe(long);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['no end', SIMPLE.subarray(0, -4)],
    ['a wrong checksum', SIMPLE.map((byte, i) => (i === 20 ? byte ^ 1 : byte))],
    ['an unknown kind', SIMPLE.map((byte, i) => (i === 8 ? byte ^ 1 : byte))],
    ['a size of 4 GB', SIMPLE.map((byte, i) => (i === 7 ? 0xff : byte))],
  ])('refuses %s', async (_, bytes) => {
    await expectProblem(() => decompressRtf(bytes), 'unreadable');
  });

  it('throws coded errors only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (tail, head) => {
        try {
          decompressRtf(head ? new Uint8Array([...SIMPLE.subarray(0, 16), ...tail]) : tail);
        } catch (error) {
          expect(error).toBeInstanceOf(ExtractError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
