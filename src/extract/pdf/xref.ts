/** Cross-reference sections from `startxref` back (ISO 32000-1, 7.5.4 to 7.5.8). */
import type { Limits } from '../limits.ts';
import { ExtractError } from '../reader.ts';
import { type Allowance, decodeStream } from './filters.ts';
import { Lexer } from './lexer.ts';
import { directLength, readIndirect } from './object.ts';
import { countOf, type Dict, Doubt, isArray, isDict, isStream, nameOf } from './values.ts';

/** Objects in one file; a 500-page tagged report has about 100,000. */
export const MAX_OBJECTS = 200_000;
/** Incremental updates; each signature or save adds one. */
const MAX_SECTIONS = 200;
/**
 * Highest generation number (7.5.4). pdfTeX writes `0000000000 65536 n` for an object that it
 * reserved and never wrote: no object can be there, and whoever refers to it is refused as for
 * a free entry.
 */
const MAX_GENERATION = 65535;

export type Entry =
  | { readonly type: 'free' }
  | { readonly type: 'offset'; readonly offset: number; readonly gen: number }
  | { readonly type: 'packed'; readonly stream: number; readonly index: number };

export interface Section {
  readonly entries: ReadonlyMap<number, Entry>;
  readonly trailer: Dict;
  readonly start: number;
  readonly end: number;
}

/**
 * The file's sections, the newest first. An entry of an earlier section in this list wins.
 *
 * @throws Doubt unless the file ends with its `startxref` and every section parses
 */
export function readSections(bytes: Uint8Array, limits: Limits, allowance: Allowance): Section[] {
  const sections: Section[] = [];
  const seen = new Set<number>();
  let entries = 0;
  const add = (section: Section) => {
    entries += section.entries.size;
    if (entries > MAX_OBJECTS || sections.length >= MAX_SECTIONS) throw new Doubt('too many');
    sections.push(section);
  };
  for (let next: number | null = lastStartxref(bytes); next !== null; ) {
    if (seen.has(next)) throw new Doubt('cross-reference sections in a circle');
    seen.add(next);
    const section = readSection(bytes, next, limits, allowance);
    const { hidden, free } = splitHybrid(bytes, section, limits, allowance);
    add(free === null ? section : { ...section, entries: withoutFree(section.entries) });
    if (hidden !== null) add(hidden);
    if (free !== null) add(free);
    next = optionalOffset(section.trailer, 'Prev');
  }
  return sections;
}

/** Viewers take the last `startxref` of the file's tail; nothing may follow ours. */
function lastStartxref(bytes: Uint8Array): number {
  const tail = String.fromCharCode(...bytes.subarray(-64));
  const match = /startxref[\r\n ]+(\d{1,10})[\r\n ]+%%EOF[\r\n]{0,2}$/.exec(tail);
  if (match === null) throw new Doubt('the file does not end with startxref');
  return Number(match[1]);
}

function readSection(
  bytes: Uint8Array,
  offset: number,
  limits: Limits,
  allowance: Allowance,
): Section {
  if (offset <= 0 || offset >= bytes.length) throw new Doubt('startxref outside the file');
  const isTable = bytes[offset] === 0x78;
  return isTable ? readTable(bytes, offset) : readStream(bytes, offset, limits, allowance);
}

function readTable(bytes: Uint8Array, offset: number): Section {
  const lexer = new Lexer(bytes, offset);
  lexer.expect('xref');
  const entries = new Map<number, Entry>();
  let unwrittenSeen = false;
  for (;;) {
    const mark = lexer.pos;
    if (lexer.word() === 'trailer') break;
    lexer.pos = mark;
    const first = lexer.integer();
    const count = lexer.integer();
    skipLineEnd(lexer);
    if (lexer.pos + count * 20 > bytes.length) throw new Doubt('table longer than the file');
    if (entries.size + count > MAX_OBJECTS) throw new Doubt('too many objects');
    for (let i = 0; i < count; i++) {
      const line = String.fromCharCode(...bytes.subarray(lexer.pos, lexer.pos + 20));
      const match = /^(\d{10}) (\d{5}) ([fn])(?: \r| \n|\r\n)$/.exec(line);
      if (match === null) throw new Doubt('bad cross-reference entry');
      const [offset, gen] = [Number(match[1]), Number(match[2])];
      const unwritten = offset === 0 && gen > MAX_GENERATION;
      if (unwritten) unwrittenSeen = true;
      setOnce(entries, first + i, entryOf(match[3] === 'n' && !unwritten, offset, gen));
      lexer.pos += 20;
    }
  }
  const trailer = lexer.value();
  if (!isDict(trailer)) throw new Doubt('no trailer');
  // A reader that knows XRefStm may find there what this table calls unwritten.
  if (unwrittenSeen && trailer.has('XRefStm')) throw new Doubt('unwritten object in a hybrid');
  return { entries, trailer, start: offset, end: lexer.pos };
}

function entryOf(used: boolean, offset: number, gen: number): Entry {
  return used ? { type: 'offset', offset, gen } : { type: 'free' };
}

/** Two entries for one object in one section: readers differ on which counts. */
function setOnce(entries: Map<number, Entry>, num: number, entry: Entry): void {
  if (entries.has(num)) throw new Doubt(`two entries for object ${num}`);
  entries.set(num, entry);
}

function skipLineEnd(lexer: Lexer): void {
  while (lexer.peek() === 0x20) lexer.pos++;
  if (lexer.peek() === 0x0d) lexer.pos++;
  if (lexer.peek() === 0x0a) lexer.pos++;
}

function readStream(
  bytes: Uint8Array,
  offset: number,
  limits: Limits,
  allowance: Allowance,
): Section {
  const { value, start, end } = readIndirect(bytes, offset, directLength);
  if (!isStream(value) || nameOf(value.dict.get('Type')) !== 'XRef') {
    throw new Doubt('no cross-reference section at startxref');
  }
  const noReferences = () => {
    throw new Doubt('reference inside a cross-reference stream');
  };
  const { data } = decodeStream(value, noReferences, limits, allowance);
  const size = countOf(value.dict.get('Size'));
  const widths = counts(value.dict.get('W'));
  const index = value.dict.has('Index') ? counts(value.dict.get('Index')) : [0, size ?? -1];
  const [typeWidth = 9, secondWidth = 9, thirdWidth = 9] = widths;
  if (size === null || widths.length !== 3 || index.length % 2 !== 0) throw new Doubt('bad XRef');
  if (Math.max(...widths) > 6) throw new Doubt('bad XRef widths');
  const width = typeWidth + secondWidth + thirdWidth;
  // PDF.js would make two thousand million entries of nothing.
  if (width === 0) throw new ExtractError('unreadable', 'The PDF is broken or is none.');
  const entries = new Map<number, Entry>();
  let pos = 0;
  const field = (bytesWide: number) => {
    let number = 0;
    for (let i = 0; i < bytesWide; i++) number = number * 256 + (data[pos++] ?? 0);
    return number;
  };
  for (let pair = 0; pair < index.length; pair += 2) {
    const [first = 0, count = 0] = index.slice(pair, pair + 2);
    if (pos + count * width > data.length) throw new Doubt('XRef data cut short');
    if (entries.size + count > MAX_OBJECTS) throw new Doubt('too many objects');
    for (let i = 0; i < count; i++) {
      const type = typeWidth === 0 ? 1 : field(typeWidth);
      const second = field(secondWidth);
      const third = field(thirdWidth);
      if (type > 2) throw new Doubt('unknown type of cross-reference entry');
      const packed: Entry = { type: 'packed', stream: second, index: third };
      setOnce(entries, first + i, type === 2 ? packed : entryOf(type === 1, second, third));
    }
  }
  if (pos !== data.length) throw new Doubt('XRef data left over');
  return { entries, trailer: value.dict, start, end };
}

function counts(value: unknown): number[] {
  const list = value as Parameters<typeof isArray>[0];
  if (!isArray(list)) throw new Doubt('list of integers expected');
  return list.map((item) => {
    const count = countOf(item);
    if (count === null) throw new Doubt('integer expected');
    return count;
  });
}

function optionalOffset(trailer: Dict, key: string): number | null {
  if (!trailer.has(key)) return null;
  const offset = countOf(trailer.get(key));
  if (offset === null) throw new Doubt(`bad ${key}`);
  return offset;
}

/**
 * Hybrid files (7.5.8.4, written by Word): the stream named by `XRefStm` holds what the
 * table of the same section marks as free, so free entries come after it.
 */
function splitHybrid(
  bytes: Uint8Array,
  section: Section,
  limits: Limits,
  allowance: Allowance,
): { hidden: Section | null; free: Section | null } {
  const offset = optionalOffset(section.trailer, 'XRefStm');
  if (offset === null || bytes[section.start] !== 0x78) return { hidden: null, free: null };
  const hidden = readStream(bytes, offset, limits, allowance);
  for (const [num, entry] of hidden.entries) {
    // A reader that knows no XRefStm would show the table's object instead.
    const shown = section.entries.get(num);
    if (shown?.type === 'offset' && entry.type !== 'free') throw new Doubt('hybrid conflict');
  }
  const free = new Map([...section.entries].filter(([, { type }]) => type === 'free'));
  return { hidden, free: { ...section, entries: free } };
}

function withoutFree(entries: ReadonlyMap<number, Entry>): Map<number, Entry> {
  return new Map([...entries].filter(([, { type }]) => type !== 'free'));
}
