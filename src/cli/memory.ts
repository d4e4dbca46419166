import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';

/**
 * Memory of a reader process, seen from inside. `--max-old-space-size` bounds the objects of
 * JavaScript only: byte arrays stand beside them (measured: 1,350 MB resident under a heap of
 * 1,024 MB), so the process as a whole is watched as well.
 */

/** A reader that needs more is ended; what it takes between two looks stays under 1 GiB. */
export const MAX_RESIDENT_MB = 900;
/** A reader that kept more than this from one file is not lent to the next. */
const MAX_KEPT_MB = 400;
/** Printed by a reader that ends for want of memory; V8 says the same of its heap. */
export const OUT_OF_MEMORY = 'heap out of memory';

const LOOK_EVERY_MS = 25;
const MB = 1024 * 1024;

/**
 * In a thread, because the reader's own may be deep in a file. It is plain text so that it
 * needs no file of its own beside the bundle.
 */
const WATCH = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
setInterval(() => {
  workerData.resident[0] = process.memoryUsage.rss();
  if (workerData.resident[0] < workerData.bytes) return;
  writeSync(2, workerData.words);
  process.kill(process.pid, 'SIGKILL');
}, workerData.every);
`;

/** Bytes at the last look. Asking after each file took 0.17 ms of a busy reader, twice a file. */
const resident = new Float64Array(new SharedArrayBuffer(8));

/** Ends this process as soon as it is found to be larger than a reader may be. */
export function watchMemory(): void {
  const workerData = {
    bytes: MAX_RESIDENT_MB * MB,
    words: `${OUT_OF_MEMORY}\n`,
    every: LOOK_EVERY_MS,
    resident,
  };
  new Worker(WATCH, { eval: true, workerData, stdin: false }).unref();
}

/** Whether this process had better be replaced before it reads another file, as of the last look. */
export function isSpent(): boolean {
  return (resident[0] as number) > MAX_KEPT_MB * MB;
}

let collect: (() => void) | null = null;

/**
 * Frees what nobody holds any more. V8 by itself waits until there is much of it, which stands beside
 * a large file then; it takes some 20 ms, nothing beside reading such a file.
 */
export function collectGarbage(): void {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}

/**
 * From now on young objects have no more room than they have by then. V8 doubles it as more of them are
 * made, to 134 MB in a run of 45,000 mails, and nearly all that stands in it is garbage.
 */
export function keepYoungSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
