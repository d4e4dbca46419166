import { safeText } from '../../client/safe-text.ts';
import { LOCAL_LIMITS } from '../../extract/limits.ts';
import type { Answer, Outcome } from '../answer.ts';
import type { PastedDigest } from '../digests.ts';
import type { Locating } from '../located.ts';
import type { PrintShown } from '../print-shown.ts';
import type { KeptQuestion, Question } from './asker.ts';
import type { Chosen } from './intake.ts';
import { isPassing, type Readable } from './member-files.ts';

/** One thing to check, with what is known of it so far. No byte of a file stands in it. */
export interface Slot {
  /** Path or name, as the reader knows it. */
  readonly name: string;
  readonly size: number | null;
  /** A pasted digest, which stands for a file that is not here. */
  readonly item: PastedDigest['item'] | null;
  /** The whole of it is with the keeper. */
  readonly fingerprint: PrintShown | null;
  readonly partNames: Readonly<Record<string, string>>;
  readonly outcome: Outcome | null;
  /** Index of the slot whose file has the same bytes. */
  readonly copyOf: number | null;
  /** The slot of the large archive that it is a member of, and its place in that. */
  readonly member: { readonly of: number; readonly nth: number } | null;
  /** Of a large archive: all its members have slots. */
  readonly listed: boolean;
  readonly located?: Locating | undefined;
}

export interface Counts {
  /** Files answered, failed or found unreadable, copies included; archives with all their members listed. */
  readonly done: number;
  readonly copies: number;
  /** Fingerprints that wait for the registry. */
  readonly queued: number;
  /** Neither here nor read, or listed to their end. */
  readonly missing: number;
  readonly failed: number;
}

export const idOf = (index: number): string => `f${index}`;
export const indexOf = (id: string): number => Number(id.slice(1));

export function newSlot(name: string, size: number | null, item: Slot['item'] = null): Slot {
  const unread = { fingerprint: null, partNames: {}, outcome: null, copyOf: null };
  return { name, size, item, ...unread, member: null, listed: false };
}

/** What is checked, in the order it came; an answer keeps its identity until it changes. */
export class Slots {
  #slots: Slot[];
  #files: (Readable | undefined)[];
  readonly #answers = new Map<number, Answer>();
  #answered: readonly Answer[] | null = null;
  readonly #copies = new Map<number, string[]>();

  constructor(slots: readonly Slot[] = [], files: readonly (Readable | undefined)[] = []) {
    this.#slots = [...slots];
    this.#files = [...files];
    for (const { copyOf, name } of slots) if (copyOf !== null) this.#noteCopy(copyOf, name);
  }

  get length(): number {
    return this.#slots.length;
  }

  get(index: number): Slot | undefined {
    return this.#slots[index];
  }

  file(index: number): Readable | undefined {
    return this.#files[index];
  }

  /** Whether its file is here. */
  has(index: number): boolean {
    return this.#files[index] !== undefined;
  }

  /** Gives a slot its file, or takes it away. */
  attach(index: number, file: Readable | undefined): void {
    this.#files[index] = file;
  }

  /** @returns index of the new slot */
  add(slot: Slot, file?: File): number {
    this.#files[this.#slots.length] = file;
    return this.#slots.push(slot) - 1;
  }

  /**
   * Gives files to the slots of their path and size.
   *
   * @returns those that no slot is of
   */
  attachAll(chosen: readonly Chosen[]): Chosen[] {
    const key = (name: string, size: number | null) => `${size} ${name}`;
    const known = new Map(
      this.#slots.flatMap(({ name, size, item }, index) =>
        item === null ? [[key(name, size), index] as const] : [],
      ),
    );
    return chosen.filter(({ file, path }) => {
      const index = known.get(key(path, file.size));
      if (index !== undefined) this.#files[index] = file;
      return index === undefined;
    });
  }

  put(index: number, change: Partial<Slot>): void {
    const slot = this.#slots[index];
    if (slot === undefined) return;
    this.#slots[index] = { ...slot, ...change };
    this.#forget(index);
    const file = this.#files[index];
    // Its bytes were kept only until they were read.
    if (file !== undefined && isPassing(file)) this.#files[index] = undefined;
    if (change.copyOf != null) this.#noteCopy(change.copyOf, slot.name);
  }

  /** What has an outcome, copies left out; the same array as long as nothing of it changes. */
  answers(): readonly Answer[] {
    this.#answered ??= this.#slots.reduce((all: Answer[], slot, index) => {
      if (slot.outcome !== null) all.push(this.#answerOf(index, slot, slot.outcome));
      return all;
    }, []);
    return this.#answered;
  }

  counts(): Counts {
    const counts = { done: 0, copies: 0, queued: 0, missing: 0, failed: 0 };
    let index = -1;
    for (const slot of this.#slots) {
      index++;
      const first = slot.copyOf === null ? slot : this.#slots[slot.copyOf];
      if (slot.copyOf !== null) counts.copies++;
      const isOpen = isArchive(slot) && !slot.listed;
      if (first?.outcome != null && !isOpen) counts.done++;
      if (slot.copyOf !== null) continue;
      if (slot.outcome?.kind === 'failed') counts.failed++;
      const isHere = this.has(index);
      if (isOpen && !isHere) counts.missing++;
      if (slot.outcome !== null) continue;
      if (canBeAsked(slot)) counts.queued++;
      else if (!isHere && !isOpen) counts.missing++;
    }
    return counts;
  }

  /** What can be asked about those of them that need not be read. */
  toAsk(indices: readonly number[]): (Question | KeptQuestion)[] {
    return indices.flatMap((index): (Question | KeptQuestion)[] => {
      const slot = this.#slots[index];
      const id = idOf(index);
      if (slot?.item) return [{ id, ...slot.item } as Question];
      return slot?.fingerprint ? [{ id, kept: true }] : [];
    });
  }

  /** Those of them that are here and were not read. */
  toRead(indices: readonly number[]): { index: number; file: Readable; name: string }[] {
    return indices.flatMap((index) => {
      const slot = this.#slots[index];
      const file = this.#files[index];
      if (slot === undefined || canBeAsked(slot) || file === undefined) return [];
      return [{ index, file, name: slot.name }];
    });
  }

  /** Whether it has files, not digests alone. */
  get hasFiles(): boolean {
    return this.#slots.some(({ item }) => item === null);
  }

  indices(wanted: (slot: Slot, index: number) => boolean): number[] {
    return this.#slots.flatMap((slot, index) => (wanted(slot, index) ? [index] : []));
  }

  #noteCopy(of: number, name: string): void {
    const names = this.#copies.get(of);
    if (names === undefined) this.#copies.set(of, [name]);
    else names.push(name);
    this.#forget(of);
  }

  #forget(index: number): void {
    const was = this.#answers.delete(index);
    if (was || this.#slots[index]?.outcome != null) this.#answered = null;
  }

  #answerOf(index: number, slot: Slot, outcome: Outcome): Answer {
    const known = this.#answers.get(index);
    if (known !== undefined) return known;
    const { size, fingerprint, located } = slot;
    const name = safeText(slot.name);
    const partNames = Object.fromEntries(
      Object.entries(slot.partNames).map(([path, part]) => [path, safeText(part)]),
    );
    const copies = this.#copies.get(index)?.map(safeText);
    const id = idOf(index);
    const answer = { id, name, size, fingerprint, partNames, outcome, located, copies };
    this.#answers.set(index, answer);
    return answer;
  }
}

/** Whether the file may be an archive whose members are files of their own: no other tells it before it is read. */
export function isArchive({ item, member, size }: Slot): boolean {
  return item === null && member === null && (size ?? 0) > LOCAL_LIMITS.maxInputBytes;
}

/** Whether the registry can be asked about a slot: not while its file has not been read. */
export const canBeAsked = ({ item, fingerprint }: Slot): boolean =>
  item !== null || fingerprint !== null;
