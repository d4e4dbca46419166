/** What the makers of hostile files share: bytes, seeded noise, and a zip writer that can lie. */
import { crc32, deflateRawSync } from 'node:zlib';

export const latin1 = (text) => Buffer.from(text, 'latin1');
export const utf8 = (text) => Buffer.from(text, 'utf8');

/** Bytes from a linear congruential generator (Numerical Recipes), so that each run is the same. */
export function noise(length, seed = 1) {
  const out = Buffer.alloc(length);
  let state = seed >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out[i] = state >>> 24;
  }
  return out;
}

/** A deflate stream of `megabytes` MiB of one byte, without ever holding them. */
export function deflatedBlank(megabytes, byte = 0x20) {
  // A stored size that is a multiple of the window lets the same block be repeated.
  const first = deflateRawSync(Buffer.alloc(1 << 20, byte), { finishFlush: 2, level: 9 });
  const last = Buffer.from([0x03, 0x00]);
  return Buffer.concat([...Array.from({ length: megabytes }, () => first), last]);
}

/**
 * A zip archive.
 *
 * @param entries `{ name, data }`, or with `raw` for data compressed already; `size`,
 *   `crc`, `method`, `flags` and `compressed` overrule what is true, `at` the place of the
 *   local header
 */
export function zip(entries, { count, comment = '' } = {}) {
  const pieces = [];
  const directory = [];
  let length = 0;
  for (const entry of entries) {
    const name = utf8(entry.name);
    const data = entry.data ?? Buffer.alloc(0);
    const raw = entry.raw ?? (entry.method === 0 ? data : deflateRawSync(data));
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.flags ?? 0, 2);
    fields.writeUInt16LE(entry.method ?? 8, 4);
    fields.writeUInt32LE(entry.crc ?? crc32(data), 10);
    fields.writeUInt32LE(entry.compressed ?? raw.length, 14);
    fields.writeUInt32LE(entry.size ?? data.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const central = Buffer.alloc(46);
    central.write('PK\x01\x02', 'latin1');
    central.writeUInt16LE(20, 4);
    fields.copy(central, 6);
    central.writeUInt32LE(entry.at ?? length, 42);
    directory.push(central, name);
    if (entry.at !== undefined) continue;
    pieces.push(latin1('PK\x03\x04'), fields, name, raw);
    length += 30 + name.length + raw.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Math.min(0xffff, count ?? entries.length), 8);
  end.writeUInt16LE(Math.min(0xffff, count ?? entries.length), 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(length, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...pieces, central, end, latin1(comment)]);
}

/** A case: a file name, its bytes when asked, and the answers that are right for it. */
export function hostile(name, want, make) {
  return { name, want: want.split(' '), make };
}
