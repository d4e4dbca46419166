import type { CheckResult, Corpus, Layer, PartResult } from '../../src/registry/contract.ts';

/**
 * One answer of every kind, for the page's tests and its preview. Written by hand from
 * the contract; no code of the registry makes them.
 */
export const CORPORA: Corpus[] = [
  {
    id: 'estuaire',
    title: 'Campagne Estuaire 2031',
    registrant: 'Campagne Estuaire 2031',
    policy: 'public',
    sealed_until: null,
    locate: 'on',
    coverage:
      'Onze boîtes de service, de septembre 2030 à avril 2031. Comptes, factures et contrats signés. Ni messageries instantanées, ni boîtes personnelles, ni documents de tiers.',
    records: 18412,
  },
];

export type CannedKind =
  | 'identical'
  | 'same_content'
  | 'same_text'
  | 'altered'
  | 'altered_heavy'
  | 'part_of'
  | 'contains'
  | 'near'
  | 'absent'
  | 'undecided'
  | 'withdrawn'
  | 'decoy'
  | 'as_part'
  | 'members';

const evidence = (agrees: Layer[] = [], differs: Layer[] = [], unverified: Layer[] = []) => ({
  agrees,
  differs,
  unverified,
});

const SINCE = '2031-04-25T16:40:00Z';

const base: CheckResult = {
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
  evidence: evidence(),
  parts: [],
  shows: 'unused',
  does_not_show: 'unused',
};

const registered: Partial<CheckResult> = {
  record: 'r_5Kq8vXhN2mTzWc4b',
  registered_as: 'document',
  corpus: 'estuaire',
  registrant: 'Campagne Estuaire 2031',
  registered_at: '2031-04-17T08:05:00Z',
};

const part = (path: string, fields: Partial<CheckResult>, parts: PartResult[] = []): PartResult => {
  const { id: _id, shows: _shows, does_not_show: _not, ...rest } = base;
  return { ...rest, ...fields, path, parts };
};

const identical: CheckResult = {
  ...base,
  ...registered,
  verdict: 'match',
  grade: 'identical',
  evidence: evidence(['bytes']),
};

export const CANNED: Record<CannedKind, CheckResult> = {
  identical,
  same_content: {
    ...base,
    ...registered,
    verdict: 'match',
    grade: 'same_content',
    evidence: evidence(['body', 'furniture', 'appearance'], ['bytes']),
  },
  same_text: {
    ...base,
    ...registered,
    verdict: 'differs',
    grade: 'same_text',
    evidence: evidence(['body'], ['bytes'], ['hyphens', 'furniture', 'appearance']),
  },
  altered: {
    ...base,
    ...registered,
    verdict: 'differs',
    grade: 'altered',
    near: [{ record: 'r_5Kq8vXhN2mTzWc4b', corpus: 'estuaire', band: 'most' }],
    evidence: evidence(
      ['body', 'to', 'cc', 'date', 'subject', 'message_id', 'quoted'],
      ['bytes', 'from', 'parts'],
      ['alternatives'],
    ),
    parts: [
      part('0', {
        ...registered,
        verdict: 'match',
        grade: 'identical',
        registered_as: 'part',
        evidence: evidence(['bytes']),
      }),
      part('1', { verdict: 'absent' }, [
        part('1/0', { verdict: 'undecided', reason: 'encrypted' }),
      ]),
    ],
  },
  altered_heavy: {
    ...base,
    ...registered,
    verdict: 'differs',
    grade: 'altered',
    evidence: evidence(['subject'], ['bytes', 'body']),
  },
  part_of: { ...base, ...registered, verdict: 'differs', grade: 'part_of' },
  contains: { ...base, ...registered, verdict: 'differs', grade: 'contains' },
  near: {
    ...base,
    ...registered,
    verdict: 'differs',
    grade: 'near',
    notes: ['may_be_sibling', 'bytes_only'],
    near: [
      { record: 'r_5Kq8vXhN2mTzWc4b', corpus: 'estuaire', band: 'most' },
      { record: 'r_0aB3dE6gH9jK2mNp', corpus: 'estuaire', band: 'part' },
      { record: 'r_Zz8yY7xX6wW5vV4u', corpus: 'estuaire', band: 'little' },
    ],
  },
  absent: { ...base, notes: ['same_template'], same_template: 212 },
  undecided: { ...base, verdict: 'undecided', reason: 'too_short' },
  withdrawn: { ...identical, notes: ['withdrawn'], state_since: SINCE },
  decoy: { ...identical, notes: ['decoy'], state_since: SINCE },
  as_part: { ...identical, registered_as: 'part' },
  members: {
    ...base,
    verdict: 'absent',
    grade: 'members',
    parts: [
      part('0', { ...registered, verdict: 'match', grade: 'identical' }),
      part('1', { ...registered, verdict: 'match', grade: 'identical' }),
      part('2', { verdict: 'absent' }),
    ],
  },
};
