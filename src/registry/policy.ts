import { opensAccredited } from './caller.ts';
import type { Corpus } from './contract.ts';
import type { Ref, Store } from './store.ts';

/** Whether a corpus is open to a caller now. A corpus that is sealed until a time is public from then on. */
export function isOpen(corpus: Corpus, caller: string, now: Date): boolean {
  switch (corpus.policy) {
    case 'public':
      return true;
    case 'accredited':
      return opensAccredited(caller);
    case 'sealed':
      return corpus.sealed_until !== null && Date.parse(corpus.sealed_until) <= now.getTime();
  }
}

/**
 * Without the records of corpora that were not consulted: what they hold must change no answer, be
 * it the number of records that share something, or the place that they take among candidates.
 *
 * @param closed ids of the corpora not consulted; with none nothing is asked
 */
export async function withoutClosed(
  store: Store,
  closed: readonly string[],
  ...maps: readonly ReadonlyMap<string, readonly Ref[]>[]
): Promise<Map<string, Ref[]>[]> {
  const all = maps.map((map) => [...map].map(([key, refs]) => [key, [...refs]] as [string, Ref[]]));
  if (closed.length === 0) return all.map((entries) => new Map(entries));
  const refs = new Set(all.flatMap((entries) => entries.flatMap(([, list]) => list)));
  const hidden = await store.within([...refs], closed);
  return all.map(
    (entries) =>
      new Map(
        entries.flatMap(([key, list]) => {
          const left = list.filter((ref) => !hidden.has(ref));
          return left.length > 0 ? [[key, left] as [string, Ref[]]] : [];
        }),
      ),
  );
}
