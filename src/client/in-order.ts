/**
 * Runs `work` on the items, at most `width` at a time, and yields the results in the order of the
 * items. Items are taken only as results are, so that a reader that stops makes the source stop. A
 * failure, the source's too, ends the iteration where it stands in that order.
 */
export async function* mapInOrder<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const source =
    Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const running: Promise<Result>[] = [];
  let next: Promise<IteratorResult<Item>> | null = null;
  let ended = false;
  const start = (result: Promise<Result>) => {
    // It is awaited in its turn; until then a rejection must not end the process.
    result.catch(() => {});
    running.push(result);
  };
  try {
    while (!ended || running.length > 0) {
      if (!ended && running.length < width) next ??= advance(source);
      const first = running[0];
      const either: Promise<'next' | 'result'>[] = [];
      if (next) either.push(next.then(told('next'), told('next')));
      if (first) either.push(first.then(told('result'), told('result')));
      // What is answered is not kept back until the source has another item.
      if ((await Promise.race(either)) === 'result') {
        running.shift();
        yield (await first) as Result;
        continue;
      }
      try {
        const got = (await next) as IteratorResult<Item>;
        if (got.done) ended = true;
        else start(work(got.value));
      } catch (error) {
        ended = true;
        start(Promise.reject(error));
      }
      next = null;
    }
  } finally {
    // A source that waits for its own next item may take for ever: it is told, not waited for.
    if (!ended) Promise.resolve(source.return?.()).catch(() => {});
  }
}

async function advance<Item>(
  source: Iterator<Item> | AsyncIterator<Item>,
): Promise<IteratorResult<Item>> {
  return source.next();
}

function told<Name>(name: Name): () => Name {
  return () => name;
}

/** How many items come together at most. */
export interface GroupLimits<Item> {
  readonly items: number;
  /** Of all together, by `sizeOf`; a single larger one goes alone. */
  readonly size: number;
  readonly sizeOf: (item: Item) => number;
  /** A group that is not full goes after this, milliseconds, so that first answers come early. */
  readonly patienceMs: number;
}

/** The items in groups, in order; none is empty. */
export async function* inGroups<Item>(
  items: AsyncIterator<Item>,
  { items: most, size: limit, sizeOf, patienceMs }: GroupLimits<Item>,
): AsyncGenerator<Item[]> {
  let group: Item[] = [];
  let size = 0;
  let next: Promise<IteratorResult<Item>> | null = null;
  try {
    for (;;) {
      next ??= items.next();
      const got = group.length === 0 ? await next : await within(next, patienceMs);
      if (got === null) {
        yield group;
        [group, size] = [[], 0];
        continue;
      }
      next = null;
      if (got.done) break;
      const more = sizeOf(got.value);
      if (group.length > 0 && (group.length === most || size + more > limit)) {
        yield group;
        [group, size] = [[], 0];
      }
      group.push(got.value);
      size += more;
    }
    if (group.length > 0) yield group;
  } finally {
    Promise.resolve(items.return?.()).catch(() => {});
  }
}

/** Null when it has not come by then. */
async function within<Value>(promise: Promise<Value>, ms: number): Promise<Value | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
