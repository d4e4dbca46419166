import type { ListedMember } from './listing.ts';
import { isPassing, packedOf, type Readable, sizeIn } from './member-files.ts';
import type { FileReaderPool } from './reader.ts';
import type { ArchiveJob } from './reading.ts';

interface Queued {
  readonly file: Readable;
}

/** Read one at a time, by one worker: several would be too much for one process. */
const HEAVY = 8 * 1024 * 1024;
/** Members that wait to be read before no further ones are looked for, in number and in bytes in memory. */
const MAX_WAITING = 400;
const MAX_PASSING = 8 * 1024 * 1024;

/** Files that wait for a worker, with more to come as long as archives are listed. */
export class MemberQueue<Job extends Queued> {
  readonly #light: Job[] = [];
  readonly #heavy: Job[] = [];
  readonly #seats: number;
  #passing = 0;
  /** Heavy ones that are being read. */
  #busy = 0;
  #closed = false;
  #changed: (() => void)[] = [];

  /** @param seats workers there are */
  constructor(seats: number) {
    this.#seats = seats;
  }

  add(job: Job): void {
    const { file } = job;
    if (isPassing(file)) this.#passing += sizeIn(file);
    (isHeavy(file) ? this.#heavy : this.#light).push(job);
    this.#wake();
  }

  /** No more will be added. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /**
   * Resolves with null when there is nothing more for that worker.
   *
   * @param rest called when it has nothing to do while a heavy one is read, which can use its memory
   */
  async next(seat: number, rest: () => void): Promise<Job | null> {
    for (;;) {
      const heavy = seat === this.#seats - 1 ? this.#heavy.shift() : undefined;
      if (heavy) this.#busy++;
      const job = heavy ?? this.#light.shift();
      if (job !== undefined) {
        this.#wake();
        return job;
      }
      if (this.#busy > 0) rest();
      if (this.#closed) return null;
      await this.#change();
    }
  }

  finished({ file }: Job): void {
    if (isHeavy(file)) this.#busy--;
    if (isPassing(file)) this.#passing -= sizeIn(file);
    this.#wake();
  }

  /**
   * Resolves when more may be added.
   *
   * @param reads who adds them reads large ones itself
   */
  async room(reads: boolean): Promise<void> {
    const isFull = () => {
      if (this.#passing > MAX_PASSING) return true;
      if (reads && this.#heavy.length + this.#busy > 0) return true;
      return this.#light.length + this.#heavy.length > MAX_WAITING;
    };
    while (!this.#closed && isFull()) await this.#change();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}

/** Of files on their own, as many are read as there are workers. */
export function isHeavy(file: Readable): boolean {
  return sizeIn(file) > HEAVY && packedOf(file) !== null;
}

/** What is in it can be read only on the way. */
async function isGzip(file: File): Promise<boolean> {
  const head = await file
    .slice(0, 2)
    .arrayBuffer()
    .catch(() => null);
  return head !== null && new Uint8Array(head).join() === '31,139';
}

/**
 * Tells of the members of an archive, in their order, as fast as they are read. A file that cannot be
 * listed to its end has a last one without a name. Of those that can be had only on the way, the ones that
 * are known are passed over; places of the others cost nothing.
 *
 * @param tell told of each with its place; false for no more
 * @throws WorkerUnavailable when no worker starts
 */
export async function readMembers<Job extends Queued>(
  lister: FileReaderPool,
  { index, file, known }: ArchiveJob,
  queue: MemberQueue<Job>,
  pass: () => Promise<void>,
  tell: (nth: number, member: ListedMember) => boolean,
): Promise<void> {
  const isStream = await isGzip(file);
  for (let from = isStream ? known : 0; ; ) {
    await pass();
    await queue.room(isStream);
    const reply = await lister.ask({ kind: 'members', file, of: index, from });
    if (reply.kind !== 'members') {
      tell(from, { name: '', contents: { kind: 'fault', problem: 'unreadable' } });
      break;
    }
    for (const member of reply.members) if (!tell(from++, member)) return;
    if (reply.done) break;
  }
  // Room for the largest member that it read would be kept while those of the next archive are read.
  if (isStream) lister.stop();
}
