import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Altered } from '../../src/fingerprint/locate.ts';
import { type Excerpt, excerptsOf, type Passage } from '../../src/web/excerpts.ts';

const altered = (
  plain: string,
  text: string,
  kind: Altered['kind'] = 'changed',
  missing = 1,
): Altered => {
  const start = plain.indexOf(text);
  return { kind, start, end: start + text.length, text, missing };
};

const written = ({ pieces }: Excerpt): string =>
  pieces
    .map((piece) => (piece.kind === 'text' ? piece.text : `[${piece.number}:${piece.text}]`))
    .join('');

const passages = (excerpts: readonly Excerpt[]): Passage[] =>
  excerpts.flatMap(({ pieces }) => pieces.flatMap((piece) => (piece.kind === 'text' ? [] : piece)));

describe('excerpts of a text', () => {
  test('a short text is quoted whole', () => {
    const plain = 'The rent is 75 000 euros a year.';
    const [one, ...more] = excerptsOf(plain, [altered(plain, '75 000')]);
    expect(more).toEqual([]);
    expect(one && written(one)).toBe('The rent is [1:75 000] euros a year.');
    expect(one).toMatchObject({ cutBefore: false, cutAfter: false });
  });

  test('context ends between words, and says that the text goes on', () => {
    const plain = `${'before '.repeat(100)}HERE${' behind'.repeat(100)}`;
    const [one] = excerptsOf(plain, [altered(plain, 'HERE')]);
    const text = one ? written(one) : '';
    expect(text).toMatch(/^(before )+\[1:HERE\]( behind)+$/);
    expect(text.length).toBeGreaterThan(400);
    expect(text.length).toBeLessThan(460);
    expect(one).toMatchObject({ cutBefore: true, cutAfter: true });
  });

  test('of a column of cells only the lines nearby are quoted', () => {
    const plain = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj';
    const [one] = excerptsOf(plain, [altered(plain, 'f')]);
    expect(one && written(one)).toBe('c\nd\ne\n[1:f]\ng\nh\ni');
    const [first] = excerptsOf(plain, [altered(plain, 'a')]);
    expect(first && written(first)).toBe('[1:a]\nb\nc\nd');
    expect(first?.cutBefore).toBe(false);
  });

  test('passages near each other share an excerpt, others have their own', () => {
    const far = ' word'.repeat(200);
    const plain = `ONE and TWO${far} THREE`;
    const found = excerptsOf(
      plain,
      ['ONE', 'TWO', 'THREE'].map((text) => altered(plain, text)),
    );
    expect(found.map((excerpt) => passages([excerpt]).map(({ number }) => number))).toEqual([
      [1, 2],
      [3],
    ]);
    expect(found[0] && written(found[0])).toMatch(/^\[1:ONE\] and \[2:TWO\]( word)+$/);
    expect(found[1] && written(found[1])).toMatch(/^(word )+\[3:THREE\]$/);
  });

  test('a removed passage has no words and keeps its place and its count', () => {
    const plain = 'before after';
    const gap: Altered = { kind: 'removed_here', start: 6, end: 6, text: '', missing: 12 };
    const [one] = excerptsOf(plain, [gap]);
    expect(one?.pieces).toEqual([
      { kind: 'text', text: 'before' },
      { kind: 'removed_here', number: 1, text: '', tail: null, missing: 12, where: null },
      { kind: 'text', text: ' after' },
    ]);
  });

  test('a full stop before a gap stays with its sentence, a mark that opens a word does not', () => {
    const gapAt = (plain: string, start: number) => {
      const gap: Altered = { kind: 'removed_here', start, end: start, text: '', missing: 3 };
      return excerptsOf(plain, [gap]).map(written);
    };
    expect(gapAt('farms are outside.\nNever', 17)).toEqual(['farms are outside.[1:]\nNever']);
    expect(gapAt('outside', 7)).toEqual(['outside[1:]']);
    expect(gapAt('rate%x', 4)).toEqual(['rate[1:]%x']);
  });

  test('of a long passage both ends are shown, and the whole of one that is not', () => {
    const book = `first ${'middle '.repeat(1000)}last`;
    const [long] = passages(excerptsOf(book, [altered(book, book, 'added', 0)]));
    expect(long?.text).toMatch(/^first( middle)+$/);
    expect(long?.tail).toMatch(/^(middle )+last$/);
    expect((long?.text ?? '').length + (long?.tail ?? '').length).toBeLessThan(900);
    const page = 'word '.repeat(300).trim();
    const [whole] = passages(excerptsOf(page, [altered(page, page, 'added', 0)]));
    expect(whole).toMatchObject({ text: page, tail: null });
  });

  test('nothing altered, nothing quoted; page breaks are line breaks', () => {
    expect(excerptsOf('any text', [])).toEqual([]);
    const plain = 'one\ftwo';
    const [one] = excerptsOf(plain, [altered(plain, 'two')]);
    expect(one && written(one)).toBe('one\n[1:two]');
  });

  test('whatever the text, it is quoted as it stands, each passage once, no pair cut', () => {
    const word = fc.stringMatching(/^[a-z€😀\n ]{0,60}$/u);
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.array(word, { maxLength: 12 }), words: word })),
        (parts) => {
          let plain = '';
          const list: Altered[] = [];
          for (const { gap, words } of parts) {
            plain += gap.join('');
            const start = plain.length;
            plain += words;
            const kind = words === '' ? 'removed_here' : 'changed';
            list.push({ kind, start, end: plain.length, text: words, missing: 1 });
          }
          plain += ' end of the text'.repeat(40);
          const found = excerptsOf(plain, list);
          expect(passages(found).map(({ number }) => number)).toEqual(list.map((_, i) => i + 1));
          expect(passages(found).map(({ text }) => text)).toEqual(list.map(({ text }) => text));
          let from = 0;
          for (const { pieces } of found) {
            const text = pieces.map((piece) => piece.text).join('');
            const at = plain.indexOf(text, from);
            expect(at).toBeGreaterThanOrEqual(from);
            expect(text).not.toMatch(/\p{Surrogate}/u);
            from = at + text.length;
          }
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });
});
