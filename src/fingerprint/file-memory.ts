import { type Document, withoutContents } from './document.ts';
import type { EntryLists, Fingerprint } from './profile.ts';

/** A print, with the ordered entries of its texts by part path. */
export interface Printed {
  readonly print: Fingerprint;
  readonly entries: EntryLists;
}

/** What reading a file took of its submission, and what it depended on besides its bytes. */
export interface Terms {
  /** Compared by identity. */
  readonly limits: object;
  /** Containers above it. */
  readonly depth: string;
  readonly decompressedBytes: number;
  readonly drawnBytes: number;
  readonly parts: number;
}

/** A file that was printed before. */
export interface KnownFile {
  readonly terms: Terms;
  /** As documents without their contents. */
  readonly parts: readonly Document[];
  readonly printed: () => Printed;
}

/** All that is kept of a file: another process can learn it, and need not read the file. */
export interface FileLesson {
  readonly key: string;
  /** The limits are those of whoever learns it. */
  readonly terms: Omit<Terms, 'limits'>;
  readonly parts: readonly Document[];
  /** The print, as JSON: half as large as the objects, and nothing to collect. */
  readonly json: string;
  readonly entries: EntryLists;
}

interface Kept {
  readonly lesson: FileLesson;
  readonly limits: object;
  readonly size: number;
}

/** Bytes of what is kept: 10 kB stand for a PDF of five pages. */
const MAX_KEPT = 24 * 1024 * 1024;

/**
 * Prints of files that take long to read, by their bytes: in a mailbox the same ones are sent again
 * and again.
 */
export class FileMemory {
  /** The one met longest ago first. */
  readonly #known = new Map<string, Kept>();
  readonly #expected = new WeakMap<Document, { readonly key: string; readonly terms: Terms }>();
  readonly #most: number;
  readonly #teach: (lesson: FileLesson) => void;
  #size = 0;

  /** @param teach told what is new, for others to learn */
  constructor(teach: (lesson: FileLesson) => void = () => {}, most = MAX_KEPT) {
    this.#teach = teach;
    this.#most = most;
  }

  find(key: string): KnownFile | null {
    const known = this.#known.get(key);
    if (known === undefined) return null;
    this.#known.delete(key);
    this.#known.set(key, known);
    const { terms, parts, json, entries } = known.lesson;
    const printed = () => ({ print: JSON.parse(json) as Fingerprint, entries });
    return { terms: { ...terms, limits: known.limits }, parts, printed };
  }

  /** Announces that `keep` is to remember the document by the key, if it is called with it. */
  expect(document: Document, key: string, terms: Terms): void {
    this.#expected.set(document, { key, terms });
  }

  /** @param entries by the paths of the whole file, in which the document stands at `path` */
  keep(document: Document, print: Fingerprint, path: string, entries: EntryLists): void {
    const expected = this.#expected.get(document);
    if (expected === undefined || this.#known.has(expected.key)) return;
    const { limits, ...terms } = expected.terms;
    const lesson = {
      key: expected.key,
      terms,
      parts: document.parts.map(withoutContents),
      json: JSON.stringify(print),
      entries: within(path, entries),
    };
    if (this.learn(lesson, limits)) this.#teach(lesson);
  }

  /**
   * Remembers what another process read under the same limits.
   *
   * @returns whether it is kept
   */
  learn(lesson: FileLesson, limits: object): boolean {
    let size = lesson.json.length;
    for (const list of Object.values(lesson.entries)) size += 2 * list.length;
    if (size > this.#most / 4 || this.#known.has(lesson.key)) return false;
    this.#known.set(lesson.key, { lesson, limits, size });
    this.#size += size;
    for (const [oldest, { size: less }] of this.#known) {
      if (this.#size <= this.#most) break;
      this.#known.delete(oldest);
      this.#size -= less;
    }
    return true;
  }
}

/** Entries of the part at `path` by the paths that they have in it. */
function within(path: string, entries: EntryLists): EntryLists {
  const own: Record<string, EntryLists[string]> = {};
  for (const [at, list] of Object.entries(entries)) {
    if (path === '') own[at] = list;
    else if (at === path) own[''] = list;
    else if (at.startsWith(`${path}/`)) own[at.slice(path.length + 1)] = list;
  }
  return own;
}

/** The path in the whole file of what stands at `inner` in the part at `path`. */
export function pathIn(path: string, inner: string): string {
  return path === '' || inner === '' ? path + inner : `${path}/${inner}`;
}
