import { holdRun, openRuns } from './runs-open.ts';
import type { Slot } from './slots.ts';

/** What is kept of the run as a whole. */
export interface RunFacts {
  /** Told apart from runs of other tabs, which write to the same database. */
  readonly run: string;
  /** When the leak was, as the reader dates it; an instant, or null. */
  readonly leak: string | null;
}

export type KeptSlot = Omit<Slot, 'located'>;

const DATABASE = 'empreinte';
/** 2: fingerprints stand in a store of their own. */
const VERSION = 2;
const STORES = ['run', 'slots', 'prints'];

/** Fingerprints that lie as near each other as this many a wanted one are read in one request: of one each 20 MB gather. */
const MAX_SPREAD = 3;

/** IndexedDB of the page. Its methods reject where the browser does not do it: a full disk, a closed database. */
export class Store {
  readonly #db: IDBDatabase;
  #letGo: (() => void) | null = null;

  constructor(db: IDBDatabase) {
    this.#db = db;
  }

  /** What the last run left, slots in their order. */
  async load(): Promise<{ facts: RunFacts; slots: Partial<Slot>[] } | null> {
    const read = this.#db.transaction(['run', 'slots']);
    const facts = (await done(read.objectStore('run').get('last'))) as RunFacts | undefined;
    if (facts === undefined) return null;
    const slots = await done(read.objectStore('slots').getAll(allOf(facts.run)));
    this.#hold(facts.run);
    return { facts, slots };
  }

  /** Forgets the runs before, but for fingerprints of those that are open in other tabs. */
  async begin(facts: RunFacts): Promise<void> {
    this.#hold(facts.run);
    const write = this.#db.transaction(['run', 'slots'], 'readwrite');
    write.objectStore('slots').clear();
    write.objectStore('run').put(facts, 'last');
    await finished(write);
    if (this.#letGo !== null) await this.#dropClosed(await openRuns());
  }

  async note(facts: RunFacts): Promise<void> {
    const write = this.#db.transaction('run', 'readwrite');
    write.objectStore('run').put(facts, 'last');
    await finished(write);
  }

  /** @returns whether the fingerprints are there to stay: others must be able to tell that the run is open */
  async write(
    run: string,
    slots: Iterable<readonly [number, KeptSlot]>,
    prints: Iterable<readonly [number, string]>,
  ): Promise<boolean> {
    const write = this.#db.transaction(['slots', 'prints'], 'readwrite');
    for (const [index, slot] of slots) write.objectStore('slots').put(slot, [run, index]);
    for (const [index, print] of prints) write.objectStore('prints').put(print, [run, index]);
    await finished(write);
    return this.#letGo !== null;
  }

  /** Fingerprints as JSON. */
  async prints(run: string, indices: readonly number[]): Promise<(string | undefined)[]> {
    const prints = this.#db.transaction('prints').objectStore('prints');
    const [first, last] = [Math.min(...indices), Math.max(...indices)];
    if (last - first > MAX_SPREAD * indices.length) {
      return Promise.all(
        indices.map(async (index) => asText(await done(prints.get([run, index])))),
      );
    }
    const all = IDBKeyRange.bound([run, first], [run, last]);
    const [keys, found] = await Promise.all([
      done(prints.getAllKeys(all)),
      done(prints.getAll(all)),
    ]);
    const byIndex = new Map(keys.map((key, i) => [(key as [string, number])[1], found[i]]));
    return indices.map((index) => asText(byIndex.get(index)));
  }

  /** Leaves nothing, not even an empty database. */
  async erase(): Promise<void> {
    this.#hold(null);
    this.#db.close();
    await done(indexedDB.deleteDatabase(DATABASE));
  }

  #hold(run: string | null): void {
    this.#letGo?.();
    this.#letGo = run === null ? null : holdRun(run);
  }

  async #dropClosed(open: ReadonlySet<string>): Promise<void> {
    const write = this.#db.transaction('prints', 'readwrite');
    const prints = write.objectStore('prints');
    for (let from: IDBValidKey = []; ; ) {
      const next = await done(prints.getKey(IDBKeyRange.lowerBound(from, true)));
      if (next === undefined) break;
      const [run] = next as [string, number];
      if (!open.has(run)) prints.delete(allOf(run));
      from = [run, Number.MAX_SAFE_INTEGER];
    }
    await finished(write);
  }
}

/** @returns null where the browser has no database */
export async function openStore(): Promise<Store | null> {
  if (typeof indexedDB === 'undefined') return null;
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    const { result: db } = request;
    for (const store of STORES) {
      if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
    }
    if (request.transaction !== null) copyPrints(request.transaction);
  };
  const db = await done(request);
  // Another tab erases everything: nothing may stand in its way.
  db.onversionchange = () => db.close();
  return new Store(db);
}

/** Before there was a store of them, whole fingerprints stood in the slots. */
function copyPrints(upgrade: IDBTransaction): void {
  const prints = upgrade.objectStore('prints');
  const cursors = upgrade.objectStore('slots').openCursor();
  cursors.onsuccess = () => {
    const { result: cursor } = cursors;
    if (cursor === null) return;
    const { fingerprint } = cursor.value as KeptSlot;
    if (fingerprint !== null) prints.put(fingerprint, cursor.key);
    cursor.continue();
  };
}

const allOf = (run: string) => IDBKeyRange.bound([run, 0], [run, Number.MAX_SAFE_INTEGER]);

/** Older pages kept them as objects. */
const asText = (print: unknown): string | undefined =>
  print === undefined || typeof print === 'string' ? print : JSON.stringify(print);

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
