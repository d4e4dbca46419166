/**
 * Digest of a graph of PDF objects that does not depend on how the file stores it.
 *
 * - A container is written as its text, or as the SHA-256 of that text when it is long. A
 *   reference is written as what it refers to. So it does not matter whether a value is
 *   direct or indirect, shared or repeated, nor which number it bears.
 * - A stream is its dictionary without `Length`, `Filter` and `DecodeParms`, and the SHA-256
 *   of its decoded bytes (with filter and parameters where the bytes stay image-encoded).
 * - A reference to a page is the page's position, which also cuts most circles.
 * - Any other circle is cut at the reference back to an object still being written: it gets
 *   a number, in order of discovery, which that object's own text then carries too. The
 *   number binds the reference to that one object, so two graphs of one digest unfold to
 *   the same endless tree.
 *
 * Objects are walked with an own stack: chains of a hundred thousand objects (bookmarks)
 * would overflow the engine's.
 */
import { sha256Hex } from '../../fingerprint/digest.ts';
import type { PdfFile } from './file.ts';
import type { Ref, Stream, Value } from './values.ts';
import { type Dict, Doubt, isArray, isDict, isStream, nameOf } from './values.ts';
import { MAX_OBJECTS } from './xref.ts';

/** Longer texts are replaced by a digest: `#` and 64 digits, which is not digested again. */
const INLINE = 65;

/** Not drawn, and changed by tools that touch nothing visible; see `drawn.ts`. */
const STREAM_KEYS_LEFT_OUT = new Set([
  'Length',
  'Filter',
  'DecodeParms',
  'DL',
  'Metadata',
  'PieceInfo',
  'LastModified',
  'StructParent',
  'StructParents',
]);

/** An entry of this value is as good as none (7.3.7), and tools leave it out. */
const NULL = 'z';

/** A value ready to be written: streams decoded, keys sorted. */
type View = { readonly head: string; readonly value: Value };

interface Frame {
  readonly num: number | null;
  readonly view: View;
  readonly refs: readonly Ref[];
  next: number;
}

export class GraphDigest {
  readonly #file: PdfFile;
  readonly #pages: ReadonlyMap<number, number>;
  readonly #done = new Map<number, string>();
  /** Objects being written; the number of the circle once one leads back to them. */
  readonly #open = new Map<number, number | null>();
  #circles = 0;

  /** @param pages position of each page by object number */
  constructor(file: PdfFile, pages: ReadonlyMap<number, number>) {
    this.#file = file;
    this.#pages = pages;
  }

  /** Hex SHA-256 of a value and all it refers to. */
  digest(value: Value): string {
    return hashText(this.#write({ head: '', value }));
  }

  #write(root: View): string {
    const stack: Frame[] = [this.#frame(null, root)];
    for (;;) {
      const frame = stack.at(-1) as Frame;
      const ref = frame.refs[frame.next++];
      if (ref !== undefined) {
        const child = this.#enter(ref);
        if (child !== null) stack.push(child);
        continue;
      }
      const text = this.#close(frame);
      stack.pop();
      if (stack.length === 0) return text;
    }
  }

  #enter(ref: Ref): Frame | null {
    if (this.#pages.has(ref.num) || this.#done.has(ref.num)) {
      this.#file.resolve(ref);
      return null;
    }
    const circle = this.#open.get(ref.num);
    if (circle !== undefined) {
      if (circle === null) this.#open.set(ref.num, this.#circles++);
      return null;
    }
    if (this.#done.size + this.#open.size >= MAX_OBJECTS) throw new Doubt('too many objects');
    this.#open.set(ref.num, null);
    return this.#frame(ref.num, this.#view(this.#file.resolve(ref)));
  }

  #frame(num: number | null, view: View): Frame {
    const refs: Ref[] = [];
    collectRefs(view.value, refs);
    return { num, view, refs, next: 0 };
  }

  #close({ num, view }: Frame): string {
    const circle = num === null ? null : (this.#open.get(num) ?? null);
    const mark = circle === null ? '' : `!${circle};`;
    const text = shorten(mark + view.head + this.#plain(view.value));
    if (num !== null) {
      this.#open.delete(num);
      this.#done.set(num, text);
    }
    return text;
  }

  #view(value: Value | Stream): View {
    if (!isStream(value)) return { head: '', value };
    const isForm = nameOf(value.dict.get('Subtype')) === 'Form';
    const { data, image } = isForm ? this.#file.decodeContents(value) : this.#file.decode(value);
    const dict = new Map([...value.dict].filter(([key]) => !STREAM_KEYS_LEFT_OUT.has(key)));
    const encoding = image === null ? '' : `/${image.filter.length}:${image.filter}`;
    return {
      head: `S#${sha256Hex(data)}${encoding}`,
      value: image === null ? dict : [dict, image.parms],
    };
  }

  #text(value: Value): string {
    return shorten(this.#plain(value));
  }

  #plain(value: Value): string {
    if (value === null) return NULL;
    if (typeof value === 'boolean') return value ? 't' : 'f';
    if (isArray(value)) return `[${value.map((item) => this.#text(item)).join('')}]`;
    if (isDict(value)) {
      const entries = sortedKeys(value).map((key) => {
        const text = this.#text(value.get(key) ?? null);
        return text === NULL ? '' : `/${key.length}:${key}${text}`;
      });
      return `<${entries.join('')}>`;
    }
    if (value.kind === 'number') return `n${value.text};`;
    if (value.kind === 'ref') return this.#refText(value);
    const { kind, text } = value;
    return `${kind === 'name' ? '/' : '('}${text.length}:${text}`;
  }

  #refText(ref: Ref): string {
    const page = this.#pages.get(ref.num);
    if (page !== undefined) return `p${page};`;
    const done = this.#done.get(ref.num);
    if (done !== undefined) return done;
    return `c${this.#open.get(ref.num) ?? -1};`;
  }
}

function sortedKeys(dict: Dict): string[] {
  return [...dict.keys()].sort();
}

/** References of one value in the order in which they are written; depth is bounded. */
function collectRefs(value: Value, refs: Ref[]): void {
  if (value === null || typeof value !== 'object') return;
  if (isArray(value)) for (const item of value) collectRefs(item, refs);
  else if (isDict(value)) {
    for (const key of sortedKeys(value)) collectRefs(value.get(key) ?? null, refs);
  } else if (value.kind === 'ref') refs.push(value);
}

function shorten(text: string): string {
  return text.length > INLINE ? `#${hashText(text)}` : text;
}

function hashText(text: string): string {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return sha256Hex(bytes);
}
