import { mapInOrder } from './in-order.ts';
import type { Mark } from './mark.ts';
import type { Pool, Runner } from './pool.ts';
import { readSource, type Source } from './source.ts';
import type { Target } from './walk.ts';

/** A file made ready: answered on the spot, or work for a call to the registry. */
export type Prepared<Work, Answer> =
  | { readonly answer: Answer }
  /** `size`: characters that it adds to the body of the call. */
  | { readonly work: Work; readonly size: number };

export interface Pipeline<Work, Answer> {
  readonly pool: Pool;
  /** Files in work or waiting for one before them, at the same time. */
  readonly width: number;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Larger files are hashed and not read. */
  readonly maxBytes: number;
  readonly maxBatch: { readonly items: number; readonly size: number };
  prepare(source: Source, path: Buffer, runner: Runner): Promise<Prepared<Work, Answer>>;
  /** Answers in the order of the works. */
  send(works: readonly Work[]): Promise<readonly Answer[]>;
  /** Called when a file has been made ready. */
  prepared?(bytes: number): void;
  /** What an earlier run has found out. */
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
  /** The answer of a file of other place and equal bytes, which are null when not read. */
  known(
    sha256: string,
    bytes: Uint8Array | null,
    path: Buffer,
    runner: Runner,
  ): Promise<Answer | null>;
  /** Called before the answer of a file that was read is given out. */
  keep(mark: Mark, sha256: string, answer: Answer): void;
}

/** A batch that fills slowly is sent after this, so that first answers come early. */
const MAX_WAIT_MS = 2000;

/**
 * Takes files through preparation and batched calls, and yields every file with its answer,
 * in the order of the files. Files of equal bytes are prepared and sent once.
 */
export async function* answers<Work extends object, Answer>(
  targets: readonly Target[],
  pipeline: Pipeline<Work, Answer>,
): AsyncGenerator<{ target: Target; answer: Answer }> {
  const { recall } = pipeline;
  /** By SHA-256; once sent, the answer takes the place of the work and its memory. */
  const seen = new Map<string, Promise<Prepared<Work, Answer>>>();
  const answered = new WeakMap<Work, Answer>();
  const queue: Ready<Work, Answer>[] = [];
  const batch: { work: Work; key: string }[] = [];
  let batchSize = 0;
  let batchSince = 0;

  async function prepare(target: Target): Promise<Ready<Work, Answer>> {
    return pipeline.pool.lend(async (runner) => {
      const mark = (await recall?.mark(target)) ?? null;
      const finished = mark && (await recall?.finished(target, mark, runner));
      if (mark && finished) {
        pipeline.prepared?.(mark.size);
        const { answer, sha256 } = finished;
        return { target, key: sha256, mark: null, prepared: { answer } };
      }
      const source: Source = target.fault
        ? { kind: 'fault', detail: target.fault }
        : await readSource(target.path, pipeline.stdin, pipeline.maxBytes);
      const key = source.kind === 'fault' ? null : source.sha256;
      const known = key === null ? undefined : seen.get(key);
      const preparing = known ?? prepareNew(source, target.path, runner);
      if (key !== null) seen.set(key, preparing);
      const prepared = await preparing;
      pipeline.prepared?.(sizeOf(source));
      return { target, key, mark, prepared };
    });
  }

  async function prepareNew(
    source: Source,
    path: Buffer,
    runner: Runner,
  ): Promise<Prepared<Work, Answer>> {
    if (recall && source.kind !== 'fault') {
      const bytes = source.kind === 'read' ? source.bytes : null;
      const answer = await recall.known(source.sha256, bytes, path, runner);
      if (answer !== null) return { answer };
    }
    return pipeline.prepare(source, path, runner);
  }

  async function flush(): Promise<void> {
    if (batch.length === 0) return;
    const sent = batch.splice(0);
    batchSize = 0;
    const got = await pipeline.send(sent.map((one) => one.work));
    for (const [i, { work, key }] of sent.entries()) {
      const answer = got[i] as Answer;
      answered.set(work, answer);
      seen.set(key, Promise.resolve({ answer }));
    }
  }

  function* drain() {
    while (queue[0]) {
      const { target, key, mark, prepared } = queue[0];
      if ('work' in prepared && !answered.has(prepared.work)) break;
      queue.shift();
      const answer = 'work' in prepared ? (answered.get(prepared.work) as Answer) : prepared.answer;
      if (mark && key !== null) recall?.keep(mark, key, answer);
      yield { target, answer };
    }
  }

  for await (const ready of mapInOrder(targets, pipeline.width, prepare)) {
    queue.push(ready);
    const { key, prepared } = ready;
    if ('work' in prepared && key !== null && !answered.has(prepared.work)) {
      if (!batch.some((one) => one.work === prepared.work)) {
        const { items, size } = pipeline.maxBatch;
        if (batch.length >= items || batchSize + prepared.size > size) await flush();
        if (batch.length === 0) batchSince = Date.now();
        batch.push({ work: prepared.work, key });
        batchSize += prepared.size;
      }
    }
    if (batch.length > 0 && Date.now() - batchSince > MAX_WAIT_MS) await flush();
    yield* drain();
  }
  await flush();
  yield* drain();
}

interface Ready<Work, Answer> {
  readonly target: Target;
  /** SHA-256 of the file; null where it could not be read. */
  readonly key: string | null;
  /** What to remember its answer by; null where it is not to be remembered, or is already. */
  readonly mark: Mark | null;
  readonly prepared: Prepared<Work, Answer>;
}

function sizeOf(source: Source): number {
  if (source.kind === 'read') return source.bytes.length;
  return source.kind === 'large' ? source.size : 0;
}
