/** The store out of the Worker's environment. */
import { failureLine } from './registry/failure-line.ts';
import type { Store } from './registry/store.ts';
import { d1Stores } from './storage/d1.ts';

/** Null when the secrets cannot be read: the Worker then answers, but only that it cannot. */
export function openStores(env: Env): ((db: D1Database) => Store) | null {
  try {
    return d1Stores({
      entries: env.ENTRIES,
      // A stub belongs to the request that made it; the app outlives requests.
      sequencer: {
        begin: (batch) => env.SEQUENCER.getByName('registry').begin(batch),
        commit: (batch) => env.SEQUENCER.getByName('registry').commit(batch),
        append: (key, leaves) => env.SEQUENCER.getByName('registry').append(key, leaves),
      },
      compactor: { note: (postings) => env.COMPACTOR.getByName('registry').note(postings) },
      lookupKeys: env.LOOKUP_KEYS,
      sealKeys: env.SEAL_KEYS,
    });
  } catch (error) {
    console.error(failureLine('store', error));
    return null;
  }
}

/** The same store; watches are told of what becomes findable. One that is not told looks within the hour. */
export function telling(env: Env, store: Store): Store {
  const poke = () =>
    env.WATCHES.getByName('registry')
      .poke()
      .catch((error: unknown) => {
        console.error(failureLine('watches not told', error));
      });
  return {
    ...store,
    async commit(batch) {
      const committed = await store.commit(batch);
      await poke();
      return committed;
    },
    async note(event) {
      await store.note(event);
      await poke();
    },
  };
}
