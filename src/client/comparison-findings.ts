import type { CompareAnswer } from '../registry/contract.ts';
import { type Found, finding } from './finding.ts';
import type { VerifiedReceipt } from './verify.ts';
import type { VerifiedComparison } from './verify-comparison.ts';

/**
 * What a verified page of a comparison comes to. Where the text departs from the record is stated and
 * no more: whoever holds the record's words shows them to nobody.
 *
 * @param tied of the text that was compared, where it was found elsewhere than `verified` says
 * @param registry whose keys are pinned
 */
export function comparisonFindings(
  { record, grade, at, complete, segments }: CompareAnswer,
  { equal }: Pick<VerifiedComparison, 'equal'>,
  tied: VerifiedReceipt['tied'],
  registry: string,
): Found {
  const signed = finding('proven', 'signed', { registry, at });
  if (tied !== 'this_file') {
    return { conclusion: 'untied', findings: [signed, finding('open', tied)] };
  }
  const places = `${segments.filter(({ kind }) => kind !== 'same').length}`;
  return {
    conclusion: equal.length > 0 ? 'proven' : 'stated',
    findings: [
      signed,
      finding('proven', 'tied_text'),
      ...(equal.length > 0 ? [finding('proven', 'equal_layer', { record })] : []),
      finding('stated', complete ? 'compared' : 'compared_in_part', {
        record,
        grade: grade ?? '',
        places,
      }),
      finding('stated', 'compared_at', { at }),
      finding('open', 'registered_words'),
    ],
  };
}
