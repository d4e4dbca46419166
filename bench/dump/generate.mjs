/**
 * A made-up dump of a campaign's mailboxes: mails with HTML alternatives, threads, signatures,
 * disclaimers and attachments, and loose files beside them. Sentences come from the texts of this
 * repository, shuffled; names, sums and dates are drawn. The same seed gives the same dump.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { randomOf } from '../tamper/random.mjs';
import { docx, pdf, png } from './attachments.mjs';
import { base64, quotedPrintable, word } from './encodings.mjs';

const ROOT = resolve(import.meta.dirname, '../..');

/** Of a hundred files in a dump that is nine tenths mail. */
const LOOSE = { pdf: 4, docx: 3, txt: 2, png: 1 };
/** Of a hundred mails, those with an attachment, and what it is. */
const WITH_ATTACHMENT = 22;
const ATTACHMENTS = { pdf: 50, docx: 25, png: 25 };
/** Of a hundred attachments, those that were sent before. */
const REPEATED = 40;

function sentences() {
  const files = globSync(
    ['demo/source/*.mjs', 'docs/**/*.md', 'schema/*.md', 'demo/genuine/notes/*.txt'],
    {
      cwd: ROOT,
    },
  ).sort();
  const found = [];
  for (const file of files) {
    const text = readFileSync(join(ROOT, file), 'utf8').replace(/\s+/g, ' ');
    found.push(...(text.match(/[A-ZÀÉÈ][^.!?|{}<>`]{30,240}[.!?]/g) ?? []));
  }
  return found;
}

const PEOPLE = 'nadia hugo karim lea paul ines marc julie sophie yann claire omar'.split(' ');

export function makeDump(folder, { files, seed, mails = 0.9 }) {
  const draw = randomOf(`dump/${seed}`);
  const all = sentences();
  const pick = (list) => list[draw.int(list.length)];
  const paragraph = () =>
    Array.from({ length: 2 + draw.int(5) }, () => pick(all))
      .join(' ')
      .replace(/\d+/g, (digits) => String(draw.int(10 ** Math.min(digits.length, 6))));
  const prose = (least, most) =>
    Array.from({ length: least + draw.int(most - least + 1) }, paragraph);
  const kindOf = (shares) => {
    let at = draw.int(Object.values(shares).reduce((sum, share) => sum + share, 0));
    for (const [kind, share] of Object.entries(shares)) {
      at -= share;
      if (at < 0) return kind;
    }
    throw new Error('shares do not add up');
  };
  const make = (kind) => {
    if (kind === 'pdf') return pdf(prose(4, 40), draw);
    if (kind === 'docx') return docx(prose(4, 30), draw);
    if (kind === 'txt') return Buffer.from(`${prose(2, 20).join('\n\n')}\n`);
    return png(draw);
  };
  const sent = [];
  const attachment = () => {
    if (sent.length > 0 && draw.int(100) < REPEATED) return pick(sent);
    const kind = kindOf(ATTACHMENTS);
    const made = { kind, name: `${kind}-${sent.length}.${kind}`, bytes: make(kind) };
    sent.push(made);
    return made;
  };
  const signatures = PEOPLE.map((who) => `${who}@campagne.example\nCampagne 2027, ${pick(all)}`);
  const disclaimers = Array.from({ length: 6 }, () => prose(1, 2).join('\n'));
  const recent = [];

  function mail(n) {
    const from = draw.int(PEOPLE.length);
    const own = prose(1, 6).join('\n\n');
    const below = [];
    if (draw.int(100) < 80) below.push(`-- \n${signatures[from]}`);
    if (draw.int(100) < 50) below.push(pick(disclaimers));
    if (recent.length > 0 && draw.int(100) < 40) {
      const earlier = pick(recent);
      below.push(
        `Le mardi 2 mars 2027, ${earlier.from} a écrit :\n${earlier.text.replace(/^/gm, '> ')}`,
      );
    }
    const text = [own, ...below].join('\n\n');
    recent.push({ from: PEOPLE[from], text: own });
    if (recent.length > 50) recent.shift();
    const head = [
      'Received: from mx.campagne.example (192.0.2.7) by mail.campagne.example; Tue, 2 Mar 2027 10:00:00 +0100',
      `From: ${word(PEOPLE[from])} <${PEOPLE[from]}@campagne.example>`,
      `To: ${pick(PEOPLE)}@campagne.example, ${pick(PEOPLE)}@campagne.example`,
      `Subject: ${word(own.slice(0, 40))}`,
      `Date: Tue, ${1 + draw.int(28)} Mar 2027 ${10 + draw.int(10)}:${10 + draw.int(50)}:00 +0100`,
      `Message-ID: <${n}.${draw.int(1e9)}@campagne.example>`,
      'MIME-Version: 1.0',
    ];
    const encoding = draw.int(100) < 70 ? 'quoted-printable' : 'base64';
    const encode = encoding === 'base64' ? (body) => base64(Buffer.from(body)) : quotedPrintable;
    const leaf = (type, body) =>
      `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${encode(body)}`;
    let body = leaf('text/plain', text);
    if (draw.int(100) < 45) {
      const html = `<html><body>${text
        .split('\n\n')
        .map((one) => `<p>${one.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`)
        .join('\n')}</body></html>`;
      body = multipart('alternative', `alt${n}`, [body, leaf('text/html', html)]);
    }
    if (draw.int(100) < WITH_ATTACHMENT) {
      const parts = Array.from({ length: 1 + (draw.int(4) === 0 ? 1 : 0) }, attachment);
      body = multipart('mixed', `mix${n}`, [
        body,
        ...parts.map(
          ({ kind, name, bytes }) =>
            `Content-Type: ${TYPES[kind]}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(bytes)}`,
        ),
      ]);
    }
    return Buffer.from(`${head.join('\r\n')}\r\n${body}`);
  }

  const counts = { files: 0, mails: 0, bytes: 0 };
  for (let n = 0; n < files; n++) {
    const isMail = draw.next() < mails;
    const kind = isMail ? 'eml' : mails === 0 ? 'pdf' : kindOf(LOOSE);
    const bytes = isMail ? mail(n) : make(kind);
    const into = join(folder, String(Math.floor(n / 1000)).padStart(3, '0'));
    if (n % 1000 === 0) mkdirSync(into, { recursive: true });
    writeFileSync(join(into, `${String(n).padStart(6, '0')}.${kind}`), bytes);
    counts.files++;
    counts.mails += isMail ? 1 : 0;
    counts.bytes += bytes.length;
  }
  return counts;
}

const TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  png: 'image/png',
};

function multipart(kind, boundary, parts) {
  const lines = [`Content-Type: multipart/${kind}; boundary="${boundary}"`, ''];
  for (const part of parts) lines.push(`--${boundary}`, part);
  return [...lines, `--${boundary}--`, ''].join('\r\n');
}
