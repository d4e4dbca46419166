import { mapInOrder } from './in-order.ts';
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
  /** By SHA-256; once sent, the answer takes the place of the work and its memory. */
  const seen = new Map<string, Promise<Prepared<Work, Answer>>>();
  const answered = new WeakMap<Work, Answer>();
  const queue: { target: Target; prepared: Prepared<Work, Answer> }[] = [];
  const batch: { work: Work; key: string }[] = [];
  let batchSize = 0;
  let batchSince = 0;

  async function prepare(target: Target) {
    return pipeline.pool.lend(async (runner) => {
      const source: Source = target.fault
        ? { kind: 'fault', detail: target.fault }
        : await readSource(target.path, pipeline.stdin, pipeline.maxBytes);
      const key = source.kind === 'fault' ? null : source.sha256;
      const known = key === null ? undefined : seen.get(key);
      const preparing = known ?? pipeline.prepare(source, target.path, runner);
      if (key !== null) seen.set(key, preparing);
      const prepared = await preparing;
      pipeline.prepared?.(sizeOf(source));
      return { target, key, prepared };
    });
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
      const { target, prepared } = queue[0];
      if ('work' in prepared && !answered.has(prepared.work)) break;
      queue.shift();
      const answer = 'work' in prepared ? (answered.get(prepared.work) as Answer) : prepared.answer;
      yield { target, answer };
    }
  }

  for await (const { target, key, prepared } of mapInOrder(targets, pipeline.width, prepare)) {
    queue.push({ target, prepared });
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

function sizeOf(source: Source): number {
  if (source.kind === 'read') return source.bytes.length;
  return source.kind === 'large' ? source.size : 0;
}
