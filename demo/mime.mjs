/** Composes RFC 5322 mails as a mail program of the time would. */
import { createHash } from 'node:crypto';

const TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

const CRLF = '\r\n';

/** RFC 2047 encoded words of at most 75 characters; plain ASCII stays as it is. */
function word(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is what is meant
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  const words = [];
  let chunk = '';
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > 42) {
      words.push(chunk);
      chunk = '';
    }
    chunk += character;
  }
  words.push(chunk);
  return words.map((w) => `=?utf-8?B?${Buffer.from(w).toString('base64')}?=`).join(`${CRLF} `);
}

const base64 = (bytes) =>
  Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{76})/g, `$1${CRLF}`);

function quotedPrintable(text) {
  return text
    .split('\n')
    .map((line) => {
      let out = '';
      let column = '';
      for (const byte of Buffer.from(line)) {
        const plain = byte >= 32 && byte <= 126 && byte !== 61;
        const next = plain
          ? String.fromCharCode(byte)
          : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
        if ((column + next).length > 75) {
          out += `${column}=${CRLF}`;
          column = '';
        }
        column += next;
      }
      return out + column.replace(/ $/, '=20');
    })
    .join(CRLF);
}

function encoded(text, encoding) {
  if (encoding === 'base64') return base64(text.replaceAll('\n', CRLF));
  if (encoding === 'quoted-printable') return quotedPrintable(text);
  return text.replaceAll('\n', CRLF);
}

const text = (type, content, encoding) =>
  [
    `Content-Type: ${type}; charset=utf-8`,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    encoded(content, encoding),
  ].join(CRLF);

function multipart(kind, boundary, parts) {
  const lines = [`Content-Type: multipart/${kind}; boundary="${boundary}"`, ''];
  for (const part of parts) lines.push(`--${boundary}`, part);
  return [...lines, `--${boundary}--`, ''].join(CRLF);
}

function attachment(name, bytes) {
  const type = TYPES[name.split('.').at(-1)] ?? 'application/octet-stream';
  return [
    `Content-Type: ${type}; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
    '',
    base64(bytes),
  ].join(CRLF);
}

const htmlOf = (plain) =>
  `<html><body>\n${plain
    .trim()
    .split(/\n\n+/)
    .map(
      (p) =>
        `<p>${p.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>\n')}</p>`,
    )
    .join('\n')}\n</body></html>\n`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** RFC 5322 date of an ISO instant with offset, in that offset. */
function mailDate(iso) {
  const [, year, month, day, time, offset] = /^(\d+)-(\d+)-(\d+)T([\d:]+)([+-]\d\d:\d\d)$/.exec(
    iso,
  );
  const weekday = DAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  return `${weekday}, ${Number(day)} ${MONTHS[month - 1]} ${year} ${time} ${offset.replace(':', '')}`;
}

/** The mail answered, quoted as programs do in the language of the answer. */
function quoteOf(quoted, people, french) {
  const [name] = people[quoted.from];
  const day = quoted.date.slice(0, 10);
  const intro = french ? `Le ${day}, ${name} a écrit :` : `On ${day}, ${name} wrote:`;
  const lines = quoted.text.trimEnd().split('\n');
  return `\n${intro}\n${lines.map((line) => (line ? `> ${line}` : '>')).join('\n')}\n`;
}

/**
 * @param mail an entry of `source/mails.mjs`; `received` adds a transport header
 * @param read gives the bytes of an attachment by its path
 * @returns the mail as bytes
 */
export function composeMail(mail, people, quoted, read) {
  const address = (id) => `${word(people[id][0])} <${people[id][1]}>`;
  const french = /[éèàç]/.test(mail.text);
  const body = mail.text + (quoted ? quoteOf(quoted, people, french) : '');
  const id = createHash('sha256').update(mail.name).digest('hex').slice(0, 24);
  const headers = [
    ...(mail.received ? [`Received: ${mail.received}`] : []),
    `From: ${address(mail.from)}`,
    `To: ${mail.to.map(address).join(`,${CRLF} `)}`,
    ...(mail.cc.length > 0 ? [`Cc: ${mail.cc.map(address).join(`,${CRLF} `)}`] : []),
    `Subject: ${word(mail.subject)}`,
    `Date: ${mailDate(mail.date)}`,
    `Message-ID: <${id}@${people[mail.from][1].split('@')[1]}>`,
    ...(quoted
      ? [
          `In-Reply-To: <${createHash('sha256').update(quoted.name).digest('hex').slice(0, 24)}@${people[quoted.from][1].split('@')[1]}>`,
        ]
      : []),
    'MIME-Version: 1.0',
  ];
  const plain = text('text/plain', body, mail.encoding);
  const main = mail.html
    ? multipart('alternative', `alt-${id}-${mail.encoding}`, [
        plain,
        text('text/html', htmlOf(body), mail.encoding),
      ])
    : plain;
  const whole = mail.attach?.length
    ? multipart('mixed', `mix-${id}`, [
        main,
        ...mail.attach.map((name) => attachment(name.split('/').at(-1), read(name))),
      ])
    : main;
  return Buffer.from([...headers, whole].join(CRLF));
}
