/** ASCIIHexDecode, ASCII85Decode and RunLengthDecode (ISO 32000-1, 7.4.2, 7.4.3, 7.4.5). */
import { isWhite } from './lexer.ts';
import { ByteSink } from './sink.ts';
import { Doubt } from './values.ts';

const TILDE = 0x7e;
const GREATER = 0x3e;

/** @throws Doubt for other characters than hex digits, or without the end mark `>` */
export function decodeHex(raw: Uint8Array, maxBytes: number): Uint8Array {
  const out = new ByteSink(maxBytes);
  let high: number | null = null;
  for (const byte of raw) {
    if (isWhite(byte)) continue;
    if (byte === GREATER) {
      if (high !== null) out.push(high * 16);
      return out.end();
    }
    const digit = Number.parseInt(String.fromCharCode(byte), 16);
    if (Number.isNaN(digit)) throw new Doubt('bad hex data');
    if (high === null) high = digit;
    else {
      out.push(high * 16 + digit);
      high = null;
    }
  }
  throw new Doubt('hex data without an end');
}

/** @throws Doubt for groups above 2^32 - 1, stray characters, or without the end mark `~>` */
export function decodeAscii85(raw: Uint8Array, maxBytes: number): Uint8Array {
  const out = new ByteSink(maxBytes);
  let group = 0;
  let digits = 0;
  const flush = (bytes: number) => {
    if (group > 0xffffffff) throw new Doubt('ASCII85 group too large');
    for (let i = 0; i < bytes; i++) out.push(Math.floor(group / 256 ** (3 - i)) & 0xff);
    group = 0;
    digits = 0;
  };
  for (const [index, byte] of raw.entries()) {
    if (isWhite(byte)) continue;
    if (byte === TILDE) {
      if (raw[index + 1] !== GREATER || digits === 1) throw new Doubt('bad ASCII85 end');
      const rest = digits;
      // A short last group is padded with the highest digit, `u`.
      while (rest > 0 && digits < 5) {
        group = group * 85 + 84;
        digits++;
      }
      if (rest > 0) flush(rest - 1);
      return out.end();
    }
    if (byte === 0x7a && digits === 0) {
      for (let i = 0; i < 4; i++) out.push(0);
      continue;
    }
    if (byte < 0x21 || byte > 0x75) throw new Doubt('bad ASCII85 data');
    group = group * 85 + (byte - 0x21);
    if (++digits === 5) flush(4);
  }
  throw new Doubt('ASCII85 data without an end');
}

/** @throws Doubt when a run is cut, the end mark is missing, or above the ceiling */
export function decodeRunLength(raw: Uint8Array, maxBytes: number): Uint8Array {
  const out = new ByteSink(maxBytes);
  for (let pos = 0; pos < raw.length; ) {
    const length = raw[pos++] ?? 0;
    if (length === 128) return out.end();
    if (length < 128) {
      if (pos + length + 1 > raw.length) throw new Doubt('run cut short');
      for (let i = 0; i <= length; i++) out.push(raw[pos++] ?? 0);
    } else {
      if (pos >= raw.length) throw new Doubt('run cut short');
      const byte = raw[pos++] ?? 0;
      for (let i = length; i < 257; i++) out.push(byte);
    }
  }
  throw new Doubt('run-length data without an end');
}
