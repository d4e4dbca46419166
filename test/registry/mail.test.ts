import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { printOf } from '../http/letter.ts';
import { declare, registerAll } from './batches.ts';

/** Mails as they are sent, passed on and tampered with, from their bytes to the verdict. */

const TEXT = [
  'Bonjour Solène,',
  'Comme convenu mardi au siège, je te confirme par écrit les termes de notre accord avec le cabinet, afin que la trésorerie prépare les pièces.',
  'From there on le montant définitif s’élève à 48 200 euros, payable en deux fois, la moitié à la signature et le reste après la remise du rapport final.',
  'Merci de me rappeler demain matin si un point te paraît obscur.',
  'Édouard',
].join('\n\n');

const HEAD = [
  'From: Édouard Lacombe <e.lacombe@horizon.example>',
  'To: Solène Mercier <s.mercier@horizon.example>',
  'Date: Tue, 09 Mar 2027 18:22:10 +0100',
  'Subject: Accord avec le cabinet',
  'Message-ID: <accord-1@horizon.example>',
];
const PLAIN = 'Content-Type: text/plain; charset=utf-8';
const plain = (text = TEXT, head: readonly string[] = HEAD) =>
  [...head, PLAIN, '', text, ''].join('\n');

interface Part {
  readonly type: string;
  readonly name?: string;
  readonly body: string;
}
function mixed(parts: readonly Part[], kind = 'mixed'): string {
  const entities = parts.flatMap(({ type, name, body }) => [
    '--b',
    `Content-Type: ${type}; charset=utf-8`,
    ...(name === undefined ? [] : [`Content-Disposition: attachment; ${name}`]),
    '',
    body,
  ]);
  return [
    ...HEAD,
    `Content-Type: multipart/${kind}; boundary=b`,
    '',
    ...entities,
    '--b--',
    '',
  ].join('\n');
}
const MAIN: Part = { type: 'text/plain', body: TEXT };
const file = (name: string, body = 'un;deux'): Part => ({ type: 'text/csv', name, body });
const html = (body: string): Part => ({ type: 'text/html', body: `<p>${body}</p>` });
const HTML = TEXT.replaceAll('\n\n', '</p><p>');

async function judged(suspect: string, genuine: string, name = 's.eml'): Promise<CheckResult> {
  const registry = createRegistry({
    store: memoryStore(),
    clock: () => new Date('2027-04-30T08:00:00Z'),
  });
  await declare(registry);
  await registerAll(registry, [(await printOf(genuine, 'g.eml')).fingerprint]);
  const { fingerprint } = await printOf(suspect, name);
  const { results } = await registry.check({ items: [{ fingerprint }] }, 'reader');
  return results[0] as CheckResult;
}

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

describe('two mails that a program shows otherwise', () => {
  const PNG = ['iVBORw0KGgoAAAAAAAAAAAAA', 'iVBORw0KGgoAAAAAAAAAAAAB'] as const;
  const picture = (id: string, data: string) =>
    `--b\nContent-Type: image/png\nContent-ID: <${id}>\nContent-Transfer-Encoding: base64\n\n${data}\n`;
  const pictures = (first: string, second: string) =>
    [
      ...HEAD,
      'Content-Type: multipart/related; boundary=b',
      '',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      `<p>${HTML}</p>Avant : <img src="cid:un"> Après : <img src="cid:deux">`,
      `${picture(first, PNG[0])}${picture(second, PNG[1])}--b--`,
      '',
    ].join('\n');
  const headed = (from: string, to: string) =>
    plain(
      TEXT,
      HEAD.map((line) => (line.startsWith(from) ? to : line)),
    );
  const flowed = (text: string) => [...HEAD, `${PLAIN}; format=flowed`, '', text, ''].join('\n');
  const two: Part[] = [MAIN, { type: 'text/plain', body: 'Le reste est annulé.' }];
  const tail = (...bodies: string[]): Part[] => [
    MAIN,
    ...bodies.map((body) => ({ type: 'text/plain', body })),
  ];

  it.each<[string, string, string, string]>([
    [
      'a date that is none',
      headed('Date', 'Date: demain'),
      headed('Date', 'Date: hier'),
      'altered',
    ],
    ['a date that is none for one', headed('Date', 'Date: 1er mai 2020'), plain(), 'altered'],
    ['an empty group', headed('To', 'To: La presse:;'), headed('To', 'To: Le bureau:;'), 'altered'],
    [
      'an empty group for what a relay writes',
      headed('To', 'To: La presse:;'),
      headed('To', 'To: undisclosed-recipients:;'),
      'altered',
    ],
    [
      'an answer below another question',
      plain(`${TEXT}\n\n> Vous payez ?\n> Vous partez ?\n\nOui.\n\nNon.`),
      plain(`${TEXT}\n\n> Vous payez ?\n\nOui.\n\n> Vous partez ?\n\nNon.`),
      'altered',
    ],
    [
      'lines that make one number',
      flowed(`${TEXT}\nReçu 12 \n500 euros`),
      plain(`${TEXT}\nReçu 12\n500 euros`),
      'altered',
    ],
    [
      'lines drawn as one',
      flowed(`${TEXT}\nRecettes \nDons 500`),
      plain(`${TEXT}\nRecettes\nDons 500`),
      'same_text',
    ],
    ['a body in place of another', mixed(two, 'alternative'), mixed(two), 'same_text'],
    [
      'bodies in another order',
      mixed(tail('Le loyer est dû par', 'Bob.')),
      mixed(tail('Bob.', 'Le loyer est dû par')),
      'same_text',
    ],
    ['pictures in each other’s place', pictures('deux', 'un'), pictures('un', 'deux'), 'same_text'],
    [
      'two names of one attachment',
      mixed([MAIN, { type: 'text/csv; name=b.csv', name: 'filename=a.csv', body: 'un;deux' }]),
      mixed([MAIN, { type: 'text/csv; name=a.csv', name: 'filename=a.csv', body: 'un;deux' }]),
      'altered',
    ],
  ])('%s', async (_, suspect, genuine, grade) => {
    for (const [a, b] of [
      [suspect, genuine],
      [genuine, suspect],
    ] as const) {
      expect((await judged(a, b)).grade).toBe(grade);
    }
  });

  it('a part that the header names as the first', async () => {
    const parts = [MAIN, { type: 'text/plain\nContent-ID: <z>\nX-Kind: a', body: 'Rien.' }];
    const start = mixed(parts, 'related; start="<z>"');
    expect((await judged(start, mixed(parts, 'related'))).verdict).not.toBe('match');
  });
});
