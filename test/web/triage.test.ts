import { describe, expect, test } from 'vitest';
import { type Answer, keyOf } from '../../src/web/answer.ts';
import { fr } from '../../src/web/locales/fr.ts';
import {
  countGroups,
  NO_FILTER,
  partsLine,
  reasonLine,
  registeredCell,
  triaged,
} from '../../src/web/triage.ts';
import { CANNED, type CannedKind, CORPORA } from './canned.ts';

const context = { consulted: CORPORA, closed: [], at: '2031-04-26T09:12:00Z' };
const answer = (id: string, kind: CannedKind, name = `${kind}.eml`): Answer => ({
  id,
  name,
  size: 1,
  fingerprint: null,
  partNames: {},
  outcome: { kind: 'answered', result: CANNED[kind], context },
});

const ALL: CannedKind[] = [
  'identical',
  'absent',
  'same_text',
  'undecided',
  'altered',
  'same_content',
  'near',
  'altered_heavy',
];

describe('the list of answers', () => {
  const answers = ALL.map((kind, index) => answer(`f${index}`, kind));

  test('has differs first, then undecided, absent, and matches last', () => {
    expect(triaged(answers, NO_FILTER).map(keyOf)).toEqual([
      'altered_heavy',
      'altered',
      'near',
      'same_text',
      'undecided',
      'absent',
      'same_content',
      'identical',
    ]);
  });

  test('keeps the order of the files within a word', () => {
    const alike = ['b', 'a', 'c'].map((name, index) => answer(`f${index}`, 'absent', name));
    expect(triaged(alike, NO_FILTER).map(({ name }) => name)).toEqual(['b', 'a', 'c']);
  });

  test('is filtered by group and by words of the name, without case and accents', () => {
    expect(countGroups(answers)).toEqual({
      all: 8,
      differs: 4,
      undecided: 1,
      absent: 1,
      same_content: 1,
      identical: 1,
    });
    expect(triaged(answers, { group: 'absent', query: '' })).toHaveLength(1);
    const named = [
      answer('f0', 'absent', 'Trésorerie/Été 2031.eml'),
      { ...answer('f1', 'absent', 'presse/a.eml'), copies: ['tresorerie/ete.eml'] },
      answer('f2', 'absent', 'presse/b.eml'),
    ];
    const found = triaged(named, { group: 'all', query: 'ete TRESO' });
    expect(found.map(({ id }) => id)).toEqual(['f0', 'f1']);
  });

  test('says why in one line, and counts the parts', () => {
    expect(reasonLine(fr, answer('f0', 'altered'))).toBe(
      'Diffère\u202f: l’expéditeur et les éléments joints',
    );
    expect(reasonLine(fr, answer('f0', 'undecided'))).toMatch(/^Impossible de trancher/);
    expect(reasonLine(fr, answer('f0', 'absent'))).toMatch(/^Même modèle que 212/);
    expect(reasonLine(fr, answer('f0', 'identical'))).toBe(null);
    expect(partsLine(fr, answer('f0', 'altered'))).toBe(
      '1\u00a0× absent du registre, 1\u00a0× identique',
    );
    expect(partsLine(fr, answer('f0', 'members'))).toBe('3 fichiers');
  });

  test('marks what was registered after the leak', () => {
    const cell = (leak: string | null) => registeredCell(fr, answer('f0', 'identical'), leak);
    expect(cell(null)).toEqual({ text: '17 avril 2031', late: false });
    expect(cell('2031-04-18T00:00:00Z')).toEqual({ text: '17 avril 2031', late: false });
    expect(cell('2031-04-10T00:00:00Z')).toEqual({
      text: '17 avril 2031, après la fuite',
      late: true,
    });
    expect(registeredCell(fr, answer('f0', 'absent'), null)).toBe(null);
  });
});
