import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import type { Document } from '../../src/fingerprint/document.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function mail(body: string, headers: string): Uint8Array {
  return bytes(`From: a@b.example\r\nMessage-ID: <1@b>\r\n${headers}\r\n\r\n${body}`);
}

describe('hostile mails', () => {
  it('20,000 multiparts deep are over the limit', async () => {
    let body = '';
    for (let i = 0; i < 20_000; i++) {
      body += `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`;
    }
    const found = await extract(mail(body, 'Content-Type: multipart/mixed; boundary=b0'));
    expect(found.problem).toBe('over_limit');
  });

  it('20,000 mails deep are over the limit at the 17th', async () => {
    const head = 'From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n';
    let found: Document | undefined = await extract(bytes(head.repeat(20_000)));
    let depth = 0;
    while (found?.problem === null) {
      found = found.parts[0];
      depth++;
    }
    expect(found?.problem).toBe('over_limit');
    expect(depth).toBe(16);
  });

  it('with 6.8 MB of headers are over the limit', async () => {
    const filler = `X-A: ${'a'.repeat(990)}\r\n`.repeat(6800);
    expect((await extract(mail('x', filler.trimEnd()))).problem).toBe('over_limit');
  });

  it('with 100,000 parts are over the limit', async () => {
    const body = '--b\r\n\r\nx\r\n'.repeat(100_000);
    const found = await extract(mail(body, 'Content-Type: multipart/mixed; boundary=b'));
    expect(found.problem).toBe('over_limit');
  });

  it.each([
    ['a date of blanks', `Date: Mon${' '.repeat(1_000_000)}x`],
    ['comments', `To: ${'('.repeat(500_000)}`],
    ['quotes', `To: ${'"a" <'.repeat(100_000)}`],
    ['addresses', `To: ${'a@b,'.repeat(100_000)}`],
    ['encoded words', `Subject: ${'=?utf-8?Q?a?= '.repeat(60_000)}`],
    ['parameters', `Content-Type: text/plain; ${'a=b; '.repeat(100_000)}`],
    ['sections', `Content-Type: text/plain; ${'a*0*=%41; '.repeat(60_000)}`],
    ['one long section', `Content-Type: text/plain; name*=utf-8''${'%41'.repeat(300_000)}`],
    ['angles', `Message-ID: ${'<>'.repeat(400_000)}`],
  ])('with a header of many %s are read to an end', async (_, header) => {
    const found = await extract(mail('Texte', header));
    expect(found.type).toBe('message/rfc822');
    expect(found.detail).not.toBe('The file could not be read.');
  });

  it('made of MIME words never throw and keep every byte', async () => {
    const piece = fc.constantFrom(
      'From: a@b\r\n',
      'MIME-Version: 1.0\r\n',
      'Content-Type: multipart/mixed; boundary=b\r\n',
      'Content-Type: multipart/alternative; boundary="b"\n',
      'Content-Type: message/rfc822\r\n',
      "Content-Type: text/plain; charset*0*=utf-8''a%; name*1=x\r\n",
      'Content-Transfer-Encoding: base64\r\n',
      'Content-Transfer-Encoding: quoted-printable\r\n',
      'Subject: =?utf-8?Q?=?= =?x?b?y?=\r\n',
      '--b\r\n',
      '--b--\r\n',
      '\r\n',
      '\n',
      'begin 644 a\r\n',
      '=',
      '=E9\xff',
      '\0',
      '((((',
      '"',
      ' texte\r\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const input = bytes(`From: a@b\r\nMIME-Version: 1.0\r\n${pieces.join('')}`);
        const found = await extract(input);
        expect(found.bytes).toBe(input);
        expect(found.type).toBe('message/rfc822');
        if (found.problem !== null) expect(found.detail).not.toBe('The file could not be read.');
      }),
      { numRuns: 500 },
    );
  });
});
