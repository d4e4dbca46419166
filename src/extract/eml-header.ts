/**
 * Header fields of a MIME entity: unfolding (RFC 5322, 2.2.3) and structured values with
 * parameters (RFC 2045, 5.1; continuations and charsets by RFC 2231).
 */
import { decodeWords } from 'postal-mime';
import { decodeCharset } from './eml-charset.ts';

export interface Header {
  /** Lower case. */
  readonly name: string;
  /** Unfolded and trimmed, encoded words still encoded. */
  readonly value: string;
}

export interface Structured {
  /** Lower case, e.g. `text/plain`. */
  readonly value: string;
  readonly params: ReadonlyMap<string, string>;
}

/** A line that opens a header field: printable ASCII without a colon, then a colon. */
export const FIELD_START = /^[!-9;-~]+[ \t]*:/;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One header line; raw 8-bit headers are UTF-8 (RFC 6532), else windows-1252. */
export function decodeHeaderLine(line: Uint8Array): string {
  try {
    return utf8.decode(line);
  } catch {
    return decodeCharset(line, 'windows-1252').text;
  }
}

/** Joins folded lines and splits them into fields, in their order. */
export function parseHeaders(lines: readonly string[]): Header[] {
  const unfolded: string[][] = [];
  for (const line of lines) {
    if (/^[ \t]/.test(line)) unfolded.at(-1)?.push(line);
    else unfolded.push([line]);
  }
  return unfolded.map((pieces) => {
    const whole = pieces.join('');
    const colon = whole.indexOf(':');
    return {
      name: whole.slice(0, colon).trim().toLowerCase(),
      value: whole.slice(colon + 1).trim(),
    };
  });
}

/** Value of the first header of a name, null when there is none. */
export function field(headers: readonly Header[], name: string): string | null {
  return headers.find((header) => header.name === name)?.value ?? null;
}

/** Splits on `;` outside quoted strings, comments in parentheses taken out. */
function splitParameters(value: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let quoted = false;
  let comments = 0;
  for (let i = 0; i < value.length; i++) {
    const c = value.charAt(i);
    if (c === '\\' && (quoted || comments > 0)) {
      i++;
      if (comments === 0) piece += c + value.charAt(i);
    } else if (comments > 0) {
      if (c === '(') comments++;
      if (c === ')') comments--;
    } else if (c === '"') {
      quoted = !quoted;
      piece += c;
    } else if (c === '(' && !quoted) {
      comments = 1;
    } else if (c === ';' && !quoted) {
      pieces.push(piece);
      piece = '';
    } else {
      piece += c;
    }
  }
  pieces.push(piece);
  return pieces.map((one) => one.trim());
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  let text = '';
  for (let i = 1; i < value.length && value.charAt(i) !== '"'; i++) {
    if (value.charAt(i) === '\\') i++;
    text += value.charAt(i);
  }
  return text;
}

/** Parses `value; name=value; name*0*=utf-8''…`. The first of two equal names counts. */
export function parseStructured(header: string): Structured {
  const [first = '', ...rest] = splitParameters(header);
  const params = new Map<string, string>();
  const sections = new Map<string, { index: number; encoded: boolean; value: string }[]>();
  for (const piece of rest) {
    const equals = piece.indexOf('=');
    if (equals < 0) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    const value = unquote(piece.slice(equals + 1).trim());
    const continued = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(name);
    if (continued?.[1] === undefined) {
      if (!params.has(name)) params.set(name, decodeWords(value));
      continue;
    }
    const list = sections.get(continued[1]) ?? [];
    sections.set(continued[1], list);
    const encoded = continued[2] === undefined || continued[3] !== undefined;
    list.push({ index: Number(continued[2] ?? 0), encoded, value });
  }
  for (const [name, list] of sections) {
    list.sort((a, b) => a.index - b.index);
    params.set(name, joinSections(list));
  }
  return { value: first.toLowerCase(), params };
}

function joinSections(list: readonly { encoded: boolean; value: string }[]): string {
  const prefix = list[0]?.encoded ? /^([^']*)'[^']*'/.exec(list[0].value) : null;
  const bytes: number[] = [];
  for (const [i, { encoded, value }] of list.entries()) {
    const text = i === 0 && prefix ? value.slice(prefix[0].length) : value;
    for (const byte of percentBytes(text, encoded)) bytes.push(byte);
  }
  return decodeCharset(Uint8Array.from(bytes), prefix?.[1] || 'utf-8').text;
}

const encoder = new TextEncoder();

function* percentBytes(text: string, encoded: boolean): Generator<number> {
  const raw = encoder.encode(text);
  for (let i = 0; i < raw.length; i++) {
    const byte = raw[i] ?? 0;
    const hex = encoded && byte === 0x25 ? twoCharacters(raw, i + 1) : '';
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      yield Number.parseInt(hex, 16);
      i += 2;
    } else {
      yield byte;
    }
  }
}

function twoCharacters(raw: Uint8Array, start: number): string {
  return String.fromCharCode(raw[start] ?? 0, raw[start + 1] ?? 0);
}
