import { constants, deflateRawSync, gzipSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gunzipped, inflatedPieces } from '../../src/extract/inflate-stream.ts';
import { input } from '../vectors/inputs.ts';

/** In one array that is overwritten, which is all that a reader may count on. */
async function* pieces(bytes: Uint8Array, length: number) {
  const array = new Uint8Array(length);
  for (let at = 0; at < bytes.length; at += length) {
    const piece = bytes.subarray(at, at + length);
    array.fill(0xff);
    array.set(piece);
    yield array.subarray(0, piece.length);
  }
  array.fill(0xff);
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const copies: Buffer[] = [];
  for await (const chunk of chunks) copies.push(Buffer.from(chunk));
  return Buffer.concat(copies);
}

function same(a: Uint8Array, b: Uint8Array): void {
  expect(Buffer.compare(a, b)).toBe(0);
}

const random = input('random/1/40000');
/** Matches as far back as they may be, and across what is given at a time. */
const FAR = Buffer.concat(Array.from({ length: 12 }, () => random.subarray(0, 32_768)));
const DATA = {
  text: input('text/2/700000'),
  random: Buffer.concat([random, random, input('random/3/400000')]),
  far: FAR,
  zeros: new Uint8Array(1_000_000),
  none: new Uint8Array(0),
};

describe('deflated data', () => {
  test.each(Object.entries(DATA))('%s, by any way of compressing, come back', async (_, data) => {
    for (const level of [0, 1, 6, 9]) {
      for (const strategy of [0, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED]) {
        const deflated = deflateRawSync(data, { level, strategy });
        for (const length of [977, 70_000, 1 << 20]) {
          same(await all(inflatedPieces(pieces(deflated, length))), data);
        }
      }
    }
  });

  test('in pieces of a byte come back', async () => {
    const data = DATA.text.subarray(0, 3000);
    same(await all(inflatedPieces(pieces(deflateRawSync(data), 1))), data);
  });

  test('are always given in the same array', async () => {
    const arrays = new Set<ArrayBufferLike>();
    for await (const piece of inflatedPieces(pieces(deflateRawSync(DATA.zeros), 1 << 20))) {
      arrays.add(piece.buffer);
    }
    expect(arrays.size).toBe(1);
  });

  test('that are damaged are so for zlib as well, and for it alone where anything follows', async () => {
    const kinds = [1, 6].flatMap((level) =>
      [0, constants.Z_FIXED].map((strategy) => {
        return deflateRawSync(DATA.text.subarray(0, 900), { level, strategy });
      }),
    );
    const change = fc.tuple(fc.nat(1000), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat(3000),
        async (deflated, changes, cut) => {
          const bytes = new Uint8Array(deflated).subarray(0, Math.max(1, cut));
          for (const [at, value] of changes) bytes[at % Math.min(60, bytes.length)] = value;
          same(await told(bytes), zlib(bytes));
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('of any bytes at all are taken as zlib takes them', async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(bytes, async (one) => same(await told(one), zlib(one))),
      { numRuns: 1500 },
    );
  });
});

const NONE = Buffer.from('damaged');

const told = (bytes: Uint8Array) =>
  all(inflatedPieces(pieces(bytes, 64))).catch((error) => {
    expect(error.problem).toBe('unreadable');
    return NONE;
  });

function zlib(bytes: Uint8Array): Uint8Array {
  try {
    // What zlib does not look at follows the stream.
    const { buffer, engine } = inflateRawSync(bytes, { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return engine.bytesWritten === bytes.length ? buffer : NONE;
  } catch {
    return NONE;
  }
}

const gunzip = (bytes: Uint8Array, length: number) => all(gunzipped(pieces(bytes, length)));

describe('a gzip file', () => {
  test('has the data of all its members, however short, one after the other', async () => {
    const parts = [DATA.none, DATA.text, DATA.text.subarray(0, 5), DATA.none, DATA.far, DATA.none];
    const bytes = Buffer.concat(parts.map((part) => gzipSync(part)));
    for (const length of [1, 977, 1 << 20]) same(await gunzip(bytes, length), Buffer.concat(parts));
    const many = Buffer.concat(Array.from({ length: 9000 }, () => gzipSync('ab')));
    expect((await gunzip(many, 1 << 20)).toString()).toBe('ab'.repeat(9000));
  });

  const text = gzipSync('un texte');
  const changed = (at: number, value: number) => text.map((byte, i) => (i === at ? value : byte));
  test.each<[string, Uint8Array]>([
    ['its end cut off', text.subarray(0, -3)],
    ['its header cut off', text.subarray(0, 8)],
    ['a wrong checksum', changed(text.length - 8, (text.at(-8) ?? 0) ^ 1)],
    ['a wrong length', changed(text.length - 4, (text.at(-4) ?? 0) ^ 1)],
    ['a reserved flag', changed(3, 0x20)],
    ['one byte behind it', Buffer.concat([text, Buffer.of(0x61)])],
    ['zeros behind it', Buffer.concat([text, Buffer.alloc(512)])],
    ['half a member behind it', Buffer.concat([text, text.subarray(0, 12)])],
  ])('with %s is unreadable', async (_, bytes) => {
    for (const length of [1, 1 << 20]) {
      await expect(gunzip(bytes, length)).rejects.toMatchObject({ problem: 'unreadable' });
    }
  });
});
