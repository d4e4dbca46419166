import { Gate } from './gate.ts';
import { isUnreadable } from './intake.ts';
import { FileReaderPool, type Read } from './reader.ts';

export interface Job {
  readonly index: number;
  readonly file: File;
  readonly name: string;
}

export interface ReadingHooks {
  readonly started: (name: string) => void;
  readonly read: (index: number, read: Read) => void;
  /** The file has the bytes and the kind of name of another one, which is read. */
  readonly copy: (index: number, of: number) => void;
}

/** What has been met of a run's files, however often the run was cancelled and resumed. */
export class Contents {
  /** How many files there are of one size and kind of name. */
  readonly shapes = new Map<string, number>();
  /** First file of each content. */
  readonly firsts = new Map<string, number>();
}

const MAX_WORKERS = 4;

/** A worker a core, up to four: each holds a whole file and a reader of its format. */
const workersHere = (): number =>
  Math.max(1, Math.min(MAX_WORKERS, globalThis.navigator?.hardwareConcurrency || 1));

/** Reads many files in a few workers, each file's bytes once however often they come. */
export class Reading {
  readonly #pools = Array.from({ length: workersHere() }, () => new FileReaderPool());
  readonly #contents: Contents;
  readonly #gate = new Gate();
  /** By shape, who is looked for last: each waits for the one before it. */
  readonly #turns = new Map<string, Promise<number | null>>();
  #stopped = false;

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  /** Nothing more is begun; what is being read is read to its end. */
  pause(): void {
    this.#gate.close();
  }

  resume(): void {
    this.#gate.open();
  }

  /** Ends the workers at once; no hook is called any more. */
  stop(): void {
    this.#stopped = true;
    this.resume();
    for (const pool of this.#pools) pool.stop();
  }

  /**
   * Resolves when every file has been told of, or after `stop`.
   *
   * @throws WorkerUnavailable when no worker starts
   */
  async run(jobs: readonly Job[], hooks: ReadingHooks): Promise<void> {
    const { shapes } = this.#contents;
    for (const job of jobs) shapes.set(shapeOf(job), (shapes.get(shapeOf(job)) ?? 0) + 1);
    let next = 0;
    const work = async (pool: FileReaderPool) => {
      for (;;) {
        await this.#gate.pass();
        const job = jobs[next++];
        if (job === undefined || this.#stopped) return;
        await this.#one(pool, job, (shapes.get(shapeOf(job)) ?? 0) > 1, hooks);
      }
    };
    try {
      await Promise.all(this.#pools.slice(0, jobs.length).map(work));
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /**
   * The first file of the same bytes, in the order of the files whichever is digested sooner; null for
   * none before this one.
   */
  #firstOf(pool: FileReaderPool, job: Job): Promise<number | null> {
    const shape = shapeOf(job);
    const before = this.#turns.get(shape);
    const find = async () => {
      const digest = await pool.ask({ kind: 'digest', file: job.file });
      await before?.catch(() => null);
      if (this.#stopped || digest.kind !== 'digest') return null;
      const key = `${shape} ${digest.sha256}`;
      const first = this.#contents.firsts.get(key);
      if (first === undefined) this.#contents.firsts.set(key, job.index);
      return first ?? null;
    };
    const found = find();
    this.#turns.set(shape, found);
    return found;
  }

  async #one(pool: FileReaderPool, job: Job, maybeCopy: boolean, hooks: ReadingHooks) {
    const { index, file, name } = job;
    hooks.started(name);
    if (isUnreadable(file)) return hooks.read(index, { kind: 'unread', problem: 'unreadable' });
    if (maybeCopy) {
      const first = await this.#firstOf(pool, job);
      if (this.#stopped) return;
      if (first !== null && first !== index) return hooks.copy(index, first);
    }
    const read = await pool.read(file);
    if (!this.#stopped) hooks.read(index, read);
  }
}

/** Files of another size or kind of name cannot have one fingerprint. */
function shapeOf({ file, name }: Job): string {
  const ending = /\.[^./]{1,10}$/.exec(name)?.[0].toLowerCase() ?? '';
  return `${file.size}${ending}`;
}
