import { expect, it } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';

/** Forwards and answers that are pages alone, as common programs write them. */

const PARAGRAPHS = [
  'Bonjour Solène,',
  'Comme convenu mardi, je te confirme les termes de notre accord avec le cabinet.',
  'Le montant s’élève à 48 200 euros, la moitié à la signature.',
  'Édouard',
];
const PAGE = PARAGRAPHS.map((text) => `<p>${text}</p>`).join('');

async function printOf(type: string, body: string) {
  const text = `From: a@b.example\nMessage-ID: <1@b>\nContent-Type: text/${type}; charset=utf-8\n\n${body}\n`;
  const document = await extract(new TextEncoder().encode(text), { name: 'x.eml' });
  return (await fingerprint(document)).fingerprint;
}

it.each([
  [
    'Gmail, forwarded',
    `<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>De : <strong>Jean</strong> <span>&lt;<a>j@x.example</a>&gt;</span><br>Date: mar. 9 mars 2027 à 18:22<br>Subject: Accord<br>To: &lt;<a>m@x.example</a>&gt;<br></div><br>${PAGE}</div>`,
  ],
  [
    'Gmail, answered',
    `<div class="gmail_quote"><div>Le mar. 9 mars 2027 à 18:22, Jean &lt;<a>j@x.example</a>&gt; a écrit :<br></div><blockquote class="gmail_quote">${PAGE}</blockquote></div>`,
  ],
  [
    'Outlook',
    `<div style="border-top:solid 1pt"><p><b>De :</b> Jean &lt;j@x.example&gt;<br><b>Envoyé :</b> mardi 9 mars 2027 18:22<br><b>À :</b> Marie &lt;m@x.example&gt;<br><b>Objet :</b> Accord</p></div>${PAGE}`,
  ],
  [
    'Thunderbird, forwarded',
    `<br>-------- Message transféré --------<table><tr><th>Sujet : </th><td>Accord</td></tr><tr><th>Date : </th><td>Tue, 9 Mar 2027 18:22:10 +0100</td></tr><tr><th>De : </th><td>Jean <a>&lt;j@x.example&gt;</a></td></tr><tr><th>Pour : </th><td>m@x.example</td></tr></table><br>${PAGE}`,
  ],
  [
    'Thunderbird, answered',
    `<div>Le 09/03/2027 à 18:22, Jean a écrit :<br></div><blockquote type="cite" cite="mid:1">${PAGE}</blockquote>`,
  ],
  [
    'Apple Mail',
    `<blockquote type="cite"><div>Début du message réexpédié :</div><br><div><b>De: </b>Jean &lt;<a>j@x.example</a>&gt;<br></div><div><b>Objet: </b>Accord</div><div><b>À: </b>m@x.example</div><br>${PAGE}</blockquote>`,
  ],
])('%s: the message has the words of the mail itself', async (_, quoted) => {
  const genuine = await printOf('plain', PARAGRAPHS.join('\n\n'));
  const forward = await printOf('html', `<html><body><div>Pour info.</div>${quoted}</body></html>`);
  expect(forward.content?.words).toBe(2);
  expect(forward.mail?.thread).toHaveLength(1);
  expect(forward.mail?.thread[0]?.content.body).toBe(genuine.content?.body);
});

it('words below a quoted page are not those of the message', async () => {
  const page = `<div>Le 9 mars 2027, Jean a écrit :</div><blockquote>${PAGE}</blockquote><p>Non : 900 €.</p>`;
  const genuine = await printOf('plain', PARAGRAPHS.join('\n\n'));
  const answer = await printOf('html', `<p>Voir.</p>${page}`);
  expect(answer.mail?.thread[0]?.content.body).not.toBe(genuine.content?.body);
});
