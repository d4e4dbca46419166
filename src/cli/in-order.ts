/**
 * Runs `work` on the items, at most `width` at a time, and yields the results in the order
 * of the items. A failure ends the iteration where it stands in that order.
 */
export async function* mapInOrder<Item, Result>(
  items: Iterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  const next = () => running.shift() as Promise<Result>;
  for (const item of items) {
    if (running.length >= width) yield await next();
    const result = work(item);
    // It is awaited in its turn; until then a rejection must not end the process.
    result.catch(() => {});
    running.push(result);
  }
  while (running.length > 0) yield await next();
}
