import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import { refusedItems } from '../../client/refused.ts';
import type { Fingerprint } from '../../fingerprint/profile.ts';
import type { CheckItem } from '../../registry/contract.ts';
import { contextOf, type Failure, type Outcome } from '../answer.ts';

export interface Question {
  readonly id: string;
  readonly fingerprint: Fingerprint;
}

/** Fingerprints one request carries at most, in number and in JSON characters. */
const MAX_ITEMS = 100;
const MAX_CHARACTERS = 1_000_000;
/** Pause after an answer, so that a run is at most three requests a second. */
const GATHER_MS = 330;

/**
 * Asks the registry in batches: at once when nothing is under way, else all that has
 * gathered when the answer comes. `told` is called once for every question.
 */
export class Asker {
  readonly #client: Client;
  readonly #told: (id: string, outcome: Outcome) => void;
  #waiting: Question[] = [];
  #busy: Promise<void> | null = null;
  #stopped = false;

  constructor(client: Client, told: (id: string, outcome: Outcome) => void) {
    this.#client = client;
    this.#told = told;
  }

  ask(question: Question): void {
    this.#waiting.push(question);
    this.#busy ??= this.#drain().finally(() => {
      this.#busy = null;
    });
  }

  /** Resolves when every question asked so far has been answered. */
  async settled(): Promise<void> {
    while (this.#busy !== null) await this.#busy;
  }

  /** No more questions leave, and no more answers are told. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#send(this.#take());
      await new Promise((resume) => setTimeout(resume, GATHER_MS));
    }
  }

  #take(): Question[] {
    let characters = 0;
    let count = 0;
    for (const { fingerprint } of this.#waiting.slice(0, MAX_ITEMS)) {
      characters += JSON.stringify(fingerprint).length;
      if (count > 0 && characters > MAX_CHARACTERS) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #send(batch: Question[]): Promise<void> {
    try {
      // The contract's arrays are not declared readonly; nothing here changes them.
      const answer = await this.#client.check(batch as unknown as CheckItem[]);
      const context = contextOf(answer);
      for (const [index, { id }] of batch.entries()) {
        const result = answer.results[index];
        if (result === undefined || result.id !== id) this.#tell(id, failed({ code: 'unhealthy' }));
        else this.#tell(id, { kind: 'answered', result, context });
      }
    } catch (error) {
      // One fingerprint that is refused must not take the others with it.
      const named = error instanceof ApiError ? refusedItems(error, batch.length) : new Map();
      if (named.size > 0) {
        for (const index of named.keys()) {
          this.#tell((batch[index] as Question).id, failed({ code: 'refused' }));
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

  #tell(id: string, outcome: Outcome): void {
    if (!this.#stopped) this.#told(id, outcome);
  }
}

const failed = (failure: Failure): Outcome => ({ kind: 'failed', failure });

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && [400, 413, 415, 422].includes(error.status);
}

function failureOf(error: unknown): Failure {
  if (isRefusal(error)) return { code: 'refused' };
  if (error instanceof ApiError && error.status === 429) {
    return { code: 'quota', retryMinutes: null };
  }
  return { code: 'unhealthy' };
}
