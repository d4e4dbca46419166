import { readDecimal } from './decimal.ts';

/**
 * Names and bytes of tiles and entry bundles (C2SP tlog-tiles). A tile is up to 256 consecutive hashes of
 * one level: of leaves at level 0, of full tiles of the level below above that. A bundle is the
 * entries of a level 0 tile, each after its length in two bytes.
 */

export const TILE_WIDTH = 256;
export const HASH_BYTES = 32;

export interface TileName {
  readonly level: number | 'entries';
  readonly index: number;
  /** Hashes or entries asked for, 1 to 256; 256 is the full tile. */
  readonly width: number;
}

/** Path below the log's prefix, e.g. `tile/0/x001/x234/067.p/12`. */
export function tilePath({ level, index, width }: TileName): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Reads a path below the log's prefix; null unless it is one that `tilePath` writes. */
export function parseTilePath(path: string): TileName | null {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!match) return null;
  const [, kind = '', digits = '', partial] = match;
  const index = readDecimal(digits.replace(/[x/]/g, '').replace(/^0+(?=\d)/, ''));
  const level: TileName['level'] | null = kind === 'entries' ? kind : readDecimal(kind);
  const width = partial === undefined ? TILE_WIDTH : readDecimal(partial);
  if (index === null || level === null || width === null) return null;
  const name: TileName = { level, index, width };
  return tilePath(name) === path && fits(name) ? name : null;
}

function fits({ level, width }: TileName): boolean {
  return width >= 1 && width <= TILE_WIDTH && (level === 'entries' || level <= 63);
}

/** How many hashes or entries of a tile a tree of `size` leaves has: 0 to 256. */
export function widthIn(level: number | 'entries', index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
  return Math.min(TILE_WIDTH, Math.max(0, hashes - index * TILE_WIDTH));
}

/** Hash at `position` of a tile's bytes, by reference. */
export function hashAt(tile: Uint8Array, position: number): Uint8Array {
  return tile.subarray(position * HASH_BYTES, (position + 1) * HASH_BYTES);
}

/** The hashes of a tile in order, by reference. */
export function hashesOf(tile: Uint8Array): Uint8Array[] {
  return Array.from({ length: tile.length / HASH_BYTES }, (_, i) => hashAt(tile, i));
}

/** @throws RangeError for an entry of more than 65,535 bytes */
export function packBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const entry of entries) {
    if (entry.length > 0xffff) throw new RangeError('an entry has at most 65,535 bytes');
    view.setUint16(at, entry.length);
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** Entries of a bundle in order, by reference; null when its lengths do not fit its bytes. */
export function readBundle(bytes: Uint8Array): Uint8Array[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 2 > bytes.length) return null;
    const end = at + 2 + view.getUint16(at);
    if (end > bytes.length) return null;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/**
 * The first `width` hashes or entries of what is stored of a tile; null when it has fewer. Tiles only
 * grow at their end, so one stored row serves every width that was ever published.
 */
export function sliceTile(stored: Uint8Array, { level, width }: TileName): Uint8Array | null {
  if (level !== 'entries') {
    const end = width * HASH_BYTES;
    return end <= stored.length ? stored.subarray(0, end) : null;
  }
  const entries = readBundle(stored);
  if (!entries || entries.length < width) return null;
  return stored.subarray(
    0,
    entries.slice(0, width).reduce((sum, entry) => sum + 2 + entry.length, 0),
  );
}
