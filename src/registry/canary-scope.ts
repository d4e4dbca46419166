import type { Store } from './store.ts';

/**
 * Two views of one store that have nothing in common: what callers see, and the canary. The
 * canary's look-up keys have a layer of their own in front, so that its rows stand in the same
 * tables under keys that no suspect leads to: they fill no key's limit, count in no rarity and
 * take no candidate's place.
 */

export const CANARY_CORPUS = '_canary';

const LAYER = 'canary/';

/** The store as callers see it. */
export function callersView(store: Store): Store {
  return {
    ...store,
    async corpora() {
      return (await store.corpora()).filter(({ id }) => id !== CANARY_CORPUS);
    },
    async open(refs) {
      const opened = await store.open(refs);
      for (const [ref, { corpus }] of opened) if (corpus === CANARY_CORPUS) opened.delete(ref);
      return opened;
    },
    async record(id) {
      const record = await store.record(id);
      return record?.corpus === CANARY_CORPUS ? null : record;
    },
    async held(id) {
      const record = await store.held(id);
      return record?.corpus === CANARY_CORPUS ? null : record;
    },
  };
}

/** The store as the canary sees it: its own corpus and its own keys. */
export function canaryView(store: Store): Store {
  const ask =
    (table: 'tags' | 'postings'): Store['tags'] =>
    async (features, limit) => {
      const found = await store[table](
        features.map((feature) => LAYER + feature),
        limit,
      );
      return new Map([...found].map(([key, refs]) => [key.slice(LAYER.length), refs]));
    };
  return {
    ...store,
    async corpora() {
      const corpora = await store.corpora();
      return corpora
        .filter(({ id }) => id === CANARY_CORPUS)
        .map((corpus) => ({ ...corpus, policy: 'public' as const }));
    },
    commit: (batch) =>
      store.commit({
        ...batch,
        items: batch.items.map((item) =>
          'status' in item
            ? item
            : {
                ...item,
                tags: item.tags.map((feature) => LAYER + feature),
                postings: item.postings.map((feature) => LAYER + feature),
              },
        ),
      }),
    tags: ask('tags'),
    postings: ask('postings'),
  };
}
