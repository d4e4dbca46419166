import type { Client } from '../../client/client.ts';
import type { CheckItem } from '../../registry/contract.ts';
import { type Answer, contextOf } from '../answer.ts';
import type { SignedOutcome } from '../exports.ts';

/** An answer of the registry brings the proofs of 50 matches at most. */
const MAX_ITEMS = 50;
/** JSON characters of one request, well under the 16 MiB that the registry reads. */
const MAX_CHARACTERS = 8_000_000;

/**
 * Asks once more about what was answered, for signed receipts: the same fingerprints, of which none is a
 * new variant. What is kept is what was signed, result and time too.
 *
 * @returns by id of the answer; without those that have no fingerprint
 * @throws ApiError
 */
export async function signedOutcomes(
  client: Client,
  answers: readonly Answer[],
): Promise<Map<string, SignedOutcome>> {
  const signed = new Map<string, SignedOutcome>();
  for (const batch of batchesOf(answers)) {
    const answer = await client.check(batch, { receipts: true });
    const context = contextOf(answer);
    for (const [i, { id }] of batch.entries()) {
      const [result, receipt] = [answer.results[i], answer.receipts?.[i]];
      if (result && receipt) signed.set(id, { kind: 'answered', result, context, receipt });
    }
  }
  return signed;
}

type Question = CheckItem & { readonly id: string };

function batchesOf(answers: readonly Answer[]): Question[][] {
  const batches: Question[][] = [];
  let room = 0;
  for (const { id, fingerprint, outcome } of answers) {
    if (outcome.kind !== 'answered' || fingerprint === null) continue;
    const size = JSON.stringify(fingerprint).length;
    const last = batches.at(-1);
    if (!last || last.length === MAX_ITEMS || size > room) {
      batches.push([{ id, fingerprint }]);
      room = MAX_CHARACTERS - size;
    } else {
      last.push({ id, fingerprint });
      room -= size;
    }
  }
  return batches;
}
