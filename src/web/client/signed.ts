import type { Client } from '../../client/client.ts';
import type { CheckItem } from '../../registry/contract.ts';
import { type Answer, contextOf } from '../answer.ts';
import type { PrintsOf, SignedOutcome } from '../exports.ts';

/** An answer of the registry brings the proofs of 50 matches at most. */
const MAX_ITEMS = 50;
/** JSON characters of one request, well under the 16 MiB that the registry reads. */
const MAX_CHARACTERS = 8_000_000;

/**
 * Asks once more about what was answered, for signed receipts: the same fingerprints, of which none is a
 * new variant. What is kept is what was signed, result and time too.
 *
 * @param printsOf whole fingerprints of answers
 * @returns by id of the answer; without those that have no fingerprint
 * @throws ApiError
 */
export async function signedOutcomes(
  client: Client,
  answers: readonly Answer[],
  printsOf: PrintsOf,
): Promise<Map<string, SignedOutcome>> {
  const signed = new Map<string, SignedOutcome>();
  for await (const batch of batchesOf(answers, printsOf)) {
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

async function* batchesOf(
  answers: readonly Answer[],
  printsOf: PrintsOf,
): AsyncGenerator<Question[]> {
  const asked = answers.filter(({ outcome }) => outcome.kind === 'answered');
  for (let at = 0; at < asked.length; at += MAX_ITEMS) {
    const ids = asked.slice(at, at + MAX_ITEMS).map(({ id }) => id);
    const prints = await printsOf(ids);
    let batch: Question[] = [];
    let room = MAX_CHARACTERS;
    for (const [i, id] of ids.entries()) {
      const fingerprint = prints[i];
      if (!fingerprint) continue;
      const size = JSON.stringify(fingerprint).length;
      if (size > room && batch.length > 0) {
        yield batch;
        batch = [];
        room = MAX_CHARACTERS;
      }
      batch.push({ id, fingerprint });
      room -= size;
    }
    if (batch.length > 0) yield batch;
  }
}
