/**
 * A PDF's objects, every byte of the file accounted for.
 *
 * Viewers that meet a fault rebuild the object list by scanning the file, and then show
 * objects that the cross-reference table does not name. So each entry must be exact, used
 * or not, and between objects, sections and trailers there may be nothing but white space
 * and comments: there is then no second set of objects to fall back on.
 */
import type { Limits } from '../limits.ts';
import { ExtractError } from '../reader.ts';
import { type Allowance, type Decoded, decodeStream } from './filters.ts';
import { Lexer } from './lexer.ts';
import { directLength, type Indirect, readIndirect } from './object.ts';
import type { Ref, Stream, Value } from './values.ts';
import { countOf, type Dict, Doubt, isDict, isRef, isStream, nameOf, TooMuch } from './values.ts';
import { type Entry, readSections, type Section } from './xref.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

export class PdfFile {
  readonly bytes: Uint8Array;
  readonly catalog: Dict;
  readonly #limits: Limits;
  readonly #allowance: Allowance;
  readonly #entries = new Map<number, Entry>();
  readonly #objects = new Map<number, Value | Stream>();
  readonly #byOffset = new Map<number, Indirect>();
  readonly #packed = new Map<number, readonly (readonly [number, Value])[]>();
  readonly #opening = new Set<number>();
  readonly #size: number;

  /** @throws Doubt for a file that two viewers might read in two ways */
  constructor(bytes: Uint8Array, limits: Limits, allowance: Allowance) {
    this.bytes = bytes;
    this.#limits = limits;
    this.#allowance = allowance;
    if (!/^%PDF-[12]\.\d[\r\n ]/.test(String.fromCharCode(...bytes.subarray(0, 9)))) {
      throw new Doubt('no header at the first byte');
    }
    const sections = readSections(bytes, limits, allowance);
    const newest = sections[0]?.trailer ?? new Map();
    const root = newest.get('Root');
    const size = countOf(newest.get('Size'));
    if (!isRef(root) || size === null) throw new Doubt('no Root or Size');
    this.#size = size;
    for (const { trailer, entries } of sections) {
      if (trailer.has('Encrypt')) throw new Doubt('encrypted');
      const other = trailer.get('Root');
      if (other !== undefined && (!isRef(other) || other.num !== root.num)) {
        throw new Doubt('two catalogs');
      }
      for (const [num, entry] of entries) {
        if (!this.#entries.has(num)) this.#entries.set(num, entry);
      }
    }
    this.#checkTiles(sections);
    const catalog = this.resolve(root);
    if (!isDict(catalog) || nameOf(catalog.get('Type')) !== 'Catalog')
      throw new Doubt('no catalog');
    this.catalog = catalog;
  }

  /** The object a reference names. @throws Doubt when it names none */
  resolve(ref: Ref): Value | Stream {
    const entry = this.#entries.get(ref.num);
    if (entry === undefined || entry.type === 'free' || ref.num >= this.#size) {
      throw new Doubt(`reference to no object: ${ref.num}`);
    }
    if ((entry.type === 'offset' ? entry.gen : 0) !== ref.gen) throw new Doubt('wrong generation');
    const known = this.#objects.get(ref.num);
    if (known !== undefined) return known;
    const value =
      entry.type === 'offset'
        ? this.#at(entry.offset, ref.num, entry.gen).value
        : this.#unpack(entry.stream, entry.index, ref.num);
    this.#objects.set(ref.num, value);
    return value;
  }

  /** The value itself, or what it refers to, one step. */
  direct(value: Value | undefined): Value | Stream {
    const found = isRef(value) ? this.resolve(value) : (value ?? null);
    if (isRef(found)) throw new Doubt('reference to a reference');
    return found;
  }

  decode(stream: Stream): Decoded {
    return decodeStream(stream, (ref) => this.resolve(ref), this.#limits, this.#allowance);
  }

  /**
   * Decodes what a reader of the text decodes as well.
   *
   * @throws ExtractError `over_limit` when it is above the limits
   */
  decodeContents(stream: Stream): Decoded {
    try {
      return this.decode(stream);
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      throw new ExtractError('over_limit', 'A page decodes to more than the limit.');
    }
  }

  #at(offset: number, num: number, gen: number): Indirect {
    let object = this.#byOffset.get(offset);
    if (object === undefined) {
      if (this.#opening.has(num)) throw new Doubt('stream length in a circle');
      this.#opening.add(num);
      object = readIndirect(this.bytes, offset, (length) => directLength(this.direct(length)));
      this.#opening.delete(num);
      this.#byOffset.set(offset, object);
    }
    if (object.num !== num || object.gen !== gen) throw new Doubt(`not object ${num} at its place`);
    return object;
  }

  /** Objects packed in a stream (7.5.7). */
  #unpack(streamNum: number, index: number, num: number): Value {
    let objects = this.#packed.get(streamNum);
    if (objects === undefined) {
      objects = this.#readPacked(streamNum);
      this.#packed.set(streamNum, objects);
    }
    const [found, value] = objects[index] ?? [];
    if (found !== num || value === undefined) throw new Doubt(`object ${num} not in its stream`);
    return value;
  }

  #readPacked(num: number): (readonly [number, Value])[] {
    const entry = this.#entries.get(num);
    if (entry?.type !== 'offset') throw new Doubt('object stream is no plain object');
    if (this.#opening.has(num)) throw new Doubt('object stream in a circle');
    const { value } = this.#at(entry.offset, num, entry.gen);
    if (!isStream(value) || nameOf(value.dict.get('Type')) !== 'ObjStm') {
      throw new Doubt('no object stream');
    }
    this.#opening.add(num);
    const count = countOf(this.direct(value.dict.get('N')));
    const first = countOf(this.direct(value.dict.get('First')));
    const { data } = this.decode(value);
    this.#opening.delete(num);
    if (count === null || first === null || count > data.length || first > data.length) {
      throw new Doubt('bad object stream');
    }
    const header = new Lexer(data, 0, first);
    const places = Array.from({ length: count }, () => [header.integer(), header.integer()]);
    return places.map(([inner = -1, offset = 0], i) => {
      const next = places[i + 1]?.[1];
      const end = next === undefined ? data.length : first + next;
      if (end > data.length || end <= first + offset)
        throw new Doubt('packed objects out of order');
      const lexer = new Lexer(data, first + offset, end);
      const packed = lexer.value();
      lexer.skipWhite();
      if (lexer.pos !== end) throw new Doubt('bytes between packed objects');
      return [inner, packed];
    });
  }

  #checkTiles(sections: readonly Section[]): void {
    const spans = new Map<number, Span>();
    for (const section of sections) {
      spans.set(section.start, section);
      for (const [num, entry] of section.entries) {
        if (entry.type !== 'offset') continue;
        if (entry.offset <= 0 || entry.offset >= this.bytes.length) throw new Doubt('bad offset');
        this.#checkNewest(num, entry.offset);
        spans.set(entry.offset, this.#at(entry.offset, num, entry.gen));
      }
    }
    let pos = 0;
    for (const span of [...spans.values()].sort((a, b) => a.start - b.start)) {
      this.#checkGap(pos, span.start);
      pos = span.end;
    }
    this.#checkGap(pos, this.bytes.length);
  }

  /** A scanning reader takes the last object of a number, so ours must be the last. */
  #checkNewest(num: number, offset: number): void {
    const entry = this.#entries.get(num);
    if (entry?.type === 'offset' && entry.offset < offset) throw new Doubt(`${num} stands twice`);
  }

  #checkGap(start: number, end: number): void {
    if (start > end) throw new Doubt('objects overlap');
    const lexer = new Lexer(this.bytes, start, end);
    for (;;) {
      lexer.skipWhite();
      if (lexer.pos === end) return;
      if (lexer.peek() === 0x25) {
        while (lexer.pos < end && lexer.peek() !== 0x0a && lexer.peek() !== 0x0d) lexer.pos++;
      } else {
        lexer.expect('startxref');
        lexer.integer();
      }
    }
  }
}
