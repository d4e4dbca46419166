/** Writes compound files (MS-CFB, version 3) for tests; independent of the reader. */

export interface Tree {
  readonly [name: string]: Uint8Array | Tree;
}

const SECTOR = 512;
const MINI = 64;
const END = 0xfffffffe;
const FREE = 0xffffffff;

interface Entry {
  name: string;
  type: number;
  left: number;
  right: number;
  child: number;
  start: number;
  size: number;
}

/** A compound file with these streams and storages. */
export function compound(tree: Tree): Uint8Array {
  const entries: Entry[] = [];
  const sectors: Uint8Array[] = [];
  const fat: number[] = [];
  const mini: Uint8Array[] = [];
  const miniFat: number[] = [];

  const put = (data: Uint8Array): number => {
    if (data.length === 0) return END;
    const start = sectors.length;
    for (let at = 0; at < data.length; at += SECTOR) {
      sectors.push(padded(data.subarray(at, at + SECTOR), SECTOR));
      fat.push(at + SECTOR >= data.length ? END : sectors.length);
    }
    return start;
  };
  const putMini = (data: Uint8Array): number => {
    if (data.length === 0) return END;
    const start = mini.length;
    for (let at = 0; at < data.length; at += MINI) {
      mini.push(padded(data.subarray(at, at + MINI), MINI));
      miniFat.push(at + MINI >= data.length ? END : mini.length);
    }
    return start;
  };
  const add = (name: string, content: Uint8Array | Tree, type: number): number => {
    const id = entries.length;
    const entry: Entry = { name, type, left: FREE, right: FREE, child: FREE, start: 0, size: 0 };
    entries.push(entry);
    if (content instanceof Uint8Array) {
      entry.size = content.length;
      entry.start = content.length < 4096 ? putMini(content) : put(content);
      return id;
    }
    // Siblings in their order (MS-CFB 2.6.4), each the right child of the one before.
    const names = Object.keys(content).sort(
      (a, b) => a.length - b.length || (a.toUpperCase() < b.toUpperCase() ? -1 : 1),
    );
    let last: Entry | null = null;
    for (const child of names) {
      const inner = content[child] as Uint8Array | Tree;
      const at = add(child, inner, inner instanceof Uint8Array ? 2 : 1);
      if (last === null) entry.child = at;
      else last.right = at;
      last = entries[at] as Entry;
    }
    return id;
  };
  add('Root Entry', tree, 5);
  const root = entries[0] as Entry;
  root.size = mini.length * MINI;
  root.start = put(joined(mini));
  const miniStart = put(padded(words(miniFat), SECTOR, 0xff));
  const directory = put(padded(joined(entries.map(entryBytes)), SECTOR));

  let tables = 0;
  while (tables * (SECTOR / 4) < fat.length + tables) tables++;
  const firstTable = sectors.length;
  for (let i = 0; i < tables; i++) fat.push(0xfffffffd);
  const table = padded(words(fat), SECTOR, 0xff);
  for (let i = 0; i < tables; i++) sectors.push(table.subarray(i * SECTOR, (i + 1) * SECTOR));

  const header = new Uint8Array(SECTOR);
  const view = new DataView(header.buffer);
  header.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(24, 0x3e, true);
  view.setUint16(26, 3, true);
  view.setUint16(28, 0xfffe, true);
  view.setUint16(30, 9, true);
  view.setUint16(32, 6, true);
  view.setUint32(44, tables, true);
  view.setUint32(48, directory, true);
  view.setUint32(56, 4096, true);
  view.setUint32(60, miniStart, true);
  view.setUint32(64, Math.ceil(miniFat.length / 128), true);
  view.setUint32(68, END, true);
  for (let i = 0; i < 109; i++)
    view.setUint32(76 + i * 4, i < tables ? firstTable + i : FREE, true);
  return joined([header, ...sectors]);
}

function entryBytes({ name, type, left, right, child, start, size }: Entry): Uint8Array {
  const bytes = new Uint8Array(128);
  const view = new DataView(bytes.buffer);
  for (const [i, c] of [...name].entries()) view.setUint16(i * 2, c.charCodeAt(0), true);
  view.setUint16(64, (name.length + 1) * 2, true);
  view.setUint8(66, type);
  view.setUint8(67, 1);
  view.setUint32(68, left, true);
  view.setUint32(72, right, true);
  view.setUint32(76, child, true);
  view.setUint32(116, start, true);
  view.setUint32(120, size, true);
  return bytes;
}

function words(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setUint32(i * 4, value, true);
  return bytes;
}

function padded(bytes: Uint8Array, unit: number, fill = 0): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length / unit) * unit).fill(fill);
  out.set(bytes);
  return out;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}
