import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align } from '../../src/fingerprint/align.ts';
import { canonicalise } from '../../src/fingerprint/canonical.ts';
import type { Text } from '../../src/fingerprint/document.ts';
import {
  type Altered,
  locate,
  plainText,
  positionedTokens,
  quote,
} from '../../src/fingerprint/locate.ts';
import { shingles } from '../../src/fingerprint/shingle.ts';
import { looseTokens } from '../../src/fingerprint/tokens.ts';

const pagesOf = (...pages: string[][]): Text => ({
  pages: pages.map((lines) => lines.map((text) => ({ text }))),
});
const textOf = (...lines: string[]): Text => pagesOf(lines);

/** Tokens with what stands at their place in the extracted text. */
const quoted = (text: Text): [token: string, stands: string][] => {
  const plain = plainText(text);
  return positionedTokens(text).map(({ token, start, end }) => [token, plain.slice(start, end)]);
};

describe('a token stands where it was extracted', () => {
  const cases: [name: string, text: Text, expected: [string, string][]][] = [
    [
      'case and punctuation',
      textOf('«Le Comité, RÉUNI.»'),
      [
        ['le', 'Le'],
        ['comité', 'Comité'],
        ['réuni', 'RÉUNI'],
      ],
    ],
    ['a hyphen at a line end', textOf('réso-', 'lution'), [['résolution', 'réso-\nlution']]],
    ['a hyphen over a page end', pagesOf(['réso-'], ['lution']), [['résolution', 'réso-\flution']]],
    ['a soft hyphen', textOf('so\u00adlution'), [['solution', 'so\u00adlution']]],
    [
      'a ligature',
      textOf('la ﬁn'),
      [
        ['la', 'la'],
        ['fin', 'ﬁn'],
      ],
    ],
    ['a dotless letter', textOf('fam\u0131\u0301lia'), [['família', 'fam\u0131\u0301lia']]],
    [
      'half a ligature',
      textOf('ﬁ 2ﬂ3'),
      [
        ['fi', 'ﬁ'],
        ['2', '2'],
        ['fl', 'ﬂ'],
        ['3', '3'],
      ],
    ],
    [
      'a decomposed accent',
      textOf('e\u0301lu Oui'),
      [
        ['élu', 'e\u0301lu'],
        ['oui', 'Oui'],
      ],
    ],
    [
      'full-width digits',
      textOf('１２ a'),
      [
        ['12', '１２'],
        ['a', 'a'],
      ],
    ],
    ['a narrow space in an amount', textOf('12\u202f000 €.'), [['12 000 €', '12\u202f000 €']]],
    [
      'an invisible character',
      textOf('Pa\u200bris x'),
      [
        ['paris', 'Pa\u200bris'],
        ['x', 'x'],
      ],
    ],
    [
      'a letter that lower case lengthens',
      textOf('İz a'),
      [
        ['i̇z', 'İz'],
        ['a', 'a'],
      ],
    ],
    [
      'a final sigma',
      textOf('ΟΔΟΣ ΣΑ'),
      [
        ['οδος', 'ΟΔΟΣ'],
        ['σα', 'ΣΑ'],
      ],
    ],
    [
      'list labels',
      textOf('1. Budget', ' 2. Presse'),
      [
        ['budget', 'Budget'],
        ['presse', 'Presse'],
      ],
    ],
    [
      'running headers and empty pages',
      pagesOf(['X 1', 'un'], [], ['X 3', 'deux'], ['X 4', 'trois'], ['X 5']),
      [
        ['un', 'un'],
        ['deux', 'deux'],
        ['trois', 'trois'],
      ],
    ],
    [
      'Hangul letters',
      textOf('\u1112\u1161\u11ab a'),
      [
        ['한', '\u1112\u1161\u11ab'],
        ['a', 'a'],
      ],
    ],
    [
      'letters beyond the basic plane',
      textOf('𐐀a b'),
      [
        ['𐐨a', '𐐀a'],
        ['b', 'b'],
      ],
    ],
    ['blank lines', textOf('', ' \t', 'a'), [['a', 'a']]],
    ['nothing', { pages: [] }, []],
  ];
  test.each(cases)('%s', (_, text, expected) => {
    expect(quoted(text)).toEqual(expected);
  });
});

describe('positioned tokens', () => {
  const units = fc.constantFrom(
    ...['a', 'É', 'İ', 'Σ', 'ﬁ', '５', '-', '\u00ad', '\u2010', '\ufffe', '.', ',', '€', '’', '²'],
    ...[' ', '\u00a0', '\u202f', '\t', '\n', '\u2028', '\u200b', '\ufeff', '\u0301', '\u0323'],
    ...['e', '1', '23', '1. ', '2. ', 'a) ', 'b) ', '• ', '- ', 'mai', '選', 'ᄒ', 'ᅡ', 'ᆫ', '한'],
    ...['\ud83d', '\ude00', '😀', '\u{1d15e}', '\u0f73', '\u0958', '\u212b', '\u{16d67}', '𐐀'],
  );
  const line = fc.oneof(
    fc.array(units, { maxLength: 24 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 24 }),
    fc.constantFrom('Procès-verbal 1', 'Procès-verbal 2', 'Procès-verbal 3', '1. un', '2. deux'),
  );
  const text: fc.Arbitrary<Text> = fc.record({
    pages: fc.array(fc.array(fc.record({ text: line, cell: fc.boolean() }), { maxLength: 6 }), {
      maxLength: 5,
    }),
  });

  test('are the loose tokens of the joined body, for any text', () => {
    fc.assert(
      fc.property(text, (any) => {
        const tokens = positionedTokens(any).map(({ token }) => token);
        expect(tokens).toEqual(looseTokens(canonicalise(any).bodyJoined));
      }),
      { numRuns: 5000 },
    );
  });

  test('rise through the plain text', () => {
    fc.assert(
      fc.property(text, (any) => {
        const { length } = plainText(any);
        let from = 0;
        for (const { start, end } of positionedTokens(any)) {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(length);
          from = start;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('hold the letters of plain words, wherever lines and pages break', () => {
    const word = fc.stringMatching(/^[a-zé]{1,8}$/);
    const plain = fc.array(
      fc.array(fc.array(word, { minLength: 1, maxLength: 6 }), { maxLength: 3 }),
      {
        maxLength: 2,
      },
    );
    fc.assert(
      fc.property(plain, (pages) => {
        const any = pagesOf(...pages.map((lines) => lines.map((words) => words.join(' '))));
        expect(quoted(any)).toEqual(pages.flat(2).map((one) => [one, one]));
      }),
    );
  });
});

const entriesOf = (text: Text): Uint16Array =>
  shingles(looseTokens(canonicalise(text).bodyJoined)).entries;
const located = (suspect: Text, genuine: Text): Altered[] =>
  locate(suspect, align(entriesOf(suspect), entriesOf(genuine)));

describe('an alteration is quoted from the extracted text', () => {
  const letter = (amount: string): Text =>
    pagesOf(
      ['Le Comité de cam-', 'pagne verse la somme de', `${amount} au titre du marché`],
      ['conclu le 14/03/2027 avec la société Dupont pour', 'la location de la salle.'],
    );
  test('with its punctuation and spaces', () => {
    const suspect = letter('45\u202f000,00 €');
    const found = located(suspect, letter('12 000,00 €'));
    const at = plainText(suspect).indexOf('45');
    expect(found).toEqual([
      { kind: 'changed', start: at, end: at + 11, text: '45\u202f000,00 €', missing: 1 },
    ]);
  });
  test('where words are missing', () => {
    const suspect = pagesOf(
      ['Le Comité de cam-', 'pagne verse la somme de', '12 000,00 € au titre du marché'],
      ['conclu le 14/03/2027 pour', 'la location de la salle.'],
    );
    const at = plainText(suspect).indexOf(' pour');
    expect(located(suspect, letter('12 000,00 €'))).toEqual([
      { kind: 'removed_here', start: at, end: at, text: '', missing: 4 },
    ]);
  });
  test('across lines and pages', () => {
    const genuine = letter('12 000,00 €');
    const suspect = pagesOf(
      ['Le Comité de cam-', 'pagne verse la somme de', '12 000,00 € au titre d’un AC-'],
      [
        'CORD secret,',
        'conclu le 14/03/2027 avec la société Dupont pour',
        'la location de la salle.',
      ],
    );
    expect(located(suspect, genuine)).toMatchObject([
      { kind: 'changed', text: 'd’un AC-\fCORD secret', missing: 2 },
    ]);
  });
  test('and none where nothing is', () => {
    expect(located(letter('1'), letter('1'))).toEqual([]);
  });
});

describe('words by their numbers', () => {
  const text = pagesOf(['Le Comité de cam-', 'pagne «verse»'], ['la somme.']);
  test('are quoted as they stand', () => {
    const ranges = [
      { start: 1, end: 2 },
      { start: 3, end: 6 },
    ];
    expect(quote(text, ranges)).toEqual([
      { start: 3, end: 9, text: 'Comité' },
      { start: 13, end: 34, text: 'cam-\npagne «verse»\fla' },
    ]);
  });
  test.each([
    [0, 0],
    [2, 1],
    [6, 8],
    [-1, 1],
    [0.5, 2],
    [Number.NaN, 2],
  ])('from %d to %d are none of its', (start, end) => {
    expect(() => quote(text, [{ start, end }])).toThrow(RangeError);
  });
});

describe('an alignment of another text', () => {
  const text = textOf('un deux trois quatre cinq six sept');
  const good = align(entriesOf(text), entriesOf(text));
  const same = good.segments.slice(0, 1);
  const segment = { ...same[0], kind: 'same', start: 0, end: 7 } as (typeof same)[0];
  test.each([
    ['none', []],
    ['a shorter one', [{ ...segment, end: 6 }]],
    ['a longer one', [{ ...segment, end: 8 }]],
    [
      'a hole',
      [
        { ...segment, end: 3 },
        { ...segment, start: 4 },
      ],
    ],
    [
      'backwards',
      [
        { ...segment, end: 8 },
        { ...segment, start: 8, end: 7 },
      ],
    ],
    ['not a number', [{ ...segment, end: Number.NaN }]],
    ['an empty addition', [segment, { ...segment, kind: 'added' as const, start: 7 }]],
  ])('is refused: %s', (_, segments) => {
    expect(() => locate(text, { ...good, segments })).toThrow(RangeError);
  });
});

describe('lines that another reading takes for running headers', () => {
  const words = 'le comité verse la somme de douze mille euros au bureau du port ce lundi matin';
  const genuine = textOf(words);
  const pages = [
    [{ text: 'Comité, réf. 7' }, { text: words.replace('douze', 'trente') }, { text: 'page 1' }],
  ];
  const reading = { pages: [pages[0]?.slice(1, 2) ?? []], furniture: ['Comité, réf. 7', 'page 1'] };
  const suspect: Text = { pages, readings: [{ pages: [[]] }, reading] };
  const alignment = align(entriesOf(suspect), entriesOf(genuine));
  const texts = (text: Text, runningLines: boolean) =>
    locate(text, { ...alignment, runningLines }).map((one) => [one.kind, one.text]);

  test('are added words, unless they are known to be those of the genuine document', () => {
    expect(texts(suspect, false)).toEqual([
      ['added', 'Comité, réf. 7'],
      ['changed', 'trente'],
      ['added', 'page 1'],
    ]);
    expect(texts(suspect, true)).toEqual([['changed', 'trente']]);
  });

  test('stay added where no reading takes them so, or it is not of these pages', () => {
    expect(texts({ pages }, true)).toHaveLength(3);
    const other = { ...reading, pages: [[{ text: 'autre chose' }]] };
    expect(texts({ pages, readings: [other] }, true)).toHaveLength(3);
    expect(texts({ pages, readings: [{ ...reading, pages: [] }] }, true)).toHaveLength(3);
  });

  test('are cut off a passage that goes on beside them', () => {
    const changed = [
      [{ text: 'Comité, réf. 7' }, { text: words.replace('le comité', 'un parti') }],
    ];
    const text: Text = {
      pages: changed,
      readings: [{ pages: [changed[0]?.slice(1) ?? []], furniture: ['Comité, réf. 7'] }],
    };
    const of = { ...align(entriesOf(text), entriesOf(genuine)), runningLines: true };
    expect(locate(text, of)).toMatchObject([{ kind: 'changed', text: 'un parti', missing: 2 }]);
  });

  test('are cut out of a passage that goes on behind them', () => {
    const rest = 'il en sera fait autant pour les autres villes de la côte et du fleuve';
    const [first, second] = [
      { text: words.replace('ce lundi matin', 'un mardi soir') },
      { text: rest.replace('il en sera', 'on y aura') },
    ];
    const text: Text = {
      pages: [[first, { text: 'Comité, réf. 7' }], [second]],
      readings: [{ pages: [[first], [second]], furniture: ['Comité, réf. 7'] }],
    };
    const both = textOf(`${words} ${rest}`);
    const of = { ...align(entriesOf(text), entriesOf(both)), runningLines: true };
    expect(locate(text, of).map((one) => one.text)).toEqual(['un mardi soir', 'on y aura']);
    expect(locate(text, of).reduce((sum, { missing }) => sum + missing, 0)).toBe(6);
  });
});
