/** Work that waits to be sent, cut into calls of a bounded number and size. */
export interface Batches<Work> {
  /** Works waiting. */
  readonly waiting: number;
  /** Characters of the works waiting. */
  readonly waitingSize: number;
  add(work: Work, size: number): void;
  /**
   * The next call's works; none while it is better to wait for more.
   *
   * @param busy a call is under way: what waits gathers meanwhile, unless it fills a call
   * @param last no more work will come
   */
  take(busy: boolean, last: boolean): Work[];
  /** Milliseconds until a call is due although it is not full; null when none waits. */
  dueIn(): number | null;
}

export interface BatchLimits {
  readonly items: number;
  /** Characters of all works together; a single larger one goes alone. */
  readonly size: number;
  /** A call that is not full is made after this, so that first answers come early. */
  readonly patienceMs: number;
}

export function createBatches<Work>(limits: BatchLimits, now = Date.now): Batches<Work> {
  const queue: { readonly work: Work; readonly size: number }[] = [];
  let waitingSize = 0;
  let since = 0;

  function fits(): { count: number; full: boolean } {
    let size = 0;
    for (const [count, one] of queue.entries()) {
      size += one.size;
      if (count === limits.items || (count > 0 && size > limits.size)) return { count, full: true };
    }
    return { count: queue.length, full: queue.length === limits.items };
  }

  return {
    get waiting() {
      return queue.length;
    },
    get waitingSize() {
      return waitingSize;
    },
    add(work, size) {
      if (queue.length === 0) since = now();
      queue.push({ work, size });
      waitingSize += size;
    },
    take(busy, last) {
      const { count, full } = fits();
      if (count === 0) return [];
      const impatient = !busy && now() - since >= limits.patienceMs;
      if (!full && !last && !impatient) return [];
      const taken = queue.splice(0, count);
      for (const one of taken) waitingSize -= one.size;
      since = now();
      return taken.map((one) => one.work);
    },
    dueIn: () => (queue.length === 0 ? null : Math.max(0, since + limits.patienceMs - now())),
  };
}
