import { ApiError } from '../../client/api-error.ts';
import type { IdentifiedText } from '../../client/check-body.ts';
import type { CheckAnswer, CheckItem } from '../../registry/contract.ts';
import { contextOf, type Failure, type Outcome } from '../answer.ts';
import { Gate } from './gate.ts';
import type { Asked } from './later-client.ts';

/** A fingerprint or a bare digest, under an id of the page's own. */
export type Question = CheckItem & { readonly id: string };

/** A fingerprint that is kept elsewhere until it is its turn: of thousands, none is in memory that long. */
export interface KeptQuestion {
  readonly id: string;
  readonly kept: true;
}

type Asking = Question | IdentifiedText;

/** Fingerprints one request carries at most, in number and in JSON characters. */
const MAX_ITEMS = 100;
const MAX_CHARACTERS = 1_000_000;
/** A longer wait is the reader's to decide on. */
const MAX_PAUSE_MS = 3_600_000;
/** A registry that asks for no wait at all would be asked without end. */
const MIN_PAUSE_MS = 1000;
/** Pause after an answer, so that a run is at most three requests a second. */
const GATHER_MS = 330;

/** Between two tries to reach a registry that cannot be reached. */
const MIN_AWAY_MS = 2000;
const MAX_AWAY_MS = 30_000;

export interface AskerOptions {
  /** Fingerprints of kept questions as JSON; null for those that are lost. */
  readonly textsOf?: (ids: readonly string[]) => Promise<(string | null)[]>;
  /** Told whether the registry is out of reach: what was asked is kept, and asked again. */
  readonly offline?: (offline: boolean) => void;
  /** Told the time (ms since 1970) at which asking goes on, and null when it does. */
  readonly paused?: (until: number | null) => void;
  /** Replaced in tests, as is the clock. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now?: () => number;
}

/**
 * Asks the registry in batches: at once when nothing is under way, else all that has
 * gathered when the answer comes. `told` is called once for every question. Where the registry
 * asks to wait (429), the same questions are asked again after that.
 */
export class Asker {
  readonly #client: Asked;
  readonly #told: (id: string, outcome: Outcome) => void;
  #waiting: (Question | KeptQuestion)[] = [];
  #busy: Promise<void> | null = null;
  readonly #options: AskerOptions;
  readonly #stopped = new AbortController();
  readonly #gate = new Gate();

  constructor(
    client: Asked,
    told: (id: string, outcome: Outcome) => void,
    options: AskerOptions = {},
  ) {
    this.#client = client;
    this.#told = told;
    this.#options = options;
  }

  ask(question: Question | KeptQuestion): void {
    this.#waiting.push(question);
    this.#busy ??= this.#drain().finally(() => {
      this.#busy = null;
    });
  }

  /** Resolves when every question asked so far has been answered. */
  async settled(): Promise<void> {
    while (this.#busy !== null) await this.#busy;
  }

  /** What is under way is answered; nothing more leaves until `resume`. */
  pause(): void {
    this.#gate.close();
  }

  resume(): void {
    this.#gate.open();
  }

  /** No more questions leave, and no more answers are told. */
  stop(): void {
    this.#stopped.abort();
    this.#waiting = [];
    this.resume();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      if (this.#gate.isClosed) await this.#gate.pass();
      const batch = await this.#take();
      if (batch.length > 0) await this.#send(batch);
      await new Promise((resume) => setTimeout(resume, GATHER_MS));
    }
  }

  async #take(): Promise<Asking[]> {
    const first = this.#waiting.slice(0, MAX_ITEMS);
    const kept = first.filter((one) => 'kept' in one).map(({ id }) => id);
    const texts = kept.length > 0 ? await this.#options.textsOf?.(kept) : [];
    if (this.#stopped.signal.aborted) return [];
    const batch: Asking[] = [];
    let characters = 0;
    let count = 0;
    for (const one of first) {
      const question = 'kept' in one ? whole(one.id, texts?.shift()) : one;
      characters +=
        question && 'json' in question ? question.json.length : JSON.stringify(question).length;
      if (count > 0 && characters > MAX_CHARACTERS) break;
      count++;
      if (question !== null) batch.push(question);
      else this.#tell(one.id, failed({ code: 'unhealthy' }));
    }
    this.#waiting.splice(0, count);
    return batch;
  }

  async #send(batch: readonly Asking[]): Promise<void> {
    try {
      const answer = await this.#check(batch);
      const context = contextOf(answer);
      for (const [index, { id }] of batch.entries()) {
        const result = answer.results[index];
        if (result === undefined || result.id !== id) this.#tell(id, failed({ code: 'unhealthy' }));
        else this.#tell(id, { kind: 'answered', result, context });
      }
    } catch (error) {
      // One fingerprint that is refused must not take the others with it.
      const named = await refusedIn(error, batch.length);
      if (named.size > 0) {
        for (const index of named.keys()) {
          this.#tell((batch[index] as Asking).id, failed({ code: 'refused' }));
        }
        const others = batch.filter((_, index) => !named.has(index));
        if (others.length > 0) await this.#send(others);
        return;
      }
      if (batch.length > 1 && isRefusal(error)) {
        const half = Math.ceil(batch.length / 2);
        await this.#send(batch.slice(0, half));
        await this.#send(batch.slice(half));
        return;
      }
      for (const { id } of batch) this.#tell(id, failed(failureOf(error)));
    }
  }

  /** Waits as often and as long as the registry asks for, up to `MAX_PAUSE_MS` at a time. */
  async #check(items: readonly Asking[]): Promise<CheckAnswer> {
    const { signal } = this.#stopped;
    for (let unreached = 0; ; ) {
      try {
        const answer = await this.#client.check(items, { waitsItself: true });
        if (unreached > 0) this.#options.offline?.(false);
        return answer;
      } catch (error) {
        if (error instanceof ApiError && error.code === 'unreachable' && !signal.aborted) {
          if (unreached++ === 0) this.#options.offline?.(true);
          await this.#away(unreached, signal);
          if (signal.aborted) throw error;
          continue;
        }
        if (unreached > 0) this.#options.offline?.(false);
        const wait = error instanceof ApiError && error.status === 429 ? error.retryAfterMs : null;
        if (wait === null || wait > MAX_PAUSE_MS || signal.aborted) throw error;
        await this.#pause(Math.max(wait, MIN_PAUSE_MS), signal);
        if (signal.aborted) throw error;
      }
    }
  }

  /** Until the browser says that the network is back, or it is time for another try. */
  async #away(tries: number, signal: AbortSignal): Promise<void> {
    const { sleep = sleepUntil } = this.#options;
    if (signal.aborted) return;
    const back = new AbortController();
    const wake = () => back.abort();
    globalThis.addEventListener?.('online', wake);
    signal.addEventListener('abort', wake);
    try {
      await sleep(Math.min(MAX_AWAY_MS, MIN_AWAY_MS * 2 ** (tries - 1)), back.signal);
    } finally {
      globalThis.removeEventListener?.('online', wake);
      signal.removeEventListener('abort', wake);
    }
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    const { paused, sleep = sleepUntil, now = Date.now } = this.#options;
    paused?.(now() + ms);
    await sleep(ms, signal);
    if (!signal.aborted) paused?.(null);
  }

  #tell(id: string, outcome: Outcome): void {
    if (!this.#stopped.signal.aborted) this.#told(id, outcome);
  }
}

const whole = (id: string, print?: string | null): IdentifiedText | null =>
  print ? { id, json: `{"id":"${id}","fingerprint":${print}}` } : null;

function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Which of the items are refused. Few are, and what tells them apart is not for the first view to carry. */
async function refusedIn(error: unknown, count: number): Promise<ReadonlyMap<number, unknown>> {
  if (!(error instanceof ApiError) || error.status !== 422) return new Map();
  const none = () => new Map();
  return import('../../client/refused.ts').then((its) => its.refusedItems(error, count), none);
}

const failed = (failure: Failure): Outcome => ({ kind: 'failed', failure });

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && [400, 413, 415, 422].includes(error.status);
}

function failureOf(error: unknown): Failure {
  if (isRefusal(error)) return { code: 'refused' };
  if (error instanceof ApiError && error.status === 429) {
    const wait = error.retryAfterMs;
    return { code: 'quota', retryMinutes: wait === null ? null : Math.ceil(wait / 60_000) };
  }
  return { code: 'unhealthy' };
}
