import { LOCAL_LIMITS } from '../../extract/limits.ts';
import type { Problem } from '../../fingerprint/document.ts';
import { isPlace, packedOf, type Readable, sizeIn } from './member-files.ts';
import { patience, type Yardstick } from './patience.ts';
import type { Ask, Opening, ReadReply, ReadRequest } from './protocol.ts';
import { scriptUrl, WORKER_URL } from './trusted.ts';

type Unread = { readonly kind: 'unread'; readonly problem: Problem };

export type Read = Extract<ReadReply, { kind: 'read' }> | Unread;

export type Replied = Exclude<ReadReply, { kind: 'ready' | 'toiled' | 'unread' }> | Unread;

/** A file that keeps its reader busy longer than this is over a limit, milliseconds; see `patience`. */
const READ_TIMEOUT_MS = 20_000;
/** Files after which a reader is replaced: its heap, 32 MB after some thousands of mails, is not given back. */
const WORN = 500;
/** Of a file that is too large to be read only the bytes are digested: the slowest disk gives as much. */
const DIGESTED_BYTES_A_MS = 5_000;
/** The worker's script comes from the network once; a slow line must not look like a fault. */
const START_TIMEOUT_MS = 60_000;

/** The browser would not run the worker: no file can be read at all. */
export class WorkerUnavailable extends Error {
  override readonly name = 'WorkerUnavailable';
}

interface Running {
  readonly worker: Worker;
  readonly port: MessagePort;
}

/** Reads files one after the other in one worker, which is replaced when a file hangs it. */
export class FileReaderPool {
  #running: Promise<Running> | null = null;
  #jobs = 0;
  #read = 0;
  /** Archive that the worker was last given. */
  #given: File | null = null;
  /** Ends what is being asked, when the worker is ended under it. */
  #giveUp: (() => void) | null = null;

  /**
   * Fingerprints `file`. Resolves for every file; one that takes too long or brings its
   * worker down has a problem.
   *
   * @throws WorkerUnavailable when no worker starts
   */
  async read(file: Readable): Promise<Read> {
    const reply = await this.ask({ kind: 'read', file });
    if (++this.#read % WORN === 0) this.stop();
    if (reply.kind === 'read' || reply.kind === 'unread') return reply;
    return { kind: 'unread', problem: 'unreadable' };
  }

  /** One request at a time; see `read` for what becomes of those that fail. */
  async ask(ask: Ask): Promise<Replied> {
    this.#running ??= takeSpare() ?? start();
    const running = this.#running;
    const { worker, port } = await running;
    const job = ++this.#jobs;
    return new Promise((resolve) => {
      const settle = (reply: Replied, broken: boolean) => {
        endPatience();
        port.onmessage = null;
        worker.onerror = null;
        this.#giveUp = null;
        if (broken && this.#running === running) this.stop();
        resolve(reply);
      };
      this.#giveUp = () => settle({ kind: 'unread', problem: 'unreadable' }, false);
      const endPatience = patience(timeLimit(ask), yardstick, () =>
        settle({ kind: 'unread', problem: 'over_limit' }, true),
      );
      port.onmessage = ({ data }: MessageEvent<ReadReply>) => {
        if ('job' in data && data.job === job) settle(data, false);
      };
      worker.onerror = () => settle({ kind: 'unread', problem: 'unreadable' }, true);
      port.postMessage(this.#request(ask, job));
    });
  }

  #request(ask: Ask, job: number): ReadRequest {
    if (ask.kind === 'locate' || ask.kind === 'members') return { ...ask, job, packed: null };
    const { file } = ask;
    const packed = packedOf(file);
    if (!isPlace(file)) return { ...ask, file, job, packed };
    const archive = file.archive === this.#given ? null : file.archive;
    this.#given = file.archive;
    return { ...ask, file: { ...file, archive }, job, packed };
  }

  /** Ends the worker at once; the next `read` starts another. */
  stop(): void {
    this.#running?.then(({ worker }) => worker.terminate()).catch(() => {});
    this.#running = null;
    this.#given = null;
    this.#giveUp?.();
  }
}

function timeLimit(ask: Ask): number {
  if (ask.kind !== 'read' && ask.kind !== 'members') return READ_TIMEOUT_MS;
  const size = sizeIn(ask.file);
  if (size <= LOCAL_LIMITS.maxMemberBytes) return READ_TIMEOUT_MS;
  return READ_TIMEOUT_MS + size / DIGESTED_BYTES_A_MS;
}

/**
 * A worker that does what takes about five seconds where nothing else is done (`toil`): two files that
 * hang their readers share two cores with two of them, and are still ended after twenty.
 */
function yardstick(): Yardstick {
  const started = start();
  const done = started.then(
    ({ worker, port }) =>
      new Promise<void>((resolve, reject) => {
        port.onmessage = () => resolve();
        worker.onerror = () => reject(new WorkerUnavailable('the worker ended'));
        port.postMessage({ kind: 'toil' } satisfies ReadRequest);
      }),
  );
  const stop = () => started.then(({ worker }) => worker.terminate()).catch(() => {});
  done.then(stop, stop);
  return { done, stop };
}

/** A worker that was started before anybody had a file for it. */
let spare: Promise<Running> | null = null;

/** Starts a worker for the first pool that asks: a file that is still being dragged then need not wait for it. */
export function prepareReader(): void {
  if (spare !== null) return;
  const started = start();
  spare = started;
  // Whoever has a file tries again, and says so when that fails too.
  started.catch(() => {
    if (spare === started) spare = null;
  });
}

function takeSpare(): Promise<Running> | null {
  const taken = spare;
  spare = null;
  return taken;
}

/** WebAssembly of the fuzzy hashes. */
const KERNEL_URL = '/assets/fuzzy.wasm';
/** Without it all works, only slower: not worth a long wait. */
const KERNEL_TIMEOUT_MS = 5_000;

let fetched: Promise<ArrayBuffer | null> | null = null;

/** Fetched here and once, because the worker may connect to nothing. */
function kernelBytes(): Promise<ArrayBuffer | null> {
  fetched ??= fetch(KERNEL_URL, { signal: AbortSignal.timeout(KERNEL_TIMEOUT_MS) })
    .then((answer) => (answer.ok ? answer.arrayBuffer() : null))
    .catch(() => null);
  return fetched;
}

function start(): Promise<Running> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(scriptUrl(WORKER_URL), { type: 'module' });
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => fail(), START_TIMEOUT_MS);
    const fail = () => {
      clearTimeout(timer);
      worker.terminate();
      reject(new WorkerUnavailable('the worker did not start'));
    };
    worker.onerror = fail;
    port1.onmessage = () => {
      clearTimeout(timer);
      worker.onerror = null;
      port1.onmessage = null;
      resolve({ worker, port: port1 });
    };
    kernelBytes().then((kernel) => {
      worker.postMessage({ empreinte: true, kernel } satisfies Opening, [port2]);
    });
  });
}
