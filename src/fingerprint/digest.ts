import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';

/**
 * SHA-256 (FIPS 180-4), three ways: at once, piece by piece, and through WebCrypto.
 *
 * WebCrypto is about ten times as fast on files; it cannot be fed piece by piece, it costs a
 * turn of the event loop, and it is missing on pages served over plain http from another host
 * than localhost.
 */

/** SHA-256 of bytes at once, lower-case hex. */
export type Sha256Function = (bytes: Uint8Array) => string;

let native: Sha256Function | null = null;

/**
 * Has a function of the runtime do the work, where it is faster than both others: what it is
 * depends on the runtime, and is for its composition root to know. Null takes it away.
 */
export function useSha256(digest: Sha256Function | null): void {
  native = digest;
}

/** SHA-256 of bytes that come piece by piece, as `Sha256`. */
export interface Sha256Stream {
  update(bytes: Uint8Array): this;
  hex(): string;
}

let streams: (() => Sha256Stream) | null = null;

/** Has another way do the same for bytes that come piece by piece, and for those too large for WebCrypto. */
export function useSha256Stream(make: (() => Sha256Stream) | null): void {
  streams = make;
}

/** SHA-256 piece by piece, by the fastest way there is here. */
export function sha256Stream(): Sha256Stream {
  return streams?.() ?? new Sha256();
}

const encoder = new TextEncoder();

/** Texts up to this, UTF-16 code units, are encoded into one array: of one each, 30 kB a mail gather. */
const MAX_ROOMY = 32 * 1024;
let room: Uint8Array | null = null;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}

/** SHA-256 of bytes, lower-case hex, computed at once. */
export function sha256Hex(bytes: Uint8Array): string {
  return native?.(bytes) ?? toHex(nobleSha256(bytes));
}

/** SHA-256 of the UTF-8 of a text, lower-case hex; lone surrogates count as U+FFFD. */
export function sha256Text(text: string): string {
  if (text.length > MAX_ROOMY) return sha256Hex(encoder.encode(text));
  room ??= new Uint8Array(3 * MAX_ROOMY);
  return sha256Hex(room.subarray(0, encoder.encodeInto(text, room).written));
}

/** Code units that are encoded at a time. */
const TEXT_PIECE = 64 * 1024;
/** Lines that are joined at a time. */
const LINES = 1024;

/** SHA-256 of the UTF-8 of a text that comes in pieces, each of whole characters; as `sha256Text` of all. */
export class TextDigest {
  #first: string | null = null;
  #stream: Sha256Stream | null = null;

  add(piece: string): this {
    // Most texts are one piece, which is digested at once.
    if (this.#first === null && piece.length <= TEXT_PIECE) {
      this.#first = piece;
      return this;
    }
    this.#stream ??= sha256Stream().update(encoder.encode(this.#first ?? ''));
    this.#first ??= '';
    for (const some of inPieces(piece)) this.#stream.update(encoder.encode(some));
    return this;
  }

  /** Lower-case hex, once. */
  hex(): string {
    return this.#stream?.hex() ?? sha256Text(this.#first ?? '');
  }
}

/** SHA-256 of lines with a line feed between two; null for none. */
export function sha256Lines(lines: Iterable<string>): string | null {
  if (Array.isArray(lines) && lines.length <= LINES) {
    return lines.length === 0 ? null : sha256Text(lines.join('\n'));
  }
  const digest = new TextDigest();
  let some: string[] = [];
  let any = false;
  for (const line of lines) {
    if (some.length === LINES) {
      digest.add(`${some.join('\n')}\n`);
      some = [];
    }
    some.push(line);
    any = true;
  }
  return any ? digest.add(some.join('\n')).hex() : null;
}

/** Pieces of a text that cut no character in two. */
function* inPieces(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let to = from + TEXT_PIECE;
    if (to < text.length && (text.charCodeAt(to - 1) & 0xfc00) === 0xd800) to--;
    yield text.slice(from, to);
    from = to;
  }
}

/** WebCrypto copies what it digests: of more, that would take more memory than time is worth. */
const MAX_COPIED = 16 * 1024 * 1024;

/** SHA-256 of bytes, lower-case hex, by the runtime where it has a way. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  if (native) return native(bytes);
  const subtle = typeof crypto === 'undefined' ? undefined : crypto.subtle;
  if (!subtle || bytes.length > MAX_COPIED) return sha256Stream().update(bytes).hex();
  return toHex(new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
}

/** Incremental SHA-256; the result does not depend on how the bytes were cut. */
export class Sha256 implements Sha256Stream {
  readonly #state = nobleSha256.create();

  /** @throws Error once `hex` was called */
  update(bytes: Uint8Array): this {
    this.#state.update(bytes);
    return this;
  }

  /**
   * Lower-case hex digest of all bytes so far; ends the computation.
   *
   * @throws Error when called twice
   */
  hex(): string {
    return toHex(this.#state.digest());
  }
}
