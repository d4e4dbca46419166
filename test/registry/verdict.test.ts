import { describe, expect, it } from 'vitest';
import {
  DOCX,
  doc,
  G,
  judged,
  MAIL,
  ODT,
  type Row,
  registryOf,
  WORDS,
  withText,
} from './judged.ts';
import { docPrint, filePrint, hash, prose, textPrint } from './prints.ts';

describe('a document', () => {
  const rows: Row[] = [
    ['the same bytes', G, [G], { verdict: 'match', grade: 'identical', registered_as: 'document' }],
    [
      'other bytes, all layers equal',
      doc('rezipped'),
      [G],
      { verdict: 'match', grade: 'same_content' },
    ],
    [
      'drawn otherwise',
      withText('redrawn', { drawn: hash('white box') }),
      [G],
      { verdict: 'differs', grade: 'same_text', evidence: { unverified: ['appearance'] } },
    ],
    [
      'drawing unknown on both sides',
      withText('a', { drawn: null }),
      [withText('b', { drawn: null })],
      { verdict: 'differs', grade: 'same_text', evidence: { unverified: ['appearance'] } },
    ],
    [
      'hidden text in the suspect only',
      withText('hidden', { marks: ['hidden_text'] }),
      [G],
      { verdict: 'differs', grade: 'same_text' },
    ],
    [
      'other page furniture',
      withText('furnished', { furniture: hash('page 1') }),
      [G],
      { verdict: 'differs', grade: 'same_text', evidence: { unverified: ['furniture'] } },
    ],
    [
      'converted: hyphens joined, drawn otherwise',
      withText('converted', { body: hash('hyphenated'), drawn: null }, ODT),
      [G],
      {
        verdict: 'differs',
        grade: 'same_text',
        evidence: { agrees: ['body'], unverified: ['hyphens', 'appearance'] },
      },
    ],
    [
      'labels on one side only',
      withText('unlabelled', { body: hash('no labels') }),
      [withText('labelled', { labels: hash('1. 2. 3.') })],
      { verdict: 'differs', grade: 'same_text' },
    ],
    [
      'other labels',
      withText('relabelled', { body: hash('relabelled'), labels: hash('1. 3. 4.') }),
      [withText('labelled', { labels: hash('1. 2. 3.') })],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['labels'] } },
    ],
    [
      'one amount changed',
      docPrint('75000', WORDS.with(99, '75000'), { type: DOCX }),
      [G],
      { verdict: 'differs', grade: 'near' },
    ],
    [
      'a sentence inserted',
      docPrint('more', [...WORDS.slice(0, 50), ...prose('new', 15), ...WORDS.slice(50)]),
      [G],
      { verdict: 'differs', grade: 'near' },
    ],
    [
      'an excerpt',
      docPrint('some', WORDS.slice(40, 120)),
      [G],
      { verdict: 'differs', grade: 'part_of' },
    ],
    [
      'a wrapper',
      docPrint('wrap', [...prose('a', 300), ...WORDS, ...prose('b', 300)]),
      [G],
      { verdict: 'differs', grade: 'contains' },
    ],
    [
      'a short text in a long wrapper',
      docPrint('binder', [...prose('a', 900), ...WORDS.slice(0, 60), ...prose('b', 900)]),
      [docPrint('short', WORDS.slice(0, 60))],
      { verdict: 'differs', grade: 'contains' },
    ],
    [
      'a stranger',
      docPrint('s', prose('s', 200)),
      [G],
      { verdict: 'absent', grade: null, near: [] },
    ],
    [
      'an image changed in a document',
      doc('i', { parts: [filePrint('image 2', { type: 'image/png' })] }),
      [doc('j', { parts: [filePrint('image 1', { type: 'image/png' })] })],
      { verdict: 'differs', grade: 'same_text', evidence: { unverified: ['parts'] } },
    ],
    [
      'an embedded file changed in a document',
      doc('i', { parts: [filePrint('sheet 2')] }),
      [doc('j', { parts: [filePrint('sheet 1')] })],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['parts'] } },
    ],
    [
      'not read to its end',
      doc('cut', { problem: 'over_limit' }),
      [doc('other', { problem: null })],
      { verdict: 'differs', grade: 'near' },
    ],
    [
      'encrypted',
      filePrint('e', { problem: 'encrypted' }),
      [G],
      { verdict: 'undecided', reason: 'encrypted' },
    ],
    [
      'an unknown picture',
      filePrint('p', { type: 'image/png' }),
      [G],
      { verdict: 'undecided', reason: 'no_text_layer' },
    ],
    [
      'a text layer that nobody can read',
      filePrint('g', { content: textPrint(prose('g', 200), { marks: ['garbled_text'] }) }),
      [G],
      { verdict: 'undecided', reason: 'no_text_layer' },
    ],
    [
      'one that is found nevertheless',
      withText('garbled', { marks: ['garbled_text'] }),
      [G],
      { verdict: 'differs', grade: 'same_text' },
    ],
    [
      'a short text',
      docPrint('t', WORDS.slice(0, 29)),
      [docPrint('u', WORDS.slice(0, 29))],
      { verdict: 'undecided', reason: 'too_short', record: null },
    ],
    [
      'a short file, to the byte',
      docPrint('t', WORDS.slice(0, 9)),
      [docPrint('t', WORDS.slice(0, 9))],
      { verdict: 'match', grade: 'identical' },
    ],
    [
      'thirty words',
      docPrint('t', WORDS.slice(0, 30)),
      [docPrint('u', WORDS.slice(0, 30))],
      { verdict: 'match', grade: 'same_content' },
    ],
  ];
  it.each(rows)('%s', async (_name, suspect, genuine, expected) => {
    expect(await judged(suspect, genuine)).toMatchObject(expected);
  });
});

describe('many', () => {
  it('items keep their order over chunks, and their ids', async () => {
    const { registry } = await registryOf([G, MAIL]);
    const items = Array.from({ length: 100 }, (_, i) => ({
      id: `${i}`,
      fingerprint: i % 3 === 0 ? G : i % 3 === 1 ? MAIL : docPrint(`s${i}`, prose(`s${i}-`, 60)),
    }));
    items.splice(50, 0, { id: 'bare', sha256: G.bytes.sha256 } as never);
    const { results } = await registry.check({ items }, 'somebody');
    expect(results.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect(results.map(({ verdict }) => verdict)).toEqual(
      items.map((_, i) => ((i < 50 ? i : i - 1) % 3 === 2 && i !== 50 ? 'absent' : 'match')),
    );
  });

  it('texts in one archive are undecided beyond what is looked up, never absent', async () => {
    const members = Array.from({ length: 70 }, (_, i) => docPrint(`m${i}`, prose(`m${i}-`, 40)));
    const zip = filePrint('big zip', { type: 'application/zip', parts: members });
    const { parts, verdict } = await judged(zip, []);
    expect(verdict).toBe('undecided');
    expect(parts.map(({ verdict }) => verdict)).toEqual([
      ...Array(64).fill('absent'),
      ...Array(6).fill('undecided'),
    ]);
    expect(parts.at(-1)?.reason).toBe('over_limit');
  });
});

describe('families', () => {
  const template = prose('template', 200);
  const invoice = (i: number) => docPrint(`invoice ${i}`, [...template, ...prose(`slot${i}-`, 8)]);

  it('says that the next of a series may be a sibling', async () => {
    const result = await judged(invoice(99), [1, 2, 3, 4].map(invoice));
    expect(result).toMatchObject({ verdict: 'differs', notes: ['may_be_sibling'] });
  });

  it('does not call copies of one document a series', async () => {
    const copies = [1, 2, 3].map((i) => docPrint(`copy ${i}`, WORDS));
    const result = await judged(docPrint('changed', WORDS.with(9, 'x')), copies);
    expect(result).toMatchObject({ verdict: 'differs', notes: [] });
  });

  it('does not take a shared letterhead for resemblance', async () => {
    const head = prose('head', 60);
    const letters = Array.from({ length: 12 }, (_, i) =>
      docPrint(`letter ${i}`, [...head, ...prose(`letter${i}-`, 80)]),
    );
    const result = await judged(docPrint('mine', [...head, ...prose('mine', 40)]), letters);
    expect(result).toMatchObject({ verdict: 'absent', notes: ['same_template'], near: [] });
    expect(result.same_template).toBe(12);
  });
});
