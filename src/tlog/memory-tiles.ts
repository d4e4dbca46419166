import { LogError } from './error.ts';
import type { TileFetcher } from './proof.ts';
import { sliceTile, type TileName } from './tile.ts';
import { appendEntries, rowOf, type TileRows, type TreeHead, treeRoot } from './tree.ts';

/** A tree in memory: small ones, such as a record's layers, and those of tests. */
export interface MemoryTiles {
  head(): TreeHead;
  append(entries: readonly Uint8Array[]): TreeHead;
  /** A tile or bundle as a log serves it; null for one that it has not. */
  read(tile: TileName): Uint8Array | null;
  readonly fetch: TileFetcher;
}

export function memoryTiles(entries: readonly Uint8Array[] = []): MemoryTiles {
  const stored = new Map<string, Uint8Array>();
  const rows: TileRows = {
    get: (path) => stored.get(path) ?? null,
    put: (path, bytes) => void stored.set(path, bytes),
  };
  let size = 0;
  const tiles: MemoryTiles = {
    head: () => ({ size, root: treeRoot(rows, size) }),
    append(more) {
      const head = appendEntries(rows, size, more);
      size = head.size;
      return head;
    },
    read(tile) {
      const bytes = stored.get(rowOf(tile.level, tile.index));
      return bytes ? sliceTile(bytes, tile) : null;
    },
    async fetch(tile) {
      const bytes = tiles.read(tile);
      if (!bytes) throw new LogError('missing', 'the tree has no such tile');
      return bytes;
    },
  };
  tiles.append(entries);
  return tiles;
}
