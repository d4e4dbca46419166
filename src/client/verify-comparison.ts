import type { Fingerprint } from '../fingerprint/profile.ts';
import type { CompareAnswer } from '../registry/contract.ts';
import { LogError, malformed } from '../tlog/error.ts';
import { type Commitment, canonicalJson, segmentsDigest } from '../tlog/receipt.ts';
import { openPinned, type Pins, provenRecord, tieOf, type VerifiedReceipt } from './verify.ts';

/** What was compared, as the caller has it. */
export interface ComparedHere {
  readonly fingerprint: Fingerprint;
  /** The ordered entries that were sent. */
  readonly entries: Uint16Array;
}

/** What a receipt of compare says, and how much of that was shown. */
export type VerifiedComparison = Omit<VerifiedReceipt, 'claims'>;

/**
 * Verifies offline that a page of a comparison is what the registry signed, about this suspect. Where the
 * suspect departs from the record stays the registry's word: the record's words are not shown to anyone.
 *
 * @param suspect null without it
 * @throws LogError `malformed` without a receipt, `bad_signature` for an answer that was changed, and as
 *   `verifyReceipt`
 */
export async function verifyComparison(
  { receipt, segments, ...answer }: CompareAnswer,
  pins: Pins,
  suspect: ComparedHere | null,
): Promise<VerifiedComparison> {
  if (!receipt) malformed('the answer brings no receipt');
  const claims = asClaims(await openPinned(receipt, pins));
  const signed = Object.keys(answer).every((name) => same(claims[name], Reflect.get(answer, name)));
  if (!signed || claims.segments !== segmentsDigest(segments)) {
    throw new LogError('bad_signature', 'the answer is not the one that was signed');
  }
  const { fingerprint = null, entries = null } = suspect ?? {};
  const tied = tieOf(claims.covers, fingerprint, receipt.salt, entries);
  return { tied, ...(await provenRecord(receipt, answer.record, pins, fingerprint)) };
}

interface Claims {
  readonly covers: readonly Commitment[];
  readonly [other: string]: unknown;
}

function asClaims(value: unknown): Claims {
  const claims = value as Partial<Claims> | null;
  const known = claims?.v === 1 && claims.kind === 'compare' && Array.isArray(claims.covers);
  return known ? (claims as Claims) : malformed('not a receipt of a comparison');
}

function same(a: unknown, b: unknown): boolean {
  return a !== undefined && canonicalJson(a) === canonicalJson(b);
}
