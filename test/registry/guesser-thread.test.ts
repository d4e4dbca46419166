import { beforeAll, expect, it } from 'vitest';
import { FIGURE, figures, HIDDEN_CC, letter, note, prints } from '../http/letter.ts';
import { registerAll } from './batches.ts';
import { distinct, items, openVault, refused, type Vault } from './thief.ts';

/** Guesses in the thread of a mail, where there is room for several. */

let vault: Vault;
/** Of a letter whose text no other record has. */
const OTHER = 555_555;
beforeAll(async () => {
  vault = await openVault();
});

const HEAD = [
  'From: T <t@voleur.example>',
  'Date: Fri, 30 Apr 2027 09:00:00 +0200',
  'Message-ID: <vol@voleur.example>',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  'Voir ci-dessous.',
  '',
];

const forward = (lines: readonly string[]) => [...HEAD, ...lines].join('\n');
const body = (figure: number) =>
  letter(figure, null).split('\r\n\r\n').slice(1).join('\n\n').trim();
const marked = (figure: number) => [
  'Marie wrote:',
  ...body(figure)
    .split('\n')
    .map((l) => `> ${l}`),
];

function withCc(cc: string): string {
  const block = [
    '---------- Forwarded message ---------',
    'From: Édouard Lacombe <e.lacombe@horizon.example>',
    'Subject: Accord avec le cabinet',
    `Cc: ${cc}`,
  ];
  return forward([...block, '', body(OTHER)]);
}

it('several versions of one text in one mail tell nothing of any', async () => {
  const wrong = figures(100_000, 6);
  const [right, none] = await prints(
    [forward([FIGURE, ...wrong].flatMap(marked)), forward([99_999, ...wrong].flatMap(marked))],
    'f.eml',
  );
  expect(right?.mail?.thread).toHaveLength(7);
  const a = await vault.ask(items(right ? [right] : []), 'packer 1');
  const b = await vault.ask(items(none ? [none] : []), 'packer 2');
  expect(a).toEqual(b);
  expect(a[0]?.evidence.agrees).toEqual([]);
  const [alone] = await prints([forward(marked(FIGURE))], 'f.eml');
  expect((await vault.ask(items(alone ? [alone] : []), 'reader'))[0]).toMatchObject({
    grade: 'contains',
    evidence: { agrees: ['quoted'] },
  });
});

it('and are charged for all of them', async () => {
  const packs = Array.from({ length: 10 }, (_, i) =>
    forward(figures(300_000 + 10 * i, 5).flatMap(marked)),
  );
  const answers = await vault.ask(items(await prints(packs, 'f.eml')), 'packer 5');
  expect(answers.filter((result) => !refused(result))).toHaveLength(4);
});

it('nor does a version beside the text itself', async () => {
  const own = (figure: number) => forward([body(123_456), '', ...marked(figure)]);
  const [right, none] = await prints([own(FIGURE), own(654_321)], 'f.eml');
  const a = await vault.ask(items(right ? [right] : []), 'packer 3');
  const b = await vault.ask(items(none ? [none] : []), 'packer 4');
  expect(a).toEqual(b);
});

it('the hidden Cc stated above a forward stops after twenty', async () => {
  const vault = await openVault();
  const genuine = letter(OTHER, HIDDEN_CC).replace('accord-1', 'accord-3');
  await registerAll(vault.registry, await prints([genuine], 'o.eml'));
  const guesses = Array.from({ length: 120 }, (_, i) => withCc(`person${i}@conseil.example`));
  const wrong = await prints(guesses, 'f.eml');
  const [right] = await prints([withCc(HIDDEN_CC)], 'f.eml');
  const first = await vault.ask(items(wrong.slice(0, 60)), 'thief');
  console.log(`Cc stated above a forward: ${first.filter((r) => !refused(r)).length} got through`);
  expect(first.filter((result) => !refused(result))).toHaveLength(20);
  expect(first[0]?.evidence).toMatchObject({ differs: ['cc'] });
  const after = await vault.ask(
    items([...wrong.slice(60, 90), ...(right ? [right] : []), ...wrong.slice(90)]),
    'thief',
  );
  expect(distinct(after).size).toBe(1);
  const [honest] = await vault.ask(items(right ? [right] : []), 'newsroom');
  expect(honest?.evidence.agrees).toContain('cc');
});

it('the figure of a mail saved as text with its thread stops after twenty', async () => {
  const whole = (figure: number) => `D’accord.\n\n${marked(figure).join('\n')}\n`;
  const mail = (figure: number) =>
    letter(FIGURE, null).split('\r\n\r\n')[0]?.replace('accord-1', 'accord-2') +
    `\n\n${whole(figure)}`;
  const [genuine] = await prints([mail(FIGURE)], 'g.eml');
  await registerAll(vault.registry, genuine ? [genuine] : []);
  const wrong = await prints(figures(200_000, 60).map(whole), 'g.txt');
  const [right] = await prints([whole(FIGURE)], 'g.txt');
  const first = await vault.ask(items(wrong.slice(0, 30)), 'thief 2');
  expect(first.filter((result) => !refused(result))).toHaveLength(20);
  const after = await vault.ask(items([...wrong.slice(30), ...(right ? [right] : [])]), 'thief 2');
  expect(distinct(after).size).toBe(1);
  expect((await vault.ask(items(right ? [right] : []), 'newsroom'))[0]).toMatchObject({
    grade: 'same_text',
  });
});

it('a note quoted whole is found as the note', async () => {
  const lines = note(FIGURE).trim().split('\n');
  const [quoted] = await prints([forward(['Marie wrote:', ...lines.map((l) => `>${l}`)])], 'n.eml');
  expect((await vault.ask(items(quoted ? [quoted] : []), 'reader 2'))[0]).toMatchObject({
    verdict: 'differs',
    grade: 'contains',
    evidence: { agrees: ['quoted'] },
  });
});
