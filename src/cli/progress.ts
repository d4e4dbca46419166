import type { Output } from './io.ts';

/** One line on stderr that is rewritten as files are done; silent when nobody watches. */
export interface Progress {
  advance(bytes: number): void;

  /** Takes the line away, so that a result can be printed. */
  clear(): void;
}

const MIN_INTERVAL_MS = 100;

export function createProgress(output: Output, files: number, now = Date.now): Progress {
  const live = output.isTTY === true;
  const start = now();
  const count = new Intl.NumberFormat('en');
  let done = 0;
  let bytes = 0;
  let drawnAt = 0;
  let drawn = false;

  function clear(): void {
    if (drawn) output.write('\r\u001b[K');
    drawn = false;
  }

  function line(): string {
    const seconds = Math.max((now() - start) / 1000, 0.001);
    const left = Math.round(((files - done) * seconds) / done);
    const megabytes = (bytes / 1e6).toFixed(1);
    return (
      `${count.format(done)} of ${count.format(files)} files, ${megabytes} MB, ` +
      `${(done / seconds).toFixed(1)} files/s, ${left} s left`
    );
  }

  return {
    advance(added) {
      done++;
      bytes += added;
      if (!live || now() - drawnAt < MIN_INTERVAL_MS) return;
      clear();
      output.write(line());
      drawn = true;
      drawnAt = now();
    },
    clear,
  };
}
