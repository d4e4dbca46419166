import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align } from '../../src/fingerprint/align.ts';
import { canonicalise } from '../../src/fingerprint/canonical.ts';
import type { Column, Line, Text } from '../../src/fingerprint/document.ts';
import {
  locate,
  locateRelabelled,
  plainText,
  positionedTokens,
} from '../../src/fingerprint/locate.ts';
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

/** Entries have 16 bits (ADR 0003): one of those that hold a word may be equal by chance. */
function isHiddenByChance(suspect: Text, genuine: Text, word: RegExp): boolean {
  const known = new Set(entriesOf(genuine));
  const first = { tokens: positionedTokens(suspect), entries: entriesOf(suspect) };
  const turned = relabel(suspect, align(first.entries, entriesOf(genuine)));
  return [first, turned ?? first].some(({ tokens, entries }) => {
    const at = tokens.findIndex(({ token }) => word.test(token));
    return entries.slice(at, at + 5).some((entry) => known.has(entry));
  });
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

describe('rows of which a page cuts several cells, where the reader tells columns', () => {
  const EDGES = [58, 245, 290, 353];
  const HEADING = ['package', 'popcon', 'size', 'description'];
  /** A line with what stands in each column; nothing in some. */
  const across = (...cells: string[]): Line => {
    const columns: Column[] = [];
    let text = '';
    cells.forEach((cell, i) => {
      if (cell === '') return;
      if (text !== '') text += ' ';
      columns.push({ at: text.length, left: EDGES[i] ?? 0 });
      text += cell;
    });
    return { text, columns };
  };
  /** Cell after cell, each in lines of its own but for the first, as a renderer draws them. */
  const drawn = (cells: readonly string[][]): Line[] => {
    const first = across(...cells.map(([line = '']) => line));
    const others = cells.flatMap((lines, i) =>
      lines.slice(1).map((line) => across(...EDGES.map((_, k) => (k === i ? line : '')))),
    );
    return [first, ...others];
  };
  const prose = [HEAD, 'A shell reads one line', 'and runs what it names', 'in a child of its own'];
  const before = drawn([['xfig'], ['V:0'], ['7798'], ['draws figures in a window']]);
  const after = [
    drawn([['wmf'], ['V:7'], ['180'], ['turns old pictures into new ones']]),
    drawn([['fig'], ['V:3'], ['453'], ['turns figures into any other form']]),
    drawn([['jhead'], ['V:1'], ['131'], ['shows what a camera wrote']]),
  ].flat();
  const registered = (row: readonly string[][]): Text =>
    pagesOf([
      ...prose,
      HEADING.join(' '),
      ...before.map(({ text }) => text),
      row.map((cell) => cell.join(' ')).join(' '),
      ...after.map(({ text }) => text),
      END,
    ]);
  /** @param cut lines of each cell that stand on the first page */
  const printed = (row: readonly string[][], cut: readonly number[], end = END): Text => {
    const rest = row.map((lines, i) => lines.slice(cut[i]));
    const left = rest.some((lines) => lines.length > 0) ? drawn(rest) : [];
    return {
      pages: [
        [
          ...prose.map((text) => ({ text, columns: [{ at: 0, left: 58 }] })),
          across(...HEADING),
          ...before,
          ...drawn(row.map((lines, i) => lines.slice(0, cut[i]))),
        ],
        [across(...HEADING), ...left, ...after, { text: end, columns: [{ at: 0, left: 58 }] }],
      ],
    };
  };
  const row = [['pstoedit'], ['V:2,', 'I:64'], ['1005'], ['ps/', 'pdf to pictures']];

  test('are not named, and what else was changed is', () => {
    const suspect = printed(row, [1, 1, 1, 1], END.replace('company', 'firm'));
    expect(named(suspect, registered(row))).toEqual([['changed', 'firm']]);
  });

  test('are not named where figures of two cells make one number', () => {
    const joined = [['exif'], ['V:1,', 'I:16'], ['339'], ['prints what', 'pictures hold']];
    const suspect = printed(joined, [1, 1, 1, 1], END.replace('company', 'firm'));
    expect(named(suspect, registered(joined))).toEqual([['changed', 'firm']]);
  });

  test('are named where such a number was changed', () => {
    const joined = [['exif'], ['V:1,', 'I:16'], ['339'], ['prints what', 'pictures hold']];
    const forged = printed(joined.with(2, ['889']), [1, 1, 1, 1]);
    const found = named(forged, registered(joined)).map(([, text]) => text);
    expect(found.join(' ')).toContain('889');
  });

  test('whatever word of such a row is changed is named', () => {
    const word = fc.constantFrom('paper', 'money', 'vote', 'noon', 'people', 'server', 'forty');
    const line = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
    const cell = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      cut: fc.integer({ min: 1, max: 3 }),
    });
    const cases = fc.record({
      cells: fc.array(cell, { minLength: 4, maxLength: 4 }),
      at: fc.nat(3),
    });
    fc.assert(
      fc.property(cases, ({ cells, at: column }) => {
        const genuine = cells.map(({ lines }) => lines);
        const cut = cells.map((one) => one.cut);
        const whole = registered(genuine);
        const forged = genuine.map((lines, i) =>
          i === column ? [`un${lines[0]}`, ...lines.slice(1)] : lines,
        );
        const suspect = printed(forged, cut);
        fc.pre(!isHiddenByChance(suspect, whole, /^un/));
        const found = named(suspect, whole).map(([, text]) => text);
        expect(found.join(' ')).toContain('un');
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    );
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
