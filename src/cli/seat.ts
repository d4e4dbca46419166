import { type ChildProcess, fork } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Lesson } from '../fingerprint/print-memory.ts';
import type { Coming } from './coming.ts';
import { MAX_RESIDENT_MB, OUT_OF_MEMORY } from './memory.ts';
import {
  ASKS,
  type Outcome,
  PIPE,
  type Posted,
  type Task,
  type Taught,
  type WorkerReply,
} from './task.ts';

/**
 * A place for one reader process: started when first needed, killed when a file overruns.
 *
 * A process and not a worker thread: a thread that fills its heap faster than V8 can warn
 * ends the whole program (measured: `resourceLimits` of 32 MB and an array that grows gave
 * `FATAL ERROR: Reached heap limit` and SIGABRT of the parent).
 */
export interface Seat {
  /**
   * Tasks are done one after the other; one that ends the reader takes none behind it along.
   *
   * @param limitMs in place of the limit for a file, milliseconds
   */
  run(task: Task, limitMs?: number): Promise<Outcome<unknown>>;
  /** Has its process, if there is one, know what another found. */
  teach(lessons: readonly Lesson[]): void;
  /** From the next task on its process makes do with little memory. */
  narrow(): void;
  /** @throws Error of what is coming */
  take(coming: Coming, limitMs: number): Promise<Outcome<unknown>>;
  close(): void;
}

export interface SeatOptions {
  /** Wall time one file may take, milliseconds. */
  readonly fileTimeoutMs: number;
  /** Told what readers print: extraction libraries warn about broken files. */
  readonly trace?: (text: string) => void;
  /** Told what its process found that others may meet too. */
  readonly taught?: (lessons: readonly Lesson[]) => void;
  /** Whether fingerprints are those that a check sends. */
  readonly asks?: boolean;
  /** The reader's entry; replaced in tests. */
  readonly entry?: URL;
  readonly maxHeapMb?: number;
}

type Message = WorkerReply | { readonly kind: 'over_limit' | 'crashed'; readonly detail: string };

/** A task on its way to its answer. */
interface Queued {
  readonly limitMs: number;
  /** Hands it to a reader; a second time where that ended before it came to it. */
  readonly post: (reader: ChildProcess) => void;
  readonly settle: (outcome: Outcome<unknown>) => void;
}

/** Well under `MAX_RESIDENT_MB`, so that rubbish is collected before it counts. */
const DEFAULT_HEAP_MB = 640;
/** Loading the readers takes under a second; this only ends a process that never starts. */
const START_TIMEOUT_MS = 60_000;
/** Fewer bytes go in the message itself. */
const PIPED_FROM = 64 * 1024;
/**
 * Room for garbage, MB, of young and old objects. Files of usual size leave rubbish behind, of which
 * more room collects less often; a reader then has up to 150 MB more, which members of large archives
 * need for themselves.
 */
const ROOM = {
  wide: ['--max-semi-space-size=16', '--initial-old-space-size=128'],
  narrow: ['--max-semi-space-size=4'],
};
/**
 * Bytes from which on freed memory goes back to the system at once, with glibc. By itself it raises that
 * to 32 MB as it meets larger ones, and then keeps what is freed beside what is needed.
 */
const RETURNED_FROM = `${1024 * 1024}`;
/** As much of what a reader prints is kept as shows how it ended. */
const MAX_PRINTED = 20_000;

const ENTRY = new URL(
  // Bundled, the entry stands beside this code too, under its compiled name.
  import.meta.url.endsWith('.ts') ? './analyse-worker.ts' : './analyse-worker.js',
  import.meta.url,
);

export function createSeat(options: SeatOptions): Seat {
  const { fileTimeoutMs, trace, asks, entry = ENTRY, maxHeapMb = DEFAULT_HEAP_MB } = options;
  let child: ChildProcess | null = null;
  let ready = false;
  let printed = '';
  let closed = false;
  let room: keyof typeof ROOM = 'wide';
  let roomOfChild: keyof typeof ROOM = room;
  /** The reader does the first; the next `posted - 1` wait in its pipe, so that it waits for none. */
  const queue: Queued[] = [];
  let posted = 0;
  let timed: Queued | null = null;
  let timer: NodeJS.Timeout | undefined;

  /** Ends the process. What it had not come to is posted to the next one. */
  function end(): void {
    clearTimeout(timer);
    child?.kill('SIGKILL');
    child = null;
    ready = false;
    posted = 0;
    timed = null;
  }

  function how(code: number | null, signal: string | null): Message {
    if (printed.includes(OUT_OF_MEMORY)) {
      // Its own watch kills it; V8 aborts.
      const most = signal === 'SIGKILL' ? MAX_RESIDENT_MB : maxHeapMb;
      return { kind: 'over_limit', detail: `needs more than ${most} MB to read` };
    }
    return { kind: 'crashed', detail: `its reader ended early (${signal ?? code})` };
  }

  function receive(message: Message): void {
    if (!ready && message.kind === 'ready') {
      ready = true;
      advance();
      return;
    }
    if (message.kind === 'done' && message.lessons) options.taught?.(message.lessons);
    const started = ready;
    const first = queue[0];
    if (message.kind !== 'done' || message.spent) end();
    else posted--;
    queue.shift();
    first?.settle(outcome(message, started));
    advance();
  }

  function start(): void {
    printed = '';
    roomOfChild = room;
    const fresh = fork(fileURLToPath(entry), asks ? [ASKS] : [], {
      // The reader sees no token, no option and no terminal of ours.
      env: { MALLOC_MMAP_THRESHOLD_: RETURNED_FROM },
      execArgv: [`--max-old-space-size=${maxHeapMb}`, ...ROOM[room]],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    });
    child = fresh;
    for (const stream of [fresh.stdout, fresh.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        if (child === fresh) printed = (printed + chunk).slice(-MAX_PRINTED);
        trace?.(chunk.toString());
      });
    }
    // A reader that ends before it took all bytes ends its pipe.
    fresh.stdio[PIPE]?.on('error', () => {});
    // What one that was ended still says is for nobody.
    const told = (message: Message) => {
      if (child === fresh) receive(message);
    };
    // `close` and not `exit`: what the reader printed last says how it ended.
    fresh
      .on('message', (message) => told(message as WorkerReply))
      .on('error', (error) => told({ kind: 'crashed', detail: error.message }))
      .on('close', (code, signal) => told(how(code, signal)));
    limit(START_TIMEOUT_MS);
  }

  function limit(ms: number): void {
    clearTimeout(timer);
    const detail = `took longer than ${ms / 1000} s to read`;
    timer = setTimeout(() => receive({ kind: 'over_limit', detail }), ms);
  }

  /** Posts what waits, and begins to count the time of the first. */
  function advance(): void {
    const [first] = queue;
    if (first === undefined || closed) {
      clearTimeout(timer);
      timed = null;
      for (const { settle } of queue.splice(0)) settle(ENDED);
      return;
    }
    if (child && ready && posted === 0 && !(child.connected && roomOfChild === room)) end();
    if (!child) start();
    if (!child || !ready) return;
    while (roomOfChild === room && posted < queue.length) queue[posted++]?.post(child);
    if (timed === first) return;
    timed = first;
    limit(first.limitMs);
  }

  function enqueue(limitMs: number, post: Queued['post']): Promise<Outcome<unknown>> {
    return new Promise((settle) => {
      queue.push({ limitMs, post, settle });
      advance();
    });
  }

  return {
    run: (task, limitMs = fileTimeoutMs) => enqueue(limitMs, (reader) => post(reader, task)),
    async take(coming, limitMs) {
      let fault: { readonly error: unknown } | null = null;
      let poured = Promise.resolve();
      const answer = enqueue(limitMs, (reader) => {
        const { length: piped, quoted } = coming;
        reader.send({ kind: 'take', piped, quoted } satisfies Posted, () => {});
        poured = pour(coming, reader.stdio[PIPE] as Writable).catch((error: unknown) => {
          fault = { error };
          // The reader waits for bytes that nobody has.
          if (child === reader) receive({ kind: 'crashed', detail: String(error) });
        });
      });
      const outcome = await answer;
      await poured;
      if (fault) throw (fault as { error: unknown }).error;
      return outcome;
    },
    teach(lessons) {
      if (ready && child?.connected)
        child.send({ kind: 'learn', lessons } satisfies Taught, () => {});
    },
    narrow() {
      room = 'narrow';
    },
    close() {
      // Files still waiting must not start a reader that nobody would end.
      closed = true;
      end();
      advance();
    },
  };
}

const ENDED: Outcome<never> = { kind: 'crashed', detail: 'the run has ended' };

function outcome(message: Message, started: boolean): Outcome<unknown> {
  if (!started) {
    return { kind: 'crashed', detail: `its reader did not start: ${detailOf(message)}` };
  }
  if (message.kind === 'done') return { kind: 'done', value: message.value };
  if (message.kind === 'over_limit' || message.kind === 'crashed') return message;
  return { kind: 'crashed', detail: `its reader failed: ${detailOf(message)}` };
}

/** Sends a task; its bytes, if many, behind it through the pipe. */
function post(reader: ChildProcess, task: Task): void {
  // A reader that died meanwhile closes, which its seat notices.
  const ignore = () => {};
  if (!('bytes' in task) || task.bytes.length < PIPED_FROM) {
    reader.send(task, ignore);
    return;
  }
  const { bytes, ...rest } = task;
  const posted: Posted = { ...rest, piped: bytes.length };
  reader.send(posted, ignore);
  (reader.stdio[PIPE] as Writable).write(bytes, ignore);
}

/**
 * Writes what comes into a reader's pipe, each chunk once the one before is written, as long as the
 * reader lives.
 *
 * @throws Error when it cannot be had, or is not as long as was told
 */
async function pour(coming: Coming, pipe: Writable): Promise<void> {
  let size = 0;
  for await (const chunk of coming.chunks()) {
    size += chunk.length;
    if (size > coming.length) break;
    const broken = await new Promise((done) => pipe.write(chunk, done));
    if (broken) return;
  }
  if (size !== coming.length) throw new Error('not as long as its archive says');
}

function detailOf(message: Message): string {
  return 'detail' in message ? message.detail : message.kind;
}
