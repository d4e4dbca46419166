import { Worker } from 'node:worker_threads';
import type { Digests, LocalPrint, Task, WorkerReply } from './task.ts';

/** What became of a task. Only `done` carries a value; the rest name their cause. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'over_limit' | 'crashed'; readonly detail: string };

/** Runs one task after another on one thread, which is replaced when a task kills it. */
export interface Runner {
  analyse(task: Task & { kind: 'analyse' | 'bytes' }): Promise<Outcome<LocalPrint>>;
  digest(task: Task & { kind: 'digest' }): Promise<Outcome<Digests>>;
}

export interface Pool {
  /** Waits for a free thread and lends it for as long as `use` takes. */
  lend<T>(use: (runner: Runner) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly size: number;
  /** Wall time one file may take, milliseconds. */
  readonly fileTimeoutMs: number;
  /** Told what threads print: extraction libraries warn about broken files. */
  readonly trace?: (text: string) => void;
  /** The thread's entry; replaced in tests. */
  readonly entry?: URL;
}

/** Heap of one thread; beyond it the thread ends, not the program. */
const MAX_HEAP_MB = 1024;
/** Loading the readers takes under a second; this only ends a thread that never starts. */
const START_TIMEOUT_MS = 60_000;

const ENTRY = new URL(
  // Run from source, the entry is beside this file under its own name; so it is when bundled.
  import.meta.url.endsWith('.ts') ? './analyse-worker.ts' : './analyse-worker.js',
  import.meta.url,
);

export function createPool(options: PoolOptions): Pool {
  const free: Seat[] = Array.from({ length: options.size }, () => createSeat(options));
  const seats = [...free];
  const waiting: ((seat: Seat) => void)[] = [];

  return {
    async lend(use) {
      const seat = free.pop() ?? (await new Promise<Seat>((take) => waiting.push(take)));
      try {
        return await use({
          analyse: (task) => seat.run(task) as Promise<Outcome<LocalPrint>>,
          digest: (task) => seat.run(task) as Promise<Outcome<Digests>>,
        });
      } finally {
        const next = waiting.shift();
        if (next) next(seat);
        else free.push(seat);
      }
    },
    async close() {
      await Promise.all(seats.map((seat) => seat.close()));
    },
  };
}

interface Seat {
  run(task: Task): Promise<Outcome<LocalPrint | Digests>>;
  close(): Promise<void>;
}

/** A place for one thread: started when first needed, ended when a file overruns. */
function createSeat({ fileTimeoutMs, trace, entry }: PoolOptions): Seat {
  let worker: Worker | null = null;

  async function end(): Promise<void> {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  }

  /** The next reply, or why none will come. */
  function reply(from: Worker, limitMs: number): Promise<WorkerReply | Outcome<never>> {
    return new Promise((resolve) => {
      const timer = setTimeout(
        () =>
          settle({ kind: 'over_limit', detail: `took longer than ${limitMs / 1000} s to read` }),
        limitMs,
      );
      const settle = (value: WorkerReply | Outcome<never>) => {
        clearTimeout(timer);
        from.off('message', settle);
        from.off('error', onError);
        from.off('exit', onExit);
        resolve(value);
      };
      const onError = (error: Error & { code?: string }) =>
        settle(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? { kind: 'over_limit', detail: `needs more than ${MAX_HEAP_MB} MB to read` }
            : { kind: 'crashed', detail: `its reader failed: ${error.message}` },
        );
      const onExit = () => settle({ kind: 'crashed', detail: 'its reader ended early' });
      from.on('message', settle);
      from.on('error', onError);
      from.on('exit', onExit);
    });
  }

  async function started(): Promise<Worker | Outcome<never>> {
    if (worker) return worker;
    const fresh = new Worker(entry ?? ENTRY, {
      // The thread sees no token, no option and no console of ours.
      env: {},
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    for (const stream of [fresh.stdout, fresh.stderr]) {
      stream.on('data', (chunk: Buffer) => trace?.(chunk.toString()));
    }
    // Errors between tasks surface in the next one.
    fresh.on('error', () => {});
    fresh.on('exit', () => {
      if (worker === fresh) worker = null;
    });
    const first = await reply(fresh, START_TIMEOUT_MS);
    if (first.kind !== 'ready') {
      await fresh.terminate();
      return { kind: 'crashed', detail: `its reader did not start: ${detailOf(first)}` };
    }
    worker = fresh;
    return fresh;
  }

  return {
    async run(task) {
      const thread = await started();
      if (!(thread instanceof Worker)) return thread;
      thread.postMessage(task);
      const answer = await reply(thread, fileTimeoutMs);
      if (answer.kind === 'done') return answer;
      await end();
      if (answer.kind === 'over_limit' || answer.kind === 'crashed') return answer;
      return { kind: 'crashed', detail: `its reader failed: ${detailOf(answer)}` };
    },
    close: end,
  };
}

function detailOf(reply: WorkerReply | Outcome<never>): string {
  return 'detail' in reply ? reply.detail : reply.kind;
}
