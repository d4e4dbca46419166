import type { CheckAnswer, CheckResult } from '../../src/registry/contract.ts';

/** A verdict as the registry answers it, empty but for what is given. */
export function verdictOf(fields: Partial<CheckResult>): CheckResult {
  return {
    id: null,
    verdict: 'absent',
    grade: null,
    reason: null,
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
    shows: 'What it shows.',
    does_not_show: 'What it does not show.',
    ...fields,
  };
}

export function matchOf(fields: Partial<CheckResult>): CheckResult {
  return verdictOf({
    verdict: 'match',
    grade: 'identical',
    record: 'rec_1',
    registered_as: 'document',
    corpus: 'campaign',
    registrant: 'Campaign office',
    registered_at: '2026-04-30T09:15:00Z',
    ...fields,
  });
}

const CORPUS = {
  id: 'campaign',
  title: 'Campaign papers',
  registrant: 'Campaign office',
  policy: 'public' as const,
  sealed_until: null,
  locate: 'on' as const,
  coverage: 'All mail since January.',
  records: 12,
};

export function answerOf(results: CheckResult[]): CheckAnswer {
  return {
    results,
    corpora: { consulted: [CORPUS], closed: ['sealed'] },
    at: '2026-05-01T00:00:00Z',
  };
}
