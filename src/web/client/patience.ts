/** Work that takes a known amount of a processor, done beside what is waited for. */
export interface Yardstick {
  /** Settles when all of it is done, or cannot be. */
  readonly done: Promise<unknown>;
  readonly stop: () => void;
}

/**
 * Calls `over` once a reader has had its time by the clock, and a yardstick beside it, begun at half of
 * that time, has been done. On a machine that is busy with something else a clock tells nothing of how
 * much a reader was able to do; what another worker got done meanwhile does, for processors are shared alike.
 *
 * @returns ends it before
 */
export function patience(ms: number, begin: () => Yardstick, over: () => void): () => void {
  let yardstick: Yardstick | null = null;
  let missing = 2;
  const arrived = () => {
    if (--missing === 0) over();
  };
  const half = setTimeout(() => {
    yardstick = begin();
    yardstick.done.then(arrived, arrived);
  }, ms / 2);
  const whole = setTimeout(arrived, ms);
  return () => {
    clearTimeout(half);
    clearTimeout(whole);
    // What is done later no longer counts.
    missing = Number.POSITIVE_INFINITY;
    yardstick?.stop();
  };
}
