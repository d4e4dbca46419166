import { describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { declare, registerAll } from './batches.ts';
import {
  docPrint,
  filePrint,
  hash,
  letterPrint,
  type mailPrint,
  prose,
  textPrint,
} from './prints.ts';

async function registryOf(prints: readonly Fingerprint[]) {
  const registry = createRegistry({ store: memoryStore(), clock: () => new Date('2027-04-01') });
  await declare(registry);
  // Enough strangers that a document's own words are rare.
  const others = Array.from({ length: 40 }, (_, i) => docPrint(`o${i}`, prose(`other${i}-`, 80)));
  await registerAll(registry, others);
  const ids = prints.length > 0 ? await registerAll(registry, prints) : [];
  return { registry, ids };
}

async function judged(suspect: Fingerprint, prints: readonly Fingerprint[]) {
  const { registry, ids } = await registryOf(prints);
  const { results } = await registry.check({ items: [{ fingerprint: suspect }] }, 'somebody');
  const [result] = results;
  if (!result) throw new Error('no result');
  expect(`${result.shows} ${result.does_not_show}`).not.toMatch(/undefined|null|\[object|: \./);
  return { ...result, ids };
}

const WORDS = prose('w', 300);
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const ODT = 'application/vnd.oasis.opendocument.text';
const doc = (bytes: string, change: Partial<Fingerprint> = {}) =>
  docPrint(bytes, WORDS, { type: DOCX, ...change });
const withText = (bytes: string, change: Parameters<typeof textPrint>[1], type = DOCX) =>
  filePrint(bytes, { type, content: textPrint(WORDS, change) });
const G = doc('genuine');
const PDF = filePrint('contract.pdf', {
  type: 'application/pdf',
  content: textPrint(prose('pdf', 200)),
});
const LOGO = filePrint('logo', { type: 'image/png' });
const MAIL = letterPrint('m1', WORDS, [PDF]);

type Row = [name: string, suspect: Fingerprint, genuine: Fingerprint[], expected: object];

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

describe('a mail', () => {
  const mail = (change: Parameters<typeof mailPrint>[1], parts = [PDF], words = WORDS) =>
    letterPrint('m1', words, parts, change);
  const swapped = filePrint('doctored.pdf', {
    type: 'application/pdf',
    content: textPrint(prose('pdf', 200).with(3, 'x')),
  });
  const rows: Row[] = [
    [
      'redelivered',
      { ...MAIL, bytes: filePrint('again').bytes },
      [MAIL],
      { verdict: 'match', grade: 'same_content' },
    ],
    [
      'its date forged',
      mail({ date: hash('forged') }),
      [MAIL],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['date'] } },
    ],
    [
      'its sender forged',
      mail({ from: hash('forged') }),
      [MAIL],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['from'] } },
    ],
    [
      'a display name forged',
      mail({ names: hash('forged') }),
      [MAIL],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['names'] } },
    ],
    [
      'a recipient added',
      mail({ cc: hash('added') }),
      [MAIL],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['cc'] } },
    ],
    [
      'a header missing',
      mail({ to: null }),
      [MAIL],
      { verdict: 'differs', grade: 'same_text', evidence: { differs: [], unverified: ['to'] } },
    ],
    [
      'an attachment swapped',
      mail({}, [swapped]),
      [MAIL],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['parts'] } },
    ],
    [
      'an attachment missing',
      mail({}, []),
      [MAIL],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['parts'] } },
    ],
    [
      'an attachment added',
      mail({}, [PDF, LOGO]),
      [MAIL],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['parts'] } },
    ],
    [
      'an amount changed in its body',
      mail({}, [PDF], WORDS.with(9, '41107')),
      [MAIL],
      { verdict: 'differs', grade: 'altered' },
    ],
    [
      'the same, Message-ID dropped',
      letterPrint('m2', WORDS.with(9, '4'), [PDF], { message_id: null }),
      [MAIL],
      { verdict: 'differs', grade: 'altered' },
    ],
    [
      'a forged HTML body beside genuine plain text',
      mail({ alternatives: [textPrint(prose('lie', 300))] }),
      [mail({ alternatives: [textPrint(WORDS)] })],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['alternatives'] } },
    ],
    [
      'an HTML body added',
      mail({ alternatives: [textPrint(WORDS)] }),
      [MAIL],
      { verdict: 'differs', grade: 'altered' },
    ],
    [
      'its HTML body drawn otherwise',
      mail({ alternatives: [textPrint(WORDS, { drawn: hash('none') })] }),
      [mail({ alternatives: [textPrint(WORDS)] })],
      { verdict: 'differs', grade: 'same_text', evidence: { unverified: ['alternatives'] } },
    ],
    [
      'its thread changed',
      mail({ quoted: textPrint(prose('x', 9)) }),
      [mail({ quoted: textPrint(prose('q', 9)) })],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['quoted'] } },
    ],
    [
      'its attachment alone',
      PDF,
      [MAIL],
      { verdict: 'match', grade: 'identical', registered_as: 'part' },
    ],
    [
      'its attachment under another mail',
      letterPrint('x', prose('x', 90), [PDF]),
      [MAIL],
      { verdict: 'differs', grade: 'contains', registered_as: 'part' },
    ],
    [
      'short, its Message-ID registered',
      letterPrint('s', prose('s', 9)),
      [{ ...letterPrint('s', prose('s', 9)), bytes: filePrint('z').bytes }],
      { verdict: 'match', grade: 'same_content' },
    ],
    [
      'short and changed, its Message-ID registered',
      letterPrint('s', prose('t', 9)),
      [letterPrint('s', prose('s', 9))],
      { verdict: 'differs', grade: 'altered', evidence: { differs: ['body'] } },
    ],
    [
      'short and changed, under no Message-ID',
      letterPrint('s', prose('s', 9), [], { message_id: null }),
      [letterPrint('s', prose('s', 9), [], { message_id: null, date: null })],
      { verdict: 'undecided', reason: 'too_short' },
    ],
    [
      'foreign, with a picture',
      letterPrint('f', prose('f', 90), [LOGO]),
      [MAIL],
      { verdict: 'absent' },
    ],
    [
      'foreign, with what could not be read',
      letterPrint('f', prose('f', 90), [filePrint('z', { problem: 'encrypted' })]),
      [MAIL],
      { verdict: 'undecided', reason: 'encrypted' },
    ],
    [
      'foreign, with a doctored attachment',
      letterPrint('f', prose('f', 90), [swapped]),
      [MAIL],
      { verdict: 'differs', grade: 'near', registered_as: 'part' },
    ],
  ];
  it.each(rows)('%s', async (_name, suspect, genuine, expected) => {
    expect(await judged(suspect, genuine)).toMatchObject(expected);
  });

  it('contains the registered mail that it forwards', async () => {
    const forward = letterPrint('f', prose('fyi', 40), [], { quoted: textPrint(WORDS) });
    expect(await judged(forward, [MAIL])).toMatchObject({
      verdict: 'differs',
      grade: 'contains',
      registered_as: 'document',
      evidence: { agrees: ['quoted'] },
    });
  });

  it('is not contained by what holds only its much-used logo', async () => {
    const mails = Array.from({ length: 6 }, (_, i) =>
      letterPrint(`l${i}`, prose(`l${i}`, 60), [LOGO]),
    );
    const foreign = letterPrint('f', prose('f', 90), [LOGO]);
    expect(await judged(foreign, mails)).toMatchObject({ verdict: 'absent' });
    expect(await judged(foreign, mails.slice(0, 5))).toMatchObject({ grade: 'contains' });
  });
});

describe('an archive', () => {
  const zip = (...parts: Fingerprint[]) =>
    filePrint(`zip ${parts.length} ${parts[0]?.bytes.sha256}`, { type: 'application/zip', parts });
  const near = docPrint('near', WORDS.with(5, 'x'));
  const stranger = docPrint('s', prose('s', 90));
  const rows: Row[] = [
    ['all members registered', zip(G), [G], { verdict: 'match', grade: 'members' }],
    [
      'a stranger among them',
      zip(G, stranger),
      [G],
      { verdict: 'absent', grade: 'members', record: null },
    ],
    [
      'an unreadable one among them',
      zip(G, stranger, filePrint('u', { problem: 'unreadable' })),
      [G],
      { verdict: 'undecided', grade: 'members', reason: 'unreadable' },
    ],
    [
      'a changed one among them',
      zip(G, stranger, near),
      [G],
      { verdict: 'differs', grade: 'members' },
    ],
    [
      'packed again',
      { ...zip(G, PDF), bytes: filePrint('zip again').bytes },
      [zip(PDF, G)],
      { verdict: 'match', grade: 'same_content' },
    ],
    [
      'not read to its end',
      { ...zip(G), problem: 'over_limit' as const },
      [G],
      { verdict: 'undecided', reason: 'over_limit' },
    ],
    ['empty', filePrint('empty zip', { type: 'application/zip' }), [G], { verdict: 'undecided' }],
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
