/** One indirect object at its place in the file (ISO 32000-1, 7.3.8 and 7.3.10). */
import { isRegular, Lexer } from './lexer.ts';
import { countOf, Doubt, isDict, type Stream, type Value } from './values.ts';

export interface Indirect {
  readonly num: number;
  readonly gen: number;
  readonly value: Value | Stream;
  /** First byte of the object number. */
  readonly start: number;
  /** First byte after `endobj`. */
  readonly end: number;
}

/**
 * Reads `num gen obj … endobj` that begins exactly at an offset.
 *
 * @param lengthOf resolves a stream's `Length`, which may be a reference
 * @throws Doubt when anything is not where it should be, the stream's end included
 */
export function readIndirect(
  bytes: Uint8Array,
  offset: number,
  lengthOf: (value: Value) => number,
): Indirect {
  const lexer = new Lexer(bytes, offset);
  // An offset into the middle of `112 0 obj` would read as `12 0 obj`.
  if (!isRegular(lexer.peek()) || isRegular(bytes[offset - 1])) throw new Doubt('no object here');
  const num = lexer.integer();
  const gen = lexer.integer();
  lexer.expect('obj');
  const value = lexer.value();
  const next = lexer.word();
  if (next === 'endobj') return { num, gen, value, start: offset, end: lexer.pos };
  if (next !== 'stream' || !isDict(value)) throw new Doubt('object not closed');
  const length = lengthOf(value.get('Length') ?? null);
  const begin = startOfData(bytes, lexer.pos);
  if (begin + length > bytes.length) throw new Doubt('stream longer than the file');
  lexer.pos = startOfEndstream(bytes, begin + length);
  lexer.expect('endstream');
  const end = endOf(bytes, lexer.pos);
  const raw = bytes.subarray(begin, begin + length);
  return { num, gen, value: { kind: 'stream', dict: value, raw }, start: offset, end };
}

/**
 * Some programs (OpenOffice 1.1) leave `endobj` out behind a stream. What is to stand next, another
 * object or a cross-reference table, is held against the gaps between objects by `PdfFile`.
 */
function endOf(bytes: Uint8Array, pos: number): number {
  const lexer = new Lexer(bytes, pos);
  lexer.skipWhite();
  if (/[\dx]/.test(String.fromCharCode(lexer.peek() ?? 0))) return pos;
  lexer.expect('endobj');
  return lexer.pos;
}

/** After `stream` stands LF or CRLF; a lone CR would leave open where the data begin. */
function startOfData(bytes: Uint8Array, pos: number): number {
  if (bytes[pos] === 0x0a) return pos + 1;
  if (bytes[pos] === 0x0d && bytes[pos + 1] === 0x0a) return pos + 2;
  throw new Doubt('no line end after stream');
}

/** Before `endstream` at most one line end, else Length and the keyword disagree. */
function startOfEndstream(bytes: Uint8Array, pos: number): number {
  const afterCr = bytes[pos] === 0x0d ? pos + 1 : pos;
  return bytes[afterCr] === 0x0a ? afterCr + 1 : afterCr;
}

/** @throws Doubt unless the value is a plain non-negative integer */
export function directLength(value: Value | Stream): number {
  const length = countOf(value);
  if (length === null) throw new Doubt('bad stream length');
  return length;
}
