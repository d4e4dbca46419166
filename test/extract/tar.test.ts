import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';
import type { Document } from '../../src/fingerprint/document.ts';

const folder = new URL('../fixtures/archive/', import.meta.url);
const file = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  files: Record<string, string>;
  ustar: Record<string, string>;
};
const utf8 = (text: string) => new TextEncoder().encode(text);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const digests = (document: Document) =>
  Object.fromEntries(document.parts.map((part) => [part.name, sha256(part.bytes)]));
const names = (document: Document) => document.parts.map((part) => part.name);

/** A header block (POSIX.1, ustar) with its checksum. */
function header(name: string, size: number | string, type = '0'): Uint8Array {
  const block = new Uint8Array(512);
  const put = (text: string, at: number) => block.set(utf8(text), at);
  put(name, 0);
  put(typeof size === 'string' ? size : size.toString(8).padStart(11, '0'), 124);
  put(type, 156);
  put('ustar\x0000', 257);
  return signed(block);
}

/** The block with the right checksum. */
function signed(block: Uint8Array): Uint8Array {
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return block;
}

function member(name: string, text: string, type = '0'): Uint8Array {
  const data = utf8(text);
  const padded = new Uint8Array(Math.ceil(data.length / 512) * 512);
  padded.set(data);
  return join(header(name, data.length, type), padded);
}

function join(...pieces: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

const END = new Uint8Array(1024);
const tar = (...members: Uint8Array[]) => join(...members, END);

describe('a tar archive', () => {
  it.each(['gnu.tar', 'pax.tar'])('%s has the files that Python put in', async (name) => {
    const found = await extract(file(name));
    expect(found).toMatchObject({ type: 'application/x-tar', problem: null, reading: null });
    expect(digests(found)).toEqual(expected.files);
    expect(names(found)).toEqual(Object.keys(expected.files).sort());
  });

  it('of the ustar format has names put together from two fields', async () => {
    expect(digests(await extract(file('ustar.tar')))).toEqual(expected.ustar);
  });

  it('has the parts that a zip of the same files has', async () => {
    const files = { 'b.txt': 'deux', 'a.txt': 'un', 'dossier/c.txt': 'trois' };
    const packed = await extract(
      tar(...Object.entries(files).map(([name, text]) => member(`./${name}`, text))),
    );
    const zipped = await extract(
      zipSync(Object.fromEntries(Object.entries(files).map(([n, text]) => [n, utf8(text)]))),
    );
    expect(packed.parts).toEqual(zipped.parts);
  });

  it('older than ustar is told by its checksum', async () => {
    const old = header('a.txt', 5, '\0');
    old.fill(0, 257, 265);
    const found = await extract(tar(signed(old), join(utf8('texte'), new Uint8Array(507))));
    expect(found.type).toBe('application/x-tar');
    expect(names(found)).toEqual(['a.txt']);
  });

  it('names links and devices as parts that are not read', async () => {
    const found = await extract(file('special.tar'));
    expect(found.problem).toBeNull();
    expect(found.parts.map(({ name, problem, detail }) => [name, problem, detail])).toEqual([
      ['a.csv', null, undefined],
      ['d-lien', 'unreadable', 'A symbolic link is not read.'],
      ['e-dur', 'unreadable', 'A hard link is not read.'],
      ['f-disque', 'unreadable', 'A block device is not read.'],
      ['g-tube', 'unreadable', 'A pipe is not read.'],
    ]);
    // Two links are not one file because both hold no data.
    expect(new Set(found.parts.map((part) => sha256(part.bytes))).size).toBe(5);
  });

  it.each(['sparse-gnu.tar', 'sparse-pax.tar'])('names the sparse file of %s', async (name) => {
    const found = await extract(file(name));
    expect(found.parts).toMatchObject([
      { problem: 'unreadable', detail: 'A sparse file is not read.' },
    ]);
    expect(found.problem).toBeNull();
  });

  it('reads what follows a sparse file with a long list of pieces', async () => {
    const sparse = header('creux', 0, 'S');
    sparse[482] = 1;
    const list = new Uint8Array(1024);
    list[504] = 1;
    const found = await extract(tar(signed(sparse), list, member('a.txt', 'texte')));
    expect(names(found)).toEqual(['a.txt', 'creux']);
    expect(found.problem).toBeNull();
  });

  it('keeps two members of one name, whatever their order', async () => {
    const found = await extract(tar(member('a', 'un'), member('a', 'deux')));
    expect(names(found)).toEqual(['a', 'a']);
    const turned = await extract(tar(member('a', 'deux'), member('a', 'un')));
    expect(turned.parts).toEqual(found.parts);
  });

  it('leaves out what macOS adds, and nothing that only looks like it', async () => {
    const found = await extract(
      tar(
        member('._a.txt', '\0\x05\x16\x07\0'),
        member('.DS_Store', 'x'),
        member('._b.txt', 'texte'),
      ),
    );
    expect(names(found)).toEqual(['._b.txt']);
  });

  it('inside a zip inside a tar is opened', async () => {
    const zip = zipSync({ 'c.tar': tar(member('d.txt', 'texte')) });
    const padded = new Uint8Array(Math.ceil(zip.length / 512) * 512);
    padded.set(zip);
    const found = await extract(tar(header('b.zip', zip.length), padded));
    expect(found.parts[0]?.parts[0]?.parts[0]).toMatchObject({ name: 'd.txt', problem: null });
  });

  it('nested beyond the limit stops with a reason', async () => {
    const limits = { ...LOCAL_LIMITS, maxArchiveDepth: 0 };
    expect((await extract(tar(member('a', 'x')), { limits })).problem).toBe('over_limit');
  });
});

describe('a hostile tar', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['a size beyond the file', join(member('a', 'un'), header('b', 99_999), END), /longer/],
    [
      'a size of 2^80',
      join(member('a', 'un'), header('b', `\x80\x7f${'\x7f'.repeat(10)}`)),
      /longer|checksum/,
    ],
    ['a negative size', join(member('a', 'un'), header('b', '-0000000001'), END), /longer/],
    [
      'a wrong checksum',
      join(member('a', 'un'), member('b', 'x').fill(0x61, 0, 1), END),
      /checksum/,
    ],
    ['no end', member('a', 'un'), /end of the tar is missing/],
    ['half an end', join(member('a', 'un'), new Uint8Array(512)), /end of the tar is missing/],
    ['members behind its end', join(tar(member('a', 'un')), tar(member('b', 'x'))), /behind/],
    [
      'two names for a member',
      tar(
        member('a', 'un'),
        member('L', 'b', 'L'),
        member('x', '10 path=c\n', 'x'),
        member('b', 'y'),
      ),
      /two names/,
    ],
    [
      'a damaged pax header',
      tar(member('a', 'un'), member('x', '99 path=b\n', 'x'), member('b', 'y')),
      /damaged/,
    ],
    [
      'a pax header that renames all',
      tar(member('a', 'un'), member('g', '10 path=c\n', 'g')),
      /renames/,
    ],
    ['a hard link with data', tar(member('a', 'un'), header('b', 512, '1')), /hard link/],
  ])('with %s says so and keeps the members before', async (_, bytes, detail) => {
    const found = await extract(bytes);
    expect(found).toMatchObject({ problem: 'unreadable', detail: expect.stringMatching(detail) });
    expect(found.parts[0]).toMatchObject({ name: 'a', problem: null });
  });

  it('whose first header has a wrong checksum is a tar all the same', async () => {
    const found = await extract(tar(member('a', 'un').fill(0x62, 0, 1)));
    expect(found).toMatchObject({ type: 'application/x-tar', problem: 'unreadable', parts: [] });
  });

  it.each([
    ['members', '0'],
    ['extended headers', 'g'],
  ])('of 100,000 %s is over the limit', async (_, type) => {
    const block = header('a', 0, type);
    const bytes = new Uint8Array(100_000 * 512);
    for (let i = 0; i < 100_000; i++) bytes.set(block, i * 512);
    expect((await extract(bytes)).problem).toBe('over_limit');
  });

  it('with a member over the limit has it as a part over the limit', async () => {
    const limits = { ...LOCAL_LIMITS, maxMemberBytes: 3 };
    const found = await extract(tar(member('a', 'un'), member('b', 'deux')), { limits });
    expect(found.parts.map((part) => part.problem)).toEqual([null, 'over_limit']);
  });

  it('with any byte changed never throws and never loses a member unsaid', async () => {
    const whole = join(file('pax.tar').subarray(0, 512 * 10), END);
    const before = (await extract(whole)).parts.length;
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        const bytes = whole.slice();
        bytes[at] = value;
        const found = await extract(bytes);
        if (found.detail) expect(found.detail).not.toBe('The file could not be read.');
        if (found.parts.length < before) expect(found.problem).not.toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('made of random blocks never throws', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ minLength: 512, maxLength: 512 }),
      fc.constantFrom(
        member('a', 'x'),
        member('x', '10 path=c\n', 'x'),
        member('L', 'nom', 'L'),
        header('s', 0, 'S'),
        new Uint8Array(512),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const bytes = join(member('a', 'x'), ...pieces);
        const found = await extract(bytes);
        expect(found.bytes).toBe(bytes);
        if (found.detail) expect(found.detail).not.toBe('The file could not be read.');
      }),
      { numRuns: 300 },
    );
  });
});
