import { setImmediate } from 'node:timers/promises';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import {
  type BatchRun,
  positionAfter,
  positionOf,
  type RunOptions,
  startRun,
} from '../client/manifest.ts';
import type { EntryLists, Fingerprint } from '../fingerprint/profile.ts';
import type { BatchItemResult, BatchRequest, Fault } from '../registry/contract.ts';
import { asFailure } from './api-failure.ts';
import type { BatchFile } from './batch-file.ts';
import type { Call } from './pipeline-options.ts';

/** A document that is to be registered. */
export interface Entry {
  readonly name: string;
  readonly fingerprint: Fingerprint;
  readonly entries: EntryLists;
}

/** What became of a file. */
export interface Registered {
  readonly record: string | null;
  readonly status: BatchItemResult['status'] | 'would_register';
  readonly errors: readonly Fault[];
  /** Why content could not be read, though the bytes are registered. */
  readonly problem: string | null;
}

export interface Sender {
  /**
   * Answers of the batch that an earlier run sent last, by SHA-256 of the file; it is sent once
   * more, since nobody knows whether it arrived. To be called before the first `sign`.
   */
  again(): Promise<ReadonlyMap<string, Registered>>;
  /** Signs a batch. They are to be sent in this order, one at a time: those of a run form a chain. */
  sign(entries: readonly Entry[]): Promise<Call<Registered>>;
}

/** @param file what a batch is kept in before it is sent; null where nothing is kept */
export function createSender(
  client: Client,
  options: Omit<RunOptions, 'from'>,
  file: BatchFile | null,
): Sender {
  let run: BatchRun | null = null;
  /** The batch signed last: the next one names it. */
  let signed: Promise<unknown> = Promise.resolve();

  async function call(body: BatchRequest, names: readonly string[]): Promise<Registered[]> {
    try {
      const { results } = await client.registerBatch(body);
      return results.map(({ record, status, errors }, i) => {
        const { fingerprint } = body.items[i] as Item;
        return { record, status, errors, problem: fingerprint.problem };
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code === 'manifest_expired') throw error;
      throw asFailure(error, names);
    }
  }

  return {
    async again() {
      const last = file?.load() ?? null;
      if (last === null) return new Map();
      let results: Registered[] = [];
      try {
        results = await call(last, []);
        run = startRun({ ...options, from: positionAfter(last) });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // An answered batch is answered again for ever: this one never arrived.
        run = startRun({ ...options, from: positionOf(last) });
      }
      const found = new Map<string, Registered>();
      for (const [i, one] of results.entries()) {
        const { sha256 } = (last.items[i] as Item).fingerprint.bytes;
        if (one.status !== 'failed') found.set(sha256, one);
      }
      return found;
    },
    async sign(entries) {
      run ??= startRun(options);
      const chain = run;
      // Items are numbered: their names stay here.
      const items = entries.map(({ fingerprint, entries: lists }, i) => ({
        id: String(i),
        fingerprint,
        entries: lists,
      }));
      const signing = signed.then(async () => {
        // Hashing takes this thread: the batch before goes out first.
        await setImmediate();
        return chain.next(items);
      });
      signed = signing;
      const body = await signing;
      return async () => {
        file?.save(body);
        try {
          return await call(
            body,
            entries.map((one) => one.name),
          );
        } catch (error) {
          throw error instanceof ApiError ? asFailure(error) : error;
        }
      };
    },
  };
}

interface Item {
  readonly fingerprint: Fingerprint;
}
