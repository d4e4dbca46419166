/** Compressed RTF of Outlook messages (MS-OXRTFCP). */
import { crc32 } from '../fingerprint/crc32.ts';
import { ExtractError } from './reader.ts';

/** What the dictionary holds before the first byte (MS-OXRTFCP 2.1.2.1). */
const INITIAL =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern ' +
  '\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0' +
  '\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

const HEAD = 16;
const COMPRESSED = 0x75465a4c;
const UNCOMPRESSED = 0x414c454d;
const DICTIONARY = 4096;
/** A reference of two bytes stands for 17 at most. */
const MAX_RATIO = 9;

/**
 * Decompresses; the declared length is an upper bound, since some writers count one byte more.
 *
 * @throws ExtractError `unreadable`
 */
export function decompressRtf(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD) damaged();
  // The first length counts what follows it, the other fields of the header included.
  const end = view.getUint32(0, true) + 4;
  const size = view.getUint32(4, true);
  const type = view.getUint32(8, true);
  if (end < HEAD || end > bytes.length) damaged();
  const data = bytes.subarray(HEAD, end);
  if (type === UNCOMPRESSED) return data.subarray(0, Math.min(size, data.length));
  if (type !== COMPRESSED || rawCrc(data) !== view.getUint32(12, true)) damaged();
  if (size > data.length * MAX_RATIO) damaged();
  return inflate(data, size);
}

function inflate(data: Uint8Array, size: number): Uint8Array {
  const dictionary = new Uint8Array(DICTIONARY);
  for (let i = 0; i < INITIAL.length; i++) dictionary[i] = INITIAL.charCodeAt(i);
  let write = INITIAL.length;
  const out = new Uint8Array(size);
  let length = 0;
  const put = (byte: number): void => {
    if (length === size) damaged();
    out[length++] = byte;
    dictionary[write] = byte;
    write = (write + 1) % DICTIONARY;
  };
  for (let at = 0; at < data.length; ) {
    const control = data[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < data.length; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(data[at++] ?? 0);
        continue;
      }
      if (at + 2 > data.length) damaged();
      const reference = ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0);
      at += 2;
      const offset = reference >> 4;
      // A reference to the place of writing is the end.
      if (offset === write) return out.subarray(0, length);
      for (let i = 0; i < (reference & 0xf) + 2; i++) {
        put(dictionary[(offset + i) % DICTIONARY] ?? 0);
      }
    }
  }
  return damaged();
}

/**
 * The CRC of MS-OXRTFCP begins with 0 and inverts nothing; by linearity it is that of zip
 * added to that of as many zeros.
 */
function rawCrc(data: Uint8Array): number {
  return (crc32(data) ^ crc32(new Uint8Array(data.length))) >>> 0;
}

function damaged(): never {
  throw new ExtractError('unreadable', 'The compressed RTF of the message is damaged.');
}
