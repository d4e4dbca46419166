/** Headers of gzip members (RFC 1952, 2.3). */
import { crc32 } from '../fingerprint/crc32.ts';
import { decodeUtf8 } from './charset.ts';

/** CRC-32 and length behind every member. */
export const GZIP_TRAILER = 8;

/** Flags of RFC 1952, 2.3.1; the three highest bits must be zero. */
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 0xe0;

export interface GzipHeader {
  /** Where the compressed data begin. */
  readonly end: number;
  /** A label only. */
  readonly name: string | null;
}

/** @returns null for what is none, is damaged, or is cut off */
export function gzipHeader(bytes: Uint8Array, start: number): GzipHeader | null {
  const flags = bytes[start + 3] ?? 0xff;
  const magic = bytes[start] === 0x1f && bytes[start + 1] === 0x8b && bytes[start + 2] === 8;
  if (!magic || (flags & RESERVED) !== 0) return null;
  let at = start + 10;
  if (flags & FEXTRA) at += 2 + (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
  let name: string | null = null;
  for (const flag of [FNAME, FCOMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return null;
    const raw = bytes.subarray(at, end);
    // ISO 8859-1 by the RFC, UTF-8 by most programs.
    if (flag === FNAME) name = decodeUtf8(raw) ?? String.fromCharCode(...raw.subarray(0, 4096));
    at = end + 1;
  }
  if (flags & FHCRC) {
    const low = crc32(bytes.subarray(start, at)) & 0xffff;
    if ((bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256 !== low) return null;
    at += 2;
  }
  return at <= bytes.length ? { end: at, name } : null;
}
