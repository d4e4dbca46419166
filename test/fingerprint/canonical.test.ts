import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalise, canonicalLine } from '../../src/fingerprint/canonical.ts';
import type { Line, Text } from '../../src/fingerprint/document.ts';

const textOf = (...lines: string[]): Text => ({ pages: [lines.map((text) => ({ text }))] });
const pagesOf = (...pages: string[][]): Text => ({
  pages: pages.map((lines) => lines.map((text): Line => ({ text }))),
});

describe('body', () => {
  const same: [name: string, a: Text, b: Text][] = [
    ['line breaks', textOf('Le comité se réunit', 'lundi.'), textOf('Le comité se réunit lundi.')],
    ['composition', textOf('re\u0301union'), textOf('réunion')],
    ['ligatures', textOf('dé\ufb01nition o\ufb03cielle'), textOf('définition officielle')],
    ['dotless letters under accents', textOf('fam\u0131\u0301lia'), textOf('família')],
    ['widths', textOf('ＡＢＣ １２'), textOf('ABC 12')],
    ['blanks among leading dots', textOf('Disques . . . . . 12'), textOf('Disques.....12')],
    ['blanks beside them', textOf('Lignes ......... 3'), textOf('Lignes.........3')],
    ['spaces', textOf('12\u202f000\u00a0€ '), textOf('12 000 €')],
  ];
  test.each(same)('does not see %s', (_, a, b) => {
    expect(canonicalise(a).body).toBe(canonicalise(b).body);
  });

  const different: [name: string, a: string, b: string][] = [
    ['case', 'Le Président', 'le président'],
    ['accents', 'révisé', 'revise'],
    ['a comma', 'oui, mais', 'oui mais'],
    ['a decimal separator', '1.234', '1,234'],
    ['a sign', 'solde de -500', 'solde de 500'],
    ['a minus and a hyphen', '−5', '-5'],
    ['an exponent', '10²', '102'],
    ['a currency', '500 €', '500 $'],
    ['digits grouped', '12 000', '12000'],
    ['a homoglyph', 'Раris', 'Paris'],
    ['a zero-width space', 'Pa\u200bris', 'Paris'],
    ['a hyphen', 'porte-parole', 'porteparole'],
    ['typographic quotes', 'l’accord', "l'accord"],
  ];
  test.each(different)('sees %s', (_, a, b) => {
    expect(canonicalise(textOf(a)).body).not.toBe(canonicalise(textOf(b)).body);
  });
});

describe('body_joined', () => {
  const same: [name: string, a: Text, b: Text][] = [
    ['a hyphen at a line end', textOf('la so-', 'lution'), textOf('la solution')],
    ['a soft hyphen', textOf('so\u00adlution'), textOf('solution')],
    ['a hyphen across a page', pagesOf(['la so-'], ['lution']), textOf('la solution')],
    ['a real hyphen that broke', textOf('porte-', 'parole'), textOf('porte-parole')],
    [
      'labels of a numbered list',
      textOf('Points :', '1. Budget', '2. Presse', '3. Divers'),
      textOf('Points :', 'Budget', 'Presse', 'Divers'),
    ],
    ['bullets', textOf('• Budget', '• Presse'), textOf('Budget', 'Presse')],
    ['private-use bullets', textOf('\uf0b7 Budget', '\uf0b7 Presse'), textOf('Budget', 'Presse')],
    ['letters', textOf('a) Budget', 'b) Presse'), textOf('Budget', 'Presse')],
    ['Roman numerals', textOf('I. Budget', 'II. Presse'), textOf('Budget', 'Presse')],
    [
      'wrapped items',
      textOf('1. Budget de la', 'campagne', '2. Presse'),
      textOf('Budget de la campagne', 'Presse'),
    ],
  ];
  test.each(same)('does not see %s', (_, a, b) => {
    expect(canonicalise(a).bodyJoined).toBe(canonicalise(b).bodyJoined);
  });

  const different: [name: string, a: Text, b: Text][] = [
    ['a hyphen before a digit', textOf('F-16'), textOf('F16')],
    ['a dash at a line end', textOf('il perd -', 'et gagne'), textOf('il perdet gagne')],
    ['a dash of two hyphens', textOf('il perd--et gagne'), textOf('il perdet gagne')],
    ['a minus at a line end', textOf('a -', 'b vaut zéro'), textOf('ab vaut zéro')],
    ['a range', textOf('10-12 mai'), textOf('1012 mai')],
    ['a negative amount', textOf('solde : -500'), textOf('solde : 500')],
    ['a negative amount on its line', textOf('- 500', '- 600'), textOf('500', '600')],
    ['a negative amount with currency', textOf('- EUR 5', '- EUR 6'), textOf('EUR 5', 'EUR 6')],
    ['a broken series', textOf('1. Budget', '3. Presse'), textOf('Budget', 'Presse')],
    ['a series that does not start', textOf('2. Budget', '3. Presse'), textOf('Budget', 'Presse')],
    ['dates', textOf('1. mai', '2. mai'), textOf('mai', 'mai')],
    ['counts before digits', textOf('1. 500 €', '2. 600 €'), textOf('500 €', '600 €')],
    ['initials', textOf('A. Durand', 'B. Martin'), textOf('Durand', 'Martin')],
    ['a single label', textOf('1. Budget'), textOf('Budget')],
    ['an invisible sign in the place of a space', textOf('45\ufeff000 €'), textOf('45 000 €')],
    ['an invisible sign at a line end', textOf('45\ufeff', '000 €'), textOf('45', '000 €')],
  ];
  test.each(different)('sees %s', (_, a, b) => {
    expect(canonicalise(a).bodyJoined).not.toBe(canonicalise(b).bodyJoined);
  });

  test('never takes labels off table cells', () => {
    const cells: Text = {
      pages: [
        [
          { text: '1. Budget', cell: true },
          { text: '2. Presse', cell: true },
        ],
      ],
    };
    expect(canonicalise(cells).bodyJoined).toBe('1. Budget 2. Presse');
    expect(canonicalise(cells).labels).toBeNull();
  });
});

describe('labels', () => {
  test('are kept, with the place they stood at', () => {
    expect(canonicalise(textOf('Ordre :', '1. Budget', '2. Presse')).labels).toBe('6\t1.\n12\t2.');
  });
  test('say when an item was numbered otherwise', () => {
    const a = canonicalise(textOf('1. Budget', 'Presse', '2. Divers'));
    const b = canonicalise(textOf('1. Budget', '2. Presse', 'Divers'));
    expect(a.bodyJoined).toBe(b.bodyJoined);
    expect(a.labels).not.toBe(b.labels);
  });
});

describe('furniture', () => {
  test('is a running header with a counter', () => {
    const text = pagesOf(
      ['Procès-verbal, page 1 sur 3', 'alpha'],
      ['Procès-verbal, page 2 sur 3', 'bêta'],
      ['Procès-verbal, page 3 sur 3', 'gamma'],
    );
    expect(canonicalise(text).body).toBe('alpha bêta gamma');
    expect(canonicalise(text).furniture).toBe(
      'Procès-verbal, page 1 sur 3\nProcès-verbal, page 2 sur 3\nProcès-verbal, page 3 sur 3',
    );
  });
  test('never masks digits that do not count pages', () => {
    const text = pagesOf(['Total 410', 'a'], ['Total 520', 'b'], ['Total 630', 'c']);
    expect(canonicalise(text).body).toBe('Total 410 a Total 520 b Total 630 c');
    expect(canonicalise(text).furniture).toBeNull();
  });
  test('needs three pages and sixty per cent of them', () => {
    expect(canonicalise(pagesOf(['X', 'a'], ['X', 'b'])).furniture).toBeNull();
    expect(canonicalise(pagesOf(['X', 'a'], ['b'], ['X', 'c'], ['d'])).furniture).toBeNull();
    expect(canonicalise(pagesOf(['X', 'a'], ['X', 'b'], ['c'])).furniture).toBe('X\nX');
  });
  test('that a format declares stands in its own stream', () => {
    const text: Text = { pages: [[{ text: 'corps' }]], furniture: ['Confidentiel'] };
    expect(canonicalise(text)).toMatchObject({ body: 'corps', furniture: 'Confidentiel' });
  });
});

/** A number as campaigns write them: sign, grouping, decimals, currency. */
const amount = fc
  .record({
    sign: fc.constantFrom('', '-', '−', '+'),
    value: fc.nat({ max: 9_999_999 }),
    group: fc.constantFrom('', ' ', '.', ','),
    decimals: fc.option(fc.nat({ max: 99 }), { nil: null }),
    point: fc.constantFrom(',', '.'),
    currency: fc.constantFrom('', ' €', ' $', ' EUR', ' %', ' k€'),
  })
  .map(({ sign, value, group, decimals, point, currency }) => {
    const grouped = String(value).replace(/\B(?=(\d{3})+(?!\d))/g, group);
    const tail = decimals === null ? '' : `${point}${String(decimals).padStart(2, '0')}`;
    return `${sign}${grouped}${tail}${currency}`;
  });

const date = fc
  .record({
    day: fc.integer({ min: 1, max: 28 }),
    month: fc.integer({ min: 1, max: 12 }),
    year: fc.integer({ min: 1990, max: 2030 }),
    form: fc.constantFrom('/', '.', '-', 'iso'),
  })
  .map(({ day, month, year, form }) => {
    const [d, m] = [String(day).padStart(2, '0'), String(month).padStart(2, '0')];
    return form === 'iso' ? `${year}-${m}-${d}` : [d, m, year].join(form);
  });

/** Places where an amount stands in a document: in a line, alone, in a list, at a line end. */
const frames: ((value: string) => Text)[] = [
  (v) => textOf(`Le marché est conclu pour ${v} toutes taxes comprises.`),
  (v) => textOf('Total', v, 'dont avance'),
  (v) => textOf(`- ${v} au titre de mars`, '- 100 au titre de juin'),
  (v) => textOf(`1. ${v} au titre de mars`, '2. avance', '3. solde'),
  (v) => textOf('montant-', v, 'net'),
  (v) => pagesOf([`Report ${v}`, 'x'], [`Report ${v}`, 'y'], [`Report ${v}`, 'z']),
];

describe('two different amounts, signs or dates', () => {
  test.each(frames.map((frame, i) => [i, frame] as const))(
    'never share a body (frame %i)',
    (_, frame) => {
      const pair = fc
        .tuple(fc.oneof(amount, date), fc.oneof(amount, date))
        .filter(([a, b]) => a !== b);
      fc.assert(
        fc.property(pair, ([a, b]) => {
          const [one, other] = [canonicalise(frame(a)), canonicalise(frame(b))];
          const whole = (c: typeof one): string => `${c.body}\n${c.furniture}`;
          expect(whole(one)).not.toBe(whole(other));
          expect(`${one.bodyJoined}\n${one.furniture}`).not.toBe(
            `${other.bodyJoined}\n${other.furniture}`,
          );
        }),
        { numRuns: 400 },
      );
    },
  );
});

const words = fc.constantFrom(
  'porte-parole',
  'l’accord',
  'e\u0301lu',
  '12\u202f000',
  '1.',
  '2.',
  '3.',
  'a)',
  'b)',
  '•',
  '-',
  '- 5',
  'ﬁn',
  '５',
  'so\u00adlution',
  'ᄀ-ᅡ',
  'A-',
  '10²',
  '\u200b',
  'mai',
);
const line = fc.oneof(
  fc.array(words, { maxLength: 5 }).map((w) => w.join(' ')),
  fc.string({ unit: 'binary' }),
);

describe('canonicalisation', () => {
  test('of a line is idempotent', () => {
    fc.assert(
      fc.property(line, (text) => {
        const once = canonicalLine(text);
        expect(canonicalLine(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  test('is idempotent on its own output', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const { body, bodyJoined } = canonicalise(textOf(...lines));
        expect(canonicalise(textOf(body)).body).toBe(body);
        expect(canonicalise(textOf(bodyJoined)).bodyJoined).toBe(bodyJoined);
      }),
      { numRuns: 1000 },
    );
  });

  test('does not depend on where lines break between words', () => {
    const plain = fc.array(fc.stringMatching(/^[a-zé]{1,8}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(plain, fc.nat(), (list, seed) => {
        const broken: string[] = [''];
        list.forEach((word, i) => {
          if ((seed >> (i % 30)) & 1) broken.push(word);
          else broken[broken.length - 1] += ` ${word}`;
        });
        expect(canonicalise(textOf(...broken))).toEqual(canonicalise(textOf(list.join(' '))));
      }),
    );
  });
});
