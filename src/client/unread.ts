import type { Reason } from './answers.ts';

/**
 * What is known of a file that the registry was not asked about: nothing, for a reason. Page, client and
 * command line add what each of them shows beside it.
 */
export function nothingKnown<R extends Reason>(reason: R, detail: string) {
  return {
    verdict: 'undecided' as const,
    grade: null,
    reason,
    record: null,
    registered_as: null,
    corpus: null,
    registrant: null,
    registered_at: null,
    state_since: null,
    log: null,
    near: [],
    notes: [],
    same_template: null,
    evidence: { agrees: [], differs: [], unverified: [] },
    parts: [],
    does_not_show: 'Whether it is registered is not known: its content was not compared.',
    detail,
    corpora: null,
    at: null,
  };
}
