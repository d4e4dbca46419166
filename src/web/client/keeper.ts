import { newSlot, type Slot } from './slots.ts';

/**
 * Keeps a run in IndexedDB, so that a reload loses nothing: names, fingerprints, answers. Never
 * a byte or a word of a file, which is why passages and headers are not kept.
 */
const DATABASE = 'empreinte';
const VERSION = 1;
/** Between two writes, milliseconds: a run of thousands is written in tens of pieces. */
const GATHER_MS = 500;

/** What is kept of the run as a whole. */
export interface RunFacts {
  /** Told apart from runs of other tabs, which write to the same database. */
  readonly run: string;
  /** When the leak was, as the reader dates it; an instant, or null. */
  readonly leak: string | null;
}

export interface Kept extends RunFacts {
  readonly slots: readonly Slot[];
}

type KeptSlot = Omit<Slot, 'located'>;

export class Keeper {
  #opened: Promise<IDBDatabase | null> | null = null;
  #facts: RunFacts | null = null;
  readonly #dirty = new Map<number, KeptSlot>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** What the last run left; null when there is none or the browser keeps nothing. */
  async load(): Promise<Kept | null> {
    if (!(await exists())) return null;
    const db = await this.#open();
    if (db === null) return null;
    try {
      const read = db.transaction(['run', 'slots']);
      const facts = (await done(read.objectStore('run').get('last'))) as RunFacts | undefined;
      if (facts === undefined) return null;
      const all = IDBKeyRange.bound([facts.run, 0], [facts.run, Number.MAX_SAFE_INTEGER]);
      const slots = (await done(read.objectStore('slots').getAll(all))) as KeptSlot[];
      this.#facts = facts;
      return slots.length === 0 ? null : { ...facts, slots };
    } catch (error) {
      console.warn(error);
      return null;
    }
  }

  /** Forgets the run before and begins another. */
  begin(facts: RunFacts): void {
    this.#facts = facts;
    this.#dirty.clear();
    this.#queue(async (db) => {
      const write = db.transaction(['run', 'slots'], 'readwrite');
      write.objectStore('slots').clear();
      write.objectStore('run').put(facts, 'last');
      await finished(write);
    });
  }

  note(facts: RunFacts): void {
    this.#facts = facts;
    this.#queue(async (db) => {
      const write = db.transaction('run', 'readwrite');
      write.objectStore('run').put(facts, 'last');
      await finished(write);
    });
  }

  put(index: number, { located: _located, ...slot }: Slot): void {
    if (this.#facts === null) return;
    this.#dirty.set(index, slot);
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  /** Writes what has gathered; called when the page goes as well. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const run = this.#facts?.run;
    if (run === undefined || this.#dirty.size === 0) return;
    const slots = [...this.#dirty];
    this.#dirty.clear();
    this.#queue(async (db) => {
      const write = db.transaction('slots', 'readwrite');
      const store = write.objectStore('slots');
      for (const [index, slot] of slots) store.put(slot, [run, index]);
      await finished(write);
    });
  }

  /** Leaves nothing behind, not even an empty database. */
  async forget(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dirty.clear();
    this.#facts = null;
    await this.#writing;
    (await this.#opened)?.close();
    this.#opened = null;
    if (typeof indexedDB === 'undefined') return;
    await done(indexedDB.deleteDatabase(DATABASE)).catch((error) => console.warn(error));
  }

  #queue(write: (db: IDBDatabase) => Promise<void>): void {
    this.#writing = this.#writing.then(async () => {
      const db = await this.#open();
      // A full disk or a private window keeps nothing; the check goes on.
      if (db !== null) await write(db).catch((error) => console.warn(error));
    });
  }

  #open(): Promise<IDBDatabase | null> {
    this.#opened ??= open().catch((error) => {
      console.warn(error);
      return null;
    });
    return this.#opened;
  }
}

/** Opening would leave an empty database in the browser of somebody who only looked. */
async function exists(): Promise<boolean> {
  if (typeof indexedDB === 'undefined') return false;
  const all = await indexedDB.databases?.().catch(() => undefined);
  return all === undefined || all.some(({ name }) => name === DATABASE);
}

async function open(): Promise<IDBDatabase | null> {
  if (typeof indexedDB === 'undefined') return null;
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('run');
    request.result.createObjectStore('slots');
  };
  const db = await done(request);
  // Another tab erases everything: nothing may stand in its way.
  db.onversionchange = () => db.close();
  return db;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(write: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    write.oncomplete = () => resolve();
    write.onabort = () => reject(write.error);
    write.onerror = () => reject(write.error);
  });
}

/** Slots as kept by an older page get what they lack. */
export const asSlot = (kept: Partial<Slot>): Slot => ({
  ...newSlot(kept.name ?? '', kept.size ?? null),
  ...kept,
});
