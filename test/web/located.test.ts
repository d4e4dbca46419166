import { describe, expect, test } from 'vitest';
import type { CompareAnswer, PartResult } from '../../src/registry/contract.ts';
import { type Answer, keyOf } from '../../src/web/answer.ts';
import { en } from '../../src/web/locales/en.ts';
import { fr } from '../../src/web/locales/fr.ts';
import { isHeavy, leavesOpen, openIn, type Told } from '../../src/web/located.ts';
import { wordingOf } from '../../src/web/wording.ts';
import { CANNED, type CannedKind } from './canned.ts';

const told = (change: Partial<Told> = {}): Told => ({
  part: '',
  places: [],
  pages: [],
  grade: 'altered',
  complete: true,
  onlyMarks: false,
  notes: [],
  heavy: false,
  passages: 3,
  excerpts: [],
  ...change,
});

const answer = (kind: CannedKind, of: Told | null): Answer => ({
  id: 'f0',
  name: 'x',
  size: 1,
  fingerprint: null,
  partNames: {},
  outcome: {
    kind: 'answered',
    result: CANNED[kind],
    context: { consulted: [], closed: [], at: '2031-04-22T07:05:09Z' },
  },
  ...(of === null ? {} : { located: { kind: 'told', told: of } }),
});

const segments = (...list: [CompareAnswer['segments'][number]['kind'], number, number][]) => {
  let start = 0;
  return list.map(([kind, words, missing]) => {
    const end = start + words;
    const segment = { kind, start, end, missing };
    start = end;
    return segment;
  });
};

const compared = (list: CompareAnswer['segments'], registered: number): CompareAnswer => ({
  record: 'r',
  path: '',
  grade: 'altered',
  reason: null,
  marks_only: false,
  notes: [],
  running_lines: false,
  suspect_words: list.at(-1)?.end ?? 0,
  registered_words: registered,
  complete: true,
  segments: list,
  cursor: null,
  at: '2031-04-22T07:05:09Z',
});

describe('locating', () => {
  test('is offered only where the text is known to differ and the place is not', () => {
    const offered = (Object.keys(CANNED) as CannedKind[]).filter((kind) =>
      leavesOpen(CANNED[kind]),
    );
    expect(offered).toEqual(['altered_heavy', 'part_of', 'contains', 'near']);
  });

  test('is offered for the part that leaves it open, where the whole does not', () => {
    const near = { ...CANNED.near, record: 'rec_near' };
    const at = (path: string, of: object, parts: object[] = []) =>
      ({ ...CANNED.identical, ...of, path, parts }) as unknown as PartResult;
    const whole = (parts: PartResult[], change = {}) => ({
      ...CANNED.near,
      grade: 'members' as const,
      parts,
      ...change,
    });
    const equal = at('0', {});
    expect(openIn(whole([equal, at('1', near)]))).toMatchObject({ path: '1', record: 'rec_near' });
    expect(openIn(whole([equal, at('1', CANNED.members, [at('1/0', near)])]))).toMatchObject({
      path: '1/0',
    });
    expect(openIn(whole([equal]))).toBeNull();
    // The file's own text comes first.
    expect(openIn({ ...near, parts: [at('0', near)] })).toMatchObject({ path: '' });
  });

  test('in a part says nothing of the whole', () => {
    expect(keyOf(answer('near', told({ part: '0' })))).toBe('near');
  });

  test('a tenth of the words of either side is heavy, moved ones included', () => {
    expect(isHeavy(compared(segments(['same', 91, 0], ['changed', 9, 9]), 100))).toBe(false);
    expect(isHeavy(compared(segments(['same', 90, 0], ['changed', 10, 9]), 99))).toBe(true);
    expect(isHeavy(compared(segments(['same', 90, 0], ['removed', 0, 10]), 100))).toBe(true);
    expect(isHeavy(compared(segments(['same', 90, 0], ['moved', 10, 0]), 100))).toBe(true);
  });

  test('turns near into what it is, and never more than the comparison shows', () => {
    expect(keyOf(answer('near', null))).toBe('near');
    expect(keyOf(answer('near', told()))).toBe('altered');
    expect(keyOf(answer('near', told({ heavy: true })))).toBe('altered_heavy');
    expect(keyOf(answer('near', told({ grade: 'part_of' })))).toBe('part_of');
    expect(keyOf(answer('near', told({ grade: null })))).toBe('near');
    expect(keyOf(answer('near', told({ complete: false })))).toBe('near');
    expect(keyOf(answer('near', told({ grade: 'identical' })))).toBe('near');
    expect(keyOf(answer('altered_heavy', told()))).toBe('altered');
    expect(keyOf(answer('altered_heavy', told({ complete: false })))).toBe('altered_heavy');
    expect(keyOf(answer('part_of', told()))).toBe('part_of');
    expect(keyOf(answer('identical', told()))).toBe('identical');
  });

  test('takes the note of a sibling from the comparison, once that is whole', () => {
    const notes = (of: Told | null) => {
      const about = answer('near', of);
      if (about.outcome.kind === 'answered') {
        const result = { ...about.outcome.result, notes: ['may_be_sibling' as const] };
        return wordingOf(en, { ...about, outcome: { ...about.outcome, result } }).notes;
      }
      return null;
    };
    expect(notes(null)).toEqual([en.notes.may_be_sibling]);
    expect(notes(told())).toEqual([]);
    expect(notes(told({ complete: false }))).toEqual([en.notes.may_be_sibling]);
    expect(notes(told({ notes: ['may_be_sibling'] }))).toEqual([en.notes.may_be_sibling]);
    expect(notes(told({ grade: 'near', notes: ['layout_only'] }))).toEqual([en.notes.layout_only]);
  });

  test('is worded by what was found', () => {
    const sentence = (kind: CannedKind, of: Told) => wordingOf(en, answer(kind, of)).sentence;
    expect(sentence('near', told())).toBe(
      'Most of this file follows a registered document, but 3 passages differ.',
    );
    expect(wordingOf(fr, answer('near', told({ passages: 1 }))).sentence).toBe(
      'L’essentiel de ce fichier suit un document enregistré, mais un passage diffère.',
    );
    expect(sentence('near', told({ grade: null }))).toMatch(/resembles .*; 3 passages differ\.$/);
    expect(sentence('near', told({ grade: null, passages: 0 }))).toMatch(/no word difference/);
    expect(sentence('near', told({ complete: false }))).toMatch(/not be located for certain/);
    // A heading that says what differs stays when no passage does.
    expect(sentence('altered_heavy', told({ passages: 0, onlyMarks: true }))).toMatch(
      /this differs: the text\.$/,
    );
  });
});
