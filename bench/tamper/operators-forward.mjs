/** Operators that put a registered mail into another. */
import { PEOPLE, render } from './mails.mjs';
import { bodyOf } from './operators-mail.mjs';

const latin = (bytes) => Buffer.from(bytes).toString('latin1');
const toBytes = (text) => new Uint8Array(Buffer.from(text, 'latin1'));

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

export const forwardOperators = [
  {
    name: 'forwarded_quoted',
    group: 'wrapped',
    truth: 'contains',
    kinds: ['eml'],
    make: forwarded('quoted'),
  },
  {
    name: 'forwarded_inline',
    group: 'wrapped',
    truth: 'contains',
    kinds: ['eml'],
    make: forwarded('inline'),
  },
  {
    name: 'forwarded_attached',
    group: 'wrapped',
    truth: 'contains',
    kinds: ['eml'],
    make: forwarded('attached'),
  },
];
