import { ApiError } from '../client/api-error.ts';
import { type Client, createClient } from '../client/client.ts';
import type { ReceiptsIn } from '../client/receipts-in.ts';
import type { Receipt } from '../registry/contract.ts';
import { asFailure } from './api-failure.ts';
import { decodeStrict, safeText } from './escape.ts';
import { Failure } from './failure.ts';

/** Where a receipt is kept. */
export interface Kept {
  /** Its page, with the salt that ties it to the file behind `#`, which no server is told. */
  readonly url: string;
  /** UTC instant. */
  readonly expires_at: string;
}

/**
 * Has receipts kept at the registry, those that it takes today.
 *
 * @param receipts null where there is none
 * @returns in their order, null for what was not kept; and why the first of those was not, as harmless text
 * @throws Failure when the registry cannot be asked
 */
export async function keepAll(
  client: Client,
  server: URL,
  receipts: readonly (Receipt | null)[],
): Promise<{ readonly kept: readonly (Kept | null)[]; readonly why: string | null }> {
  const kept: (Kept | null)[] = [];
  let why: string | null = null;
  for (const receipt of receipts) {
    if (receipt === null || why !== null) {
      kept.push(null);
      continue;
    }
    try {
      const { pages, expires_at } = await client.keepReceipt(receipt.receipt);
      const url = new URL(pages.en, server);
      url.hash = receipt.salt;
      kept.push({ url: url.href, expires_at });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 429) throw asFailure(error);
      why = safeText(error.detail);
      kept.push(null);
    }
  }
  return { kept, why };
}

const ADDRESS =
  /^(https?:\/\/[^/\s]+)\/(?:fr\/recu|en\/receipt)\/(rct_[0-9a-f]{32})(?:#([0-9a-f]{64}))?$/;

export interface KeptAddress {
  readonly origin: string;
  readonly id: string;
  /** Null for an address without what follows `#`. */
  readonly salt: string | null;
}

/** The address of a kept receipt, named in the place of a report; null for any other name. */
export function keptAddress(path: Buffer): KeptAddress | null {
  const [, origin, id, salt = null] = ADDRESS.exec(decodeStrict(path) ?? '') ?? [];
  return origin === undefined || id === undefined ? null : { origin, id, salt };
}

/**
 * Fetches a kept receipt, without its salt.
 *
 * @param pinned origin of the registry whose keys are pinned: no other is asked
 * @throws Failure
 */
export async function fetchKept(
  { origin, id, salt }: KeptAddress,
  pinned: string,
): Promise<ReceiptsIn> {
  if (origin !== pinned) {
    throw new Failure(
      `the address is of ${origin}, and your pinned keys are of ${safeText(pinned)}`,
    );
  }
  if (salt === null) {
    throw new Failure(
      'the address lacks what follows #, which ties the receipt to a file: give it whole, in quotes',
    );
  }
  try {
    const { receipt } = await createClient({ server: origin }).keptReceipt(id);
    const alone = { receipt, salt, entry: null, proof: null, openings: [] };
    return { kept: [{ name: id, receipt: alone, told: null }], without: 0 };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw asFailure(error);
  }
}
