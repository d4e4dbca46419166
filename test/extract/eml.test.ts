import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import type { Document, MailFields, Text } from '../../src/fingerprint/document.ts';

const folder = new URL('../fixtures/mail/', import.meta.url);
const file = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  fields: Record<string, Partial<MailFields>>;
  attachments: Record<string, { name: string; sha256: string }[]>;
};
const bytes = (text: string) => new TextEncoder().encode(text);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const lines = (text: Text | null | undefined) =>
  (text?.pages ?? []).flat().map((line) => line.text);

/** A document without its bytes, and without those of its parts that are mails. */
function withoutBytes(document: Document): unknown {
  const { bytes: own, name: _, parts, ...rest } = document;
  const kept = document.type === 'message/rfc822' ? null : sha256(own);
  return { ...rest, kept, parts: parts.map(withoutBytes) };
}

function mail(body: string, headers = 'Content-Type: text/plain; charset=utf-8'): Uint8Array {
  return bytes(`From: a@b.example\r\nMessage-ID: <1@b>\r\n${headers}\r\n\r\n${body}`);
}

describe('header fields', () => {
  for (const [name, fields] of Object.entries(expected.fields)) {
    it(`of ${name} are those that Python reads`, async () => {
      const { mail: found, type } = await extract(file(name));
      expect(type).toBe('message/rfc822');
      expect(found).toMatchObject(fields);
    });
  }

  it('refuses to choose between two different subjects', async () => {
    const found = await extract(mail('x', 'Subject: 100 €\r\nSubject: 900 €'));
    expect(found.problem).toBe('unreadable');
    expect(found.detail).toContain('subject');
  });

  it('takes every sender of two From headers', async () => {
    const { mail: found, problem } = await extract(mail('x', 'From: Chef <chef@b.example>'));
    expect(found?.from.map((one) => one.address)).toEqual(['a@b.example', 'chef@b.example']);
    expect(problem).toBe('unreadable');
  });
});

describe('bodies', () => {
  it('splits the French mail into body, thread and signature', async () => {
    const found = await extract(file('full.eml'));
    expect(found.problem).toBeNull();
    expect(lines(found.reading?.text)).toEqual([
      'Bonjour Hélène,',
      'Le budget révisé s’élève à 3 210,50 € : voir l’annexe.',
      'L’œuvre coûte −12 % de moins qu’en 2025 ; à régler avant le 30 avril.',
    ]);
    expect(lines(found.mail?.quoted)).toEqual([
      'Le lun. 4 mai 2026 à 09:12, Jean Dupont <jean.dupont@campagne.example> a',
      'écrit :',
      '> Où en est le budget ?',
      '> Merci,',
      '> Jean',
    ]);
    expect(lines(found.mail?.signature)).toEqual(['-- ', 'Marie Curie-Lefèvre', 'Trésorière']);
    expect(found.mail?.alternatives).toHaveLength(1);
    expect(lines(found.mail?.alternatives[0]?.text).join(' ')).toContain('3 210,50 €');
  });

  it.each(['full-base64-lf.eml', 'full-8bit.eml', 'full-relayed.eml'])(
    'gives %s the same document as full.eml',
    async (name) => {
      const reference = withoutBytes(await extract(file('full.eml')));
      expect(withoutBytes(await extract(file(name)))).toEqual(reference);
    },
  );

  it.each([
    ['latin1.eml', 'Été à Nîmes : 12 000 F.'],
    ['windows-1252.eml', 'L’œuvre : 3 210,50 €…'],
  ])('decodes the charset of %s', async (name, text) => {
    expect(lines((await extract(file(name))).reading?.text)).toEqual([text]);
  });

  it('keeps a second text part apart instead of merging it', async () => {
    const found = await extract(
      mail(
        '--b\r\n\r\nMontant : 100\r\n--b\r\nContent-Type: text/plain\r\n\r\nMontant : 900\r\n--b--\r\n',
        'Content-Type: multipart/mixed; boundary=b',
      ),
    );
    expect(lines(found.reading?.text)).toEqual(['Montant : 100']);
    expect(found.mail?.alternatives.map((one) => lines(one.text))).toEqual([['Montant : 900']]);
  });

  it('does not let an empty plain alternative lead', async () => {
    const found = await extract(
      mail(
        '--b\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Vrai texte</p>\r\n--b--',
        'Content-Type: multipart/alternative; boundary=b',
      ),
    );
    expect(lines(found.reading?.text)).toEqual(['Vrai texte']);
  });

  it('does not let a list footer lead before an HTML message', async () => {
    const found = await extract(
      mail(
        '--b\r\nContent-Type: text/html\r\n\r\n<p>Message</p>\r\n--b\r\n\r\nListe\r\n--b--',
        'Content-Type: multipart/mixed; boundary=b',
      ),
    );
    expect(lines(found.reading?.text)).toEqual(['Message']);
    expect(found.mail?.alternatives.map((one) => lines(one.text))).toEqual([['Liste']]);
  });

  it.each([
    ['a multipart without boundary', 'Content-Type: multipart/mixed', 'Texte visible'],
    [
      'a boundary that never comes',
      'Content-Type: multipart/mixed; boundary=zz',
      '--other\r\nTexte visible',
    ],
    [
      'a part that has no headers',
      'Content-Type: multipart/mixed; boundary=b',
      '--b\r\nTexte visible',
    ],
    [
      'a part after the last boundary',
      'Content-Type: multipart/mixed; boundary=b',
      '--b--\r\n--b\r\n\r\nTexte visible',
    ],
    [
      'a mail without closing boundary',
      'Content-Type: multipart/mixed; boundary=b',
      '--b\r\n\r\nTexte visible',
    ],
  ])('loses no text of %s', async (_, headers, body) => {
    const found = await extract(mail(body, headers));
    expect(lines(found.reading?.text)).toContain('Texte visible');
  });

  it('joins what format=flowed with delsp breaks', async () => {
    const found = await extract(
      mail(
        'une addi \r\ntion\r\n -> 3 \r\n5',
        'Content-Type: text/plain; format=flowed; delsp=yes',
      ),
    );
    expect(lines(found.reading?.text)).toEqual(['une addition', '-> 35']);
  });

  it('joins flowed quotes of one depth only, without their marks', async () => {
    const found = await extract(
      mail(
        'Oui \r\n> addi \r\n> tion \r\n>> 3 \r\n-- \r\nMarie',
        'Content-Type: text/plain; format=flowed; delsp=yes',
      ),
    );
    expect(lines(found.reading?.text)).toEqual(['Oui ']);
    expect(lines(found.mail?.quoted)).toEqual(['> addition ', '>> 3 ']);
    expect(lines(found.mail?.signature)).toEqual(['-- ', 'Marie']);
  });

  it.each([
    ['an unknown charset', 'Content-Type: text/plain; charset=utf-7', 'x', 'unreadable'],
    ['an unknown encoding', 'Content-Transfer-Encoding: x-yenc', 'x', 'unreadable'],
    ['base64 that goes on', 'Content-Transfer-Encoding: base64', 'QQ==\r\nQQ==', 'unreadable'],
    [
      'a PGP text',
      'X-A: b',
      '-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----',
      'encrypted',
    ],
    [
      'a PGP/MIME message',
      'Content-Type: multipart/encrypted; boundary=b',
      '--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b--',
      'encrypted',
    ],
    [
      'an S/MIME envelope',
      'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64',
      // SEQUENCE of indefinite length, OID 1.2.840.113549.1.7.3.
      Buffer.from('308006092a864886f70d010703a080', 'hex').toString('base64'),
      'encrypted',
    ],
  ])('says so of %s', async (_, headers, body, problem) => {
    expect((await extract(mail(body, headers))).problem).toBe(problem);
  });
});

describe('attachments', () => {
  it('have the names and digests of the files that were attached', async () => {
    for (const [name, files] of Object.entries(expected.attachments)) {
      const { parts } = await extract(file(name));
      expect(parts.map((part) => ({ name: part.name, sha256: sha256(part.bytes) }))).toEqual(files);
    }
  });

  it('keep their digests when line ends change on the way', async () => {
    const { parts } = await extract(file('text-attachments-lf.eml'));
    expect(parts.map((part) => sha256(part.bytes))).toEqual(
      expected.attachments['text-attachments.eml']?.map((one) => one.sha256),
    );
  });

  it('of type message/rfc822 are read as mails', async () => {
    const [inner] = (await extract(file('nested.eml'))).parts;
    expect(inner?.name).toBe('message.eml');
    expect(withoutBytes(inner as Document)).toEqual(withoutBytes(await extract(file('full.eml'))));
  });

  it('that are mails have one digest, whatever the line ends of the mail around them', async () => {
    const crlf = file('nested.eml');
    const lf = crlf.filter((byte) => byte !== 0x0d);
    const [inner] = (await extract(crlf)).parts;
    expect((await extract(lf)).parts[0]?.bytes).toEqual(inner?.bytes);
    expect(new TextDecoder().decode(inner?.bytes)).not.toMatch(/[^\r]\n/);
  });

  it('that have their name in sections, in any order, are named', async () => {
    const sections = "name*1*=%20fin.csv; name*0*=utf-8''%C3%A9t%C3%A9";
    const { parts } = await extract(mail('a;b', `Content-Type: text/csv; ${sections}`));
    expect(parts[0]?.name).toBe('été fin.csv');
  });

  it('that are a detached S/MIME signature are no problem', async () => {
    // SEQUENCE, OID 1.2.840.113549.1.7.2 (signedData).
    const cms = Buffer.from('308006092a864886f70d010702a080', 'hex').toString('base64');
    const signature = (outer: string) =>
      mail(
        `--b\r\n\r\nSigné\r\n--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n${cms}\r\n--b--`,
        `Content-Type: multipart/${outer}; boundary=b`,
      );
    const { parts, problem } = await extract(signature('signed'));
    expect(problem).toBeNull();
    expect(parts).toMatchObject([{ type: 'application/pkcs7-signature', problem: null }]);
    expect((await extract(signature('mixed'))).parts[0]?.problem).toBe('unreadable');
  });

  it('that are no mail, though declared, are a named problem', async () => {
    const { parts } = await extract(mail('Bonjour', 'Content-Type: message/rfc822'));
    expect(parts.map((part) => part.problem)).toEqual(['unreadable']);
  });

  it('are decoded from uuencode', async () => {
    // `printf 'Chat noir' | uuencode chat.txt` of sharutils.
    const uu = 'begin 644 chat.txt\r\n)0VAA="!N;VER\r\n`\r\nend\r\n';
    const headers =
      'Content-Type: text/plain; name=chat.txt\r\nContent-Transfer-Encoding: x-uuencode';
    const { parts } = await extract(mail(uu, headers));
    expect(parts.map((part) => new TextDecoder().decode(part.bytes))).toEqual(['Chat noir']);
  });

  it('keep CR LF in binary ones', async () => {
    const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0];
    const head = mail('', 'Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: 8bit');
    const { parts } = await extract(new Uint8Array([...head, ...png]));
    expect([...(parts[0]?.bytes ?? [])]).toEqual(png);
    expect(parts[0]?.type).toBe('image/png');
  });

  it('of any bytes come out whole, encoded as base64', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (data) => {
        const encoded = Buffer.from(data)
          .toString('base64')
          .replace(/.{1,60}/g, '$&\r\n');
        const headers =
          'Content-Type: application/octet-stream; name=x\r\nContent-Transfer-Encoding: base64';
        const { parts } = await extract(mail(encoded, headers));
        expect([...(parts[0]?.bytes ?? [])]).toEqual([...data]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('beside postal-mime', () => {
  it('finds every text and attachment that it finds', async () => {
    for (const name of ['full.eml', 'latin1.eml', 'windows-1252.eml', 'text-attachments.eml']) {
      const peer = await PostalMime.parse(file(name));
      const found = await extract(file(name));
      const own = [found.reading?.text, found.mail?.quoted, found.mail?.signature].flatMap(lines);
      const theirs = (peer.text ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
      expect(own.map((line) => line.trim())).toEqual(theirs.map((line) => line.trim()));
      expect(found.parts.map((part) => part.name)).toEqual(
        peer.attachments.map((one) => one.filename),
      );
    }
  });
});
