import type { Store } from '../../src/registry/store.ts';
import { beginCompaction, compactStep } from '../../src/storage/compact.ts';

/** Folds all rows but about `reserve`, step by step to the end. */
export async function compactAll(db: D1Database, reserve: number): Promise<void> {
  if (!(await beginCompaction(db, reserve))) return;
  while (await compactStep(db));
}

/** A store that does something after every write. */
export function afterWrites(store: Store, work: () => Promise<void>): Store {
  return {
    ...store,
    async commit(batch) {
      const outcomes = await store.commit(batch);
      await work();
      return outcomes;
    },
    async note(event) {
      await store.note(event);
      await work();
    },
  };
}
