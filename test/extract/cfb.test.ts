import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCompound, type Storage } from '../../src/extract/cfb.ts';
import { ExtractError } from '../../src/extract/reader.ts';
import { compound, type Tree } from './compound.ts';
import { expectProblem } from './helpers.ts';

const bytes = (length: number, step = 7) => Uint8Array.from({ length }, (_, i) => (i * step) % 251);

/** All streams by path. */
function walk(storage: Storage, path = ''): Record<string, number[]> {
  const found: Record<string, number[]> = {};
  for (const stream of storage.streams.values()) found[path + stream.name] = [...stream.read()];
  for (const inner of storage.storages.values()) {
    Object.assign(found, walk(inner, `${path}${inner.name}/`));
  }
  return found;
}

function flat(tree: Tree, path = ''): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([name, content]) =>
      content instanceof Uint8Array
        ? [[path + name, [...content]]]
        : Object.entries(flat(content, `${path}${name}/`)),
    ),
  );
}

const TREE: Tree = {
  court: bytes(10),
  moyen: bytes(200),
  long: bytes(5000),
  Dossier: { limite: bytes(4096), mini: bytes(64), vide: bytes(0), Fond: { grand: bytes(70_000) } },
};

describe('a compound file', () => {
  it('has the streams that were written', () => {
    expect(walk(readCompound(compound(TREE)))).toEqual(flat(TREE));
  });

  it('of more than 109 table sectors is read through their list', () => {
    // 110 tables of 128 sectors of 512 bytes each.
    const tree = { grand: bytes(110 * 128 * 512) };
    const plain = compound(tree);
    const view = new DataView(plain.buffer);
    const tables = view.getUint32(44, true);
    expect(tables).toBeGreaterThan(109);
    const first = view.getUint32(76, true);
    const list = new Uint8Array(512).fill(0xff);
    const listView = new DataView(list.buffer);
    for (let i = 109; i < tables; i++) listView.setUint32((i - 109) * 4, first + i, true);
    listView.setUint32(508, 0xfffffffe, true);
    const whole = new Uint8Array(plain.length + 512);
    whole.set(plain);
    whole.set(list, plain.length);
    new DataView(whole.buffer).setUint32(68, plain.length / 512 - 1, true);
    expect(readCompound(whole).streams.get('GRAND')?.read()).toEqual(tree.grand);
  });
});

describe('a hostile compound file', () => {
  const whole = compound(TREE);
  const view = new DataView(whole.buffer);
  const offset = (sector: number) => (sector + 1) * 512;
  const tables = offset(view.getUint32(76, true));
  const directory = offset(view.getUint32(48, true));
  const miniTable = offset(view.getUint32(60, true));
  const set = (at: number, value: number) => {
    const changed = whole.slice();
    new DataView(changed.buffer).setUint32(at, value, true);
    return changed;
  };
  const readAll = (file: Uint8Array) => () => walk(readCompound(file));
  /** Place of a directory entry by name. */
  const entry = (name: string): number => {
    for (let at = directory; ; at += 128) {
      const length = view.getUint16(at + 64, true) - 2;
      if (new TextDecoder('utf-16le').decode(whole.subarray(at, at + length)) === name) return at;
    }
  };
  const sectorOf = (name: string) => view.getUint32(entry(name) + 116, true);

  it.each<[string, Uint8Array]>([
    ['a loop in the table', set(tables + sectorOf('long') * 4, sectorOf('long'))],
    ['a loop in the small table', set(miniTable + sectorOf('moyen') * 4, sectorOf('moyen'))],
    [
      'a loop in the chain of the directory',
      set(tables + view.getUint32(48, true) * 4, view.getUint32(48, true)),
    ],
    ['a loop in the tree of names', set(entry('long') + 72, 1)],
    ['a folder inside itself', set(entry('Dossier') + 76, 1)],
    ['two streams in one place', set(entry('grand') + 116, sectorOf('long'))],
    ['a stream beyond the file', set(entry('long') + 116, 0xffff)],
    ['a size beyond the file', set(entry('long') + 120, 0x7fffffff)],
    ['a table beyond the file', set(76, 0xffff)],
    ['a list of tables beyond the file', set(68, 0xffff)],
    ['a name of 2 KB', set(entry('long') + 64, 0x0002_0800)],
  ])('with %s is unreadable', async (_, file) => {
    await expectProblem(readAll(file), 'unreadable');
  });

  it('with two streams of one name is unreadable', async () => {
    const twin = compound({ aa: bytes(3), ab: bytes(4) });
    const at = Buffer.from(twin).indexOf(Buffer.from('ab', 'utf16le'));
    twin[at + 2] = 0x41;
    await expectProblem(readAll(twin), 'unreadable');
  });

  it('with a loop in the list of tables is unreadable', async () => {
    const last = whole.length / 512 - 2;
    const changed = set(68, last);
    new DataView(changed.buffer).setUint32(offset(last) + 508, last, true);
    await expectProblem(readAll(changed), 'unreadable');
  });

  it('cut anywhere has a coded error or all its streams', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        try {
          expect(readAll(whole.slice(0, length))()).toEqual(flat(TREE));
        } catch (error) {
          expect(error).toBeInstanceOf(ExtractError);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('with any bytes changed throws coded errors only', () => {
    const change = fc.tuple(fc.nat(whole.length / 4 - 1), fc.nat(0xffffffff));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const file = whole.slice();
        for (const [at, value] of changes) new DataView(file.buffer).setUint32(at * 4, value, true);
        try {
          readAll(file)();
        } catch (error) {
          expect(error).toBeInstanceOf(ExtractError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
