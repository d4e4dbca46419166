/** Writes Outlook messages (MS-OXMSG) for tests; independent of the reader. */
import { crc32 } from 'node:zlib';
import type { Tree } from './compound.ts';

export type Values = Readonly<Record<string, string | number | bigint | Uint8Array | Tree>>;

/** Bytes before the entries of a properties stream (MS-OXMSG 2.4.1). */
const HEAD = { message: 32, embedded: 24, other: 8 };

/**
 * A storage with properties.
 *
 * @param values by tag in hex, e.g. `0037001F`: id, then type
 */
export function item(kind: keyof typeof HEAD, values: Values, storages: Tree = {}): Tree {
  const streams: Record<string, Uint8Array | Tree> = { ...storages };
  const entries: Uint8Array[] = [new Uint8Array(HEAD[kind])];
  for (const [tag, value] of Object.entries(values)) {
    const entry = Buffer.alloc(16);
    entry.writeUInt32LE(Number.parseInt(tag, 16), 0);
    entry.writeUInt32LE(6, 4);
    if (typeof value === 'number') entry.writeInt32LE(value, 8);
    else if (typeof value === 'bigint') entry.writeBigInt64LE(value, 8);
    else {
      const data = typeof value === 'string' ? Buffer.from(value, 'utf16le') : value;
      streams[`__substg1.0_${tag}`] = data instanceof Uint8Array ? new Uint8Array(data) : data;
    }
    entries.push(entry);
  }
  streams['__properties_version1.0'] = new Uint8Array(Buffer.concat(entries));
  return streams;
}

/** FILETIME of an ISO date. */
export function filetime(iso: string): bigint {
  return (BigInt(Date.parse(iso)) + 11_644_473_600_000n) * 10_000n;
}

/** @param type 1 To, 2 Cc, 3 Bcc */
export function recipient(type: number, name: string, address: string, addressType = 'SMTP'): Tree {
  return item('other', {
    '0C150003': type,
    '3001001F': name,
    '3002001F': addressType,
    '3003001F': address,
  });
}

export function attachment(name: string, data: Uint8Array): Tree {
  return item('other', { '37050003': 1, '3707001F': name, '37010102': data });
}

/** Numbers storages as recipients or attachments. */
export function numbered(kind: 'recip' | 'attach', storages: readonly Tree[]): Tree {
  const id = (i: number) => i.toString(16).padStart(8, '0').toUpperCase();
  return Object.fromEntries(storages.map((one, i) => [`__${kind}_version1.0_#${id(i)}`, one]));
}

/** RTF in the uncompressed form of MS-OXRTFCP. */
export function storedRtf(rtf: string): Uint8Array {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(rtf.length + 12, 0);
  head.writeUInt32LE(rtf.length, 4);
  head.write('MELA', 8);
  return new Uint8Array(Buffer.concat([head, Buffer.from(rtf, 'latin1')]));
}

/** RTF of literals only, compressed by MS-OXRTFCP. */
export function literalRtf(rtf: string): Uint8Array {
  const bytes = Buffer.from(rtf, 'latin1');
  const pieces: Buffer[] = [];
  for (let at = 0; at <= bytes.length; at += 8) {
    const run = bytes.subarray(at, at + 8);
    if (run.length === 8) pieces.push(Buffer.from([0]), run);
    else {
      // A reference to the place of writing ends the text.
      const place = (207 + bytes.length) % 4096;
      pieces.push(
        Buffer.from([1 << run.length]),
        run,
        Buffer.from([place >> 4, (place & 15) << 4]),
      );
    }
  }
  const data = Buffer.concat(pieces);
  const head = Buffer.alloc(16);
  head.writeUInt32LE(data.length + 12, 0);
  head.writeUInt32LE(bytes.length, 4);
  head.write('LZFu', 8);
  // The CRC of zip without its two inversions.
  const raw = (~crc32(data, 0xffffffff) >>> 0) as number;
  head.writeUInt32LE(raw, 12);
  return new Uint8Array(Buffer.concat([head, data]));
}
