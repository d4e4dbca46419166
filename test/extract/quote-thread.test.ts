import { describe, expect, it } from 'vitest';
import { splitThread } from '../../src/extract/quote.ts';
import { messagesOf } from '../../src/extract/quote-thread.ts';

const toLines = (text: string) => text.split('\n').map((line) => ({ text: line }));

function messages(text: string) {
  return messagesOf(splitThread(toLines(text)).segments).map(({ text: { pages }, ...stated }) => ({
    ...stated,
    words: pages.flat().map((line) => line.text).join('|'), // biome-ignore format: one row
  }));
}

const at = (address: string) => [{ address, name: '' }];
const MAIL = 'Bonjour,\n\nLe total est 1 200 €.\n\n-- \nJean';
const WORDS = 'Bonjour,|Le total est 1 200 €.';

const mark = (text: string, by: string) =>
  text
    .split('\n')
    .map((line) => (line === '' ? by.trimEnd() : by + line))
    .join('\n');

describe('the messages of a thread', () => {
  it.each([
    ['a mark and a space', `Jean wrote:\n${mark(MAIL, '> ')}`],
    ['a mark alone', `Jean wrote:\n${mark(MAIL, '>')}`],
    ['a French attribution', `Le 4 mai 2026 à 10:00, Jean a écrit :\n\n${mark(MAIL, '> ')}`],
    ['an attribution without marks', `On 4 May 2026, Jean wrote:\n\n${MAIL}`],
    ['a separator', `-----Message d’origine-----\n\n${MAIL}`],
    ['marks alone', mark(MAIL, '> ')],
  ])('are told from %s', (_, quoted) => {
    expect(messages(`Voir.\n\n${quoted}`)).toMatchObject([{ words: WORDS }]);
  });

  it.each([
    [
      'Outlook',
      'De : Jean <j@x.example>\nEnvoyé : lundi 4 mai 2026 10:00\nÀ : Marie <m@x.example>; Paul <p@x.example>\nCc : Luc\nObjet : Budget',
    ],
    [
      'Outlook above a rule',
      '________________________________\nFrom: Jean <j@x.example>\nSent: Monday, May 4, 2026 10:00 AM\nTo: Marie <m@x.example>; Paul <p@x.example>\nSubject: Budget',
    ],
    [
      'Gmail',
      '---------- Forwarded message ---------\nDe : Jean <j@x.example>\nDate: lun. 4 mai 2026 à 10:00\nSubject: Budget\nTo: Marie <m@x.example>, Paul <p@x.example>',
    ],
    [
      'Apple Mail',
      'Début du message réexpédié :\n\nDe: Jean <j@x.example>\nObjet: Budget\nDate: 4 mai 2026 à 10:00:00 UTC+2\nÀ: Marie <m@x.example>, Paul <p@x.example>',
    ],
    [
      'bold labels',
      '*From:* Jean <j@x.example>\n*Sent:* Monday\n*To:* Marie <m@x.example>; Paul <p@x.example>\n*Subject:* Budget',
    ],
  ])('state what the block of %s states', (_, block) => {
    expect(messages(`Voir.\n\n${block}\n\n${MAIL}`)).toEqual([
      {
        from: at('j@x.example'),
        to: [...at('m@x.example'), ...at('p@x.example')],
        cc: [],
        date: null,
        subject: 'Budget',
        words: WORDS,
      },
    ]);
  });

  it('state a date only where it is told to the second and with its zone', () => {
    const block = (date: string) =>
      messages(
        `Voir.\n-------- Message transféré --------\nSujet : Budget\nDate : ${date}\nDe : Jean <j@x.example>\nPour : m@x.example\n\n${MAIL}`,
      )[0];
    expect(block('Mon, 4 May 2026 10:00:30 +0200')).toMatchObject({ date: '2026-05-04T08:00:30Z' });
    expect(block('Mon, 4 May 2026 10:00 +0200')).toMatchObject({ date: null });
    expect(block('lun. 4 mai 2026 10:00:30')).toMatchObject({ date: null, subject: 'Budget' });
  });

  it('state what a table of labels and values states', () => {
    const table = [
      ...['Sujet : ', 'Budget', 'De : ', 'Jean <j@x.example>', 'Pour : ', 'm@x.example'],
    ].map((text) => ({ text, cell: true }));
    const lines = [...toLines('Voir.\n-------- Message transféré --------'), ...table];
    const [found] = messagesOf(splitThread([...lines, ...toLines(MAIL)]).segments);
    expect(found).toMatchObject({
      from: at('j@x.example'),
      to: at('m@x.example'),
      subject: 'Budget',
    });
    expect(found?.text.pages[0]?.map(({ text }) => text)).toEqual(WORDS.split('|'));
  });

  it('name nobody where one of a list has no address', () => {
    const [found] = messages(
      `Voir.\nFrom: Jean\nSent: x\nTo: Marie; p@x.example\nSubject: x\n\n${MAIL}`,
    );
    expect(found).toMatchObject({ from: [], to: [] });
  });

  it('name both addresses where one hides another', () => {
    const [found] = messages(
      `Voir.\nFrom: j@x.example <mailto:other@y.example>\nSent: x\nTo: p@x.example\n\n${MAIL}`,
    );
    expect(found?.from).toEqual([...at('j@x.example'), ...at('other@y.example')]);
  });

  it('come nearest first, each without the one below it', () => {
    const inner = `Oui.\n\nOn 3 May 2026, Paul <p@x.example> wrote:\n${mark('Quoi ?\n\nLe 2 mai 2026, Luc a écrit :\n> Non.', '> ')}`;
    const found = messages(
      `Voir.\n\nOn 4 May 2026, Jean <j@x.example> wrote:\n${mark(inner, '> ')}`,
    );
    expect(found.map(({ words }) => words)).toEqual(['Oui.', 'Quoi ?', 'Non.']);
    expect(found.map(({ from }) => from[0]?.address)).toEqual([
      'j@x.example',
      'p@x.example',
      undefined,
    ]);
  });

  it('are whole where the answer stands between their paragraphs', () => {
    expect(messages('Jean wrote:\n> Un ?\n\nOui.\n\n> Deux ?\n\nNon.')).toMatchObject([
      { words: 'Un ?|Deux ?' },
    ]);
  });

  it('end where a line says so', () => {
    const text = `Voir.\n----- Forwarded message from Jean -----\n\nFrom: j@x.example\nSubject: B\n\n${MAIL}\n\n----- End forwarded message -----\nEt 900 €.`;
    expect(messages(text)).toMatchObject([{ subject: 'B', words: WORDS }]);
    expect(splitThread(toLines(text)).body.at(-1)?.text).toBe('Et 900 €.');
  });

  it('are told of a bare forward, whose thread is its body', () => {
    const text = `-------- Original Message --------\nSubject: Budget\nFrom: j@x.example\n\n${MAIL}`;
    expect(splitThread(toLines(text)).body).toHaveLength(text.split('\n').length);
    expect(messages(text)).toMatchObject([{ subject: 'Budget', words: WORDS }]);
  });

  it('are read in linear time however deep they are', () => {
    const deep = Array.from({ length: 1500 }, (_, i) => `${'>'.repeat(i)} ligne ${i}`).join('\n');
    expect(messages(deep).length).toBeLessThanOrEqual(16);
    const blocks = 'From: a@x\nSent: b\nTo: c@x\n'.repeat(10_000);
    expect(messages(`x\n${blocks}`).length).toBeLessThanOrEqual(16);
  });
});

describe('a footer of a mailing list', () => {
  const split = (text: string) => {
    const { body, footer } = splitThread(toLines(text));
    const join = (lines: typeof body) => lines.map((line) => line.text).join('|');
    return { body: join(body), footer: join(footer) };
  };

  it.each([
    '_______________________________________________\nequipe mailing list\nequipe@listes.example\nhttps://listes.example/mailman/listinfo/equipe',
    '-- \nYou received this message because you are subscribed to the Google Groups "x" group.\nTo unsubscribe from this group, send an email to x+unsubscribe@googlegroups.com.',
    '--\nTo unsubscribe from this list: send the line "unsubscribe x" in\nthe body of a message to majordomo@x.example',
    '------------------------------\nPour vous désabonner de la liste : https://listes.example/sympa\n------------------------------',
  ])('is split off: %j', (footer) => {
    const found = split(`Le total est 300 €.\n----------\nFin.\n\n${footer}\n`);
    expect(found.body.replace(/\|+$/, '')).toBe('Le total est 300 €.|----------|Fin.');
    expect(found.footer.replace(/\|+$/, '')).toBe(footer.replaceAll('\n', '|'));
  });

  it.each([
    'Bonjour\n----------\nLe total est 300 €.',
    'Notre mailing list compte 300 noms.\nFin.',
    `unsubscribe\n__________\n${'ligne\n'.repeat(20)}unsubscribe`,
    `__________\n${'mot '.repeat(100)} unsubscribe`,
  ])('is not %j', (text) => {
    expect(split(text)).toEqual({ body: text.replaceAll('\n', '|'), footer: '' });
  });

  it('below a footer is one more', () => {
    const one = '__________\nA mailing list';
    expect(split(`Corps\n${one}\n${one}`)).toEqual({
      body: 'Corps',
      footer: `${one}\n${one}`.replaceAll('\n', '|'),
    });
  });
});
