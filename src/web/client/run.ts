import { safeText } from '../../client/safe-text.ts';
import type { Outcome } from '../answer.ts';
import type { PastedDigest } from '../digests.ts';
import type { PrintsOf } from '../exports.ts';
import { type Locating, openIn } from '../located.ts';
import { Archives, type Placing } from './archives.ts';
import { Asker } from './asker.ts';
import type { Chosen } from './intake.ts';
import type { Keeper } from './keeper.ts';
import type { Asked } from './later-client.ts';
import type { Readable } from './member-files.ts';
import { Pace } from './pace.ts';
import { WorkerUnavailable } from './reader.ts';
import { Contents, Reading } from './reading.ts';
import { idOf, indexOf, newSlot, type Slot, Slots } from './slots.ts';
import { type Moving, type Phase, STILL, type State, stateOf } from './state.ts';

/** One check at a time, from chosen files to answers in the order of the files. */
export class Run {
  #slots = new Slots();
  #contents = new Contents();
  #moving: Moving = STILL;
  #leak: string | null = null;
  #shown: State | null = null;
  #asker: Asker | null = null;
  #reading: Reading | null = null;
  readonly #pace = new Pace();
  /** Changes with every start and cancel, so that what is late finds itself out of date. */
  #turn = 0;
  #name = '';
  /** One file at a time: each has a worker of its own. */
  #locating: Promise<void> = Promise.resolve();
  readonly #listeners = new Set<() => void>();
  readonly #client: Asked;
  readonly #keeper: Keeper;

  constructor(client: Asked, keeper: Keeper) {
    this.#client = client;
    this.#keeper = keeper;
  }

  get phase(): Phase {
    return this.#moving.phase;
  }

  /** Number of files and digests. */
  get size(): number {
    return this.#slots.length;
  }

  get state(): State {
    this.#shown ??= stateOf(this.#moving, this.#slots, this.#pace, this.#leak);
    return this.#shown;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Checks the files that `listing` brings. Where a run lacks files, after a reload or a cancel,
   * the same files go on with it; else they take its place.
   */
  async start(listing: Promise<Chosen[]>): Promise<void> {
    const goesOn = this.#lacksFiles();
    const turn = this.#begin();
    if (!goesOn) this.#clear();
    this.#move({ ...STILL, phase: 'listing' });
    const chosen = await listing;
    if (turn !== this.#turn) return;
    if (chosen.length === 0) {
      return this.#move({ ...STILL, phase: goesOn ? 'done' : 'empty', nothing: true });
    }
    if (!goesOn || !this.#attach(chosen)) {
      this.#fresh();
      for (const { file, path } of chosen) this.#add(path, file.size, null, file);
    }
    await this.#go(turn);
  }

  /** Checks pasted digests, of which there is no file here. */
  async startDigests(digests: readonly PastedDigest[]): Promise<void> {
    const turn = this.#begin();
    this.#fresh();
    for (const { label, item } of digests) this.#add(label, null, item);
    await this.#go(turn);
  }

  /** Shows what was kept before a reload, and asks for what had no answer yet. */
  async restore(): Promise<void> {
    const turn = this.#turn;
    const kept = await this.#keeper.load();
    if (kept === null || turn !== this.#turn || this.phase !== 'empty') return;
    this.#name = kept.run;
    this.#leak = kept.leak;
    this.#slots = new Slots(kept.slots);
    this.#move({ restored: true });
    await this.#go(this.#begin());
  }

  /** Asks again for what got no answer; the files are not read again. */
  async retry(): Promise<void> {
    const turn = this.#begin();
    for (const index of this.#slots.indices(({ outcome }) => outcome?.kind === 'failed')) {
      this.#put(index, { outcome: null });
    }
    await this.#go(turn);
  }

  pause(): void {
    if (this.phase !== 'running') return;
    this.#reading?.pause();
    this.#asker?.pause();
    this.#move({ phase: 'held' });
  }

  /** Goes on after `pause` or `cancel`. */
  async resume(): Promise<void> {
    if (this.phase === 'cancelled') return this.#go(this.#begin());
    if (this.phase !== 'held') return;
    this.#pace.restart();
    this.#move({ phase: 'running' });
    this.#reading?.resume();
    this.#asker?.resume();
  }

  /** Ends what is under way at once; what was answered stays. */
  cancel(): void {
    this.#begin();
    this.#move({ phase: 'cancelled', reading: null, pausedUntil: null, offline: false });
    this.#keeper.flush();
  }

  /** Back to the front page; nothing of the run is kept. */
  async reset(): Promise<void> {
    this.#begin();
    this.#clear();
    this.#leak = null;
    this.#move(STILL);
    await this.#keeper.forget();
  }

  /** @param leak instant in ISO 8601, or null for none */
  dateLeak(leak: string | null): void {
    this.#leak = leak;
    if (this.#slots.length > 0) this.#keeper.note(this.#facts());
    this.#move({});
  }

  /** Whole fingerprints, which are not in memory. */
  printsOf: PrintsOf = async (ids) =>
    (await this.#textsOf(ids)).map((text) => text && JSON.parse(text));
  #textsOf = (ids: readonly string[]) => this.#keeper.textsOf(ids.map(indexOf));

  fileOf(id: string): Readable | undefined {
    return this.#slots.file(indexOf(id));
  }

  /**
   * Finds out where the file of an answer departs from its record. Sends what a check does not:
   * only ever called on the reader's own request.
   */
  async locate(id: string): Promise<void> {
    const index = indexOf(id);
    const slots = this.#slots;
    const slot = slots.get(index);
    if (!slot?.fingerprint || slot.outcome?.kind !== 'answered') return;
    const open = openIn(slot.outcome.result);
    if (open === null || slot.located?.kind === 'asking') return;
    const tell = (located: Locating) => {
      // Another run has taken the place of this one.
      if (slots !== this.#slots) return;
      slots.put(index, { located });
      this.#move({ asked: id });
    };
    const file = slots.file(index);
    if (file === undefined) return tell({ kind: 'failed', failure: { code: 'gone' } });
    tell({ kind: 'asking' });
    this.#locating = this.#locating.then(async () => {
      // Few ask for it, and what it takes is not for the first view to carry.
      const { locateIn } = await import('./locate.ts');
      const [print = null] = await this.printsOf([id]);
      if (slots === this.#slots) tell(await locateIn(this.#client, file, print, open));
    });
    await this.#locating;
  }

  /** Reads what has not been read and asks for what has no answer. */
  async #go(turn: number): Promise<void> {
    const slots = this.#slots;
    this.#pace.restart();
    this.#move({ phase: 'running', reading: null, pausedUntil: null, offline: false, asked: null });
    this.#asker = this.#newAsker(turn);
    const asker = this.#asker;
    const open = slots.indices(({ outcome, copyOf }) => outcome === null && copyOf === null);
    for (const question of slots.toAsk(open)) asker.ask(question);
    const jobs = slots.toRead(open);
    const reading = new Reading(this.#contents);
    this.#reading = reading;
    const now = () => turn === this.#turn;
    const took: Placing['took'] = (index, { shown, json }, partNames) => {
      this.#keeper.keepPrint(index, json);
      this.#put(index, { fingerprint: shown, partNames });
      asker.ask({ id: idOf(index), kept: true });
    };
    const archives = new Archives(slots, { took, push: this.#push, put: this.#put });
    try {
      await reading.run(jobs, archives.jobs(), {
        started: (name) => now() && this.#move({ reading: safeText(name) }),
        copy: (index, of) => now() && this.#put(index, { copyOf: of }),
        member: (of, nth, member) => (now() ? archives.place(of, nth, member) : null),
        listed: (index) => now() && this.#put(index, { listed: true }),
        read: (index, read) => {
          if (!now()) return;
          if (read.kind === 'read') return took(index, read.print, read.partNames);
          this.#put(index, { outcome: { kind: 'unread', problem: read.problem } });
        },
      });
    } catch (error) {
      if (!now()) return;
      if (!(error instanceof WorkerUnavailable)) console.error(error);
      return this.#move({ phase: 'broken', reading: null, pausedUntil: null });
    }
    reading.stop();
    if (now()) this.#move({ reading: null });
    await asker.settled();
    if (!now()) return;
    this.#move({ phase: 'done' });
    this.#keeper.flush();
  }

  #newAsker(turn: number): Asker {
    const now = () => turn === this.#turn;
    const told = (id: string, outcome: Outcome) => {
      if (now()) this.#put(indexOf(id), { outcome });
    };
    return new Asker(this.#client, told, {
      textsOf: this.#textsOf,
      paused: (pausedUntil) => now() && this.#move({ pausedUntil }),
      offline: (offline) => now() && this.#move({ offline }),
    });
  }

  /** Gives the files to the slots that wait for them; others join the run. */
  #attach(chosen: readonly Chosen[]): boolean {
    const others = this.#slots.attachAll(chosen);
    if (others.length === chosen.length) return false;
    for (const { file, path } of others) this.#add(path, file.size, null, file);
    return true;
  }

  #lacksFiles(): boolean {
    const { phase, restored, missing } = this.state;
    return this.#slots.length > 0 && (restored || missing > 0 || phase === 'cancelled');
  }

  #begin(): number {
    this.#asker?.stop();
    this.#reading?.stop();
    return ++this.#turn;
  }

  #clear(): void {
    this.#slots = new Slots();
    this.#contents = new Contents();
  }

  #fresh(): void {
    this.#clear();
    this.#name = crypto.randomUUID();
    this.#moving = STILL;
    this.#keeper.begin(this.#facts());
  }

  #facts = () => ({ run: this.#name, leak: this.#leak });

  #add(name: string, size: number | null, item: PastedDigest['item'] | null, file?: File): void {
    this.#push(newSlot(name, size, item), file);
  }

  #push = (slot: Slot, file?: File): number => {
    const index = this.#slots.add(slot, file);
    this.#keeper.put(index, slot);
    return index;
  };

  #put = (index: number, change: Partial<Slot>): void => {
    this.#slots.put(index, change);
    const slot = this.#slots.get(index);
    if (slot !== undefined) this.#keeper.put(index, slot);
    this.#move({});
  };

  #move(change: Partial<Moving>): void {
    this.#moving = { ...this.#moving, ...change };
    this.#shown = null;
    for (const listener of this.#listeners) listener();
  }
}
