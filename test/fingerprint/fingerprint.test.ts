import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Document, MailFields, Reading } from '../../src/fingerprint/document.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function reading(text: string, drawn: string | null = null): Reading {
  const lines = text.split('\n').map((line) => ({ text: line }));
  return { extractor: 'plain/1', text: { pages: [lines] }, drawn, marks: [] };
}

function document(text: string, more: Partial<Document> = {}): Document {
  return {
    name: 'secret-name.txt',
    type: 'text/plain',
    bytes: utf8(text),
    reading: reading(text),
    mail: null,
    parts: [],
    problem: null,
    ...more,
  };
}

const noMail: MailFields = {
  messageId: null,
  from: [],
  to: [],
  cc: [],
  replyTo: [],
  sender: [],
  importance: null,
  date: null,
  subject: null,
  alternatives: [],
  quoted: null,
  signature: null,
  footer: null,
  thread: [],
  whole: null,
};

const SENTENCE = 'Le bureau adopte le budget de 45 000 € à l’unanimité.';

describe('a fingerprint', () => {
  test('digests the bytes and the text', async () => {
    const { fingerprint: print } = await fingerprint(document(`${SENTENCE}\n`));
    expect(print.bytes).toMatchObject({ size: 60, sha256: sha256(`${SENTENCE}\n`) });
    expect(print.content).toMatchObject({
      extractor: 'plain/1',
      words: 10,
      body: sha256(SENTENCE),
      body_joined: sha256(SENTENCE),
      labels: null,
      furniture: null,
    });
  });

  test('has no content for a text of white space', async () => {
    const { fingerprint: print, entries } = await fingerprint(document(' \n\t\u00a0\n'));
    expect(print.content).toBeNull();
    expect(entries).toEqual({});
  });

  test('takes a number of as many groups of digits as a text can hold', async () => {
    const { fingerprint: print } = await fingerprint(document('1 234,'.repeat(300_000)));
    expect(print.content?.words).toBe(1);
  });

  test('lists entries by the path of the part', async () => {
    const inner = document('un deux trois quatre cinq six');
    const mail = document('alpha bravo charlie delta echo', {
      parts: [document('x', { reading: null }), document('y', { parts: [inner] })],
    });
    const { entries } = await fingerprint(mail);
    expect(Object.keys(entries).sort()).toEqual(['', '1', '1/0']);
    expect(entries['']).toHaveLength(9);
    expect(entries['1/0']).toHaveLength(10);
  });

  test('digests addresses as sets and the rest of the header line by line', async () => {
    const of = async (mail: Partial<MailFields>) =>
      (await fingerprint(document('x', { mail: { ...noMail, ...mail } }))).fingerprint.mail;
    const [anna, bob] = [
      { address: 'anna@a.example', name: 'Anna' },
      { address: 'bob@b.example', name: '' },
    ];
    expect(await of({ to: [bob, anna, bob] })).toMatchObject({
      to: sha256('anna@a.example\nbob@b.example'),
      names: sha256('anna@a.example\tAnna'),
      from: null,
      date: null,
    });
    expect((await of({ subject: 'Re:  Budget' }))?.subject).toBe(sha256('Re: Budget'));
    expect((await of({ subject: 'Budget' }))?.subject).toBe(sha256('Budget'));
  });

  test('keeps an alternative body that has no words but may be all that is seen', async () => {
    const picture = reading('', sha256('<img src="data:image/png;base64,AAAA">'));
    const mail = { ...noMail, alternatives: [picture] };
    const { fingerprint: print } = await fingerprint(document(SENTENCE, { mail }));
    expect(print.mail?.alternatives).toHaveLength(1);
    expect(print.mail?.alternatives[0]).toMatchObject({ words: 0, drawn: picture.drawn });
  });
});
