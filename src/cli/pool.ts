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
  /** From now on its processes make do with little memory. */
  narrow(): void;
  close(): void;
}

export interface PoolOptions extends SeatOptions {
  readonly size: number;
}

/** As long as any disk takes for the largest file: this only ends what would never end. */
const OPEN_TIMEOUT_MS = 24 * 3_600_000;

export function createPool(options: PoolOptions): Pool {
  const seats = Array.from({ length: options.size }, () => createSeat(options));
  const free = [...seats];
  const waiting: ((seat: Seat) => void)[] = [];
  const close = () => {
    for (const seat of seats) seat.close();
  };
  // A reader that never returns would not notice by itself that this process is gone.
  process.once('exit', close);

  return {
    async lend(use) {
      const seat = free.pop() ?? (await new Promise<Seat>((take) => waiting.push(take)));
      try {
        return await use({
          open: (task) => seat.run(task, OPEN_TIMEOUT_MS) as Promise<Outcome<Opened>>,
          read: (task) => seat.run(task) as Promise<Outcome<ReadFile>>,
          take: (coming) => seat.take(coming, OPEN_TIMEOUT_MS) as Promise<Outcome<BytesPrint>>,
          analyse: (task) => seat.run(task) as Promise<Outcome<LocalPrint>>,
          digest: (task) => seat.run(task) as Promise<Outcome<Digests>>,
          quote: (task) => seat.run(task) as Promise<Outcome<readonly Quoted[]>>,
        });
      } finally {
        const next = waiting.shift();
        if (next) next(seat);
        else free.push(seat);
      }
    },
    narrow() {
      for (const seat of seats) seat.narrow();
    },
    close() {
      process.off('exit', close);
      close();
    },
  };
}
