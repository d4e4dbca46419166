import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import type { CheckAnswer, CheckItem, CheckResult } from '../registry/contract.ts';
import { asFailure } from './api-failure.ts';

export interface Asked {
  readonly item: CheckItem;
  /** The file's name as harmless text, for error messages. */
  readonly name: string;
}

/** One item's result, and what the call it came with says of all its items. */
export type Told = Pick<CheckAnswer, 'corpora' | 'at'> & { readonly result: CheckResult };

/**
 * Checks items in one call, or in halves where the registry takes less at once.
 *
 * Items are numbered: their names stay here.
 *
 * @returns results in the order of the items; null for one that is too large alone
 * @throws Failure
 */
export async function checkInPieces(
  client: Client,
  asked: readonly Asked[],
): Promise<(Told | null)[]> {
  try {
    const numbered = asked.map(({ item }, i) => ({ ...item, id: String(i) }));
    const { results, corpora, at } = await client.check(numbered);
    return results.map((result) => ({ result, corpora, at }));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status !== 413) {
      throw asFailure(
        error,
        asked.map((one) => one.name),
      );
    }
    if (asked.length === 1) return [null];
    const half = Math.ceil(asked.length / 2);
    return [
      ...(await checkInPieces(client, asked.slice(0, half))),
      ...(await checkInPieces(client, asked.slice(half))),
    ];
  }
}
