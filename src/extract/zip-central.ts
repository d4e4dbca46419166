/**
 * The directory of a zip of any size (PKWARE APPNOTE 6.3.10), of which only its end and the directory are
 * read; `zip.ts` reads zips that fit, and holds the directory against the local headers.
 */
import { memberName } from './zip-name.ts';

export interface ZipEntry {
  /** A label only: it may hold `../`, a drive letter or anything else. */
  readonly name: string;
  readonly encrypted: boolean;
  /** Bytes, by the directory. */
  readonly compressedSize: number;
  readonly size: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc32: number;
  /** Of the local header. */
  readonly headerOffset: number;
}

export interface ZipEnd {
  readonly count: number;
  /** Where the directory is, bytes. */
  readonly offset: number;
  readonly size: number;
}

export const LOCAL_HEADER = 0x04034b50;
export const CENTRAL_HEADER = 0x02014b50;
export const END = 0x06054b50;
export const END_64 = 0x06064b50;
export const LOCATOR_64 = 0x07064b50;
export const END_LENGTH = 22;
const END_64_LENGTH = 56;
const LOCATOR_LENGTH = 20;
/** Bytes at the end of a zip in which its end record is found: a comment has a 16-bit length. */
export const ZIP_TAIL = END_LENGTH + 0xffff + LOCATOR_LENGTH + END_64_LENGTH;
/** Encrypted, strong encryption, masked headers: APPNOTE 4.4.4. */
export const ENCRYPTION_FLAGS = 1 | (1 << 6) | (1 << 13);
export const AES_METHOD = 99;
export const UTF8_FLAG = 1 << 11;
/** Bytes of a local header before name and extra field. */
export const LOCAL_LENGTH = 30;
const FULL = 0xffffffff;

/**
 * @param tail the last `ZIP_TAIL` bytes of the file, or all of them
 * @param length of the file, bytes
 * @throws Error that says what is wrong with it
 */
export function zipEnd(tail: Uint8Array, length: number): ZipEnd {
  const view = viewOf(tail);
  let at = tail.length - END_LENGTH;
  while (at >= 0 && view.getUint32(at, true) !== END) at--;
  if (at < 0) throw new Error('its end record is missing');
  const disk = view.getUint16(at + 4, true);
  if (disk !== 0 && disk !== 0xffff) throw new Error('it is one volume of several');
  const end = {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
  const locator = at - LOCATOR_LENGTH;
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR_64) return within(end, length);
  const at64 = big(view, locator + 8) - (length - tail.length);
  if (at64 < 0 || at64 + END_64_LENGTH > tail.length || view.getUint32(at64, true) !== END_64) {
    throw new Error('its zip64 end record is missing');
  }
  const [count, size, offset] = [32, 40, 48].map((field) => big(view, at64 + field));
  return within({ count, size, offset } as ZipEnd, length);
}

function within(end: ZipEnd, length: number): ZipEnd {
  if (end.offset + end.size > length) throw new Error('its directory is not where it should be');
  return end;
}

/**
 * @param directory the bytes that the end record names
 * @throws Error for one that is damaged, at the entry where it is
 */
export function* zipEntries(directory: Uint8Array, { count }: ZipEnd): Generator<ZipEntry> {
  const view = viewOf(directory);
  let at = 0;
  for (let left = count; left > 0; left--) {
    if (at + 46 > directory.length || view.getUint32(at, true) !== CENTRAL_HEADER) {
      throw new Error('its directory is damaged');
    }
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const extraAt = at + 46 + nameLength;
    const next = extraAt + extraLength + view.getUint16(at + 32, true);
    if (next > directory.length) throw new Error('its directory is damaged');
    const raw = directory.subarray(at + 46, extraAt);
    const [size, compressedSize, headerOffset] = sizes64(
      directory.subarray(extraAt, extraAt + extraLength),
      [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)],
    );
    yield {
      name: memberName(raw, (flags & UTF8_FLAG) !== 0),
      encrypted: (flags & ENCRYPTION_FLAGS) !== 0 || method === AES_METHOD,
      compressedSize,
      size,
      method,
      crc32: view.getUint32(at + 16, true),
      headerOffset,
    };
    at = next;
  }
}

/**
 * Bytes from a local header to the data behind it.
 *
 * @param header its first `LOCAL_LENGTH` bytes
 * @returns null for what is none
 */
export function localLength(header: Uint8Array): number | null {
  const view = viewOf(header);
  if (header.length < LOCAL_LENGTH || view.getUint32(0, true) !== LOCAL_HEADER) return null;
  return LOCAL_LENGTH + view.getUint16(26, true) + view.getUint16(28, true);
}

/** Size, compressed size and offset, taken from the zip64 extra field where they are full. */
export function sizes64(
  extra: Uint8Array,
  fields: [number, number, number],
): [number, number, number] {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let value = at + 4;
    return fields.map((field) => {
      if (field !== FULL) return field;
      value += 8;
      return big(view, value - 8);
    }) as [number, number, number];
  }
  return fields;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function big(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
