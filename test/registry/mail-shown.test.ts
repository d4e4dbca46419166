import { describe, expect, it } from 'vitest';
import { HEAD, HTML, judged, MAIN, mixed, type Part, PLAIN, plain, TEXT } from './mails.ts';

/** Mails of which every word is there, and of which a program shows something else. */

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
