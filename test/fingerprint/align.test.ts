import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Alignment, align, differsOnlyInMarks } from '../../src/fingerprint/align.ts';
import { shingles } from '../../src/fingerprint/shingle.ts';

const entriesOf = (tokens: readonly string[]): Uint16Array => shingles(tokens).entries;
const compare = (suspect: readonly string[], genuine: readonly string[]): Alignment =>
  align(entriesOf(suspect), entriesOf(genuine));

/** `kind start-end <genuine start-end>` of every segment but `same`. */
function edits(alignment: Alignment): string[] {
  return alignment.segments
    .filter((segment) => segment.kind !== 'same')
    .map(({ kind, start, end, genuineStart, genuineEnd, missing }) => {
      const from = genuineStart === null ? '' : ` <${genuineStart}-${genuineEnd}>`;
      return `${kind} ${start}-${end}${from}${missing > 0 ? ` missing ${missing}` : ''}`;
    });
}

/** Forty different words. */
const forty = Array.from({ length: 40 }, (_, i) => `w${i}`);
const at = (index: number, removed: number, ...words: string[]): string[] =>
  forty.toSpliced(index, removed, ...words);

describe('numbers put before every title of a list', () => {
  // One more word before each: no two titles lie on one diagonal.
  const numbered = (
    ...titles: number[]
  ): [suspect: string[], genuine: string[], added: string[]] => {
    const genuine: string[] = [...forty];
    const suspect: string[] = [...forty];
    const added: string[] = [];
    titles.forEach((length, i) => {
      const title = Array.from({ length }, (_, k) => `t${i}x${k}`);
      added.push(`added ${suspect.length}-${suspect.length + 1}`);
      suspect.push(`n${i}`, ...title);
      genuine.push(...title);
    });
    const tail = forty.map((word) => `${word}z`);
    return [[...suspect, ...tail], [...genuine, ...tail], added];
  };
  test.each([
    ['six words each', [6, 6, 6, 6, 6, 6, 6, 6]],
    ['five words and more', [5, 7, 5, 6, 8, 6, 9]],
    ['five words, one title', [5]],
  ])('are named alone: %s', (_, lengths) => {
    const [suspect, genuine, added] = numbered(...lengths, 40);
    expect(edits(compare(suspect, genuine))).toEqual(added);
  });
});

describe('one edit of forty words', () => {
  const moved = [...forty.slice(0, 5), ...forty.slice(13, 33), ...forty.slice(5, 13)];
  const cases: [name: string, suspect: string[], expected: string[]][] = [
    ['none', forty, []],
    ['a word changed', at(20, 1, 'x'), ['changed 20-21 <20-21> missing 1']],
    ['the first word changed', at(0, 1, 'x'), ['changed 0-1 <0-1> missing 1']],
    ['the last word changed', at(39, 1, 'x'), ['changed 39-40 <39-40> missing 1']],
    ['one word for two', at(20, 2, 'x'), ['changed 20-21 <20-22> missing 2']],
    ['two words for one', at(20, 1, 'x', 'y'), ['changed 20-22 <20-21> missing 1']],
    ['a word added', at(20, 0, 'x'), ['added 20-21']],
    ['a word added in front', at(0, 0, 'x'), ['added 0-1']],
    ['a word added behind', at(40, 0, 'x'), ['added 40-41']],
    ['a word repeated', at(20, 0, 'w19'), ['added 20-21']],
    ['a word removed', at(20, 1), ['removed 20-20 <20-21> missing 1']],
    ['the first words removed', at(0, 3), ['removed 0-0 <0-3> missing 3']],
    ['the last words removed', at(37, 3), ['removed 37-37 <37-40> missing 3']],
    [
      'two changes with five words between',
      at(20, 7, 'x', 'w21', 'w22', 'w23', 'w24', 'w25', 'y'),
      ['changed 20-21 <20-21> missing 1', 'changed 26-27 <26-27> missing 1'],
    ],
    ['a passage moved', [...moved, ...forty.slice(33)], ['moved 25-33 <5-13>']],
    [
      'a passage repeated',
      [...forty.slice(0, 30), ...forty.slice(5, 15), ...forty.slice(30)],
      ['moved 30-40 <5-15>'],
    ],
    [
      'a moved passage of eight words with one changed, which leaves no run',
      [...moved, ...forty.slice(33)].with(29, 'x'),
      ['removed 5-5 <5-13> missing 8', 'added 25-33'],
    ],
  ];
  test.each(cases)('%s', (_, suspect, expected) => {
    const alignment = compare(suspect, forty);
    expect(edits(alignment)).toEqual(expected);
    expect(alignment.complete).toBe(true);
  });

  test('takes both ways round', () => {
    const alignment = compare(forty, at(20, 2, 'x'));
    expect(edits(alignment)).toEqual(['changed 20-22 <20-21> missing 1']);
    expect(alignment.suspectShare).toBeCloseTo(38 / 40);
    expect(alignment.genuineShare).toBeCloseTo(38 / 39);
  });

  test('of a removed word beside its twin', () => {
    const genuine = at(20, 0, 'w19');
    expect(edits(compare(forty, genuine))).toEqual(['removed 20-20 <20-21> missing 1']);
  });

  test('in a long moved passage', () => {
    const long = Array.from({ length: 120 }, (_, i) => `v${i}`);
    const suspect = [...long.slice(60), ...long.slice(0, 50), ...long.slice(50, 60)].with(75, 'x');
    expect(edits(compare(suspect, long))).toEqual([
      'moved 60-75 <0-15>',
      'changed 75-76 <15-16> missing 1',
      'moved 76-120 <16-60>',
    ]);
  });
});

describe('an amount taken from another row', () => {
  const row = (name: string, amount: string): string[] =>
    `le ${name} verse la somme de ${amount} au titre de la campagne de l année`.split(' ');
  const genuine = [...row('premier', '12000'), ...row('second', '45000'), ...row('tiers', '700')];

  test('is changed, not moved', () => {
    const suspect = [...row('premier', '45000'), ...row('second', '12000'), ...row('tiers', '700')];
    expect(edits(compare(suspect, genuine))).toEqual([
      'changed 6-7 <6-7> missing 1',
      'changed 21-22 <21-22> missing 1',
    ]);
  });
});

describe('near the ends, and in texts of a few words', () => {
  const first = (length: number): string[] => forty.slice(0, length);
  const everyPlace = [1, 2, 3, 4, 5, 6, 9, 40].flatMap((length) =>
    Array.from({ length }, (_, i): [number, number] => [length, i]),
  );
  test.each(everyPlace)('of %i words, word %i is named alone', (length, i) => {
    const genuine = first(length);
    const [here, gone] = [`${i}-${i + 1}`, `<${i}-${i + 1}> missing 1`];
    expect(edits(compare(genuine.with(i, 'x'), genuine))).toEqual([`changed ${here} ${gone}`]);
    expect(edits(compare(genuine.toSpliced(i, 0, 'x'), genuine))).toEqual([`added ${here}`]);
    expect(edits(compare(genuine.toSpliced(i, 1), genuine))).toEqual([`removed ${i}-${i} ${gone}`]);
  });

  test('the first and the last word at once', () => {
    const suspect = at(0, 1, 'x').with(39, 'y');
    expect(edits(compare(suspect, forty))).toEqual([
      'changed 0-1 <0-1> missing 1',
      'changed 39-40 <39-40> missing 1',
    ]);
  });

  test('a word stands in five entries wherever it stands', () => {
    for (let i = 0; i < forty.length; i++) {
      const other = entriesOf(at(i, 1, 'x'));
      const differing = [...entriesOf(forty).keys()].filter(
        (k) => entriesOf(forty)[k] !== other[k],
      );
      expect(differing).toEqual([i, i + 1, i + 2, i + 3, i + 4]);
    }
  });

  test('an excerpt does not begin or end as the whole does', () => {
    expect(edits(compare(forty.slice(10, 30), forty))).toEqual([
      'removed 0-0 <0-10> missing 10',
      'removed 20-20 <30-40> missing 10',
    ]);
    expect(edits(compare(forty, forty.slice(10, 30)))).toEqual(['added 0-10', 'added 30-40']);
  });

  test('a text without words', () => {
    const alignment = compare([], forty);
    expect(alignment.complete).toBe(true);
    expect(edits(alignment)).toEqual(['removed 0-0 <0-40> missing 40']);
    expect(edits(compare(forty, []))).toEqual(['added 0-40']);
    expect(compare([], [])).toMatchObject({ complete: true, segments: [] });
  });

  test('no text has one to four entries', () => {
    for (const length of [1, 2, 3, 4]) {
      expect(() => align(new Uint16Array(length), entriesOf(forty))).toThrow(RangeError);
      expect(() => align(entriesOf(forty), new Uint16Array(length))).toThrow(RangeError);
    }
  });
});

describe('an entry equal by chance does not hide the word beside it', () => {
  const genuine = entriesOf(forty);
  const withChance = (word: number, entry: number): string[] => {
    const suspect = entriesOf(at(word, 1, 'x'));
    suspect[entry] = genuine[entry] as number;
    return edits(align(suspect, genuine));
  };
  // The first of the five entries that hold the word; the other four share two words.
  test('within', () => {
    expect(withChance(20, 20)).toEqual(['changed 20-22 <20-22> missing 2']);
  });
  test('at the ends', () => {
    expect(withChance(0, 0)).toEqual(['changed 0-2 <0-2> missing 2']);
    expect(withChance(0, 4)).toEqual(['changed 0-1 <0-1> missing 1']);
    expect(withChance(39, 39)).toEqual(['changed 39-40 <39-40> missing 1']);
    expect(withChance(39, 43)).toEqual(['changed 38-40 <38-40> missing 2']);
  });
  test('nor do four of the five', () => {
    for (const word of [0, 1, 20, 38, 39]) {
      for (const differing of [0, 1, 2, 3, 4]) {
        const suspect = genuine.with(word + differing, (genuine[word + differing] ?? 0) ^ 1);
        const alignment = align(suspect, genuine);
        const named = alignment.segments.find(({ kind }) => kind !== 'same');
        expect(named?.start).toBeLessThanOrEqual(word);
        expect(named?.end).toBeGreaterThan(word);
      }
    }
  });
});

test('words equal and bodies not is a difference in marks only', () => {
  const same = compare(forty, forty);
  expect(differsOnlyInMarks(same, false)).toBe(true);
  expect(differsOnlyInMarks(same, true)).toBe(false);
  expect(differsOnlyInMarks(compare(at(3, 1, 'x'), forty), false)).toBe(false);
  expect(differsOnlyInMarks({ ...same, complete: false }, false)).toBe(false);
  expect(differsOnlyInMarks(compare(['a'], ['a']), false)).toBe(true);
  expect(differsOnlyInMarks(compare(['a'], ['b']), false)).toBe(false);
  expect(differsOnlyInMarks(compare([], []), false)).toBe(true);
});

describe('for any two lists', () => {
  const list = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 5, maxLength: 80 }),
    fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 80 }),
  );
  test('segments tile the suspect, and what is not missing stands in it', () => {
    fc.assert(
      fc.property(list, list, list, (a, b, c) => {
        const suspect = Uint16Array.from([...a, ...b, ...c]);
        const genuine = Uint16Array.from([...c, ...a, ...b]);
        const alignment = align(suspect, genuine);
        let end = 0;
        const present = new Uint8Array(alignment.genuineTokens);
        let missing = 0;
        for (const segment of alignment.segments) {
          expect(segment.start).toBe(end);
          end = segment.end;
          const { kind, genuineStart, genuineEnd } = segment;
          expect(segment.end > segment.start).toBe(kind !== 'removed');
          if (genuineStart === null || genuineEnd === null) continue;
          if (kind === 'same' || kind === 'moved') {
            expect(genuineEnd - genuineStart).toBe(segment.end - segment.start);
            expect(segment.missing).toBe(0);
          } else {
            expect(segment.missing).toBe(genuineEnd - genuineStart);
            missing += segment.missing;
          }
          for (let g = genuineStart; g < genuineEnd; g++) {
            if (kind === 'changed' || kind === 'removed') expect(present[g]).toBe(0);
            present[g] = 1;
          }
        }
        expect(end).toBe(alignment.suspectTokens);
        expect(present.every((one) => one === 1)).toBe(true);
        expect(alignment.genuineShare * alignment.genuineTokens).toBeCloseTo(
          alignment.genuineTokens - missing,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('equal lists are one segment', () => {
    fc.assert(
      fc.property(list, (entries) => {
        const alignment = align(Uint16Array.from(entries), Uint16Array.from(entries));
        expect(alignment.segments).toEqual([
          {
            kind: 'same',
            start: 0,
            end: entries.length - 4,
            genuineStart: 0,
            genuineEnd: entries.length - 4,
            missing: 0,
          },
        ]);
        expect(alignment).toMatchObject({ suspectShare: 1, genuineShare: 1, complete: true });
      }),
      { numRuns: 500 },
    );
  });

  test('the answer tells positions, not entries', () => {
    const marked = (value: number): Uint16Array => new Uint16Array(30).fill(value);
    const about = (value: number): string => JSON.stringify(align(entriesOf(forty), marked(value)));
    expect(about(60_001)).toBe(about(60_002));
  });
});
