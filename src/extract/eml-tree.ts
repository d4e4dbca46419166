/**
 * The tree of MIME entities of a message (RFC 2046), as byte ranges of the message.
 *
 * postal-mime merges the text parts of a message, converts one alternative into another,
 * ends text attachments with a line feed of its own and drops the line ends of binary ones.
 * Digests need each leaf as it was sent, so the splitting is done here and postal-mime is
 * used for addresses and encoded words.
 */
import {
  decodeHeaderLine,
  FIELD_START,
  field,
  type Header,
  parseHeaders,
  parseStructured,
  type Structured,
} from './eml-header.ts';
import type { Limits } from './limits.ts';
import { ExtractError } from './reader.ts';

export interface Entity {
  readonly headers: readonly Header[];
  readonly type: Structured;
  readonly disposition: Structured;
  /** Lower case, empty when none is declared. */
  readonly encoding: string;
  readonly children: readonly Entity[];
  /** Body as sent; of a multipart without any boundary line, all of it, else empty. */
  readonly body: Uint8Array;
}

/**
 * Header bytes of all entities together: a 6.8 MB header is an attack, 2 MiB is what
 * postal-mime allows and a hundred times the largest mail headers seen in practice.
 */
const MAX_HEADER_BYTES = 2 * 1024 * 1024;

/** RFC 2046 allows 70 characters; some senders exceed it. */
const MAX_BOUNDARY = 998;

interface Open {
  readonly parent: Open | null;
  readonly children: Entity[];
  headers: Header[];
  type: Structured;
  boundary: string | null;
  sawBoundary: boolean;
  bodyStart: number;
  /** Becomes the entity once closed; set once. */
  done: boolean;
}

/**
 * Splits a message into its entities.
 *
 * @throws ExtractError `over_limit` for too deep a tree, too many entities or header bytes
 */
export function parseTree(bytes: Uint8Array, limits: Limits): Entity {
  return new TreeParser(bytes, limits).parse();
}

const PLAIN: Structured = { value: 'text/plain', params: new Map() };
const DIGEST: Structured = { value: 'message/rfc822', params: new Map() };
const EMPTY = new Uint8Array(0);

class TreeParser {
  readonly #bytes: Uint8Array;
  readonly #limits: Limits;
  /** Multiparts whose boundary is awaited, outermost first. */
  readonly #stack: Open[] = [];
  #root: Entity | null = null;
  #current: Open | null = null;
  #headerLines: string[] | null = null;
  #headerBytes = 0;
  #entities = 0;
  #position = 0;

  constructor(bytes: Uint8Array, limits: Limits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  parse(): Entity {
    const bytes = this.#bytes;
    this.#open(null);
    while (this.#position < bytes.length) {
      const start = this.#position;
      const lf = bytes.indexOf(0x0a, start);
      const next = lf < 0 ? bytes.length : lf + 1;
      let end = lf < 0 ? next : lf;
      if (end > start && bytes[end - 1] === 0x0d) end--;
      this.#position = next;
      this.#line(start, end);
    }
    this.#endHeaders(bytes.length);
    this.#closeWithin(null, bytes.length);
    if (this.#root === null) throw new Error('The root is closed last.');
    return this.#root;
  }

  #line(start: number, end: number): void {
    if (this.#boundary(start, end)) return;
    if (this.#headerLines === null) return;
    if (start === end) {
      this.#endHeaders(this.#position);
      return;
    }
    this.#headerBytes += end - start;
    if (this.#headerBytes > MAX_HEADER_BYTES) {
      throw new ExtractError('over_limit', 'The headers of the mail exceed 2 MiB.');
    }
    const line = decodeHeaderLine(this.#bytes.subarray(start, end));
    const continues = /^[ \t]/.test(line) && this.#headerLines.length > 0;
    // A line that is no header begins the body: skipping it would hide text.
    if (continues || FIELD_START.test(line)) this.#headerLines.push(line);
    else this.#endHeaders(start);
  }

  /** Handles a boundary line; false when the line is none. */
  #boundary(start: number, end: number): boolean {
    const bytes = this.#bytes;
    if (this.#stack.length === 0 || bytes[start] !== 0x2d || bytes[start + 1] !== 0x2d) {
      return false;
    }
    while (end > start && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0x09)) end--;
    if (end - start > MAX_BOUNDARY + 4) return false;
    const line = decodeHeaderLine(bytes.subarray(start + 2, end));
    const level = this.#stack.findLastIndex(
      ({ boundary }) => line === boundary || line === `${boundary}--`,
    );
    const owner = this.#stack[level];
    if (owner === undefined) return false;
    // The line end before a boundary belongs to it (RFC 2046, 5.1.1).
    let bodyEnd = start;
    if (bytes[bodyEnd - 1] === 0x0a) bodyEnd--;
    if (bytes[bodyEnd] === 0x0a && bytes[bodyEnd - 1] === 0x0d) bodyEnd--;
    this.#endHeaders(bodyEnd);
    this.#closeWithin(owner, bodyEnd);
    owner.sawBoundary = true;
    // The owner stays awaited after its last boundary: some readers show parts that follow it.
    this.#stack.length = level + 1;
    if (line !== owner.boundary) this.#current = owner;
    else this.#open(owner);
    return true;
  }

  #open(parent: Open | null): void {
    if (++this.#entities > this.#limits.maxParts) {
      throw new ExtractError('over_limit', `The mail has over ${this.#limits.maxParts} parts.`);
    }
    this.#current = {
      parent,
      children: [],
      headers: [],
      type: PLAIN,
      boundary: null,
      sawBoundary: false,
      bodyStart: this.#position,
      done: false,
    };
    this.#headerLines = [];
  }

  #endHeaders(bodyStart: number): void {
    const current = this.#current;
    if (this.#headerLines === null || current === null) return;
    current.headers = parseHeaders(this.#headerLines);
    current.bodyStart = bodyStart;
    this.#headerLines = null;
    const declared = field(current.headers, 'content-type');
    const fallback = current.parent?.type.value === 'multipart/digest' ? DIGEST : PLAIN;
    current.type = declared === null ? fallback : parseStructured(declared);
    if (!current.type.value.startsWith('multipart/')) return;
    const boundary = current.type.params.get('boundary')?.trimEnd() ?? '';
    if (boundary === '') return;
    current.boundary = boundary;
    this.#stack.push(current);
    if (this.#stack.length > this.#limits.maxMimeDepth) {
      throw new ExtractError('over_limit', 'The mail nests its parts too deeply.');
    }
  }

  /** Closes everything open below `owner`; null closes the root too. */
  #closeWithin(owner: Open | null, bodyEnd: number): void {
    while (this.#current !== null && this.#current !== owner) {
      this.#finish(this.#current, bodyEnd);
      this.#current = this.#current.parent;
    }
  }

  #finish(open: Open, bodyEnd: number): void {
    if (open.done) return;
    open.done = true;
    const entity: Entity = {
      headers: open.headers,
      type: open.type,
      disposition: parseStructured(field(open.headers, 'content-disposition') ?? ''),
      encoding: parseStructured(field(open.headers, 'content-transfer-encoding') ?? '').value,
      children: open.children,
      body: open.sawBoundary
        ? EMPTY
        : this.#bytes.subarray(open.bodyStart, Math.max(open.bodyStart, bodyEnd)),
    };
    if (open.parent === null) this.#root = entity;
    else open.parent.children.push(entity);
  }
}
