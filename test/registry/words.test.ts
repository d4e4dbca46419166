import { describe, expect, test } from 'vitest';
import type { Corpus, VerdictFields } from '../../src/registry/contract.ts';
import { wordsFor } from '../../src/registry/words.ts';

const corpus = (records: number): Corpus => ({
  id: 'a',
  title: 'A',
  registrant: 'R',
  policy: 'public',
  sealed_until: null,
  coverage: '',
  locate: 'on',
  records,
});

const absent: VerdictFields = {
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
};

describe('absent from a registry that holds nothing', () => {
  test('says that nothing was compared, not that nothing resembles it', () => {
    for (const corpora of [[], [corpus(0)], [corpus(0), corpus(0)]]) {
      const words = wordsFor(absent, corpora, '2031-04-26T09:12:00Z');
      expect(words.shows).toMatch(/^Nothing: no document is registered yet/);
      expect(words.does_not_show).toMatch(/where nothing is registered, everything is absent/);
    }
    const words = wordsFor(absent, [corpus(0), corpus(1)], '2031-04-26T09:12:00Z');
    expect(words.shows).toBe(
      'Among the 1 documents registered as of 2031-04-26, none matches or resembles it.',
    );
  });
});
