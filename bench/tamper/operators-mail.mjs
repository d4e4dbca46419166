/** Operators on mails: redelivered, forwarded, headers forged, attachments swapped. */
import { composeMail } from '../../demo/mime.mjs';
import { FOOTER, PEOPLE, render } from './mails.mjs';

const latin = (bytes) => Buffer.from(bytes).toString('latin1');
const toBytes = (text) => new Uint8Array(Buffer.from(text, 'latin1'));

/** Header block and the rest, line ends as they are. */
function split(bytes) {
  const text = latin(bytes);
  const cut = /\r?\n\r?\n/.exec(text);
  return cut
    ? { head: text.slice(0, cut.index), gap: cut[0], body: text.slice(cut.index + cut[0].length) }
    : null;
}

const endOf = (text) => (text.includes('\r\n') ? '\r\n' : '\n');

function redelivered({ bytes }, random) {
  const mail = split(bytes);
  if (!mail) return null;
  const eol = endOf(mail.gap);
  const head = mail.head.replace(/^From .*\r?\n/, '');
  // What an archive wrote above the header would stand in the middle of it.
  if (!/^[\w-]+:/.test(head) || /^From /m.test(head)) return null;
  const trace = [
    `Return-Path: <leak${random.int(99)}@relay.example>`,
    `Received: from mx${random.int(9)}.relay.example (relay.example [192.0.2.${random.int(250)}])`,
    `\tby inbox.paste.example with ESMTP id ${random.int(1e9).toString(36)}; Mon, 19 Apr 2027 03:12:44 +0000`,
    'X-Spam-Status: No, score=-0.1',
    'List-Id: <archive.paste.example>',
  ];
  return { bytes: toBytes(trace.join(eol) + eol + head + mail.gap + mail.body) };
}

/** Bodies with a single part of ASCII or UTF-8 text, in another transfer encoding. */
function reencoded(base, random) {
  if (base.model) {
    const encoding = random.pick(
      ['8bit', 'quoted-printable', 'base64'].filter((e) => e !== base.model.encoding),
    );
    return { bytes: render({ ...base.model, encoding }) };
  }
  const mail = split(base.bytes);
  if (!mail || /^content-transfer-encoding:\s*(?!7bit|8bit)/im.test(mail.head)) return null;
  const type = /^content-type:\s*([^;\s]+)/im.exec(mail.head)?.[1] ?? 'text/plain';
  if (!/^text\/plain$/i.test(type)) return null;
  const eol = endOf(mail.gap);
  const head = mail.head
    .replace(/^(content-transfer-encoding|mime-version):.*\r?\n?/gim, '')
    .replace(/\r?\n$/, '');
  const coded = Buffer.from(mail.body, 'latin1')
    .toString('base64')
    .replace(/(.{76})/g, `$1${eol}`);
  return {
    bytes: toBytes(
      `${head}${eol}MIME-Version: 1.0${eol}Content-Transfer-Encoding: base64${mail.gap}${coded}${eol}`,
    ),
  };
}

function lineEnds({ bytes }) {
  const text = latin(bytes);
  return {
    bytes: toBytes(
      text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n'),
    ),
  };
}

/** Changes one header of any mail; null when it has none of that name. */
function forged(name, change) {
  return ({ bytes }, random) => {
    const mail = split(bytes);
    if (!mail) return null;
    const pattern = new RegExp(`^${name}:[ \\t]*((?:[^\\r\\n]|\\r?\\n[ \\t])*)`, 'im');
    const found = pattern.exec(mail.head);
    if (!found || found[1].trim() === '') return null;
    const after = change(found[1].trim(), random);
    if (after === null || after === found[1].trim()) return null;
    const head = mail.head.replace(pattern, () => `${name}: ${after}`);
    return {
      bytes: toBytes(head + mail.gap + mail.body),
      note: `${name}: ${found[1].trim()} → ${after}`,
    };
  };
}

const headers = {
  from: forged('From', (_, r) => `Nora Castellan <forged${r.int(99)}@horizon-commun.example>`),
  from_name: forged('From', (v, r) =>
    /<[^>]+>/.test(v) ? `"Somebody Else ${r.int(9)}" ${/<[^>]+>/.exec(v)[0]}` : null,
  ),
  to: forged('To', (_, r) => `secret${r.int(99)}@tresor.example`),
  date: forged('Date', (v, r) =>
    v.replace(/\b(19|20)\d\d\b/, (y) => String(Number(y) + 1 + r.int(9))),
  ),
  date_hour: forged('Date', (v) =>
    v.replace(/ (\d\d):/, (_, h) => ` ${String((Number(h) + 7) % 24).padStart(2, '0')}:`),
  ),
  subject: forged(
    'Subject',
    (v, r) =>
      `${v.startsWith('=?') ? 'Virement' : v} - ${r.pick(['urgent payment', 'offshore', 'destroy after reading'])}`,
  ),
  message_id: forged('Message-ID', (_, r) => `<${r.int(1e9)}@forged.example>`),
};

function ccAdded({ bytes }, random) {
  const mail = split(bytes);
  if (!mail || /^cc:/im.test(mail.head)) return null;
  const eol = endOf(mail.gap);
  return {
    bytes: toBytes(
      `${mail.head}${eol}Cc: hidden${random.int(99)}@tresor.example${mail.gap}${mail.body}`,
    ),
  };
}

function footerAdded(base) {
  const long = `${FOOTER}`;
  if (base.model) return { bytes: render({ ...base.model, text: `${base.model.text}\n${long}` }) };
  const mail = split(base.bytes);
  if (
    !mail ||
    /^content-type:\s*(?!text\/plain)/im.test(mail.head) ||
    /^content-transfer-encoding:\s*(?!7bit|8bit)/im.test(mail.head)
  )
    return null;
  const eol = endOf(mail.gap);
  return {
    bytes: toBytes(
      `${mail.head}${mail.gap}${mail.body.trimEnd()}${eol}${eol}${long.replaceAll('\n', eol)}`,
    ),
  };
}

export const bodyOf = (base) => (base.model ? base.model.text : asciiBody(base.bytes));

function asciiBody(bytes) {
  const mail = split(bytes);
  if (
    !mail ||
    /^content-type:\s*(?!text\/plain)/im.test(mail.head) ||
    /^content-transfer-encoding:\s*(?!7bit|8bit)/im.test(mail.head)
  )
    return null;
  const ascii = [...mail.body].every((character) => character < '\x80');
  return ascii ? mail.body.replaceAll('\r\n', '\n') : null;
}

/** The page that mail programs show says something else than the plain text. */
function alternativeForged(base) {
  if (!base.model?.html) return null;
  const text = latin(
    composeMail(
      { ...base.model, attach: base.model.attachments.map(({ name }) => name), encoding: '8bit' },
      PEOPLE,
      undefined,
      (name) => base.model.attachments.find((a) => a.name === name).bytes,
    ),
  );
  const start = text.indexOf('<html>');
  const at = text.slice(start).search(/\d(?=[^<>]*<)/);
  if (start < 0 || at < 0) return null;
  const digit = text[start + at];
  return {
    bytes: toBytes(
      text.slice(0, start + at) + ((Number(digit) + 3) % 10) + text.slice(start + at + 1),
    ),
    note: 'a digit of the html body alone',
  };
}

/** A mail printed to pdf or saved as text keeps the words and loses the headers. */
async function savedAsText(base) {
  const body = bodyOf(base);
  return body === null ? null : { bytes: new TextEncoder().encode(body), kind: 'txt' };
}

const all = ['eml'];
const header = (name) => ({
  name: `header_${name}_forged`,
  group: 'header forged',
  truth: 'altered',
  kinds: all,
  make: headers[name],
});

export const mailOperators = [
  {
    name: 'mail_reencoded',
    group: 'same content',
    truth: 'same_content',
    kinds: all,
    make: reencoded,
  },
  {
    name: 'mail_redelivered',
    group: 'same content',
    truth: 'same_content',
    kinds: all,
    make: redelivered,
  },
  {
    name: 'mail_line_ends',
    group: 'same content',
    truth: 'same_content',
    kinds: all,
    make: lineEnds,
  },
  {
    name: 'mail_body_saved_as_txt',
    group: 'other text form',
    truth: 'same_text',
    kinds: all,
    make: savedAsText,
  },
  ...Object.keys(headers).map(header),
  { name: 'header_cc_added', group: 'header forged', truth: 'altered', kinds: all, make: ccAdded },
  {
    name: 'html_alternative_forged',
    group: 'header forged',
    truth: 'altered',
    kinds: all,
    make: alternativeForged,
  },
  { name: 'list_footer_added', group: 'wrapped', truth: 'contains', kinds: all, make: footerAdded },
];
