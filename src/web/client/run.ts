import type { Client } from '../../client/client.ts';
import type { Fingerprint } from '../../fingerprint/profile.ts';
import type { Answer, Outcome } from '../answer.ts';
import { type Locating, openIn } from '../located.ts';
import { Asker } from './asker.ts';
import { type Chosen, isUnreadable } from './intake.ts';
import { locateIn } from './locate.ts';
import { FileReaderPool, type Read, WorkerUnavailable } from './reader.ts';

export type Phase = 'empty' | 'listing' | 'running' | 'done' | 'cancelled' | 'broken';

/** All that the page shows; replaced, never changed in place. */
export interface State {
  readonly phase: Phase;
  readonly total: number;
  /** Answered, failed or found unreadable. */
  readonly answers: readonly Answer[];
  /** Name of the file being read. */
  readonly reading: string | null;
  /** The last drop held no file. */
  readonly nothing: boolean;
  /** When asking goes on (ms since 1970), while the registry asked to wait. */
  readonly pausedUntil: number | null;
  /** Answer whose passages were last asked for, to be announced. */
  readonly asked: string | null;
}

export const EMPTY: State = {
  phase: 'empty',
  total: 0,
  answers: [],
  reading: null,
  nothing: false,
  pausedUntil: null,
  asked: null,
};

interface Slot {
  readonly file: File;
  readonly name: string;
  readonly size: number | null;
  readonly fingerprint: Fingerprint | null;
  readonly partNames: Readonly<Record<string, string>>;
  readonly outcome: Outcome | null;
  readonly located?: Locating;
}

/** One check at a time, from chosen files to answers in the order of the files. */
export class Run {
  #state: State = EMPTY;
  #slots: Slot[] = [];
  #asker: Asker | null = null;
  /** Changes with every start and cancel, so that what is late finds itself out of date. */
  #turn = 0;
  /** One file at a time: each has a worker of its own. */
  #locating: Promise<void> = Promise.resolve();
  readonly #pool = new FileReaderPool();
  readonly #listeners = new Set<() => void>();
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  get state(): State {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Checks the files that `listing` brings; a run under way is dropped. */
  async start(listing: Promise<Chosen[]>): Promise<void> {
    const turn = this.#begin();
    this.#set({ ...EMPTY, phase: 'listing' });
    const chosen = await listing;
    if (turn !== this.#turn) return;
    if (chosen.length === 0) return this.#set({ ...EMPTY, nothing: true });
    this.#slots = chosen.map(({ file, path }) => ({
      file,
      name: path,
      size: file.size,
      fingerprint: null,
      partNames: {},
      outcome: null,
    }));
    this.#set({ ...EMPTY, phase: 'running', total: chosen.length });
    const asker = this.#newAsker(turn);
    try {
      for (const [index, { file, path }] of chosen.entries()) {
        this.#set({ ...this.#state, reading: path });
        const read = await this.#read(file);
        if (turn !== this.#turn) return;
        this.#keep(index, read, asker);
      }
    } catch (error) {
      if (turn !== this.#turn) return;
      if (!(error instanceof WorkerUnavailable)) console.error(error);
      return this.#set({ ...this.#state, phase: 'broken', reading: null, pausedUntil: null });
    }
    await this.#finish(turn, asker);
  }

  /** Asks again for what got no answer; the files are not read again. */
  async retry(): Promise<void> {
    const turn = this.#begin();
    const asker = this.#newAsker(turn);
    const again = this.#slots.flatMap((slot, index) =>
      slot.outcome?.kind === 'failed' ? [index] : [],
    );
    for (const index of again) this.#put(index, { outcome: null });
    this.#set({
      ...this.#state,
      phase: 'running',
      reading: null,
      pausedUntil: null,
      asked: null,
      answers: this.#answers(),
    });
    for (const index of again) {
      const fingerprint = this.#slots[index]?.fingerprint;
      if (fingerprint) asker.ask({ id: idOf(index), fingerprint });
    }
    await this.#finish(turn, asker);
  }

  /**
   * Finds out where the file of an answer departs from its record. Sends what a check does not:
   * only ever called on the reader's own request.
   */
  async locate(id: string): Promise<void> {
    const index = Number(id.slice(1));
    const slots = this.#slots;
    const slot = slots[index];
    if (!slot?.fingerprint || slot.outcome?.kind !== 'answered') return;
    const open = openIn(slot.outcome.result);
    if (open === null || slot.located?.kind === 'asking') return;
    const { file, fingerprint } = slot;
    const tell = (located: Locating) => {
      // Another run has taken the place of this one.
      if (slots !== this.#slots) return;
      this.#put(index, { located });
      this.#set({ ...this.#state, asked: id, answers: this.#answers() });
    };
    tell({ kind: 'asking' });
    this.#locating = this.#locating.then(async () => {
      if (slots === this.#slots) tell(await locateIn(this.#client, file, fingerprint, open));
    });
    await this.#locating;
  }

  cancel(): void {
    this.#begin();
    this.#pool.stop();
    this.#set({ ...this.#state, phase: 'cancelled', reading: null, pausedUntil: null });
  }

  reset(): void {
    this.#begin();
    this.#slots = [];
    this.#set(EMPTY);
  }

  #begin(): number {
    this.#asker?.stop();
    return ++this.#turn;
  }

  #newAsker(turn: number): Asker {
    const told = (id: string, outcome: Outcome) => {
      if (turn !== this.#turn) return;
      this.#put(Number(id.slice(1)), { outcome });
      this.#set({ ...this.#state, answers: this.#answers() });
    };
    const paused = (pausedUntil: number | null) => {
      if (turn === this.#turn) this.#set({ ...this.#state, pausedUntil });
    };
    this.#asker = new Asker(this.#client, told, { paused });
    return this.#asker;
  }

  #read(file: File): Promise<Read> {
    return isUnreadable(file)
      ? Promise.resolve({ kind: 'unread', problem: 'unreadable' })
      : this.#pool.read(file);
  }

  #keep(index: number, read: Read, asker: Asker): void {
    if (read.kind === 'unread') {
      this.#put(index, { outcome: { kind: 'unread', problem: read.problem } });
      this.#set({ ...this.#state, answers: this.#answers() });
      return;
    }
    const { fingerprint, partNames } = read;
    this.#put(index, { fingerprint, partNames });
    asker.ask({ id: idOf(index), fingerprint });
  }

  async #finish(turn: number, asker: Asker): Promise<void> {
    this.#set({ ...this.#state, reading: null });
    await asker.settled();
    if (turn === this.#turn) this.#set({ ...this.#state, phase: 'done' });
  }

  #put(index: number, change: Partial<Slot>): void {
    const slot = this.#slots[index];
    if (slot !== undefined) this.#slots[index] = { ...slot, ...change };
  }

  #answers(): Answer[] {
    return this.#slots.flatMap(({ outcome, file: _file, ...slot }, index) =>
      outcome === null ? [] : [{ id: idOf(index), ...slot, outcome }],
    );
  }

  #set(state: State): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const idOf = (index: number): string => `f${index}`;
