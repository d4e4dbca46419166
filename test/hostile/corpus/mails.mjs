/** Mails and mailboxes: nesting, counts, headers, encodings and quotes without end. */
import { hostile, latin1, noise } from './tools.mjs';

const MiB = 1 << 20;
const READ = 'absent too_short no_text_layer over_limit unreadable';

const mail = (headers, body) =>
  latin1(
    `From: a@b.example\r\nMessage-ID: <1@b>\r\nMIME-Version: 1.0\r\n${headers}\r\n\r\n${body}`,
  );
const multipart = (body) => mail('Content-Type: multipart/mixed; boundary=b', body);
const encoded = (encoding, body, type = 'text/plain') =>
  mail(`Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}`, body);

const HEADERS = {
  'encoded-words': `Subject: ${'=?utf-8?Q?=C3=A9?= '.repeat(100_000)}`,
  'encoded-open': `Subject: ${'=?utf-8?B?'.repeat(150_000)}`,
  'encoded-charsets': `Subject: ${Array.from({ length: 20_000 }, (_, n) => `=?x${n}?B?/w==?=`).join(' ')}`,
  'encoded-one': `Subject: =?utf-8?B?${'w6k='.repeat(300_000)}?=`,
  comments: `To: ${'('.repeat(800_000)}`,
  'comments-closed': `To: ${'('.repeat(100_000)}a${')'.repeat(100_000)} <a@b.example>`,
  quotes: `To: ${'"a\\'.repeat(300_000)}`,
  addresses: `To: ${'"A" <a@b.example>, '.repeat(60_000)}`,
  groups: `To: ${'a:b;'.repeat(200_000)}`,
  routes: `To: <${'@a,'.repeat(200_000)}:a@b>`,
  parameters: `Content-Type: text/plain; ${'a=b; '.repeat(200_000)}`,
  continuations: `Content-Type: text/plain; ${Array.from({ length: 50_000 }, (_, n) => `name*${n}*=%41`).join('; ')}`,
  folded: `Subject: a${'\r\n '.repeat(300_000)}b`,
  'folded-blank': `Subject:${' '.repeat(MiB)}b`,
  date: `Date: ${'Mon, '.repeat(100_000)}1 Jan 2027`,
  'date-digits': `Date: ${'1'.repeat(MiB)}`,
  ids: `References: ${'<a@b> '.repeat(150_000)}`,
  colons: ':'.repeat(MiB),
  names: `${'a'.repeat(MiB)}: b`,
  many: 'X: a\r\n'.repeat(300_000).trimEnd(),
  froms: 'From: c@d.example\r\n'.repeat(60_000).trimEnd(),
  types: 'Content-Type: multipart/mixed; boundary=b\r\n'.repeat(40_000).trimEnd(),
};

const BODIES = {
  'parts-100000': () => multipart('--b\r\n\r\nx\r\n'.repeat(100_000)),
  'parts-empty': () => multipart('--b\r\n'.repeat(300_000)),
  'multipart-deep': () => {
    let body = '';
    for (let n = 0; n < 20_000; n++) {
      body += `--b${n}\r\nContent-Type: multipart/mixed; boundary=b${n + 1}\r\n\r\n`;
    }
    return mail('Content-Type: multipart/mixed; boundary=b0', body);
  },
  'multipart-same-boundary': () =>
    multipart('--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'.repeat(20_000)),
  'boundary-prefixes': () => {
    let body = '';
    for (let n = 1; n < 60; n++) {
      body += `--${'b'.repeat(n)}\r\nContent-Type: multipart/mixed; boundary=${'b'.repeat(n + 1)}\r\n\r\n`;
    }
    return multipart(body + `${'-'.repeat(2)}${'b'.repeat(70)}\r\n`.repeat(30_000));
  },
  'boundary-dashes': () =>
    mail('Content-Type: multipart/mixed; boundary="-"', `${'-'.repeat(80)}\r\n`.repeat(60_000)),
  'rfc822-deep': () =>
    latin1(
      'From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n'.repeat(
        20_000,
      ),
    ),
  'rfc822-wide': () =>
    multipart('--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b\r\n\r\nx\r\n'.repeat(30_000)),
  'rfc822-base64': () => {
    // Each copy carries the one before in base64, so depth costs a third more each time.
    let inner = mail('Subject: a', 'Texte');
    for (let n = 0; n < 40; n++) {
      inner = encoded('base64', inner.toString('base64'), 'message/rfc822');
    }
    return inner;
  },
  'base64-garbage': () => encoded('base64', noise(8 * MiB).toString('latin1')),
  'base64-padding': () => encoded('base64', '='.repeat(4 * MiB)),
  'base64-dots': () => encoded('base64', 'QUJD\r\n.\r\n'.repeat(400_000)),
  'base64-zeros': () => encoded('base64', 'A'.repeat(30 * MiB), 'application/octet-stream'),
  'quoted-soft': () => encoded('quoted-printable', '=\r\n'.repeat(MiB)),
  'quoted-equals': () => encoded('quoted-printable', '='.repeat(4 * MiB)),
  'quoted-blanks': () => encoded('quoted-printable', `${' '.repeat(4 * MiB)}x`),
  'unknown-encoding': () => encoded('x-bomb', noise(100_000).toString('base64')),
  'uuencode-begins': () => encoded('x-uuencode', 'begin 644 a\r\n'.repeat(200_000)),
  'uuencode-body': () => encoded('7bit', 'begin 644 a\r\nM\r\n`\r\nend\r\n'.repeat(60_000)),
  'charset-wrong': () =>
    encoded('8bit', noise(MiB).toString('latin1'), 'text/plain; charset=utf-7'),
  'charset-iso-2022': () =>
    encoded('8bit', '\x1b$B\x1b(B'.repeat(300_000), 'text/plain; charset=iso-2022-jp'),
  'charset-utf-16': () =>
    encoded('8bit', noise(MiB, 5).toString('latin1'), 'text/plain; charset=utf-16'),
  'html-nested': () => encoded('7bit', '<div>'.repeat(200_000), 'text/html'),
  'html-quotes': () => encoded('7bit', '<blockquote type=cite>a'.repeat(60_000), 'text/html'),
  flowed: () => encoded('7bit', '> a \r\n'.repeat(300_000), 'text/plain; format=flowed; delsp=yes'),
  alternatives: () =>
    mail(
      'Content-Type: multipart/alternative; boundary=b',
      '--b\r\nContent-Type: text/html\r\n\r\nx\r\n'.repeat(1500),
    ),
  partial: () => mail('Content-Type: message/partial; number=1; total=999999999; id=a', 'x'),
  external: () =>
    mail('Content-Type: message/external-body; access-type=URL; URL="http://a.example/"', '\r\n'),
  returns: () => mail('Subject: a', '\r'.repeat(3 * MiB)),
  nuls: () => mail('Subject: a', '\0'.repeat(3 * MiB)),
  marks: () => mail('Subject: a', `${'>'.repeat(3 * MiB)} a`),
  'mark-steps': () =>
    mail('Subject: a', Array.from({ length: 2000 }, (_, n) => `${'>'.repeat(n)} a`).join('\n')),
  wrote: () => mail('Subject: a', 'Le 1 mai, A a écrit :\n> b\n'.repeat(80_000)),
  'forward-heads': () =>
    mail('Subject: a', "-----Message d'origine-----\nDe : a\nObjet : b\n\n".repeat(40_000)),
  signatures: () => mail('Subject: a', '-- \na\n'.repeat(300_000)),
  underlines: () => mail('Subject: a', '_'.repeat(3 * MiB)),
};

const envelope = 'From a@b.example Thu Jan  1 00:00:00 2027\n';

export const mails = [
  ...Object.entries(HEADERS).map(([name, header]) =>
    hostile(`mail-header-${name}.eml`, READ, () => mail(header, 'Texte')),
  ),
  ...Object.entries(BODIES).map(([name, make]) => hostile(`mail-${name}.eml`, READ, make)),
  hostile('mail-header-6-mb.eml', 'over_limit', () =>
    mail(`X-A: ${'a'.repeat(990)}\r\n`.repeat(6800).trimEnd(), 'Texte'),
  ),
  hostile('mbox-100000.mbox', 'over_limit', () =>
    latin1(`${envelope}From: a@b.example\nMessage-ID: <1@b>\n\nTexte\n\n`.repeat(100_000)),
  ),
  hostile('mbox-envelopes.mbox', 'over_limit unreadable absent too_short', () =>
    latin1(`${envelope}\n`.repeat(200_000)),
  ),
  hostile('mbox-quoted-froms.mbox', READ, () =>
    latin1(
      `${envelope}From: a@b.example\n\n${'>From a\n'.repeat(300_000)}${`${'>'.repeat(MiB)}From a\n`}`,
    ),
  ),
];
