/**
 * Headers of tar archives: ustar and pax (POSIX.1-2017, pax), GNU (tar manual, "Basic Tar
 * Format") and the older format without a magic.
 */
import { memberName } from './zip-name.ts';

export const BLOCK = 512;

export interface TarHeader {
  /** A label only: it may hold `../` or anything else. */
  readonly name: string;
  /** Type flag; `0` for what old archives leave empty. */
  readonly type: string;
  /** Bytes of data behind the header; null for what is no number. */
  readonly size: number | null;
}

/** Whether the first block is a tar header: by its checksum, which alone old archives have. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && bytes[0] !== 0 && checksumHolds(bytes.subarray(0, BLOCK));
}

/** Null when the checksum is wrong. */
export function tarHeader(block: Uint8Array): TarHeader | null {
  if (!checksumHolds(block)) return null;
  const flag = block[156] ?? 0;
  const name = text(block, 0, 100);
  // GNU headers have other things where ustar keeps the folder.
  const ustar = String.fromCharCode(...block.subarray(257, 263)) === 'ustar\0';
  const prefix = ustar ? text(block, 345, 155) : '';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type: flag === 0 ? '0' : String.fromCharCode(flag),
    size: number(block, 124, 12),
  };
}

/** Sum of all bytes, those of the checksum itself taken for blanks; old programs sum signed. */
function checksumHolds(block: Uint8Array): boolean {
  const declared = number(block, 148, 8);
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : (block[i] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return declared === unsigned || declared === signed;
}

/** Octal digits, or big-endian behind a set top bit (GNU, for sizes from 8 GiB). */
function number(block: Uint8Array, at: number, length: number): number | null {
  const first = block[at] ?? 0;
  if (first === 0x80) {
    let value = 0;
    for (let i = 1; i < length; i++) value = value * 256 + (block[at + i] ?? 0);
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = text(block, at, length).trim();
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : null;
}

/** Up to the first NUL; UTF-8 where it is valid, as pax and most systems write it. */
export function text(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return memberName(end < 0 ? field : field.subarray(0, end), false);
}
