/** Lexical conventions and direct objects (ISO 32000-1, 7.2 and 7.3), read strictly. */
import { withoutTail } from '../../fingerprint/tail.ts';
import { latin1 } from '../latin1.ts';
import { type Dict, Doubt, type Name, type Num, type Str, type Value } from './values.ts';

/** Arrays in arrays; real files stay below ten. */
const MAX_VALUE_DEPTH = 64;

/** Longest number or keyword. */
const MAX_WORD = 128;

const [REGULAR, WHITE, DELIMITER] = [0, 1, 2];
const KINDS = new Uint8Array(256).fill(REGULAR);
for (const byte of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) KINDS[byte] = WHITE;
for (const sign of '()<>[]{}/%') KINDS[sign.charCodeAt(0)] = DELIMITER;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
};

export function isWhite(byte: number | undefined): boolean {
  return byte !== undefined && KINDS[byte] === WHITE;
}

/** A byte that can stand inside a number, name or keyword. */
export function isRegular(byte: number | undefined): boolean {
  return byte !== undefined && KINDS[byte] === REGULAR;
}

/** `+01.50` as `1.5`. Exponents, doubled signs and what else readers guess at are doubts. */
export function canonicalNumber(token: string): string {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(token);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (match === null || whole + fraction === '') throw new Doubt(`not a number: ${token}`);
  const left = whole.replace(/^0+(?=\d)/, '') || '0';
  const right = withoutTail(fraction, '0');
  const text = right === '' ? left : `${left}.${right}`;
  return match[1] === '-' && text !== '0' ? `-${text}` : text;
}

/** What means something else in a string than itself: parentheses, escapes, line ends. */
function isSpecial(byte: number): boolean {
  return byte === 0x28 || byte === 0x29 || byte === 0x5c || byte === 0x0d;
}

/** Reads values one after another from a stretch of bytes. */
export class Lexer {
  readonly bytes: Uint8Array;
  readonly end: number;
  pos: number;

  constructor(bytes: Uint8Array, pos = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
  }

  peek(): number | undefined {
    return this.pos < this.end ? this.bytes[this.pos] : undefined;
  }

  skipWhite(): void {
    while (isWhite(this.peek())) this.pos++;
  }

  /** A run of regular bytes after white space; empty before a delimiter or the end. */
  word(): string {
    this.skipWhite();
    let text = '';
    for (let byte = this.peek(); isRegular(byte); byte = this.peek()) {
      text += String.fromCharCode(byte as number);
      this.pos++;
      if (text.length > MAX_WORD) throw new Doubt('word too long');
    }
    return text;
  }

  /** @throws Doubt unless the next word is exactly this one */
  expect(word: string): void {
    const found = this.word();
    if (found !== word) throw new Doubt(`${word} expected at ${this.pos}`);
  }

  /** An unsigned integer without sign or point. */
  integer(): number {
    const text = this.word();
    if (!/^\d{1,15}$/.test(text)) throw new Doubt(`integer expected at ${this.pos}`);
    return Number(text);
  }

  value(depth = 0): Value {
    if (depth > MAX_VALUE_DEPTH) throw new Doubt('values nested too deeply');
    this.skipWhite();
    switch (this.peek()) {
      case 0x2f:
        return this.#name();
      case 0x28:
        return this.#literal();
      case 0x5b:
        return this.#array(depth);
      case 0x3c:
        return this.bytes[this.pos + 1] === 0x3c && this.pos + 1 < this.end
          ? this.#dict(depth)
          : this.#hex();
      default:
        return this.#numberOrWord();
    }
  }

  #name(): Name {
    this.pos++;
    let text = '';
    for (let byte = this.peek(); isRegular(byte); byte = this.peek()) {
      this.pos++;
      if (byte !== 0x23) {
        text += String.fromCharCode(byte as number);
        continue;
      }
      const code = Number.parseInt(this.#hexDigits(2), 16);
      if (code === 0) throw new Doubt('zero byte in a name');
      text += String.fromCharCode(code);
    }
    return { kind: 'name', text };
  }

  #hexDigits(count: number): string {
    const text = String.fromCharCode(...this.bytes.subarray(this.pos, this.pos + count));
    if (text.length !== count || !/^[0-9A-Fa-f]+$/.test(text)) throw new Doubt('bad # escape');
    this.pos += count;
    return text;
  }

  #next(): number {
    const byte = this.peek();
    if (byte === undefined) throw new Doubt('ends inside a value');
    this.pos++;
    return byte;
  }

  #literal(): Str {
    this.pos++;
    let text = '';
    for (let depth = 1; ; ) {
      text += this.#plain();
      const byte = this.#next();
      if (byte === 0x5c) text += this.#escape();
      else if (byte === 0x0d) {
        if (this.peek() === 0x0a) this.pos++;
        text += '\n';
      } else {
        depth += byte === 0x28 ? 1 : -1;
        if (depth === 0) return { kind: 'string', text };
        text += String.fromCharCode(byte);
      }
    }
  }

  /** Bytes of a string up to the next that is not only itself. */
  #plain(): string {
    const start = this.pos;
    while (this.pos < this.end && !isSpecial(this.bytes[this.pos] as number)) this.pos++;
    return latin1(this.bytes.subarray(start, this.pos));
  }

  #escape(): string {
    const char = String.fromCharCode(this.#next());
    if (char === '\n') return '';
    if (char === '\r') {
      if (this.peek() === 0x0a) this.pos++;
      return '';
    }
    if (/[0-7]/.test(char)) {
      let octal = char;
      while (octal.length < 3 && this.#isOctal(this.peek())) {
        octal += String.fromCharCode(this.#next());
      }
      const code = Number.parseInt(octal, 8);
      if (code > 0xff) throw new Doubt('octal escape above 377');
      return String.fromCharCode(code);
    }
    return ESCAPES[char] ?? char;
  }

  #isOctal(byte: number | undefined): boolean {
    return byte !== undefined && byte >= 0x30 && byte <= 0x37;
  }

  #hex(): Str {
    this.pos++;
    const parts: string[] = [];
    for (let byte = this.#next(); byte !== 0x3e; byte = this.#next()) {
      if (!isWhite(byte)) parts.push(String.fromCharCode(byte));
    }
    let digits = parts.join('');
    if (!/^[0-9A-Fa-f]*$/.test(digits)) throw new Doubt('bad hex string');
    if (digits.length % 2 === 1) digits += '0';
    const text = digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
    return { kind: 'string', text };
  }

  #array(depth: number): Value[] {
    this.pos++;
    const items: Value[] = [];
    for (;;) {
      this.skipWhite();
      if (this.peek() === 0x5d) {
        this.pos++;
        return items;
      }
      items.push(this.value(depth + 1));
    }
  }

  #dict(depth: number): Dict {
    this.pos += 2;
    const dict = new Map<string, Value>();
    const seen = new Set<string>();
    for (;;) {
      this.skipWhite();
      if (this.peek() === 0x3e) {
        this.pos++;
        if (this.#next() !== 0x3e) throw new Doubt('dictionary not closed');
        return dict;
      }
      if (this.peek() !== 0x2f) throw new Doubt('dictionary key expected');
      const key = this.#name().text;
      // Readers differ on whether the first or the last of two equal keys counts.
      if (seen.has(key)) throw new Doubt(`key ${key} twice`);
      seen.add(key);
      const value = this.value(depth + 1);
      if (value !== null) dict.set(key, value);
    }
  }

  #numberOrWord(): Value {
    const word = this.word();
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    if (/^\d{1,10}$/.test(word)) {
      const mark = this.pos;
      const gen = this.word();
      if (/^\d{1,5}$/.test(gen) && this.word() === 'R') {
        return { kind: 'ref', num: Number(word), gen: Number(gen) };
      }
      this.pos = mark;
    }
    const number: Num = { kind: 'number', text: canonicalNumber(word) };
    return number;
  }
}
