import { sizeOf } from '../../client/packed-kind.ts';
import type { PrintSent } from '../print-shown.ts';
import type { ListedMember } from './listing.ts';
import { passingFile, withoutFolders } from './member-files.ts';
import type { ArchiveJob, Job } from './reading.ts';
import { isArchive, newSlot, type Slot, type Slots } from './slots.ts';

/** What a run does with its slots. */
export interface Placing {
  /** Makes a slot and gives its index. */
  readonly push: (slot: Slot) => number;
  readonly put: (index: number, change: Partial<Slot>) => void;
  /** A member was read, and is to be asked about. */
  readonly took: (
    index: number,
    print: PrintSent,
    partNames: Readonly<Record<string, string>>,
  ) => void;
}

/** Members of the large archives of a run, each a slot behind those of the files. */
export class Archives {
  readonly #slots: Slots;
  readonly #placing: Placing;
  /** By archive and place in it. */
  readonly #known = new Map<string, number>();

  constructor(slots: Slots, placing: Placing) {
    this.#slots = slots;
    this.#placing = placing;
    for (const index of slots.indices(({ member }) => member !== null)) {
      const { of, nth } = slots.get(index)?.member ?? { of: -1, nth: -1 };
      this.#known.set(`${of}/${nth}`, index);
    }
  }

  /** Members at its beginning of which all is known. */
  #knownOf(of: number): number {
    let known = 0;
    for (;;) {
      const index = this.#known.get(`${of}/${known}`);
      if (index === undefined || !isKnown(this.#slots.get(index) as Slot)) return known;
      known++;
    }
  }

  /** Those that were not listed to their end, or have members that are to be read again. */
  jobs(): ArchiveJob[] {
    const slots = this.#slots;
    const lacking = new Set<number>();
    for (const index of this.#known.values()) {
      const slot = slots.get(index) as Slot;
      if (!isKnown(slot) && !slots.has(index)) lacking.add(slot.member?.of ?? -1);
    }
    return slots.indices(isArchive).flatMap((index) => {
      const file = fileOf(slots, index);
      const { name, listed } = slots.get(index) as Slot;
      if (!file || (listed && !lacking.has(index))) return [];
      return [{ index, file, name, known: this.#knownOf(index) }];
    });
  }

  /** @returns what is to be read; null for a member of which all is known, or that was to be read before */
  place(of: number, nth: number, { name, contents }: ListedMember): Job | null {
    const { push, put, took } = this.#placing;
    const slots = this.#slots;
    const full = `${slots.get(of)?.name}!/${name}`;
    const known = this.#known.get(`${of}/${nth}`);
    const index = known ?? push({ ...newSlot(full, sizeOfListed(contents)), member: { of, nth } });
    this.#known.set(`${of}/${nth}`, index);
    const all = isKnown(slots.get(index) as Slot);
    if (!all && slots.has(index)) return null;
    if (contents.kind === 'range') {
      const { start, end, packed } = contents;
      const archive = fileOf(slots, of);
      if (archive === undefined) return null;
      slots.attach(index, { archive, name: withoutFolders(name), start, end, packed });
    } else if (contents.kind === 'passing' && !all) {
      slots.attach(index, passingFile(name, contents.blob, contents.packed));
    }
    if (all) return null;
    if (contents.kind === 'fault') {
      put(index, { outcome: { kind: 'unread', problem: contents.problem } });
    } else if (contents.kind === 'print') {
      took(index, contents.print, contents.partNames);
    }
    const file = slots.file(index);
    return file ? { index, file, name: full } : null;
  }
}

/** Archives are files of their own. */
const fileOf = (slots: Slots, index: number) => slots.file(index) as File | undefined;

function sizeOfListed(contents: ListedMember['contents']): number | null {
  if (contents.kind === 'passing') return contents.blob.size;
  if (contents.kind !== 'range') return null;
  const { start, end, packed } = contents;
  return sizeOf({ size: end - start }, packed);
}

const isKnown = ({ outcome, fingerprint, copyOf }: Slot): boolean =>
  outcome !== null || fingerprint !== null || copyOf !== null;
