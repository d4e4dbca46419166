import type { CheckAnswer, CheckItem, CheckResult, Fault, Receipt } from '../registry/contract.ts';
import { ApiError } from './api-error.ts';
import { type ItemText, identified } from './check-body.ts';
import type { Client } from './client.ts';
import { refusedItems } from './refused.ts';

/** What a call asks for besides verdicts. */
export interface Asking {
  /** UTC day or instant of the leak, where the user gave one. */
  readonly leakedAt?: string | undefined;
  /** Whether each result is to bring its receipt. */
  readonly receipts?: boolean;
}

/** One item's result, and what the call it came with says of all its items. */
export type Told =
  | ({
      readonly kind: 'told';
      readonly result: CheckResult;
      /** Null where it was not asked for. */
      readonly receipt: Receipt | null;
    } & Pick<CheckAnswer, 'corpora' | 'at'>)
  /** The item alone is more than the registry reads. */
  | { readonly kind: 'too_large' }
  /** `why`: as the registry says it, which is not to be trusted with a terminal. */
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Checks items in one call, or in halves where the registry takes less at once. One that it
 * refuses does not keep the others from their answers.
 *
 * Items are numbered: their own ids stay here.
 *
 * @param options what the answers are to bring besides
 * @returns results in the order of the items
 * @throws ApiError
 */
export async function checkItems(
  client: Client,
  items: readonly (CheckItem | ItemText)[],
  options: Asking = {},
): Promise<Told[]> {
  if (items.length === 0) return [];
  try {
    const numbered = items.map((item, i) => identified(item, String(i)));
    const answer = await client.check(numbered, options);
    const { results, corpora, at } = answer;
    return results.map((result, i) => {
      const receipt = answer.receipts?.[i] ?? null;
      return { kind: 'told', result, receipt, corpora, at };
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status !== 413 && error.status !== 422) throw error;
    const refused = refusedItems(error, items.length);
    if (refused.size > 0) return checkOthers(client, items, refused, options);
    if (items.length === 1) {
      return [
        error.status === 413 ? { kind: 'too_large' } : { kind: 'refused', why: error.detail },
      ];
    }
    const half = Math.ceil(items.length / 2);
    return [
      ...(await checkItems(client, items.slice(0, half), options)),
      ...(await checkItems(client, items.slice(half), options)),
    ];
  }
}

async function checkOthers(
  client: Client,
  items: readonly (CheckItem | ItemText)[],
  refused: ReadonlyMap<number, Fault>,
  options: Asking,
): Promise<Told[]> {
  const told = await checkItems(
    client,
    items.filter((_, i) => !refused.has(i)),
    options,
  );
  let next = 0;
  return items.map((_, i) => {
    const fault = refused.get(i);
    return fault ? { kind: 'refused', why: whyOf(fault) } : (told[next++] as Told);
  });
}

function whyOf({ pointer, detail }: Fault): string {
  return pointer === '' ? detail : `${detail} (${pointer})`;
}
