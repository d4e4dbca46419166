import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align } from '../../src/fingerprint/align.ts';
import { canonicalise } from '../../src/fingerprint/canonical.ts';
import type { Text } from '../../src/fingerprint/document.ts';
import { locate, locateRelabelled } from '../../src/fingerprint/locate.ts';
import { relabel } from '../../src/fingerprint/locate-labels.ts';
import { shingles } from '../../src/fingerprint/shingle.ts';
import { looseTokens } from '../../src/fingerprint/tokens.ts';

const textOf = (...lines: string[]): Text => ({ pages: [lines.map((text) => ({ text }))] });
const entriesOf = (text: Text): Uint16Array =>
  shingles(looseTokens(canonicalise(text).bodyJoined)).entries;

/** What is named of a suspect, as kind and words; with the words of labels compared once more. */
function named(suspect: string[], genuine: string[]): [kind: string, text: string][] {
  const [mine, theirs] = [textOf(...suspect), textOf(...genuine)];
  const first = align(entriesOf(mine), entriesOf(theirs));
  const turned = relabel(mine, first);
  const altered =
    turned === null
      ? locate(mine, first)
      : locateRelabelled(mine, first, align(turned.entries, entriesOf(theirs)));
  return altered.map(({ kind, text }) => [kind, text]);
}

const HEAD = 'The committee met on Tuesday and agreed to what follows here below:';
const TITLES = ['Scope', 'Parties to it', 'Term of lease', 'Rent due', 'Repairs', 'Notice'];
const END = 'Done in two copies at the seat of the company on the day above.';
const list = (label: (i: number) => string, titles = TITLES): string[] => [
  HEAD,
  ...titles.map((title, i) => `${label(i)} ${title}`),
  END,
];
const numbered = list((i) => `${i + 1}.`);

describe('of a series of labels the odd one is named', () => {
  test.each<[name: string, odd: number, label: string]>([
    ['the first', 0, '7.'],
    ['one within', 2, '9.'],
    ['the one before', 3, '3.'],
    ['back to one', 3, '1.'],
    ['the last', 5, '9.'],
    ['the last, back to one', 5, '1.'],
    ['the last, one too many', 5, '7.'],
  ])('%s', (_name, odd, label) => {
    const suspect = list((i) => (i === odd ? label : `${i + 1}.`));
    const number = label.slice(0, -1);
    expect(named(suspect, numbered).map(([, text]) => text.replace('.', ''))).toEqual([number]);
  });

  test('a letter', () => {
    const letters = 'abcdef';
    const genuine = list((i) => `${letters[i]})`);
    const suspect = list((i) => (i === 3 ? 'f)' : `${letters[i]})`));
    expect(named(suspect, genuine).map(([, text]) => text.replace(')', ''))).toEqual(['f']);
  });

  test.each<[labels: number[], changed: number[]]>([
    [
      [1, 3, 11],
      [3, 11],
    ],
    [
      [10, 2, 11, 3, 5, 6],
      [10, 11, 3],
    ],
    [
      [1, 2, 11, 3, 5, 6],
      [11, 3],
    ],
    [
      [1, 9, 2, 4, 5, 6],
      [9, 2],
    ],
  ])('or more: of %j the changed ones, whatever else', (labels, changed) => {
    const titles = TITLES.slice(0, labels.length);
    const suspect = list((i) => `${labels[i]}.`, titles);
    const genuine = list((i) => `${i + 1}.`, titles);
    const found = named(suspect, genuine).flatMap(([, text]) => text.match(/\d+/g) ?? []);
    expect(found).toEqual(expect.arrayContaining(changed.map(String)));
  });

  test('a sign before it, which makes it no label', () => {
    const suspect = list((i) => (i === 2 ? '-3.' : `${i + 1}.`));
    expect(named(suspect, numbered)).toEqual([['added', '-3']]);
  });

  test('and every one of a series that is shifted', () => {
    const suspect = list((i) => `${i + 2}.`);
    const found = named(suspect, numbered).map(([, text]) => text);
    for (const number of ['2', '3', '4', '5', '6', '7']) {
      expect(found.some((text) => text.includes(number))).toBe(true);
    }
  });
});

describe('what else is altered is named too', () => {
  test('a word between the labels', () => {
    const titles = TITLES.map((title) => title.replace('Rent', 'Bond'));
    const suspect = list((i) => (i === 1 ? '8.' : `${i + 1}.`), titles);
    const found = named(suspect, numbered).map(([, text]) => text.replace('.', ''));
    expect(found).toEqual(['8', 'Bond']);
  });

  test('labels whose place in the registered text is taken by other numbers', () => {
    const long = TITLES.map((title) => `${title} as set out in the annex`);
    const numbers = ['9.', '4.', '8.', '6.', '5.', '7.'];
    const genuine = list((i) => numbers[i] ?? '', long);
    const suspect = list((i) => `${i + 1}.`, long);
    expect(named(suspect, genuine)).toEqual(
      ['1', '2', '3', '4', '6'].map((number) => ['changed', number]),
    );
  });

  test('a second alignment of another text is refused', () => {
    const suspect = textOf(...list((i) => (i === 2 ? '9.' : `${i + 1}.`)));
    const first = align(entriesOf(suspect), entriesOf(textOf(...numbered)));
    expect(() => locateRelabelled(suspect, first, { ...first, segments: [] })).toThrow(RangeError);
  });
});

describe('labels that only one of two formats prints are not named', () => {
  const long = TITLES.map((title) => `${title} as set out in the annex of the lease`);
  const nested = [
    'Open the valve slowly by hand',
    'Read the meter that hangs beside it',
    'Close the valve and write the figure down',
  ];
  const outline = (...inner: string[]): string[] => [
    HEAD,
    ...long.flatMap((title, i) =>
      i === 2 ? [`${i + 1}. ${title}`, ...inner] : [`${i + 1}. ${title}`],
    ),
    END.replace('company', 'firm'),
  ];
  const genuine = outline(...nested).map((line) => line.replace('firm', 'company'));

  test('of a list set between two labels of another', () => {
    const suspect = outline(...nested.map((line, i) => `${i + 1}. ${line}`));
    expect(named(suspect, genuine)).toEqual([['changed', 'firm']]);
  });

  test('but one of it that was changed is, and so is one of the outer list', () => {
    const within = outline(...nested.map((line, i) => `${i === 1 ? 7 : i + 1}. ${line}`));
    expect(named(within, genuine).map(([, text]) => text.replace('.', ''))).toEqual(['7', 'firm']);
    const outer = outline(...nested.map((line, i) => `${i + 1}. ${line}`)).map((line) =>
      line.replace(/^4\./, '8.'),
    );
    expect(named(outer, genuine).map(([, text]) => text.replace('.', ''))).toEqual(['8', 'firm']);
  });

  test('the first of two, whose second was changed', () => {
    const two = [HEAD, `2.1. ${long[0]}`, `2.2. ${long[1]}`, END];
    const suspect = two.map((line) => line.replace('2.2.', '2.7.'));
    expect(named(suspect, two).map(([, text]) => text.replace(/\.$/, ''))).toEqual(['2.7']);
  });

  test('but both are where both were changed', () => {
    const two = [HEAD, `2.3. ${long[0]}`, `2.5. ${long[1]}`, END];
    const suspect = two.map((line) => line.replace('2.3.', '2.1.').replace('2.5.', '2.7.'));
    expect(named(suspect, two).map(([, text]) => text)).toEqual(['2.1', '2.7']);
  });

  test('the last of a series, which a conversion set close to its word', () => {
    const registered = [HEAD, ...long.map((title, i) => `${i + 1}. ${title.toLowerCase()}`), END];
    const suspect = registered.map((line) => line.replace('6. ', '6.').replace('company', 'firm'));
    expect(named(suspect, registered)).toEqual([['changed', 'firm']]);
  });

  test('of capital letters', () => {
    const bare = [HEAD, ...long, END.replace('company', 'firm')];
    const suspect = bare.map((line, i) =>
      long.includes(line) ? `${'ABCDEF'[i - 1]}. ${line}` : line,
    );
    const registered = bare.map((line) => line.replace('firm', 'company'));
    expect(named(suspect, registered)).toEqual([['changed', 'firm']]);
  });
});

describe('nor are labels that a page shows in its own way', () => {
  const titles = ['Scope', 'Parties to it', 'Term of lease', 'Rent due', 'Repairs', 'Notice'];
  const genuine = [HEAD, ...titles.map((title, i) => `2.${i + 1}. ${title}`), END];
  const shown = (label: (i: number) => string): string[] => [
    HEAD,
    ...titles.map((title, i) => `${label(i)}${title}`),
    END.replace('company', 'firm'),
  ];

  test('behind the bullet of a list', () => {
    expect(
      named(
        shown((i) => `• 2.${i + 1}. `),
        genuine,
      ),
    ).toEqual([['changed', 'firm']]);
  });

  test('but one of these that was changed is', () => {
    const found = named(
      shown((i) => `• 2.${i === 2 ? 8 : i + 1}. `),
      genuine,
    );
    expect(found.map(([, text]) => text.replace(/^• |\.$/g, ''))).toEqual(['2.8', 'firm']);
  });

  test('before a path, a word that may be a month, and close to the word', () => {
    const rules = [
      'A site need not hold every file named in this list',
      '/var/run is a link that points at the folder of the system',
      'may be left out where there is no printer at all',
      'The rest is left to whoever looks after the machine',
    ];
    const registered = [HEAD, ...rules, END];
    const printed = [
      HEAD,
      ...rules.map((rule, i) => (i === 3 ? `${i + 1}.${rule}` : `${i + 1}. ${rule}`)),
      END.replace('company', 'firm'),
    ];
    expect(named(printed, registered)).toEqual([['changed', 'firm']]);
  });

  test('but a figure before a sum is', () => {
    const sums = ['500 euros for the roof of it', '700 euros for the wall of it'];
    const registered = [HEAD, ...sums, END];
    const printed = [HEAD, ...sums.map((sum, i) => `${i + 1}. ${sum}`), END];
    const found = named(printed, registered).map(([, text]) => text);
    expect(found).toEqual(['1', '2']);
  });

  test('a label that is the only one of its kind, in both texts', () => {
    const only = [HEAD, '2. Tools at hand', '2.1. Hammer', '3. Nails to use', END];
    const registered = ['1. Wood in store', ...only];
    const suspect = registered.map((line) =>
      line.replace(/^(\d)/, '• $1').replace('Nails', 'Pins'),
    );
    expect(named(suspect, registered)).toEqual([['changed', 'Pins']]);
  });
});

describe('a label changed to one of another series does not break that one', () => {
  const numbers = ['1.', '2.', '2.1.', '2.2.', '2.3.', '3.', '4.', '5.', '6.'];
  const titles = numbers.map((_, i) => `${TITLES[i % TITLES.length]} of part ${'abcdefghi'[i]}`);
  const registered = list((i) => numbers[i] ?? '', titles);

  test.each([
    ['2.2.', '22.'],
    ['2.3.', '23.'],
  ])('%s to %s', (from, to) => {
    const suspect = registered.map((line) =>
      line.startsWith(from) ? line.replace(from, to) : line,
    );
    const found = named(suspect, registered).map(([, text]) => text.replace(/\.$/, ''));
    expect(found).toEqual([to.slice(0, -1)]);
  });

  test('but those that no longer go on in it are named', () => {
    const suspect = registered.map((line) => line.replace(/^2\.2\./, '22.').replace(/^4\./, '7.'));
    const found = named(suspect, registered).map(([, text]) => text.replace(/\.$/, ''));
    expect(found).toEqual(expect.arrayContaining(['22', '7']));
  });
});

test('a label changed to the second of no series is named beside another', () => {
  const titles = ['Open', 'Stop', 'Wait', 'Upgrading all of it'];
  const genuine = list((i) => `4.3.${i + 1}.`, titles);
  const suspect = list((i) => (i === 3 ? '• 43.2.' : `• 4.3.${i + 1}.`), titles).map((line) =>
    line.replace('committee', 'board'),
  );
  expect(named(suspect, genuine).some(([, text]) => text.includes('43.2'))).toBe(true);
});

test('a text whose labels agree is compared once', () => {
  const suspect = textOf(...numbered.map((line) => line.replace('Repairs', 'Expenses')));
  expect(relabel(suspect, align(entriesOf(suspect), entriesOf(textOf(...numbered))))).toBeNull();
});

test('whatever label is changed to another, it is named', () => {
  const title = fc.constantFrom('Scope', 'Rent due', 'Term of lease', 'What the parties owe here');
  const titled = fc.array(title, { minLength: 2, maxLength: 12 });
  const changed = fc.record({
    titles: titled,
    at: fc.nat(11),
    to: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(changed, ({ titles, at, to }) => {
      const odd = at % titles.length;
      fc.pre(to !== odd + 1);
      const genuine = list((i) => `${i + 1}.`, titles);
      const suspect = list((i) => `${i === odd ? to : i + 1}.`, titles);
      const found = named(suspect, genuine).map(([, text]) => text.match(/\d+/g) ?? []);
      expect(found.flat()).toContain(`${to}`);
    }),
    { numRuns: 500 },
  );
});

test('so it is behind a bullet that only the suspect shows', () => {
  const title = fc.constantFrom('Scope', 'Rent due', '/var/run', 'What the parties owe here');
  const changed = fc.record({
    titles: fc.array(title, { minLength: 3, maxLength: 12 }),
    at: fc.nat(11),
    to: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(changed, ({ titles, at, to }) => {
      const odd = at % titles.length;
      fc.pre(to !== odd + 1);
      const genuine = [HEAD, ...titles.flatMap((one) => [one, 'with a word of its own']), END];
      const shown = titles.flatMap((one, i) => [
        `• 3.${i === odd ? to : i + 1}. ${one}`,
        'with a word of its own',
      ]);
      const found = named([HEAD, ...shown, END], genuine).map(([, text]) => text);
      expect(found.join(' ')).toContain(`3.${to}`);
    }),
    { numRuns: 200 },
  );
});
