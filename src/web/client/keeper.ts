import { newSlot, type Slot } from './slots.ts';
import type { KeptSlot, RunFacts, Store } from './store.ts';

/** Between two writes, milliseconds: a run of thousands is written in tens of pieces. */
const GATHER_MS = 500;

export interface Kept extends RunFacts {
  readonly slots: readonly Slot[];
}

/**
 * Keeps a run in IndexedDB, so that a reload loses nothing: names, fingerprints, answers. Never
 * a byte or a word of a file, which is why passages and headers are not kept. Whole fingerprints stand there
 * alone, once they are written.
 */
export class Keeper {
  #opened: Promise<Store | null> | null = null;
  #facts: RunFacts | null = null;
  readonly #dirty = new Map<number, KeptSlot>();
  /** Those that are not written yet, or cannot be. */
  readonly #prints = new Map<number, string>();
  #freshPrints: (readonly [number, string])[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** What the last run left; null when there is none or the browser keeps nothing. */
  async load(): Promise<Kept | null> {
    if (!(await exists())) return null;
    const kept = await (await this.#open())?.load().catch(warn);
    if (!kept) return null;
    this.#facts = kept.facts;
    const slots = kept.slots.map(asSlot);
    return slots.length === 0 ? null : { ...kept.facts, slots };
  }

  /** Forgets the run before and begins another. */
  begin(facts: RunFacts): void {
    this.#clear();
    this.#facts = facts;
    this.#queue((store) => store.begin(facts));
  }

  note(facts: RunFacts): void {
    this.#facts = facts;
    this.#queue((store) => store.note(facts));
  }

  put(index: number, { located: _located, ...slot }: Slot): void {
    if (this.#facts === null) return;
    this.#dirty.set(index, slot);
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  /** Keeps a whole fingerprint, as JSON, to be had again by `textsOf`. */
  keepPrint(index: number, print: string): void {
    this.#prints.set(index, print);
    this.#freshPrints.push([index, print]);
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  /** Whole fingerprints of what was read; null for those that are lost, since another tab erased everything. */
  async textsOf(indices: readonly number[]): Promise<(string | null)[]> {
    const here = indices.map((index) => this.#prints.get(index) ?? null);
    const run = this.#facts?.run;
    if (run === undefined || !here.includes(null)) return here;
    const away = indices.filter((_, i) => here[i] === null);
    const found = await (await this.#open())?.prints(run, away).catch(warn);
    return here.map((print) => print ?? found?.shift() ?? null);
  }

  /** Writes what has gathered; called when the page goes as well. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const run = this.#facts?.run;
    if (run === undefined || this.#dirty.size + this.#freshPrints.length === 0) return;
    const slots = [...this.#dirty];
    this.#dirty.clear();
    const prints = this.#freshPrints.splice(0);
    this.#queue(async (store) => {
      if (!(await store.write(run, slots, prints))) return;
      for (const [index, print] of prints) {
        if (this.#prints.get(index) === print) this.#prints.delete(index);
      }
    });
  }

  /** Leaves nothing behind, not even an empty database. */
  async forget(): Promise<void> {
    this.#clear();
    this.#facts = null;
    await this.#writing;
    await (await this.#open())?.erase().catch(warn);
    this.#opened = null;
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dirty.clear();
    this.#prints.clear();
    this.#freshPrints = [];
  }

  #queue(write: (store: Store) => Promise<void>): void {
    this.#writing = this.#writing.then(async () => {
      const store = await this.#open();
      // A full disk or a private window keeps nothing; the check goes on.
      if (store !== null) await write(store).catch(warn);
    });
  }

  #open(): Promise<Store | null> {
    this.#opened ??= import('./store.ts').then(({ openStore }) => openStore()).catch(warn);
    return this.#opened;
  }
}

/** Slots as kept by an older page get what they lack. */
const asSlot = (kept: Partial<Slot>): Slot => ({ ...newSlot('', null), ...kept });

function warn(error: unknown): null {
  console.warn(error);
  return null;
}

/** Opening would leave an empty database in the browser of somebody who only looked. */
async function exists(): Promise<boolean> {
  if (typeof indexedDB === 'undefined') return false;
  const all = await indexedDB.databases?.().catch(() => undefined);
  return all === undefined || all.some(({ name }) => name === 'empreinte');
}
