import type { BatchLimits } from './batches.ts';
import type { Mark } from './mark.ts';
import type { Pool, Runner } from './pool.ts';
import type { Source } from './source.ts';
import type { Input } from './task.ts';
import type { Target } from './walk.ts';

/** What a command hands to the pipeline (`pipeline.ts`): how its files are read, asked and kept. */

/** A file made ready: answered on the spot, or work for a call to the registry. */
export type Prepared<Work, Answer> =
  | { readonly answer: Answer }
  /** `size`: characters that it adds to the body of the call. */
  | { readonly work: Work; readonly size: number };

/** Sends what a call is made of. Answers come in the order of its works. */
export type Call<Answer> = () => Promise<readonly Answer[]>;

export interface Pipeline<Work, Answer> {
  readonly pool: Pool;
  /** Files read at the same time. */
  readonly width: number;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Larger files are hashed and not read. */
  readonly maxBytes: number;
  readonly maxBatch: BatchLimits;
  /** Calls under way at the same time; files are read meanwhile. */
  readonly calls: number;
  /** Files that no other is likely to equal are opened and analysed at once. */
  readonly atOnce?: { readonly entries: boolean };
  prepare(source: Source, path: Buffer, runner: Runner): Promise<Prepared<Work, Answer>>;
  /** Makes a call; one is made in advance while as many as may be are under way. */
  call(works: readonly Work[]): Promise<Call<Answer>>;
  /** Works hold on to the bytes of members until they are answered. */
  readonly keepsBytes?: boolean;
  /** Called when a file has been made ready. */
  prepared?(bytes: number): void;
  /** The members of a file that is too large to be read as a whole; null for what has none. */
  members?(path: Buffer): Promise<AsyncIterable<Target> | null>;
  /** What an earlier run, or this one, has found out. */
  readonly recall?: Recall<Answer> | undefined;
}

/** Answers that outlive a run. */
export interface Recall<Answer> {
  /** An earlier run left answers, so that any file may be known. */
  readonly resumes?: boolean;
  /** Taken before the file is read: what changes from then on is another file. */
  mark(target: Target): Promise<Mark | null>;
  /** The answer of a file that need not be read; null when it has none. */
  finished(
    target: Target,
    mark: Mark,
    runner: Runner,
  ): Promise<{ readonly answer: Answer; readonly sha256: string } | null>;
  /** The answer of a file of other place and equal bytes; `input` is null when it is not read. */
  known(sha256: string, input: Input | null, path: Buffer, runner: Runner): Promise<Answer | null>;
  /**
   * Called as soon as a file that was read is answered.
   *
   * @returns whether `known` gives the answer from now on
   */
  keep(mark: Mark, sha256: string, answer: Answer): boolean;
}
