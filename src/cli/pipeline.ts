import { type BatchLimits, createBatches } from './batches.ts';
import type { Mark } from './mark.ts';
import type { Pool, Runner } from './pool.ts';
import { openSource, type Source } from './source.ts';
import type { Input } from './task.ts';
import type { Target } from './walk.ts';

/** A file made ready: answered on the spot, or work for a call to the registry. */
export type Prepared<Work, Answer> =
  | { readonly answer: Answer }
  /** `size`: characters that it adds to the body of the call. */
  | { readonly work: Work; readonly size: number };

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
  prepare(source: Source, path: Buffer, runner: Runner): Promise<Prepared<Work, Answer>>;
  /** Answers in the order of the works. */
  send(works: readonly Work[]): Promise<readonly Answer[]>;
  /** Called when a file has been made ready. */
  prepared?(bytes: number): void;
  /** What an earlier run, or this one, has found out. */
  readonly recall?: Recall<Answer> | undefined;
}

/** Answers that outlive a run. */
export interface Recall<Answer> {
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

/** Files that wait for one before them with their answers, each of about 2 kB. */
const MAX_WAITING = 4000;

/** A file on its way; `answer` comes last. */
interface Slot<Work, Answer> {
  readonly target: Target;
  /** SHA-256 of the file; null where it could not be read. */
  key: string | null;
  /** What to remember its answer by; null where it is not to be remembered, or is already. */
  mark: Mark | null;
  work: Work | null;
  answer: { readonly value: Answer } | null;
}

/**
 * Takes files through preparation and batched calls, and yields every file with its answer,
 * in the order of the files. Files of equal bytes are prepared and sent once. Files are read
 * while calls are under way, and one that takes long holds up none behind it.
 */
export async function* answers<Work extends object, Answer>(
  targets: readonly Target[],
  pipeline: Pipeline<Work, Answer>,
): AsyncGenerator<{ target: Target; answer: Answer }> {
  const { recall, maxBatch } = pipeline;
  /** By SHA-256: what is in work, and answers that nothing else remembers. */
  const seen = new Map<string, Promise<Prepared<Work, Answer>>>();
  const asking = new Map<Work, Slot<Work, Answer>[]>();
  const slots: Slot<Work, Answer>[] = [];
  const batches = createBatches<Work>(maxBatch);
  let next = 0;
  let preparing = 0;
  let calls = 0;
  let failure: { readonly error: unknown } | null = null;
  let stirred = false;
  let wake: () => void = () => {};

  /** @returns what there is to know of the file, once it is known */
  async function read(slot: Slot<Work, Answer>): Promise<Prepared<Work, Answer>> {
    const { target } = slot;
    // Waiting for the reading of equal bytes must keep no reader from other files.
    const { found } = await pipeline.pool.lend(async (runner) => {
      const mark = (await recall?.mark(target)) ?? null;
      const finished = mark && (await recall?.finished(target, mark, runner));
      if (mark && finished) {
        pipeline.prepared?.(mark.size);
        return { found: { answer: finished.answer } };
      }
      const source: Source = target.fault
        ? { kind: 'fault', detail: target.fault }
        : await openSource(target.path, pipeline.stdin, pipeline.maxBytes, runner);
      const key = source.kind === 'fault' ? null : source.sha256;
      slot.key = key;
      slot.mark = mark;
      const known = key === null ? undefined : seen.get(key);
      const found = known ?? readNew(source, target.path, runner);
      if (key !== null) seen.set(key, found);
      if (!known) await found;
      pipeline.prepared?.(sizeOf(source));
      return { found };
    });
    return found;
  }

  async function readNew(
    source: Source,
    path: Buffer,
    runner: Runner,
  ): Promise<Prepared<Work, Answer>> {
    if (recall && source.kind !== 'fault') {
      const input = source.kind === 'read' ? source.input : null;
      const answer = await recall.known(source.sha256, input, path, runner);
      if (answer !== null) return { answer };
    }
    return pipeline.prepare(source, path, runner);
  }

  function settle(slot: Slot<Work, Answer>, value: Answer): void {
    slot.answer = { value };
    const { key, mark } = slot;
    if (key === null) return;
    const kept = mark !== null && recall?.keep(mark, key, value) === true;
    if (kept) seen.delete(key);
    else seen.set(key, Promise.resolve({ answer: value }));
  }

  async function prepare(target: Target): Promise<void> {
    const slot: Slot<Work, Answer> = { target, key: null, mark: null, work: null, answer: null };
    slots.push(slot);
    const found = await read(slot);
    if ('answer' in found) return settle(slot, found.answer);
    const { work, size } = found;
    const others = asking.get(work);
    if (others) {
      others.push(slot);
      return;
    }
    asking.set(work, [slot]);
    batches.add(work, size);
  }

  async function send(works: readonly Work[]): Promise<void> {
    const got = await pipeline.send(works);
    for (const [i, work] of works.entries()) {
      for (const slot of asking.get(work) ?? []) settle(slot, got[i] as Answer);
      asking.delete(work);
    }
  }

  function begin(work: Promise<void>, end: () => void): void {
    work
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        end();
        stirred = true;
        wake();
      });
  }

  function mayRead(): boolean {
    const full = batches.waiting > 2 * maxBatch.items || batches.waitingSize > 2 * maxBatch.size;
    return (
      next < targets.length && preparing < pipeline.width && slots.length < MAX_WAITING && !full
    );
  }

  /** Starts all that can be started now. */
  function advance(): void {
    stirred = false;
    if (failure) return;
    while (mayRead()) {
      preparing++;
      begin(prepare(targets[next++] as Target), () => preparing--);
    }
    while (calls < pipeline.calls) {
      const works = batches.take(calls > 0, preparing === 0 && next === targets.length);
      if (works.length === 0) break;
      calls++;
      begin(send(works), () => calls--);
    }
  }

  /** Until something has ended, or a call is due. */
  async function changed(): Promise<void> {
    if (stirred) return;
    const due = calls === 0 ? batches.dueIn() : null;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((done) => {
      wake = done;
      if (due !== null) timer = setTimeout(done, due);
    });
    clearTimeout(timer);
  }

  for (;;) {
    advance();
    while (slots[0]?.answer) {
      const { target, answer } = slots.shift() as Slot<Work, Answer>;
      yield { target, answer: (answer as { value: Answer }).value };
    }
    if (slots.length === 0 && next === targets.length) return;
    // Calls under way may still bring answers that are worth keeping.
    if (failure && calls === 0) throw (failure as { error: unknown }).error;
    if (!slots[0]?.answer) await changed();
  }
}

function sizeOf(source: Source): number {
  return source.kind === 'fault' ? 0 : source.size;
}
