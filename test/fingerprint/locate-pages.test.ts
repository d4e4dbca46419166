import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align } from '../../src/fingerprint/align.ts';
import { canonicalise } from '../../src/fingerprint/canonical.ts';
import type { Text } from '../../src/fingerprint/document.ts';
import { locate, locateRelabelled, plainText } from '../../src/fingerprint/locate.ts';
import { relabel } from '../../src/fingerprint/locate-labels.ts';
import { shingles } from '../../src/fingerprint/shingle.ts';
import { looseTokens } from '../../src/fingerprint/tokens.ts';

const pagesOf = (...pages: string[][]): Text => ({
  pages: pages.map((lines) => lines.map((text) => ({ text }))),
});
const entriesOf = (text: Text): Uint16Array =>
  shingles(looseTokens(canonicalise(text).bodyJoined)).entries;

/** What is named of pages, as kind and words, beside a registered text. */
function named(suspect: Text, genuine: Text): [kind: string, text: string][] {
  return alteredIn(suspect, genuine).map(({ kind, text }) => [kind, text]);
}

function alteredIn(suspect: Text, genuine: Text) {
  const first = align(entriesOf(suspect), entriesOf(genuine));
  const turned = relabel(suspect, first);
  const altered =
    turned === null
      ? locate(suspect, first)
      : locateRelabelled(suspect, first, align(turned.entries, entriesOf(genuine)));
  const plain = plainText(suspect);
  for (const { start, end, text } of altered) expect(plain.slice(start, end)).toBe(text);
  return altered;
}

const HEAD = 'The committee met on Tuesday and agreed to what follows here below:';
const END = 'Done in two copies at the seat of the company on the day above.';

describe('words that a narrow column breaks without a hyphen', () => {
  const genuine = pagesOf([
    HEAD,
    'The server is cn=subnet00,dc=skolelinux,dc=no and no other',
    END,
  ]);

  test('are not named, and what else was changed is', () => {
    const suspect = pagesOf([
      HEAD,
      'The server is cn=subnet00,dc=skole',
      'linux,dc=n',
      'o and no other',
      END.replace('company', 'firm'),
    ]);
    expect(named(suspect, genuine)).toEqual([['changed', 'firm']]);
  });

  test('are not named where whole words end lines between them', () => {
    const row = 'line total line reference line quantity line amount';
    const registered = pagesOf([HEAD, 'A line of the table has a total', row, END]);
    const suspect = pagesOf([
      HEAD,
      'A line of the table has a total',
      ...['line total', 'line refe', 'rence', 'line quan', 'tity', 'line', 'amount'],
      END.replace('company', 'firm'),
    ]);
    expect(named(suspect, registered)).toEqual([['changed', 'firm']]);
  });

  test('are named where a letter of them was changed', () => {
    const suspect = pagesOf([
      HEAD,
      'The server is cn=subnet00,dc=skole',
      'linus,dc=no and no other',
      END,
    ]);
    expect(named(suspect, genuine)).toEqual([['changed', 'skole\nlinus']]);
  });

  test('are named within a line', () => {
    const suspect = pagesOf([
      HEAD,
      'The server is cn=subnet00,dc=skole linux,dc=no and no other',
      END,
    ]);
    expect(named(suspect, genuine)).toEqual([['changed', 'skole linux']]);
  });

  test('are named in plain text, whose lines end where their writer ended them', () => {
    const lines = [HEAD, 'The server is cn=subnet00,dc=skole', 'linux,dc=no and no other', END];
    const suspect: Text = { ...pagesOf(lines), spaced: 'lines' };
    expect(named(suspect, genuine)).toEqual([['changed', 'skole\nlinux']]);
  });

  test('figures are named, as two amounts may stand where one did', () => {
    const amount = pagesOf([
      HEAD,
      'The sum that the company owes is 4500 in all and for ever',
      END,
    ]);
    const suspect = pagesOf([
      HEAD,
      'The sum that the company owes is 4',
      '500 in all and for ever',
      END,
    ]);
    expect(named(suspect, amount)).toEqual([['changed', '4\n500']]);
  });
});

describe('long commands and addresses that a renderer breaks where they hold figures', () => {
  const code = 'fetch(%252echr(112)%252echr(109)%252echr(104)%252echr(97))';
  const address = 'https://lists.example.org/archive/2024/01/05/msg00123.html';
  const genuine = pagesOf([HEAD, code, `as told in ${address} and nowhere else`, END]);
  const broken = (text: string, at: string): string[] => {
    const cut = text.indexOf(at) + at.length;
    return [text.slice(0, cut), text.slice(cut)];
  };

  test('are not named, and what else was changed is', () => {
    const suspect = pagesOf([
      HEAD,
      ...broken(code, '%252echr(112)%252echr(10'),
      ...broken(`as told in ${address} and nowhere else`, '2024/'),
      END.replace('company', 'firm'),
    ]);
    expect(named(suspect, genuine)).toEqual([['changed', 'firm']]);
  });

  test('are named where a figure of them was changed', () => {
    const lines = broken(code, '%252echr(112)%252echr(10').map((line) => line.replace(/^9/, '8'));
    const suspect = pagesOf([HEAD, ...lines, `as told in ${address} and nowhere else`, END]);
    expect(named(suspect, genuine)).toEqual([['changed', '10\n8']]);
  });
});

describe('heads of tables that are printed anew on each page', () => {
  // In the midst of its page: at its edge it would be taken for a running header.
  const intro = ['A shell reads one line', 'and runs what it names', 'in a child of its own'];
  const rows = [
    'ls lists what is in a folder',
    'cp copies a file to another place',
    'mv moves a file',
  ];
  const more = [
    'rm takes a file away for good',
    'ln makes a link to a file',
    'du counts what it takes',
  ];
  const head = 'Command Description of it';
  const genuine = pagesOf([
    HEAD,
    ...intro,
    head,
    ...rows,
    ...more,
    ...rows.map((row) => `g${row}`),
    END,
  ]);
  const printed = (heads: [string, string], end = END): Text =>
    pagesOf(
      [HEAD, ...intro, head, ...rows],
      [heads[0], ...more],
      [heads[1], ...rows.map((row) => `g${row}`), end],
    );

  test('are not named, and what else was changed is', () => {
    const suspect = printed([head, head], END.replace('company', 'firm'));
    expect(named(suspect, genuine)).toEqual([['changed', 'firm']]);
  });

  test('are named where a word of them is another', () => {
    const suspect = printed([head.replace('of', 'or'), head]);
    expect(named(suspect, genuine).map(([, text]) => text)).toContain('Command Description or it');
  });

  test('are named within a page', () => {
    const suspect = pagesOf([
      HEAD,
      head,
      ...rows,
      head,
      ...more,
      ...rows.map((row) => `g${row}`),
      END,
    ]);
    const found = named(suspect, genuine).map(([, text]) => text);
    expect(found.some((text) => text.includes(head))).toBe(true);
  });

  test('are named where they are a single word, such as any cell may hold', () => {
    const one = pagesOf([HEAD, 'not', ...rows, ...more, END]);
    const suspect = pagesOf([HEAD, 'not', ...rows], ['not', ...more, END]);
    expect(named(suspect, one)).toEqual([['added', 'not']]);
  });
});

describe('rows of tables that a page cuts in two', () => {
  const intro = ['A clock runs what is due', 'at the hour that is told', 'in a child of its own'];
  const head = 'Package Votes Description of it';
  const before = ['atd V:126 runs jobs once at a time', 'bcron V:12 runs jobs for each user'];
  const after = ['dcron V:31 runs jobs from the folder', 'fcron V:77 runs jobs when awake again'];
  const genuine = pagesOf([
    HEAD,
    ...intro,
    head,
    ...before,
    'anacron V:374 I:455 runs jobs of a machine that is not always on',
    ...after,
    ...after.map((row) => `g${row}`),
    END,
  ]);
  const printed = (rest: string, end = END): Text =>
    pagesOf(
      [HEAD, ...intro, head, ...before, 'anacron V:374 runs jobs of a machine that'],
      [head, rest, 'is not always on', ...after, ...after.map((row) => `g${row}`), end],
    );

  test('are not named, and what else was changed is', () => {
    const suspect = printed('I:455', END.replace('company', 'firm'));
    expect(named(suspect, genuine)).toEqual([['changed', 'firm']]);
  });

  test('are named where a figure of them was changed', () => {
    const found = named(printed('I:855'), genuine).map(([, text]) => text);
    expect(found.join(' ')).toContain('855');
  });
});

/** A word broken right beside a changed one may move what is named by as many words. */
const WORDS_OF_ENTRY = 5;

test('where a word is changed something is named, wherever lines are broken', () => {
  const words = 'server cost forty people spoke before noon about money lent without any paper';
  const cases = fc.record({
    order: fc.shuffledSubarray(words.split(' '), { minLength: 8 }),
    at: fc.nat(7),
    to: fc.constantFrom('vote', 'cos', 'tforty', 'ab', 'outmoney', 'x'),
    breaks: fc.array(fc.nat(90), { maxLength: 6 }),
    head: fc.boolean(),
  });
  fc.assert(
    fc.property(cases, ({ order, at, to, breaks, head }) => {
      const genuine = pagesOf([HEAD, order.join(' '), END]);
      const text = order.map((word, i) => (i === at ? to : word)).join(' ');
      const cuts = [...new Set(breaks.map((cut) => cut % text.length))].sort((a, b) => a - b);
      const lines = [0, ...cuts].map((from, i) => text.slice(from, cuts[i] ?? text.length));
      const broken = lines.map((line) => line.trim()).filter((line) => line !== '');
      const suspect = head ? pagesOf([HEAD, ...broken], [END]) : pagesOf([HEAD, ...broken, END]);
      // By characters that are no blanks, of which a line end makes none more and none less.
      const solid = (part: string) => part.replace(/\s/g, '').length;
      const placeOf = (word: number) =>
        solid(HEAD + text.split(' ').slice(0, Math.max(0, word)).join(''));
      const plain = plainText(suspect);
      const found = alteredIn(suspect, genuine).filter((one) => {
        const [from, end] = [solid(plain.slice(0, one.start)), solid(plain.slice(0, one.end))];
        return from < placeOf(at + 1 + WORDS_OF_ENTRY) && placeOf(at - WORDS_OF_ENTRY) < end;
      });
      expect(found).not.toEqual([]);
    }),
    {
      numRuns: Number(process.env.FUZZ_RUNS ?? 300),
      examples: [
        [
          {
            order: 'spoke money before lent people cost forty noon about server'.split(' '),
            at: 1,
            to: 'outmoney',
            breaks: [9],
            head: false,
          },
        ],
      ],
    },
  );
});
