import { LogError } from '../tlog/error.ts';
import { openReceipt, type ReceiptKey } from '../tlog/receipt.ts';
import { isAccredited } from './caller.ts';
import type { KeepRequest, KeptReceipt } from './contract.ts';
import { RECEIPT_ID } from './contract.ts';
import { RegistryError } from './errors.ts';
import { dayOf, type Quota, secondsLeft } from './quota.ts';
import type { StoredReceipt } from './store.ts';
import { KEPT_DAYS, KEPT_RECEIPTS_A_DAY, KEPT_RECEIPTS_A_DAY_ACCREDITED } from './thresholds.ts';

/** Where receipts are kept that their callers chose to keep. */
export interface ReceiptStore {
  /**
   * Keeps a receipt under its id, and forgets those that have expired. One that is kept already stays as
   * it is. @returns what is kept
   */
  keepReceipt(receipt: StoredReceipt): Promise<StoredReceipt>;
  /** @param now UTC instant: what has expired is not there */
  keptReceipt(id: string, now: string): Promise<StoredReceipt | null>;
}

/** Whose receipts are taken: our own. */
export interface OwnReceipts {
  readonly origin: string;
  /** Every key that has signed receipts here. */
  readonly keys: readonly ReceiptKey[];
}

const DAY_MS = 86_400_000;

/**
 * Keeps a receipt that this registry has signed, so that it has an address for a while. Nothing else is
 * taken, and its id is the one that was drawn when it was signed: whoever repeats it stores nothing
 * more, and nobody can use this as a store of their own.
 *
 * @throws RegistryError `receipt_invalid`, `rate_limited`
 */
export async function keepReceipt(
  store: ReceiptStore,
  own: OwnReceipts,
  quota: Quota | null,
  now: Date,
  { receipt }: KeepRequest,
  caller: string,
): Promise<KeptReceipt> {
  const id = await ownId(receipt, own);
  const at = now.toISOString();
  const known = await store.keptReceipt(id, at);
  if (known) return asAnswer(known);
  await spend(quota, caller, now);
  const expires = new Date(now.getTime() + KEPT_DAYS * DAY_MS).toISOString();
  return asAnswer(await store.keepReceipt({ id, receipt, keptAt: at, expiresAt: expires }));
}

/** @throws RegistryError `unknown_receipt`, also for one that has expired */
export async function readKept(store: ReceiptStore, id: string, now: Date): Promise<KeptReceipt> {
  const found = RECEIPT_ID.test(id) ? await store.keptReceipt(id, now.toISOString()) : null;
  if (!found) throw new RegistryError('unknown_receipt', 'No such receipt is kept.');
  return asAnswer(found);
}

/** Id of a receipt of this registry. @throws RegistryError `receipt_invalid` for anything else */
async function ownId(receipt: string, { origin, keys }: OwnReceipts): Promise<string> {
  try {
    const claims = (await openReceipt(receipt, keys)) as { iss?: unknown; id?: unknown } | null;
    const id = claims?.iss === origin ? claims.id : null;
    if (typeof id === 'string' && RECEIPT_ID.test(id)) return id;
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
  }
  const detail = 'not a receipt that this registry has signed';
  throw new RegistryError('receipt_invalid', detail, [{ pointer: '/receipt', detail }]);
}

async function spend(quota: Quota | null, caller: string, now: Date): Promise<void> {
  const limit = isAccredited(caller) ? KEPT_RECEIPTS_A_DAY_ACCREDITED : KEPT_RECEIPTS_A_DAY;
  // A count of its own: who keeps receipts loses no check by it.
  if (!quota || (await quota.spend(`kept:${caller}`, dayOf(now), 1, limit))) return;
  throw new RegistryError(
    'rate_limited',
    `At most ${limit} receipts a day are kept for one caller.`,
    [],
    secondsLeft(now),
  );
}

function asAnswer({ id, receipt, keptAt, expiresAt }: StoredReceipt): KeptReceipt {
  const pages = { fr: `/fr/recu/${id}`, en: `/en/receipt/${id}` };
  return { id, receipt, kept_at: keptAt, expires_at: expiresAt, pages };
}
