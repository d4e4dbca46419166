import { describe, expect, it } from 'vitest';
import { HEAD, HTML, judged, MAIN, mixed, type Part, plain, TEXT } from './mails.ts';

/** Mails as they are sent, passed on and tampered with, from their bytes to the verdict. */

const file = (name: string, body = 'un;deux'): Part => ({ type: 'text/csv', name, body });
const html = (body: string): Part => ({ type: 'text/html', body: `<p>${body}</p>` });

const FOOTER =
  '_______________________________________________\nequipe mailing list\nequipe@listes.example\n';
const same = { verdict: 'match', grade: 'same_content' };
const altered = (...differs: string[]) => ({
  verdict: 'differs',
  grade: 'altered',
  evidence: { differs },
});

describe('a tampered mail', () => {
  const head = (...more: string[]) => plain(TEXT, [...HEAD, ...more]);
  const rows: [what: string, suspect: string, genuine: string, expected: object][] = [
    ['redelivered', `Received: from a by b\n${plain()}`, plain(), same],
    ['a From line marked', plain(TEXT.replace('From there', '>From there')), plain(), same],
    [
      'a From line marked again, out of a mailbox',
      `From a@b Tue Mar  9 18:22:10 2027\n${plain(TEXT.replace('From there', '>>From there'))}`,
      plain(),
      same,
    ],
    ['an amount', plain(TEXT.replace('48 200', '48 300')), plain(), { verdict: 'differs' }],
    ['Reply-To added', head('Reply-To: x@voleur.example'), plain(), altered('reply_to')],
    ['Reply-To that says nothing', head('Reply-To: e.lacombe@horizon.example'), plain(), same],
    [
      'Reply-To changed',
      head('Reply-To: x@voleur.example'),
      head('Reply-To: e@cabinet.example'),
      altered('reply_to'),
    ],
    [
      'Sender added',
      head('Sender: equipe-bounces@listes.example'),
      plain(),
      { verdict: 'differs', grade: 'same_text', evidence: { unverified: ['sender'] } },
    ],
    [
      'Sender changed',
      head('Sender: x@voleur.example'),
      head('Sender: secretariat@horizon.example'),
      altered('sender'),
    ],
    ['marked as urgent', head('X-Priority: 1 (Highest)'), plain(), altered('importance')],
    ['marked as any other', head('Importance: normal'), plain(), same],
    ['a second recipient', head('To: autre@horizon.example'), plain(), altered('to')],
    ['a second subject', head('Subject: Autre'), plain(), { verdict: 'differs', grade: 'near' }],
    ['a list footer', plain(`${TEXT}\n\n${FOOTER}`), plain(), { grade: 'contains' }],
    [
      'a list footer on both',
      plain(`${TEXT}\n\n${FOOTER}`),
      plain(`${TEXT}\n${FOOTER}`),
      { verdict: 'differs', grade: 'same_text', evidence: { differs: [] } },
    ],
    [
      'an amount in the list footer',
      plain(`${TEXT}\n\n${FOOTER}IBAN FR76 3000\n`),
      plain(`${TEXT}\n\n${FOOTER}IBAN FR76 2000\n`),
      altered('footer'),
    ],
    [
      'a list footer and another subject',
      plain(`${TEXT}\n\n${FOOTER}`, HEAD.with(3, 'Subject: [equipe] Accord')),
      plain(),
      altered('subject', 'footer'),
    ],
    [
      'a list footer as a part below a page',
      mixed([html(HTML), { type: 'text/plain', body: FOOTER }]),
      [...HEAD, 'Content-Type: text/html; charset=utf-8', '', `<p>${HTML}</p>`, ''].join('\n'),
      { verdict: 'differs', grade: 'contains', evidence: { differs: ['footer'] } },
    ],
    [
      'an attachment renamed',
      mixed([MAIN, file('filename="virement.csv"')]),
      mixed([MAIN, file('filename="devis.csv"')]),
      altered('filenames'),
    ],
    [
      'an attachment whose name is written otherwise',
      mixed([MAIN, file("filename*=utf-8''d%C3%A9vis.csv")]),
      mixed([MAIN, file('filename="=?utf-8?B?ZMOpdmlzLmNzdg==?="')]),
      { ...same, evidence: { agrees: expect.arrayContaining(['filenames']) } },
    ],
    [
      'an attachment without its name',
      mixed([MAIN, file('x=y')]),
      mixed([MAIN, file('filename="devis.csv"')]),
      { verdict: 'differs', grade: 'same_text', evidence: { unverified: ['filenames'] } },
    ],
    [
      'the names of two attachments swapped',
      mixed([MAIN, file('filename=a.csv', 'un;deux'), file('filename=b.csv', 'trois;quatre')]),
      mixed([MAIN, file('filename=b.csv', 'un;deux'), file('filename=a.csv', 'trois;quatre')]),
      altered('filenames'),
    ],
    [
      'attachments in another order',
      mixed([MAIN, file('filename=b.csv', 'trois;quatre'), file('filename=a.csv')]),
      mixed([MAIN, file('filename=a.csv'), file('filename=b.csv', 'trois;quatre')]),
      same,
    ],
    [
      'a page that lies beside the plain text',
      mixed([MAIN, html(HTML.replace('48 200', '98 200'))], 'alternative'),
      plain(),
      altered('alternatives'),
    ],
    [
      'another picture in the page',
      mixed([MAIN, html(`${HTML}<img src="data:image/png;base64,AAAB">`)], 'alternative'),
      mixed([MAIN, html(`${HTML}<img src="data:image/png;base64,AAAA">`)], 'alternative'),
      { verdict: 'differs', grade: 'same_text', evidence: { unverified: ['alternatives'] } },
    ],
    [
      'its plain text dropped',
      mixed([html(HTML)], 'alternative'),
      mixed([MAIN, html(HTML)], 'alternative'),
      { verdict: 'differs', grade: 'same_text' },
    ],
    [
      'a footer with an amount in the page alone',
      mixed([MAIN, html(`${HTML}</p><p>__________</p><p>mailing list 900 €`)], 'alternative'),
      mixed([MAIN, html(HTML)], 'alternative'),
      { verdict: 'differs', grade: 'contains', evidence: { differs: ['footer'] } },
    ],
  ];
  it.each(rows)('%s', async (_, suspect, genuine, expected) => {
    const result = await judged(suspect, genuine);
    const { evidence, ...rest } = expected as { evidence?: Record<string, unknown> };
    expect(result).toMatchObject(rest);
    if (evidence) expect(result.evidence).toMatchObject(evidence);
  });

  it('saved as text with its signature and thread is the same text', async () => {
    const whole = `${TEXT}\n\n-- \nÉ. L.\n\nLe 8 mars 2027, Solène a écrit :\n> Quand ?\n`;
    const result = await judged(whole, plain(whole), 's.txt');
    expect(result).toMatchObject({ verdict: 'differs', grade: 'same_text' });
    expect(result.evidence.unverified).not.toContain('quoted');
    const forged = await judged(whole.replace('Quand', 'Où'), plain(whole), 's.txt');
    expect(forged.grade).not.toBe('same_text');
    expect(forged.verdict).toBe('differs');
  });

  it('too short but for its thread is compared with it', async () => {
    const answer = (words: string) =>
      `${words}\n\nLe 9 mars 2027, Édouard a écrit :\n${TEXT.replaceAll(/^/gm, '> ')}`;
    const genuine = plain(answer('D’accord.'));
    const forged = HEAD.with(4, 'Message-ID: <autre@voleur.example>');
    expect(await judged(plain(answer('D’accord.'), forged), genuine)).toMatchObject(
      altered('message_id'),
    );
    const other = await judged(plain(answer('Refusé.'), forged), genuine);
    expect(other.verdict).not.toBe('match');
    expect(other.grade).not.toBe('same_text');
  });
});

describe('a forwarded mail', () => {
  const forward = (quoted: string, own = 'Pour information.') =>
    plain(`${own}\n\n${quoted}`, [
      'From: Tiers <t@tiers.example>',
      'Date: Fri, 30 Apr 2027 09:00:00 +0200',
      'Message-ID: <tr@tiers.example>',
    ]);
  const block = (from: string) =>
    `---------- Forwarded message ---------\nFrom: ${from}\nDate: 9 mars 2027\nSubject: Accord avec le cabinet\nTo: s.mercier@horizon.example\n`;
  const wrap = (text: string) => text.replaceAll(/(.{1,60})(?: |$)/gm, '$1\n').trim();
  const marked = (text: string) => text.replaceAll(/^/gm, '> ');

  it.each([
    ['under marks', `Édouard wrote:\n${marked(TEXT)}`],
    ['wrapped under marks', `Édouard wrote:\n${marked(wrap(TEXT))}`],
    ['in a block', `${block('e.lacombe@horizon.example')}\n${TEXT}`],
    ['twice', `Luc wrote:\n> Voir.\n>\n> Édouard wrote:\n${marked(marked(TEXT))}`],
  ])('is contained %s', async (_, quoted) => {
    const result = await judged(forward(quoted), plain());
    expect(result).toMatchObject({ verdict: 'differs', grade: 'contains' });
    expect(result.evidence.agrees).toContain('quoted');
    expect(result.evidence.differs).toEqual([]);
    expect(result.evidence.unverified).toEqual(expect.arrayContaining(['body', 'date', 'names']));
  });

  it('says which of the headers above it is another', async () => {
    const { grade, evidence } = await judged(
      forward(`${block('ministre@etat.example')}\n${TEXT}`),
      plain(),
    );
    expect(grade).toBe('contains');
    expect(evidence.agrees).toEqual(expect.arrayContaining(['quoted', 'to', 'subject']));
    expect(evidence.differs).toEqual(['from']);
  });

  it('with a figure changed is not contained, and its record is named', async () => {
    const forged = await judged(
      forward(`Édouard wrote:\n${marked(TEXT.replace('48 200', '98 200'))}`),
      plain(),
    );
    expect(forged.verdict).toBe('differs');
    expect(forged.record).not.toBeNull();
    expect(forged.evidence).toMatchObject({ agrees: [], differs: ['quoted'] });
  });

  it('neither convicts nor acquits the words above it', async () => {
    const lie =
      'Édouard me dit que le montant réel est de 900 000 euros, versés en liquide. '.repeat(4);
    const result = await judged(forward(`Édouard wrote:\n${marked(TEXT)}`, lie), plain());
    expect(result.grade).toBe('contains');
    expect(result.evidence.unverified).toContain('body');
  });

  it('alone in a mail is contained as well', async () => {
    const bare = plain(`${block('e.lacombe@horizon.example')}\n${TEXT}`, [
      'From: t@tiers.example',
      'Message-ID: <tr@tiers.example>',
    ]);
    expect((await judged(bare, plain())).evidence.agrees).toContain('quoted');
  });

  it('with its thread and signature is known by its own words', async () => {
    const whole = `${TEXT}\n\n-- \nÉ. L.\n\nLe 8 mars 2027, Solène a écrit :\n> Quand ?\n`;
    const result = await judged(forward(`Édouard wrote:\n${marked(whole)}`), plain(whole));
    expect(result.evidence.agrees).toContain('quoted');
    expect(result.evidence.unverified).toContain('signature');
  });
});
