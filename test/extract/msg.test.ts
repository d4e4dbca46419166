import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';
import type { Document, MailFields, Text } from '../../src/fingerprint/document.ts';
import { compound, type Tree } from './compound.ts';
import {
  attachment,
  filetime,
  item,
  literalRtf,
  numbered,
  recipient,
  storedRtf,
  type Values,
} from './msg-build.ts';

const folder = new URL('../fixtures/mail/', import.meta.url);
const file = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const { fields } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  fields: Record<string, MailFields>;
};
const full = fields['full.eml'] as MailFields;
const utf8 = (text: string) => new TextEncoder().encode(text);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const lines = (text: Text | null | undefined) =>
  (text?.pages ?? []).flat().map((line) => line.text);

const RECIPIENTS: Tree[] = [
  recipient(1, 'Dupont, Hélène', 'Helene@campagne.example'),
  recipient(1, "'a@b.example'", 'a@b.example'),
  recipient(1, 'C', 'c@d.example'),
  recipient(2, 'presse@journal.example', 'presse@journal.example'),
  recipient(3, 'Caché', 'cache@campagne.example'),
];

/** The fields of full.eml as properties. */
const FIELDS: Values = {
  '001A001F': 'IPM.Note',
  '0037001F': full.subject ?? '',
  '00390040': filetime(full.date ?? ''),
  '0042001F': 'Marie Curie-Lefèvre',
  '0065001F': 'Marie@campagne.example',
  '1035001F': `<${full.messageId}>`,
};

const msg = (values: Values, recipients: readonly Tree[] = [], files: readonly Tree[] = []) =>
  compound(
    item('message', values, { ...numbered('recip', recipients), ...numbered('attach', files) }),
  );

async function fieldsOf(bytes: Uint8Array) {
  const { mail } = await extract(bytes);
  if (mail === null) throw new Error('no mail');
  const { messageId, from, to, cc, date, subject } = mail;
  return { messageId, from, to, cc, date, subject };
}

/** The plain body of full.eml, as its mail says it. */
async function plainOfFull(): Promise<string> {
  const { reading, mail } = await extract(file('full.eml'));
  const [body, quoted, signature] = [reading?.text, mail?.quoted, mail?.signature].map(lines);
  return [...(body ?? []), '', ...(quoted ?? []), '', ...(signature ?? [])].join('\r\n');
}

describe('an Outlook message', () => {
  it('has the fields of the mail that it was', async () => {
    expect(await fieldsOf(msg(FIELDS, RECIPIENTS))).toEqual(full);
  });

  it('has them in an 8-bit code page too', async () => {
    const narrow = {
      '3FFD0003': 1252,
      '0037001E': new Uint8Array(Buffer.from('Réunion à 10 h', 'latin1')),
      '0042001E': utf8('Marie'),
      '0065001E': utf8('marie@b.example'),
    };
    const found = await fieldsOf(msg(narrow));
    expect(found.subject).toBe('Réunion à 10 h');
    expect(found.from).toEqual([{ address: 'marie@b.example', name: 'Marie' }]);
  });

  it('has them by the headers it came with', async () => {
    const raw = new TextDecoder().decode(file('full.eml')).split('\r\n\r\n')[0] ?? '';
    const received = { ...FIELDS, '007D001F': `Received: from a\r\n\tby b\r\n${raw}\r\n\r\n` };
    const found = await extract(msg(received, RECIPIENTS));
    expect(found.problem).toBeNull();
    expect(await fieldsOf(msg(received, RECIPIENTS))).toEqual(full);
    // Whatever Outlook dropped is in the headers still.
    expect(await fieldsOf(msg({ '007D001F': raw }))).toEqual(full);
  });

  it.each<[string, Values, Tree[]]>([
    ['subject', { '0037001F': 'Autre sujet' }, RECIPIENTS],
    ['date', { '00390040': filetime('2026-05-05T21:30:05Z') }, RECIPIENTS],
    ['Message-ID', { '1035001F': '<autre@campagne.example>' }, RECIPIENTS],
    ['from', { '0065001F': 'autre@campagne.example' }, RECIPIENTS],
    ['sender', { '0042001F': 'Autre Nom' }, RECIPIENTS],
    ['to', {}, [...RECIPIENTS, recipient(1, '', 'autre@campagne.example')]],
    ['cc', {}, [...RECIPIENTS.slice(0, 3), recipient(2, '', 'autre@campagne.example')]],
  ])('that shows another %s than its headers is doubtful', async (field, values, recipients) => {
    const raw = new TextDecoder().decode(file('full.eml')).split('\r\n\r\n')[0] ?? '';
    const found = await extract(msg({ ...FIELDS, '007D001F': raw, ...values }, recipients));
    expect(found).toMatchObject({
      problem: 'unreadable',
      detail: `The Outlook message shows another ${field} than its transport headers.`,
    });
  });

  it('leaves names open that Exchange shows of its own', async () => {
    const raw = new TextDecoder().decode(file('full.eml')).split('\r\n\r\n')[0] ?? '';
    const shown = [
      recipient(1, 'DUPONT Hélène', 'helene@campagne.example'),
      ...RECIPIENTS.slice(1),
    ];
    const found = await extract(msg({ ...FIELDS, '007D001F': raw }, shown));
    expect(found.problem).toBeNull();
    expect(found.mail?.to.map((one) => one.address)).toEqual(full.to.map((one) => one.address));
    expect(found.mail?.to.every((one) => one.name === '')).toBe(true);
  });

  it('with an address of an Exchange directory is doubtful, but by its SMTP address', async () => {
    const directory = '/O=CAMPAGNE/OU=PARIS/CN=RECIPIENTS/CN=MARIE';
    const values = { ...FIELDS, '0064001F': 'EX', '0065001F': directory };
    expect((await extract(msg(values))).problem).toBe('unreadable');
    const known = { ...values, '5D02001F': 'marie@campagne.example' };
    expect((await extract(msg(known))).problem).toBeNull();
    expect((await fieldsOf(msg(known))).from).toEqual(full.from);
    // A draft shows no sender.
    const draft = await extract(msg({ ...values, '0E070003': 8 }));
    expect(draft).toMatchObject({ problem: null, mail: { from: [] } });
  });

  it.each([
    ['IPM.Appointment', 'The Outlook item is no mail.'],
    ['IPM.Note.SMIME.MultipartSigned', 'The signed or encrypted message is not opened.'],
  ])('of class %s is not read as a mail', async (itemClass, detail) => {
    const found = await extract(msg({ ...FIELDS, '001A001F': itemClass }));
    expect(found).toMatchObject({ problem: 'unreadable', detail });
  });
});

describe('its bodies', () => {
  it('are split as those of a mail', async () => {
    const found = await extract(msg({ '1000001F': await plainOfFull() }));
    const mail = await extract(file('full.eml'));
    expect(lines(found.reading?.text)).toEqual(lines(mail.reading?.text));
    expect(found.mail?.quoted).toEqual(mail.mail?.quoted);
    expect(found.mail?.signature).toEqual(mail.mail?.signature);
  });

  it('have the drawing of the same mail', async () => {
    const body = 'Le total est de 3 210,50 €.\r\n\r\nMarie\r\n';
    const html = '<html><body><p>Le total est de <b>3 210,50 €</b>.</p></body></html>\r\n';
    const found = await extract(
      msg({ '1000001F': body, '10130102': utf8(html), '3FDE0003': 65001 }),
    );
    const mail = await extract(
      utf8(
        `From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n--b--\r\n`,
      ),
    );
    expect(found.reading).toEqual(mail.reading);
    expect(found.mail?.alternatives).toEqual(mail.mail?.alternatives);
    expect(found.reading?.drawn).not.toBeNull();
  });

  it('in HTML inside RTF are those in HTML', async () => {
    const rtf =
      "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\*\\htmltag64 <p>}Total : 3 210{\\*\\htmltag84 &euro;}\\htmlrtf \\'80\\htmlrtf0 {\\*\\htmltag72 </p>}}";
    const plain = { '1000001F': 'Total : 3 210€' };
    const inRtf = await extract(msg({ ...plain, '10090102': literalRtf(rtf) }));
    const html = '<p>Total : 3 210&euro;</p>';
    const asHtml = await extract(msg({ ...plain, '10130102': utf8(html), '3FDE0003': 65001 }));
    expect(inRtf.mail?.alternatives).toEqual(asHtml.mail?.alternatives);
    expect(inRtf.mail?.alternatives).toHaveLength(1);
    const both = await extract(
      msg({ ...plain, '10130102': utf8(html), '3FDE0003': 65001, '10090102': literalRtf(rtf) }),
    );
    expect(both.mail?.alternatives).toEqual(asHtml.mail?.alternatives);
  });

  const around = (text: string) =>
    storedRtf(
      `{\\rtf1\\ansi\\ansicpg1252\\fromtext \\deff0{\\fonttbl\n{\\f0\\fswiss Arial;}}\n{\\colortbl\\red0\\green0\\blue0;}\n\\uc1\\pard\\plain\\deftab360 \\f0\\fs20 ${text}}`,
    );

  it.each<[string, string, number]>([
    ['that only repeats the plain one', 'Montant : 100\\par\n', 0],
    ['that says something else', 'Montant : 900\\par\n', 1],
    ['in white', 'Montant : {\\cf1 100}\\par\n', 1],
    ['with hidden words', '{\\v Montant :} 100\\par\n', 1],
    ['with a picture', 'Montant : 100{\\pict\\wmetafile8 00}\\par\n', 1],
  ])('in RTF %s', async (_, rtf, alternatives) => {
    const found = await extract(msg({ '1000001F': 'Montant : 100\r\n', '10090102': around(rtf) }));
    expect(found.problem).toBeNull();
    expect(lines(found.reading?.text)).toEqual(['Montant : 100']);
    expect(found.mail?.alternatives).toHaveLength(alternatives);
  });

  it('in RTF alone are the message', async () => {
    const found = await extract(msg({ '10090102': around('Montant : 100\\par\n') }));
    expect(lines(found.reading?.text)).toEqual(['Montant : 100']);
  });

  it('in HTML that two programs decode otherwise are not vouched for', async () => {
    const html = utf8('<meta charset="windows-1251"><p>é</p>');
    const found = await extract(msg({ '10130102': html, '3FDE0003': 65001 }));
    expect(lines(found.reading?.text)).toEqual(['é']);
    expect(found.reading?.drawn).toBeNull();
  });
});

describe('its attachments', () => {
  it('have the digests of the files', async () => {
    const mail = await extract(file('full.eml'));
    const found = await extract(
      msg(
        FIELDS,
        [],
        mail.parts.map((part) => attachment(part.name ?? '', part.bytes)),
      ),
    );
    expect(found.parts).toEqual(mail.parts);
    expect(found.parts.length).toBeGreaterThan(2);
  });

  const embedded = (inner: Tree, method = 5) =>
    item('other', { '37050003': method, '3001001F': 'Message', '3701000D': inner });

  it('that are messages are read as such', async () => {
    const inner = item(
      'embedded',
      { ...FIELDS, '1000001F': 'Texte du message joint' },
      { ...numbered('recip', RECIPIENTS), ...numbered('attach', [attachment('a.txt', utf8('x'))]) },
    );
    const found = await extract(msg({}, [], [embedded(inner)]));
    const [part] = found.parts;
    expect(part).toMatchObject({
      name: 'Message',
      type: 'application/vnd.ms-outlook',
      problem: null,
    });
    expect(lines(part?.reading?.text)).toEqual(['Texte du message joint']);
    expect(part?.mail).toMatchObject(full);
    expect(part?.parts.map((one) => one.name)).toEqual(['a.txt']);
    // One message, wherever it is attached, has one digest.
    const other = await extract(
      msg(FIELDS, RECIPIENTS, [attachment('z', utf8('z')), embedded(inner)]),
    );
    expect(sha256(other.parts[1]?.bytes ?? utf8(''))).toBe(sha256(part?.bytes ?? utf8('')));
  });

  it.each([
    ['an embedded object', embedded({ Contents: utf8('x') }, 6), 'Embedded objects are not read.'],
    ['a link', item('other', { '37050003': 7 }), 'The attachment is not in the message.'],
  ])('that are %s are named', async (_, one, detail) => {
    const found = await extract(msg({ '1000001F': 'x' }, [], [one]));
    expect(found.parts).toMatchObject([{ problem: 'unreadable', detail }]);
  });

  it('nested beyond the limit stop with a reason', async () => {
    let inner = item('embedded', { '1000001F': 'au fond' });
    for (let i = 0; i < 20; i++)
      inner = item('embedded', {}, numbered('attach', [embedded(inner)]));
    let found: Document | undefined = await extract(msg({}, [], [embedded(inner)]));
    let depth = 0;
    while (found?.problem === null) {
      found = found.parts[0];
      depth++;
    }
    expect(found?.problem).toBe('over_limit');
    expect(depth).toBe(LOCAL_LIMITS.maxMailDepth);
  });

  it('of too many parts are over the limit', async () => {
    const files = Array.from({ length: 4 }, (_, i) => attachment(`${i}`, utf8(`${i}`)));
    const limits = { ...LOCAL_LIMITS, maxParts: 3 };
    expect((await extract(msg({}, [], files), { limits })).problem).toBe('over_limit');
  });
});

describe('a hostile Outlook message', () => {
  it.each<[string, Tree]>([
    ['a property in two encodings', item('message', { '0037001F': 'a', '0037001E': utf8('b') })],
    ['an unknown code page', item('message', { '3FFD0003': 9, '0037001E': Uint8Array.of(0xe9) })],
    ['damaged RTF', item('message', { '10090102': new Uint8Array(20) })],
    ['a recipient without properties', item('message', {}, { '__recip_version1.0_#00000000': {} })],
  ])('with %s is unreadable', async (_, tree) => {
    const found = await extract(compound(tree));
    expect(found.problem).toBe('unreadable');
    expect(found.detail).not.toBe('The file could not be read.');
  });

  it('with any bytes changed has a coded error or a mail', async () => {
    const whole = msg(
      { ...FIELDS, '1000001F': 'Texte', '10090102': literalRtf('{\\rtf1 a}') },
      RECIPIENTS.slice(0, 2),
      [attachment('a.txt', utf8('texte'))],
    );
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        const found = await extract(bytes);
        expect(found.bytes).toBe(bytes);
        if (found.detail) expect(found.detail).not.toBe('The file could not be read.');
        expect(found.problem !== null || found.mail !== null || found.reading !== null).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
