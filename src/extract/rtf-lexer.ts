/** Tokens of RTF 1.9.1: groups, control words and symbols, bytes of text. */
import { ExtractError } from './reader.ts';

export type Token =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'word'; readonly word: string; readonly value: number | null }
  | { readonly kind: 'symbol'; readonly symbol: string }
  | { readonly kind: 'byte'; readonly byte: number };

const OPEN = 0x7b;
const CLOSE = 0x7d;
const BACKSLASH = 0x5c;
/** The specification allows words of 32 letters and numbers of 10 digits. */
const MAX_WORD = 64;

/**
 * Splits a file; what `\bin` announces is passed over.
 *
 * @throws ExtractError `unreadable` for a word or a binary run that does not end
 */
export function* rtfTokens(bytes: Uint8Array): Generator<Token> {
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at++] ?? 0;
    if (byte === OPEN) yield { kind: 'open' };
    else if (byte === CLOSE) yield { kind: 'close' };
    else if (byte !== BACKSLASH) {
      if (byte !== 0x0a && byte !== 0x0d) yield { kind: 'byte', byte };
    } else if (!isLetter(bytes[at])) {
      const symbol = String.fromCharCode(bytes[at++] ?? 0);
      if (symbol === "'") {
        const hex = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0);
        if (!/^[0-9a-fA-F]{2}$/.test(hex)) broken();
        yield { kind: 'byte', byte: Number.parseInt(hex, 16) };
        at += 2;
      } else yield { kind: 'symbol', symbol };
    } else {
      const start = at;
      while (isLetter(bytes[at])) at++;
      const word = ascii(bytes, start, at);
      const digits = at;
      if (bytes[at] === 0x2d) at++;
      while (isDigit(bytes[at])) at++;
      const number = ascii(bytes, digits, at);
      if (number === '-') at--;
      const value = /\d/.test(number) ? Number(number) : null;
      if (bytes[at] === 0x20) at++;
      if (word === 'bin') {
        at += Math.max(0, value ?? 0);
        if (at > bytes.length) broken();
      } else yield { kind: 'word', word, value };
    }
  }
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > MAX_WORD) broken();
  return String.fromCharCode(...bytes.subarray(start, end));
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function broken(): never {
  throw new ExtractError('unreadable', 'The RTF is damaged.');
}
