import { describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import { G, judged, LOGO, MAIL, PDF, type Row, WORDS } from './judged.ts';
import {
  docPrint,
  filePrint,
  hash,
  letterPrint,
  type mailPrint,
  prose,
  textPrint,
} from './prints.ts';

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
