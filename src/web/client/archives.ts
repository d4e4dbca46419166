import { LOCAL_LIMITS } from '../../extract/limits.ts';
import type { Fingerprint } from '../../fingerprint/profile.ts';
import type { ListedMember } from './listing.ts';
import { isPassing, memberFile, sizeIn } from './member-files.ts';
import type { Job } from './reading.ts';
import { newSlot, type Slot, type Slots } from './slots.ts';

/** What a run does with its slots. */
export interface Placing {
  /** Makes a slot and gives its index. */
  readonly push: (slot: Slot) => number;
  readonly put: (index: number, change: Partial<Slot>) => void;
  readonly ask: (index: number, fingerprint: Fingerprint) => void;
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

  /** Those that were not listed to their end, or have members that are to be read again. */
  jobs(): Job[] {
    const slots = this.#slots;
    const lacking = new Set<number>();
    for (const index of this.#known.values()) {
      const { member, outcome, fingerprint, copyOf } = slots.get(index) as Slot;
      const open = outcome === null && fingerprint === null && copyOf === null;
      if (open && slots.file(index) === undefined) lacking.add(member?.of ?? -1);
    }
    return slots
      .indices(({ item, member, size }) => {
        return item === null && member === null && (size ?? 0) > LOCAL_LIMITS.maxInputBytes;
      })
      .flatMap((index) => {
        const file = slots.file(index);
        const { name, listed } = slots.get(index) as Slot;
        return file && (!listed || lacking.has(index)) ? [{ index, file, name }] : [];
      });
  }

  /** @returns what is to be read; null for a member of which all is known */
  place(of: number, nth: number, { name, contents }: ListedMember): Job | null {
    const { push, put, ask } = this.#placing;
    const file = contents.kind === 'place' ? memberFile(name, contents) : undefined;
    const size = file ? sizeIn(file) : null;
    const full = `${this.#slots.get(of)?.name}!/${name}`;
    const known = this.#known.get(`${of}/${nth}`);
    const index = known ?? push({ ...newSlot(full, size), member: { of, nth } });
    this.#known.set(`${of}/${nth}`, index);
    const { outcome, fingerprint, copyOf } = this.#slots.get(index) as Slot;
    const isKnown = outcome !== null || fingerprint !== null || copyOf !== null;
    if (file && !(isKnown && isPassing(file))) this.#slots.attach(index, file);
    if (isKnown) return null;
    if (contents.kind === 'fault') {
      put(index, { outcome: { kind: 'unread', problem: contents.problem } });
    } else if (contents.kind === 'print') {
      put(index, { fingerprint: contents.fingerprint, partNames: contents.partNames });
      ask(index, contents.fingerprint);
    }
    return file ? { index, file, name: full } : null;
  }
}
