import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryTiles } from '../../src/tlog/memory-tiles.ts';
import { root } from '../../src/tlog/merkle.ts';
import {
  packBundle,
  parseTilePath,
  readBundle,
  sliceTile,
  tilePath,
  widthIn,
} from '../../src/tlog/tile.ts';
import { someEntries } from './trees.ts';

describe('tile paths', () => {
  it.each([
    // The example of the specification, then the edges of three digits.
    [{ level: 0, index: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 63, index: 999, width: 1 }, 'tile/63/999.p/1'],
    [{ level: 1, index: 1000, width: 255 }, 'tile/1/x001/000.p/255'],
    [{ level: 'entries', index: 272, width: 112 }, 'tile/entries/272.p/112'],
  ] as const)('%j is %s', (name, path) => {
    expect(tilePath(name)).toBe(path);
    expect(parseTilePath(path)).toEqual(name);
  });

  it.each([
    'tile/0/0',
    'tile/0/x000/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/8/0/000',
    'tile/data/000',
    'tile/0/001/000',
    'tile/0/x001',
    'tile/0/x999/x999/x999/x999/x999/999',
    '/tile/0/000',
    'tile/0/000/',
    'tile/0/000?x',
    'tile/0/../000',
  ])('%s is none', (path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  it('are read as they are written, for any tile', () => {
    const level = fc.oneof(fc.nat({ max: 63 }), fc.constant('entries' as const));
    const index = fc.maxSafeNat();
    const width = fc.integer({ min: 1, max: 256 });
    fc.assert(
      fc.property(fc.record({ level, index, width }), (name) => {
        expect(parseTilePath(tilePath(name))).toEqual(name);
      }),
    );
  });
});

describe('tiles', () => {
  it('have the widths of the specification for 70,000 and 256 leaves', () => {
    const widths = (level: number, indices: number[], size: number) =>
      indices.map((index) => widthIn(level, index, size));
    expect(widths(0, [0, 272, 273, 274], 70_000)).toEqual([256, 256, 112, 0]);
    expect(widths(1, [0, 1, 2], 70_000)).toEqual([256, 17, 0]);
    expect(widths(2, [0, 1], 70_000)).toEqual([1, 0]);
    expect(widths(0, [0, 1], 256)).toEqual([256, 0]);
    expect(widths(1, [0], 256)).toEqual([1]);
  });

  it('lead to the root of the definition, however the entries came', () => {
    const entries = someEntries(1200);
    const cuts = fc.array(fc.nat({ max: 600 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(cuts, (counts) => {
        const tiles = memoryTiles();
        let size = 0;
        for (const count of counts) {
          const more = entries.slice(size, size + count);
          const head = tiles.append(more);
          size += more.length;
          expect(head.size).toBe(size);
          expect(head.root).toEqual(root(entries.slice(0, size)));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('serve every width that was once the last, and none beyond', () => {
    const entries = someEntries(300);
    const tiles = memoryTiles(entries);
    const small = memoryTiles(entries.slice(0, 7));
    for (const level of [0, 'entries'] as const) {
      const name = { level, index: 0, width: 7 };
      expect(tiles.read(name)).toEqual(small.read(name));
      expect(tiles.read({ level, index: 0, width: 256 })).not.toBeNull();
      expect(tiles.read({ level, index: 1, width: 44 })).not.toBeNull();
      expect(tiles.read({ level, index: 1, width: 45 })).toBeNull();
      expect(tiles.read({ level, index: 1, width: 256 })).toBeNull();
      expect(tiles.read({ level, index: 2, width: 1 })).toBeNull();
    }
  });

  it('keep entries of any length apart, and refuse what does not fit', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (entries) => {
        const bytes = packBundle(entries);
        expect(readBundle(bytes)).toEqual(entries);
        for (let width = 0; width <= entries.length; width++) {
          const name = { level: 'entries', index: 0, width } as const;
          expect(readBundle(sliceTile(bytes, name) as Uint8Array)).toEqual(entries.slice(0, width));
        }
        if (entries.length > 0) expect(readBundle(bytes.subarray(0, -1))).not.toEqual(entries);
      }),
    );
    expect(readBundle(Uint8Array.of(0))).toBeNull();
    expect(readBundle(Uint8Array.of(0, 2, 1))).toBeNull();
    expect(() => packBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });
});
