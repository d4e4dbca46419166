import { createClient } from '../../client/client.ts';
import { comparisonsIn, type SignedComparison } from '../../client/comparisons-in.ts';
import type { Found } from '../../client/finding.ts';
import { findingsOf } from '../../client/findings.ts';
import { judgeComparison, type ReadHere } from '../../client/judge-comparison.ts';
import { type PinFile, pinFileOf, readPins } from '../../client/pins.ts';
import { type KeptReceipt, MAX_REPORT_BYTES, receiptsIn } from '../../client/receipts-in.ts';
import { safeText } from '../../client/safe-text.ts';
import { type Pins, type VerifiedReceipt, verifyReceipt } from '../../client/verify.ts';
import type { KeysAnswer } from '../../registry/contract.ts';
import { LogError, type LogErrorCode, malformed } from '../../tlog/error.ts';

/** Keys that are believed, and the file they came from; null for those that the page brought. */
export interface Pinned {
  readonly name: string | null;
  readonly file: PinFile;
  readonly pins: Pins;
}

export interface ReportHere {
  readonly name: string;
  readonly kept: readonly KeptReceipt[];
  readonly comparisons: readonly SignedComparison[];
  readonly without: number;
}

/** The file, as it was read here. */
export interface FileHere extends ReadHere {
  readonly name: string;
}

/** What became of one receipt. */
export type Judged = { readonly name: string | null } & (
  | { readonly refused: LogErrorCode }
  | { readonly refused: null; readonly tied: VerifiedReceipt['tied']; readonly found: Found }
);

/** @throws LogError for what is no report */
export async function reportFrom(file: File): Promise<ReportHere> {
  if (file.size > MAX_REPORT_BYTES) throw new LogError('malformed', 'too long a report');
  const text = await file.text();
  const comparisons = comparisonsIn(text);
  const name = safeText(file.name);
  if (comparisons.length > 0) return { name, kept: [], comparisons, without: 0 };
  return { name, comparisons, ...receiptsIn(text) };
}

/** Id of a kept receipt, a point, and the salt that ties it to its file. */
const KEPT = /^#(rct_[0-9a-f]{32})\.([0-9a-f]{64})$/;

export function isKept(hash: string): boolean {
  return KEPT.test(hash);
}

/**
 * A kept receipt as a report of its own, from the address that its page gave. Its salt is not sent.
 *
 * @throws ApiError; LogError for another address
 */
export async function keptReport(hash: string): Promise<ReportHere> {
  const [, id = '', salt = ''] = KEPT.exec(hash) ?? malformed('no receipt is named');
  const { receipt } = await createClient({ server: location.origin }).keptReceipt(id);
  const alone = { receipt, salt, entry: null, proof: null, openings: [] };
  const kept = [{ name: null, receipt: alone, told: null }];
  return { name: id, kept, comparisons: [], without: 0 };
}

/** @throws LogError for what is no pin file */
export async function pinsFrom(file: File): Promise<Pinned> {
  return { name: safeText(file.name), ...(await readPins(await file.text())) };
}

/** Keys that the server put into the page; null when it has none. */
export async function keysOfPage(text: string | undefined): Promise<Pinned | null> {
  const keys = JSON.parse(text ?? 'null') as KeysAnswer | null;
  if (keys === null || keys.receipts.length === 0) return null;
  const pinned = JSON.stringify(pinFileOf(location.origin, keys));
  return { name: null, ...(await readPins(pinned)) };
}

/** Verifies each receipt, with nothing from the network. */
export async function judge(
  { kept, comparisons }: ReportHere,
  { pins }: Pinned,
  file: FileHere | null,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { name, receipt, told } of kept) {
    judged.push(
      await unlessRefused(name, async () => {
        const verified = await verifyReceipt(receipt, pins, file?.fingerprint ?? null);
        return { tied: verified.tied, found: findingsOf(verified, told) };
      }),
    );
  }
  for (const one of comparisons) {
    const name = one.part === '' ? one.name : `${one.name ?? ''} (${one.part})`;
    judged.push(await unlessRefused(name, () => judgeComparison(one, pins, file)));
  }
  return judged;
}

async function unlessRefused(
  untrusted: string | null,
  verify: () => Promise<Pick<Extract<Judged, { refused: null }>, 'tied' | 'found'>>,
): Promise<Judged> {
  const name = untrusted === null ? null : safeText(untrusted);
  try {
    return { name, refused: null, ...(await verify()) };
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return { name, refused: error.code };
  }
}
