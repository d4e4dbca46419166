import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { refusedItems } from '../client/refused.ts';
import type { CheckAnswer, CheckItem, CheckResult, Fault, Receipt } from '../registry/contract.ts';
import { asFailure } from './api-failure.ts';
import { safeText } from './escape.ts';

export interface Asked {
  readonly item: CheckItem;
  /** The file's name as harmless text, for error messages. */
  readonly name: string;
}

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
  /** `why`: harmless text. */
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Checks items in one call, or in halves where the registry takes less at once. One that it
 * refuses does not keep the others from their answers.
 *
 * Items are numbered: their names stay here.
 *
 * @param options what the answers are to bring besides
 * @returns results in the order of the items
 * @throws Failure
 */
export async function checkInPieces(
  client: Client,
  asked: readonly Asked[],
  options: Asking = {},
): Promise<Told[]> {
  if (asked.length === 0) return [];
  try {
    const numbered = asked.map(({ item }, i) => ({ ...item, id: String(i) }));
    const answer = await client.check(numbered, options);
    const { results, corpora, at } = answer;
    return results.map((result, i) => {
      const receipt = answer.receipts?.[i] ?? null;
      return { kind: 'told', result, receipt, corpora, at };
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status !== 413 && error.status !== 422) {
      throw asFailure(
        error,
        asked.map((one) => one.name),
      );
    }
    const refused = refusedItems(error, asked.length);
    if (refused.size > 0) return checkOthers(client, asked, refused, options);
    if (asked.length === 1) {
      if (error.status === 413) return [{ kind: 'too_large' }];
      return [{ kind: 'refused', why: safeText(error.detail) }];
    }
    const half = Math.ceil(asked.length / 2);
    return [
      ...(await checkInPieces(client, asked.slice(0, half), options)),
      ...(await checkInPieces(client, asked.slice(half), options)),
    ];
  }
}

async function checkOthers(
  client: Client,
  asked: readonly Asked[],
  refused: ReadonlyMap<number, Fault>,
  options: Asking,
): Promise<Told[]> {
  const told = await checkInPieces(
    client,
    asked.filter((_, i) => !refused.has(i)),
    options,
  );
  let next = 0;
  return asked.map((_, i) => {
    const fault = refused.get(i);
    return fault ? { kind: 'refused', why: whyOf(fault) } : (told[next++] as Told);
  });
}

function whyOf({ pointer, detail }: Fault): string {
  return safeText(pointer === '' ? detail : `${detail} (${pointer})`);
}

/** What went wrong with the item, in one sentence; null for one that has its result. */
export function faultOf(told: Told): string | null {
  switch (told.kind) {
    case 'told':
      return null;
    case 'too_large':
      return 'its fingerprint is too large to send';
    case 'refused':
      return `the registry refused its fingerprint: ${told.why}; is this program older than the registry?`;
  }
}
