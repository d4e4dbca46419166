import { createClient } from '../../client/client.ts';
import type { Found } from '../../client/finding.ts';
import { findingsOf } from '../../client/findings.ts';
import { type PinFile, pinFileOf, readPins } from '../../client/pins.ts';
import { type KeptReceipt, MAX_REPORT_BYTES, receiptsIn } from '../../client/receipts-in.ts';
import { type Pins, type VerifiedReceipt, verifyReceipt } from '../../client/verify.ts';
import type { Fingerprint } from '../../fingerprint/profile.ts';
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
  readonly without: number;
}

/** What became of one receipt. */
export type Judged = { readonly name: string | null } & (
  | { readonly refused: LogErrorCode }
  | { readonly refused: null; readonly tied: VerifiedReceipt['tied']; readonly found: Found }
);

/** @throws LogError for what is no report */
export async function reportFrom(file: File): Promise<ReportHere> {
  if (file.size > MAX_REPORT_BYTES) throw new LogError('malformed', 'too long a report');
  return { name: file.name, ...receiptsIn(await file.text()) };
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
  return { name: id, kept: [{ name: null, receipt: alone, told: null }], without: 0 };
}

/** @throws LogError for what is no pin file */
export async function pinsFrom(file: File): Promise<Pinned> {
  return { name: file.name, ...(await readPins(await file.text())) };
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
  { kept }: ReportHere,
  { pins }: Pinned,
  print: Fingerprint | null,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { name, receipt, told } of kept) {
    try {
      const verified = await verifyReceipt(receipt, pins, print);
      const found = findingsOf(verified, told);
      judged.push({ name, refused: null, tied: verified.tied, found });
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      judged.push({ name, refused: error.code });
    }
  }
  return judged;
}
