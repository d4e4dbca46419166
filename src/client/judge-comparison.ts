import { partAt } from '../fingerprint/part-at.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import { comparisonFindings } from './comparison-findings.ts';
import type { SignedComparison } from './comparisons-in.ts';
import type { Found } from './finding.ts';
import type { Pins, VerifiedReceipt } from './verify.ts';
import { verifyComparison } from './verify-comparison.ts';

/** A file as it was read here. */
export interface ReadHere {
  readonly fingerprint: Fingerprint;
  /** Ordered entries of the part at a path; nothing where it has no text. */
  readonly entriesOf: (
    path: string,
  ) => Promise<Uint16Array | null | undefined> | Uint16Array | null | undefined;
}

/**
 * What a signed comparison proves about the part of a file that it was of. A file without such a part, or
 * whose part has no text, is another file than was compared.
 *
 * @param file null without it: then nothing of the comparison is shown
 * @throws LogError as `verifyComparison`
 */
export async function judgeComparison(
  { part, answer }: SignedComparison,
  pins: Pins,
  file: ReadHere | null,
): Promise<{ readonly tied: VerifiedReceipt['tied']; readonly found: Found }> {
  const fingerprint = file && partAt(file.fingerprint, part);
  const entries = file && fingerprint ? await file.entriesOf(part) : null;
  const suspect = fingerprint && entries ? { fingerprint, entries } : null;
  const verified = await verifyComparison(answer, pins, suspect);
  const tied = file && !suspect ? 'other_file' : verified.tied;
  return { tied, found: comparisonFindings(answer, verified, tied, pins.origin) };
}
