import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';

const folder = new URL('../fixtures/archive/', import.meta.url);
const file = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  text: string;
};
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const join = (...pieces: Uint8Array[]) => new Uint8Array(Buffer.concat(pieces));
const gz = (data: Uint8Array | string) => new Uint8Array(gzipSync(data));
const MiB = 1024 * 1024;

describe('a gzip file', () => {
  it.each([
    ['named.gz', 'été.txt'],
    ['unnamed.gz', null],
    ['members.gz', 'a.txt'],
  ])('%s holds one file', async (name, inner) => {
    const found = await extract(file(name));
    expect(found).toMatchObject({ type: 'application/gzip', problem: null, reading: null });
    expect(found.parts.map((part) => [part.name, sha256(part.bytes)])).toEqual([
      [inner, expected.text],
    ]);
    expect(found.parts[0]?.reading?.text.pages).toEqual([[{ text: 'Un texte en gzip.' }]]);
  });

  it('around a tar has the parts of the tar', async () => {
    const found = await extract(file('pax.tar.gz'));
    expect(found.type).toBe('application/gzip');
    expect(found.parts).toEqual((await extract(file('pax.tar'))).parts);
  });

  it('around a damaged tar is damaged', async () => {
    const tar = file('pax.tar').subarray(0, 512 * 4);
    expect(await extract(gz(tar))).toMatchObject({
      problem: 'unreadable',
      detail: 'The end of the tar is missing.',
    });
  });

  it('of gzip files is opened to the limit', async () => {
    let bytes = gz('au fond');
    for (let i = 0; i < 5; i++) bytes = gz(bytes);
    let found = await extract(bytes);
    let depth = 0;
    while (found.parts[0]) {
      found = found.parts[0];
      depth++;
    }
    expect(found.problem).toBe('over_limit');
    expect(depth).toBe(LOCAL_LIMITS.maxArchiveDepth);
  });

  it('with every field of the header is read', async () => {
    // RFC 1952, 2.3: FEXTRA, FNAME, FCOMMENT and FHCRC.
    const head = Buffer.from('1f8b081e000000000003', 'hex');
    const fields = Buffer.from('\x04\x00AB\x00\x00a.txt\0note\0', 'latin1');
    const crc = Buffer.alloc(2);
    crc.writeUInt16LE(crc32(Buffer.concat([head, fields])) & 0xffff);
    const found = await extract(join(head, fields, crc, gz('texte').subarray(10)));
    expect(found.parts).toMatchObject([{ name: 'a.txt', problem: null }]);
    crc.writeUInt16LE(1);
    const wrong = await extract(join(head, fields, crc, gz('texte').subarray(10)));
    expect(wrong.problem).toBe('unreadable');
  });
});

/** The remainder of the polynomial division, bit by bit (RFC 1952, section 8). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('a hostile gzip file', () => {
  const text = gz('un texte');

  it.each<[string, Uint8Array]>([
    ['one byte behind it', join(text, Uint8Array.of(0x61))],
    ['zeros behind it', join(text, new Uint8Array(512))],
    ['text behind it', join(text, new TextEncoder().encode('et un secret'))],
    ['a member cut off behind it', join(text, text.subarray(0, 12))],
    ['its end cut off', text.subarray(0, -3)],
    ['no data', text.subarray(0, 10)],
    ['nothing but its magic', text.subarray(0, 3)],
    ['a wrong checksum', text.map((byte, i) => (i === text.length - 8 ? byte ^ 1 : byte))],
    ['a wrong length', text.map((byte, i) => (i === text.length - 4 ? byte ^ 1 : byte))],
    ['a reserved flag', text.map((byte, i) => (i === 3 ? 0x20 : byte))],
    [
      'a damaged first member',
      join(
        text.map((byte, i) => (i === text.length - 8 ? byte ^ 1 : byte)),
        text,
      ),
    ],
  ])('with %s is unreadable', async (_, bytes) => {
    expect(await extract(bytes)).toMatchObject({
      type: 'application/gzip',
      problem: 'unreadable',
      detail: expect.stringMatching(/^The gzip file is damaged/),
      parts: [],
    });
  });

  it('of zeros is over the limit of compression', async () => {
    const found = await extract(gz(new Uint8Array(20 * MiB)));
    expect(found).toMatchObject({ problem: 'over_limit', parts: [] });
  });

  it('larger than one member may be is over the limit', async () => {
    const noise = new Uint8Array(3 * MiB);
    for (let i = 0, x = 1; i < noise.length; i++) {
      x = (x * 1_103_515_245 + 12_345) & 0x7fffffff;
      noise[i] = x >> 16;
    }
    const bytes = gz(noise);
    expect((await extract(bytes)).parts).toHaveLength(1);
    const limits = { ...LOCAL_LIMITS, maxMemberBytes: 2 * MiB };
    expect((await extract(bytes, { limits })).problem).toBe('over_limit');
    const total = { ...LOCAL_LIMITS, maxTotalBytes: 2 * MiB };
    expect((await extract(bytes, { limits: total })).problem).toBe('over_limit');
  });

  it('of 100,000 empty members is over the limit', async () => {
    const one = gz('');
    const bytes = new Uint8Array(one.length * 100_000);
    for (let i = 0; i < 100_000; i++) bytes.set(one, i * one.length);
    expect(await extract(bytes)).toMatchObject({
      problem: 'over_limit',
      detail: 'The file has more than 20000 members.',
    });
  });

  it('with any byte changed is read as it was, or not at all', async () => {
    const whole = join(gz('un texte '), gz('et un autre'));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        const bytes = whole.slice();
        bytes[at] = value;
        const found = await extract(bytes);
        if (found.problem === null && found.type === 'application/gzip') {
          expect(new TextDecoder().decode(found.parts[0]?.bytes)).toBe('un texte et un autre');
        } else if (found.detail) expect(found.detail).not.toBe('The file could not be read.');
      }),
      { numRuns: 500 },
    );
  });
});
