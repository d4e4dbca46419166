/** Content-Transfer-Encoding (RFC 2045, section 6) and uuencode (POSIX.1). */

import { decodeUuLine } from './uuencode.ts';

const LF = 0x0a;
const CR = 0x0d;

export interface Decoded {
  readonly bytes: Uint8Array;
  /** The encoding is unknown or broken: the bytes may not be what the sender attached. */
  readonly fault: string | null;
}

/** Which line ends the decoded lines get; base64 and binary carry their own. */
export type LineEnd = 'lf' | 'crlf';

/**
 * Decodes a leaf's body.
 *
 * Line-based encodings say nothing of the line ends of the attached file, and relays change
 * them: lines end with LF here, or CRLF for an embedded message, whose canonical form it is.
 */
export function decodeTransfer(body: Uint8Array, encoding: string, lineEnd: LineEnd): Decoded {
  switch (encoding) {
    case '':
    case '7bit':
    case '8bit':
      // NUL shows that these bytes never were lines (a picture sent as 8bit).
      if (body.includes(0)) return { bytes: body, fault: null };
      return { bytes: lineEnds(body, lineEnd), fault: null };
    case 'binary':
      return { bytes: body, fault: null };
    case 'base64':
      return decodeBase64(body);
    case 'quoted-printable':
      return { bytes: decodeQuotedPrintable(body), fault: null };
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode':
      return decodeUu(body);
    default:
      return { bytes: body, fault: 'The transfer encoding is unknown.' };
  }
}

/** Rewrites CRLF and LF as one of the two. */
export function lineEnds(bytes: Uint8Array, lineEnd: LineEnd): Uint8Array {
  let lines = 0;
  for (const byte of bytes) if (byte === LF) lines++;
  const out = new Uint8Array(bytes.length + (lineEnd === 'crlf' ? lines : 0));
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === CR && bytes[i + 1] === LF) continue;
    if (byte === LF && lineEnd === 'crlf') out[length++] = CR;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

const SEXTETS = new Int8Array(256).fill(-1);
for (const [i, c] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  SEXTETS[c.charCodeAt(0)] = i;
}

/** Characters outside the alphabet are skipped (RFC 2045, 6.8). */
function decodeBase64(body: Uint8Array): Decoded {
  const out = new Uint8Array(Math.floor((body.length * 3) / 4) + 3);
  let length = 0;
  let bits = 0;
  let held = 0;
  let padded = false;
  let fault: string | null = null;
  for (let at = 0; at < body.length; at++) {
    // Whole groups, as nearly all are; whatever else stands there goes one by one.
    while (held === 0 && !padded && at + 4 <= body.length) {
      const a = SEXTETS[body[at] as number] as number;
      const b = SEXTETS[body[at + 1] as number] as number;
      const c = SEXTETS[body[at + 2] as number] as number;
      const d = SEXTETS[body[at + 3] as number] as number;
      if ((a | b | c | d) < 0) break;
      out[length] = (a << 2) | (b >> 4);
      out[length + 1] = (b << 4) | (c >> 2);
      out[length + 2] = (c << 6) | d;
      length += 3;
      at += 4;
    }
    if (at >= body.length) break;
    const byte = body[at] as number;
    if (byte === 0x3d) {
      padded = true;
      continue;
    }
    const sextet = SEXTETS[byte] ?? -1;
    if (sextet < 0) continue;
    // Some readers stop at the padding, others go on: both cannot be right.
    if (padded) {
      fault = 'The base64 text goes on after its end.';
      padded = false;
      held = 0;
      bits = 0;
    }
    bits = ((bits << 6) | sextet) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out[length++] = (bits >> held) & 0xff;
    }
  }
  if (held === 6) fault ??= 'The base64 text is cut off.';
  return { bytes: out.subarray(0, length), fault };
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function decodeQuotedPrintable(body: Uint8Array): Uint8Array {
  const out = new Uint8Array(body.length);
  let length = 0;
  for (let start = 0; start < body.length; ) {
    let end = body.indexOf(LF, start);
    const next = end < 0 ? body.length : end + 1;
    const broken = end >= 0;
    if (end < 0) end = body.length;
    // White space at a line's end was added on the way (rule 3).
    while (end > start && isBlank(body[end - 1])) end--;
    const soft = body[end - 1] === 0x3d && end > start;
    if (soft) end--;
    for (let i = start; i < end; i++) {
      const high = body[i] === 0x3d ? hexDigit(body[i + 1]) : -1;
      const low = high >= 0 && i + 2 < end ? hexDigit(body[i + 2]) : -1;
      out[length++] = low >= 0 ? high * 16 + low : (body[i] ?? 0);
      if (low >= 0) i += 2;
    }
    if (broken && !soft) out[length++] = LF;
    start = next;
  }
  return out.subarray(0, length);
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === CR;
}

function decodeUu(body: Uint8Array): Decoded {
  const lines = new TextDecoder('latin1').decode(body).split(/\r?\n/);
  const begin = lines.findIndex((line) => /^begin [0-7]{3,4} /.test(line));
  const end = lines.indexOf('end', begin + 1);
  if (begin < 0 || end < 0) return { bytes: body, fault: 'The uuencoded text is cut off.' };
  const around = [...lines.slice(0, begin), ...lines.slice(end + 1)];
  const fault = around.some((line) => line.trim() !== '')
    ? 'There is text around the uuencoded file.'
    : null;
  const out = new Uint8Array(body.length);
  let length = 0;
  for (const line of lines.slice(begin + 1, end)) {
    const data = decodeUuLine(line);
    if (data === null) return { bytes: body, fault: 'The uuencoded text is damaged.' };
    out.set(data, length);
    length += data.length;
  }
  return { bytes: out.subarray(0, length), fault };
}
