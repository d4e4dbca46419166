import type { Lesson } from '../fingerprint/print-memory.ts';
import type { BytesPrint } from '../fingerprint/profile.ts';
import type { Coming } from './coming.ts';
import { createSeat, type Seat, type SeatOptions } from './seat.ts';
import type { Digests, LocalPrint, Opened, Outcome, Quoted, ReadFile, Task } from './task.ts';

/** Runs one task after another in one process, which is replaced when a task kills it. */
export interface Runner {
  open(task: Task & { kind: 'open' }): Promise<Outcome<Opened>>;
  read(task: Task & { kind: 'read' }): Promise<Outcome<ReadFile>>;
  /** @throws Error when the bytes cannot be had */
  take(coming: Coming): Promise<Outcome<BytesPrint>>;
  analyse(task: Task & { kind: 'analyse' | 'bytes' }): Promise<Outcome<LocalPrint>>;
  digest(task: Task & { kind: 'digest' }): Promise<Outcome<Digests>>;
  quote(task: Task & { kind: 'quote' }): Promise<Outcome<readonly Quoted[]>>;
}

export interface Pool {
  /** Waits for a free process and lends it for as long as `use` takes. */
  lend<T>(use: (runner: Runner) => Promise<T>): Promise<T>;
  /**
   * As `lend`, for what needs a process for one task only: that of another file may come before a
   * second one. Its tasks are told before the process has done those of others.
   */
  share<T>(use: (runner: Runner) => Promise<T>): Promise<T>;
  /** From now on its processes make do with little memory. */
  narrow(): void;
  close(): void;
}

export interface PoolOptions extends SeatOptions {
  readonly size: number;
}

/** As long as any disk takes for the largest file: this only ends what would never end. */
const OPEN_TIMEOUT_MS = 24 * 3_600_000;

/** Files that a process is told of at a time, so that it has the next one while this program is busy. */
const SHARED_BY = 8;

/** A process, and who uses it. */
interface Place {
  readonly seat: Seat;
  readonly runner: Runner;
  sharing: number;
  /** Somebody has it alone, or will once those are done that share it. */
  lent: boolean;
  emptied: () => void;
}

export function createPool(options: PoolOptions): Pool {
  const places = Array.from({ length: options.size }, (_, own): Place => {
    const taught = (lessons: readonly Lesson[]) => {
      for (const [i, { seat }] of places.entries()) if (i !== own) seat.teach(lessons);
    };
    const seat = createSeat({ ...options, taught });
    return { seat, runner: runnerOf(seat), sharing: 0, lent: false, emptied: () => {} };
  });
  const toLend: ((place: Place) => void)[] = [];
  const toShare: ((place: Place) => void)[] = [];
  const close = () => {
    for (const { seat } of places) seat.close();
  };
  // A reader that never returns would not notice by itself that this process is gone.
  process.once('exit', close);

  /** Of the processes that are not lent, the one that fewest share. */
  function leastShared(below = Number.POSITIVE_INFINITY): Place | undefined {
    let least: Place | undefined;
    for (const place of places) {
      if (!place.lent && place.sharing < (least?.sharing ?? below)) least = place;
    }
    return least;
  }

  function emptied(place: Place): Promise<void> {
    if (place.sharing === 0) return Promise.resolve();
    return new Promise((done) => {
      place.emptied = done;
    });
  }

  async function alone(): Promise<Place> {
    const place = leastShared();
    if (!place) return new Promise((take) => toLend.push(take));
    place.lent = true;
    return place;
  }

  async function shared(): Promise<Place> {
    const place = leastShared(SHARED_BY);
    if (!place) return new Promise((take) => toShare.push(take));
    place.sharing++;
    return place;
  }

  /** Gives to who waits what has become free. */
  function advance(): void {
    for (let place = leastShared(); place && toLend.length > 0; place = leastShared()) {
      toLend.shift()?.(place);
      place.lent = true;
    }
    for (let place = leastShared(SHARED_BY); place && toShare.length > 0; ) {
      place.sharing++;
      toShare.shift()?.(place);
      place = leastShared(SHARED_BY);
    }
  }

  return {
    async lend(use) {
      const place = await alone();
      try {
        await emptied(place);
        return await use(place.runner);
      } finally {
        place.lent = false;
        advance();
      }
    },
    async share(use) {
      const place = await shared();
      try {
        return await use(place.runner);
      } finally {
        place.sharing--;
        if (place.sharing === 0) place.emptied();
        advance();
      }
    },
    narrow() {
      for (const { seat } of places) seat.narrow();
    },
    close() {
      process.off('exit', close);
      close();
    },
  };
}

function runnerOf(seat: Seat): Runner {
  return {
    open: (task) => seat.run(task, OPEN_TIMEOUT_MS) as Promise<Outcome<Opened>>,
    read: (task) => seat.run(task) as Promise<Outcome<ReadFile>>,
    take: (coming) => seat.take(coming, OPEN_TIMEOUT_MS) as Promise<Outcome<BytesPrint>>,
    analyse: (task) => seat.run(task) as Promise<Outcome<LocalPrint>>,
    digest: (task) => seat.run(task) as Promise<Outcome<Digests>>,
    quote: (task) => seat.run(task) as Promise<Outcome<readonly Quoted[]>>,
  };
}
