/** What was never registered: every one of these found in the registry is a false accusation. */
import { globSync, readFileSync } from 'node:fs';
import { wrap } from './compose.mjs';
import { amount, factsOf, NAMES } from './facts.mjs';
import { DISCLAIMERS, mailModel, render } from './mails.mjs';
import { fractionOf, hashOf, randomOf } from './random.mjs';

const encode = (text) => new TextEncoder().encode(text);
const halfOf = (seed, id) => (fractionOf(`${seed} half ${id}`) < 0.15 ? 'tune' : 'report');

/** Message-IDs a mail names: its own, and those it answers. */
export function idsOf(bytes) {
  const head = Buffer.from(bytes)
    .toString('latin1')
    .split(/\r?\n\r?\n/, 1)[0]
    .replace(/\r?\n[ \t]+/g, ' ');
  const of = (name) =>
    [...head.matchAll(new RegExp(`^${name}:(.*)$`, 'gim'))].flatMap(
      (m) => m[1].match(/<[^<>\s]+>/g) ?? [],
    );
  const subject = (/^subject:(.*)$/im.exec(head)?.[1] ?? '')
    .replace(/^(?:\s*(?:re|fwd?|tr|aw)(?:\[\d+\])?:|\s*\[[^\]]*\])*/gi, '')
    .replace(/\(was.*/i, '')
    .replace(/[^\p{L}\p{N}]+$/u, '')
    // A change made in two branches is one text: the files are named, their revisions differ.
    .replace(/,\d+\.[\d.]+/g, '')
    .trim()
    .toLowerCase();
  return { own: of('message-id'), named: [...of('in-reply-to'), ...of('references')], subject };
}

/** Held-out mails that share a thread or a Message-ID with a registered one are no negatives. */
export function sortMails(held, registered) {
  const known = registered.map(({ bytes }) => idsOf(bytes));
  const own = new Set(known.flatMap((ids) => ids.own));
  const named = new Set(known.flatMap((ids) => ids.named));
  const subjects = new Set(known.map((ids) => ids.subject).filter((subject) => subject !== ''));
  const sorted = { other: [], thread: [], duplicate: [] };
  for (const mail of held) {
    const ids = idsOf(mail.bytes);
    const same = ids.own.some((id) => own.has(id));
    const related =
      [...ids.named, ...ids.own].some((id) => own.has(id) || named.has(id)) ||
      ids.named.some((id) => named.has(id)) ||
      subjects.has(ids.subject);
    sorted[same ? 'duplicate' : related ? 'thread' : 'other'].push(mail);
  }
  return sorted;
}

/** Short mails under a long disclaimer, which all mails of the house share. */
export function disclaimerMails(seed, count, prefix) {
  return Array.from({ length: count }, (_, i) => {
    const lang = i % 2 ? 'en' : 'fr';
    const id = `${prefix}-disclaimer-${i}`;
    const random = randomOf(`${seed} ${id}`);
    const model = mailModel(id, lang, random, () => '', [], 0);
    const facts = factsOf(random, lang).slice(0, 1 + random.int(2));
    const hello = lang === 'fr' ? 'Bonjour,' : 'Hello,';
    const text = `${[hello, ...facts, random.pick(NAMES), wrap(DISCLAIMERS[lang])].join('\n\n')}\n`;
    const subject = facts[0].split(' ').slice(0, 5).join(' ');
    return {
      id,
      lang,
      kind: 'eml',
      half: halfOf(seed, id),
      bytes: render({ ...model, text, subject }),
    };
  });
}

const FORM = {
  fr: (n, r, body) => `HORIZON COMMUN, association déclarée, siège 12 rue des Arsenaux, 35000 Rennes
Formulaire interne ${n}, à retourner signé au secrétariat général avant la fin du mois

${body}

Le présent courrier est établi sous réserve de l’approbation du bureau national. Il ne vaut engagement
qu’après signature par deux personnes habilitées et enregistrement au secrétariat. Toute réclamation
est adressée par lettre recommandée dans un délai de quinze jours à compter de la réception.
Compte rendu archivé sous la référence ${n}-${r.int(9999)}.
`,
  en: (n, r, body) => `HORIZON COMMUN, a registered association, office at 12 Arsenal Street
Internal form ${n}, to be returned signed to the general secretary before the end of the month

${body}

This letter is subject to the approval of the national committee. It binds nobody before it has been
signed by two authorised persons and entered in the register of the secretary. Any claim must be sent
by registered letter within fifteen days of its receipt at the office of the association.
Minutes filed under the reference ${n}-${r.int(9999)}.
`,
};

/** Letters on one letterhead, each with a body of its own. */
export function letterhead(seed, count, prefix, take, copied = () => false) {
  const fresh = (lang) => {
    for (;;) {
      const text = take(lang);
      if (!copied(text)) return text;
    }
  };
  return Array.from({ length: count }, (_, i) => {
    const lang = i % 2 ? 'en' : 'fr';
    const form = 10 + (i % 8);
    const id = `${prefix}-letter-${i}`;
    const random = randomOf(`${seed} ${id}`);
    const body = `${wrap(fresh(lang))}\n\n${wrap(fresh(lang))}`;
    return {
      id,
      lang,
      kind: 'txt',
      half: halfOf(seed, id),
      bytes: encode(FORM[lang](form, random, body)),
    };
  });
}

/** Invoices of one series: number, date, name and amounts differ, all else is the form. */
export function invoices(seed, from, count, prefix) {
  return Array.from({ length: count }, (_, i) => {
    const lang = i % 2 ? 'en' : 'fr';
    const id = `${prefix}-invoice-${from + i}`;
    const random = randomOf(`${seed} ${id}`);
    const number = 20260 + from + i;
    const [net, tax] = [amount(random, lang), amount(random, lang)];
    const who = random.pick(NAMES);
    const body =
      lang === 'fr'
        ? `Facture n° ${number} établie le ${1 + random.int(28)} mars 2026 à l’attention de ${who}\n\nLocation d’une salle avec sonorisation, chaises et surveillance pour une réunion publique,\nselon le devis accepté par le mandataire financier. Montant net : ${net} €. Taxe : ${tax} €.\nPaiement par virement sous trente jours sur le compte indiqué au dos, en rappelant le numéro\nde la facture. Passé ce délai, des pénalités sont dues au taux légal sans mise en demeure.`
        : `Invoice no. ${number} issued on ${1 + random.int(28)} March 2026 to ${who}\n\nHire of a hall with sound, chairs and stewards for a public meeting, as set out in the estimate\naccepted by the election agent. Net amount: €${net}. Tax: €${tax}.\nPayable by transfer within thirty days to the account shown overleaf, quoting the number of the\ninvoice. After that date interest is due at the statutory rate without further notice.`;
    return {
      id,
      lang,
      kind: 'txt',
      half: halfOf(seed, id),
      bytes: encode(`${FORM[lang](99, randomOf('fixed'), body)}`),
    };
  });
}

/** Manual pages that gave no paragraph to anything registered. */
export function manualNegatives(seed, pages, count, copied) {
  const sorted = { other: [], copied: [] };
  const made = pages
    .filter(({ paragraphs }) => paragraphs.join(' ').split(' ').length > 80)
    .sort((a, b) => (fractionOf(seed + a.path) < fractionOf(seed + b.path) ? -1 : 1))
    .slice(0, count)
    .map(({ lang, path, paragraphs }) => ({
      id: path,
      lang,
      kind: 'txt',
      half: halfOf(seed, path),
      paragraphs,
      bytes: encode(`${paragraphs.map((p) => wrap(p)).join('\n\n')}\n`),
    }));
  for (const one of made) sorted[one.paragraphs.some(copied) ? 'copied' : 'other'].push(one);
  return sorted;
}

/** Words of a sentence that is no turn of phrase: who has it to the letter has copied it. */
const LONG_SENTENCE = 16;

/** Names of calls and files are left out: they are what changes when a page copies from another. */
const longSentences = (text) =>
  text
    .toLowerCase()
    .split(/(?<=[.;:!?])\s+/)
    .map((sentence) => sentence.match(/(?<![^\s"“«(‘’'])\p{L}+(?![\p{L}\p{N}_()/])/gu) ?? [])
    .filter((words) => words.length >= LONG_SENTENCE)
    .map((words) => words.join(' '));

/**
 * Manual pages take paragraphs from one another. Tells of a text whether it holds a long sentence,
 * to the letter but for names, that a registered document was composed of.
 */
export function copiedFrom(taken) {
  const known = new Set(taken.flatMap(longSentences));
  return (text) => longSentences(text).some((sentence) => known.has(sentence));
}

const COVERS = /\/(?:developers-reference|debian-reference|policy)\.html$/;

/**
 * Held-out files that hold registered text by where they come from: the same chapter or manual in
 * another language (listings and what is not yet translated are the same), or a book's chapters
 * on one page.
 */
export function sortFiles(held, registered) {
  const stem = ({ source, path }) => {
    const book = source.replace(/-(?:en|fr)$/, '');
    const name = path
      .split('/')
      .at(-1)
      .replace(/(?:\.(?:en|fr|\w\w))?\.\w+$/, '');
    return `${book}/${name.replace(/-b[a-z]+-manual$/, '-manual')}`;
  };
  const known = new Set(registered.map(stem));
  // Its page of contents has the headings of every chapter.
  const listed = new Set(
    registered
      .filter(({ path }) => /debian-reference\/index\.\w\w\.html$/.test(path))
      .map(({ path }) => /\.(\w\w)\.html$/.exec(path)[1]),
  );
  const isListed = ({ path }) => listed.has(/debian-reference\/\w+\.(\w\w)\.html$/.exec(path)?.[1]);
  const sorted = { other: [], edition: [] };
  for (const one of held) {
    const same = /handbook|policy|reference|debian-edu|live-manual/.test(one.source);
    const related = same && (COVERS.test(one.path) || isListed(one) || known.has(stem(one)));
    sorted[related ? 'edition' : 'other'].push(one);
  }
  return sorted;
}

/** Pages of packages of which nothing is registered, in English and French, distinct by bytes. */
export function strangeDocuments(seed, packages, count) {
  const seen = new Set();
  return [...packages]
    .flatMap(([name, folder]) =>
      globSync(`${folder}/**/*.html`).map((file) => ({
        name,
        file,
        id: `${name}${file.slice(folder.length)}`,
      })),
    )
    .filter(({ id }) => !/genindex|\/(?!en|fr)[a-z]{2}(?:[-_][a-z]{2})?\//i.test(id))
    .sort((a, b) => (fractionOf(seed + a.id) < fractionOf(seed + b.id) ? -1 : 1))
    .flatMap(({ id, file }) => {
      const bytes = new Uint8Array(readFileSync(file));
      const key = hashOf(bytes);
      const words = Buffer.from(bytes)
        .toString('utf8')
        .replace(/<[^>]*>/g, ' ')
        .match(/[\p{L}\p{N}]+/gu);
      if (seen.has(key) || (words?.length ?? 0) < 60) return [];
      seen.add(key);
      return [{ id, kind: 'html', half: halfOf(seed, id), bytes }];
    })
    .slice(0, count);
}
