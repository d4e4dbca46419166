/** Operators on mails: redelivered, forwarded, headers forged, attachments swapped. */
import { composeMail } from '../../demo/mime.mjs';
import { DISCLAIMERS, FOOTER, PEOPLE, render } from './mails.mjs';
import { editAny } from './operators-text.mjs';

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

const FORWARD = {
  fr: 'Pour information, voir ci-dessous.\n',
  en: 'For your information, see below.\n',
};

function forwardModel(base, random, text) {
  const [from, to] = random.shuffle(Object.keys(PEOPLE));
  return {
    name: `fw-${base.id}`,
    from,
    to: [to],
    cc: [],
    subject: `TR: ${base.model?.subject ?? 'courriel'}`,
    date: '2027-04-20T09:00:00+02:00',
    text,
    encoding: 'quoted-printable',
    html: false,
    attachments: [],
    lang: base.lang,
  };
}

const bodyOf = (base) => (base.model ? base.model.text : asciiBody(base.bytes));

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

/** Quoted line by line, inline under a rule, or attached whole. */
function forwarded(style) {
  return (base, random) => {
    if (style === 'attached') return { bytes: attachMail(base, random) };
    const body = bodyOf(base);
    if (body === null) return null;
    const sender = base.model ? PEOPLE[base.model.from][0] : 'the sender';
    const intro =
      base.lang === 'fr' ? `Le 2026-05-04, ${sender} a écrit :` : `On 2026-05-04, ${sender} wrote:`;
    const quoted =
      style === 'quoted'
        ? `${intro}\n${body
            .trimEnd()
            .split('\n')
            .map((line) => (line ? `> ${line}` : '>'))
            .join('\n')}\n`
        : `---------- Forwarded message ---------\nFrom: ${sender} <x@campagne.example>\nDate: Mon, 4 May 2026\nSubject: ${base.model?.subject ?? 'Re: list'}\n\n${body}`;
    return {
      bytes: render(forwardModel(base, random, `${FORWARD[base.lang] ?? FORWARD.en}\n${quoted}`)),
    };
  };
}

function attachMail(base, random) {
  const bytes = render({
    ...forwardModel(base, random, FORWARD[base.lang] ?? FORWARD.en),
    attachments: [{ name: 'courriel.eml', bytes: base.bytes }],
  });
  return toBytes(
    latin(bytes).replace(
      'Content-Type: application/octet-stream; name="courriel.eml"',
      'Content-Type: message/rfc822; name="courriel.eml"',
    ),
  );
}

const withAttachment = ({ model }) => model && model.attachments.length > 0;

function attachmentAlone(base) {
  return withAttachment(base)
    ? {
        bytes: base.model.attachments[0].bytes,
        kind: base.model.attachments[0].name.split('.').at(-1),
      }
    : null;
}

function attachmentSwapped(base, random, { heldFile }) {
  if (!withAttachment(base)) return null;
  const [first, ...rest] = base.model.attachments;
  const other = heldFile(first.name.split('.').at(-1), random);
  return (
    other && {
      bytes: render({
        ...base.model,
        attachments: [{ name: first.name, bytes: other.bytes }, ...rest],
      }),
    }
  );
}

function attachmentRemoved(base) {
  return withAttachment(base)
    ? { bytes: render({ ...base.model, attachments: base.model.attachments.slice(1) }) }
    : null;
}

function attachmentAdded(base, random, { heldFile }) {
  const other = base.model && heldFile('pdf', random);
  return other
    ? {
        bytes: render({
          ...base.model,
          attachments: [...base.model.attachments, { name: 'annexe.pdf', bytes: other.bytes }],
        }),
      }
    : null;
}

/** The attachment is the same, its name as the reader sees it is not. */
function attachmentRenamed(base) {
  if (!withAttachment(base)) return null;
  const [first, ...rest] = base.model.attachments;
  const name = `virement-offshore.${first.name.split('.').at(-1)}`;
  return { bytes: render({ ...base.model, attachments: [{ ...first, name }, ...rest] }) };
}

/** The same attachment with one thing changed in it. */
async function attachmentEdited(base, random) {
  if (!withAttachment(base)) return null;
  const [first, ...rest] = base.model.attachments;
  const kind = first.name.split('.').at(-1);
  const edited = await editAny({ ...first, kind, lang: base.lang }, random);
  if (!edited) return null;
  const attachments = [{ name: first.name, bytes: edited.bytes }, ...rest];
  return { bytes: render({ ...base.model, attachments }), note: edited.note };
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
  {
    name: 'forwarded_quoted',
    group: 'wrapped',
    truth: 'contains',
    kinds: all,
    make: forwarded('quoted'),
  },
  {
    name: 'forwarded_inline',
    group: 'wrapped',
    truth: 'contains',
    kinds: all,
    make: forwarded('inline'),
  },
  {
    name: 'forwarded_attached',
    group: 'wrapped',
    truth: 'contains',
    kinds: all,
    make: forwarded('attached'),
  },
  {
    name: 'attachment_alone',
    group: 'attachment alone',
    truth: 'identical_part',
    kinds: all,
    make: attachmentAlone,
  },
  {
    name: 'attachment_swapped',
    group: 'attachment swapped or removed',
    truth: 'altered',
    kinds: all,
    make: attachmentSwapped,
  },
  {
    name: 'attachment_edited',
    group: 'attachment swapped or removed',
    truth: 'altered',
    kinds: all,
    make: attachmentEdited,
  },
  {
    name: 'attachment_renamed',
    group: 'appearance',
    truth: 'appearance',
    kinds: all,
    make: attachmentRenamed,
  },
  {
    name: 'attachment_removed',
    group: 'attachment swapped or removed',
    truth: 'altered',
    kinds: all,
    make: attachmentRemoved,
  },
  {
    name: 'attachment_added',
    group: 'attachment swapped or removed',
    truth: 'altered',
    kinds: all,
    make: attachmentAdded,
  },
];

export { DISCLAIMERS };
