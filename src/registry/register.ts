import type { BatchAnswer, BatchRequest } from './contract.ts';
import type { Registrar, Store } from './store.ts';

/** Registers a batch. */
export async function register(
  _store: Store,
  _now: Date,
  _request: BatchRequest,
  _bodySha256: string,
  _registrar: Registrar,
): Promise<BatchAnswer> {
  throw new Error('not built yet');
}
