import type { CheckAnswer, CheckRequest } from './contract.ts';
import type { Store } from './store.ts';

/** Checks suspects against the registry, one result an item. */
export async function check(
  _store: Store,
  _now: Date,
  _request: CheckRequest,
  _caller: string,
): Promise<CheckAnswer> {
  throw new Error('not built yet');
}
