/** CPU time of another process, from Linux's scheduler: all threads, no clock on the wall. */
import { globSync, readFileSync } from 'node:fs';

/** Milliseconds that the living threads of a process have run, to the microsecond. */
export function cpuOf(pid) {
  let nanoseconds = 0;
  for (const file of globSync(`/proc/${pid}/task/*/schedstat`)) {
    try {
      nanoseconds += Number(readFileSync(file, 'utf8').split(' ')[0]);
    } catch {
      // The thread ended between the listing and the reading.
    }
  }
  return nanoseconds / 1e6;
}

/** Nearest-rank percentile. @param share 0 to 1 */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;
