import { Gate } from './gate.ts';
import { isUnreadable } from './intake.ts';
import type { ListedMember } from './listing.ts';
import { type Readable, sizeIn } from './member-files.ts';
import { isHeavy, MemberQueue, readMembers } from './members.ts';
import { FileReaderPool, type Read } from './reader.ts';

export interface Job {
  readonly index: number;
  readonly file: Readable;
  readonly name: string;
}

export interface ArchiveJob extends Job {
  readonly file: File;
  /** Members at its beginning that need not be told of again. */
  readonly known: number;
}

export interface ReadingHooks {
  readonly started: (name: string) => void;
  readonly read: (index: number, read: Read) => void;
  /** The file has the bytes and the kind of name of another one, which is read. */
  readonly copy: (index: number, of: number) => void;
  /** A large archive has this member; null for one that need not be read. */
  readonly member: (archive: number, nth: number, member: ListedMember) => Job | null;
  readonly listed: (archive: number) => void;
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
  /** Lists the members of archives; of a file that hangs its reader, no other one knows. */
  readonly #lister = new FileReaderPool();
  #queue: MemberQueue<Job> | null = null;
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
    for (const pool of [...this.#pools, this.#lister]) pool.stop();
    this.#queue?.close();
  }

  /**
   * Resolves when every file has been told of, or after `stop`.
   *
   * @param archives large ones whose members are to be read as well, files of their own each
   * @throws WorkerUnavailable when no worker starts
   */
  async run(
    jobs: readonly Job[],
    archives: readonly ArchiveJob[],
    hooks: ReadingHooks,
  ): Promise<void> {
    const { shapes } = this.#contents;
    const queue = new MemberQueue<Job>(this.#pools.length);
    this.#queue = queue;
    const add = (job: Job) => {
      shapes.set(shapeOf(job), (shapes.get(shapeOf(job)) ?? 0) + 1);
      queue.add(job);
    };
    for (const job of jobs) add(job);
    if (archives.length === 0) queue.close();
    const work = async (pool: FileReaderPool, seat: number) => {
      for (;;) {
        await this.#gate.pass();
        const job = await queue.next(seat, () => pool.stop());
        if (job === null || this.#stopped) return;
        await this.#one(pool, job, (shapes.get(shapeOf(job)) ?? 0) > 1, hooks);
        queue.finished(job);
      }
    };
    const list = async () => {
      const pass = () => this.#gate.pass();
      for (const archive of archives) {
        if (this.#stopped) break;
        await readMembers(this.#lister, archive, queue, pass, (nth, member) => {
          if (this.#stopped) return false;
          const job = hooks.member(archive.index, nth, member);
          if (job) add(job);
          return true;
        });
        if (!this.#stopped) hooks.listed(archive.index);
      }
      queue.close();
      this.#lister.stop();
    };
    const seats = archives.length > 0 ? this.#pools.length : jobs.length;
    try {
      await Promise.all([...this.#pools.slice(0, seats).map(work), list()]);
    } catch (error) {
      queue.close();
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

  /** Copies of it may come later, out of an archive. */
  #remember(job: Job, { print }: Extract<Read, { kind: 'read' }>): void {
    const { firsts } = this.#contents;
    const key = `${shapeOf(job)} ${print.shown.bytes.sha256}`;
    if (!firsts.has(key)) firsts.set(key, job.index);
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
    const inPieces = read.kind === 'read' && !read.whole;
    // What it holds would be collected long after it is needed for the next one.
    if (isHeavy(file) && !inPieces) pool.stop();
    if (this.#stopped) return;
    if (read.kind === 'read' && !maybeCopy) this.#remember(job, read);
    hooks.read(index, read);
  }
}

/** Files of another size or kind of name cannot have one fingerprint. */
function shapeOf({ file, name }: Job): string {
  const ending = /\.[^./]{1,10}$/.exec(name)?.[0].toLowerCase() ?? '';
  return `${sizeIn(file)}${ending}`;
}
