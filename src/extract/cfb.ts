/**
 * Compound files (MS-CFB): storages and streams, as folders and files.
 *
 * No sector may belong to two streams: that ends loops in any of the tables, and keeps a
 * small file from standing for a large one. Each stream is checked when it is read.
 */
import { ExtractError } from './reader.ts';

export interface Stream {
  readonly name: string;
  /** Bytes, as declared. */
  readonly size: number;
  /** @throws ExtractError `unreadable` */
  read(): Uint8Array;
}

export interface Storage {
  readonly name: string;
  /** By name in upper case, by which MS-CFB compares. */
  readonly storages: ReadonlyMap<string, Storage>;
  readonly streams: ReadonlyMap<string, Stream>;
}

const MAX_SECTOR = 0xfffffffa;
const NO_ENTRY = 0xffffffff;
const HEADER_TABLES = 109;
const ENTRY_BYTES = 128;
const MINI_SECTOR = 64;
/** Streams shorter than this stand in the stream of the root entry. */
const MINI_CUTOFF = 4096;

const STORAGE = 1;
const STREAM = 2;
const ROOT = 5;

/**
 * Reads the directory of a compound file.
 *
 * @throws ExtractError `unreadable`
 */
export function readCompound(bytes: Uint8Array): Storage {
  try {
    return new Compound(bytes).root();
  } catch (error) {
    if (error instanceof ExtractError) throw error;
    // DataView throws RangeError for what points outside the file.
    throw new ExtractError('unreadable', DAMAGED, { cause: error });
  }
}

const DAMAGED = 'The compound file is damaged.';

function damaged(): never {
  throw new ExtractError('unreadable', DAMAGED);
}

/** A space of sectors with the table that chains them. */
interface Sectors {
  readonly table: Uint32Array;
  /** One byte a sector, 1 once a stream has it. */
  readonly taken: Uint8Array;
  readonly size: number;
  sector(index: number): Uint8Array;
}

class Compound {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #large: Sectors;
  #small: Sectors | null = null;
  readonly #entries: Uint8Array;
  readonly #visited: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const shift = this.#view.getUint16(30, true);
    const small = this.#view.getUint16(32, true);
    if ((shift !== 9 && shift !== 12) || small !== 6) damaged();
    const size = 2 ** shift;
    const count = Math.ceil(bytes.length / size);
    const sector = (index: number) => {
      // The last sector may be cut short: what is missing of it is found when it is needed.
      if ((index + 1) * size >= bytes.length) damaged();
      return bytes.subarray((index + 1) * size, (index + 2) * size);
    };
    const table = this.#table(size, count, sector);
    this.#large = { table, taken: new Uint8Array(count), size, sector };
    this.#entries = this.#chain(this.#large, this.#view.getUint32(48, true), null);
    this.#visited = new Uint8Array(Math.floor(this.#entries.length / ENTRY_BYTES));
  }

  root(): Storage {
    const entry = this.#entry(0);
    if (entry.type !== ROOT) damaged();
    return this.#storage(entry);
  }

  /** The allocation table; the header lists its first sectors, a chain of their own the rest. */
  #table(size: number, count: number, sector: (index: number) => Uint8Array): Uint32Array {
    const view = this.#view;
    const places: number[] = [];
    for (let i = 0; i < HEADER_TABLES; i++) {
      const place = view.getUint32(76 + i * 4, true);
      if (place < MAX_SECTOR) places.push(place);
    }
    let next = view.getUint32(68, true);
    for (let n = 0; next < MAX_SECTOR; n++) {
      if (n > count) damaged();
      const list = numbers(sector(next));
      for (const place of list.subarray(0, -1)) if (place < MAX_SECTOR) places.push(place);
      if (places.length > count) damaged();
      next = list.at(-1) ?? NO_ENTRY;
    }
    const perSector = size / 4;
    const table = new Uint32Array(places.length * perSector).fill(NO_ENTRY);
    for (const [i, place] of places.entries()) table.set(numbers(sector(place)), i * perSector);
    return table;
  }

  /**
   * Bytes of a chain of sectors.
   *
   * @param length bytes needed; null for as far as the chain goes
   */
  #chain(space: Sectors, start: number, length: number | null): Uint8Array {
    const pieces: Uint8Array[] = [];
    let found = 0;
    let at = start;
    while (length === null ? at < MAX_SECTOR : found < length) {
      if (at >= space.taken.length || space.taken[at] !== 0) damaged();
      space.taken[at] = 1;
      const piece = space.sector(at);
      pieces.push(piece);
      found += piece.length;
      at = space.table[at] ?? NO_ENTRY;
    }
    const out = new Uint8Array(found);
    let filled = 0;
    for (const piece of pieces) {
      out.set(piece, filled);
      filled += piece.length;
    }
    return length === null ? out : out.subarray(0, length);
  }

  /** Short streams stand in the stream of the root entry, with a table of their own. */
  #mini(): Sectors {
    if (this.#small !== null) return this.#small;
    const { start, size } = this.#entry(0);
    const table = numbers(this.#chain(this.#large, this.#view.getUint32(60, true), null));
    const whole = this.#chain(this.#large, start, size);
    const count = Math.ceil(whole.length / MINI_SECTOR);
    this.#small = {
      table,
      taken: new Uint8Array(count),
      size: MINI_SECTOR,
      sector: (index) => whole.subarray(index * MINI_SECTOR, (index + 1) * MINI_SECTOR),
    };
    return this.#small;
  }

  #storage(entry: Entry): Storage {
    const root: Mutable = { name: entry.name, storages: new Map(), streams: new Map() };
    const open: { into: Mutable; id: number }[] = [{ into: root, id: entry.child }];
    // Siblings are a binary tree, which a forger need not have balanced: no recursion.
    for (let task = open.pop(); task !== undefined; task = open.pop()) {
      if (task.id === NO_ENTRY) continue;
      if (this.#visited[task.id] !== 0) damaged();
      this.#visited[task.id] = 1;
      const { into } = task;
      const found = this.#entry(task.id);
      const key = found.name.toUpperCase();
      if (into.storages.has(key) || into.streams.has(key)) damaged();
      open.push({ into, id: found.left }, { into, id: found.right });
      if (found.type === STORAGE) {
        const inner: Mutable = { name: found.name, storages: new Map(), streams: new Map() };
        into.storages.set(key, inner);
        open.push({ into: inner, id: found.child });
      } else if (found.type === STREAM) into.streams.set(key, this.#stream(found));
      else damaged();
    }
    return root;
  }

  #stream({ name, start, size }: Entry): Stream {
    let content: Uint8Array | null = null;
    return {
      name,
      size,
      read: () => {
        if (size > this.#bytes.length) damaged();
        try {
          content ??= this.#chain(size < MINI_CUTOFF ? this.#mini() : this.#large, start, size);
        } catch (error) {
          throw new ExtractError('unreadable', DAMAGED, { cause: error });
        }
        return content;
      },
    };
  }

  #entry(id: number): Entry {
    const at = id * ENTRY_BYTES;
    const bytes = this.#entries;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = view.getUint16(at + 64, true);
    if (length > 64 || length % 2 !== 0) damaged();
    return {
      name: new TextDecoder('utf-16le').decode(bytes.subarray(at, at + Math.max(0, length - 2))),
      type: view.getUint8(at + 66),
      left: view.getUint32(at + 68, true),
      right: view.getUint32(at + 72, true),
      child: view.getUint32(at + 76, true),
      start: view.getUint32(at + 116, true),
      // Files of version 3 are below 2 GiB, and may have anything in the upper half.
      size: view.getUint32(at + 120, true),
    };
  }
}

interface Mutable {
  readonly name: string;
  readonly storages: Map<string, Storage>;
  readonly streams: Map<string, Stream>;
}

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

function numbers(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Uint32Array(bytes.length >>> 2);
  for (let i = 0; i < out.length; i++) out[i] = view.getUint32(i * 4, true);
  return out;
}
