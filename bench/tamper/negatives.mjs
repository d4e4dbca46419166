/** What was never registered: every one of these found in the registry is a false accusation. */

import { wrap } from './compose.mjs';
import { amount, factsOf, NAMES } from './facts.mjs';
import { DISCLAIMERS, mailModel, render } from './mails.mjs';
import { fractionOf, randomOf } from './random.mjs';

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
export function letterhead(seed, count, prefix, take) {
  return Array.from({ length: count }, (_, i) => {
    const lang = i % 2 ? 'en' : 'fr';
    const form = 10 + (i % 8);
    const id = `${prefix}-letter-${i}`;
    const random = randomOf(`${seed} ${id}`);
    const body = `${wrap(take(lang))}\n\n${wrap(take(lang))}`;
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
export function manualNegatives(seed, pages, count) {
  return pages
    .filter(({ paragraphs }) => paragraphs.join(' ').split(' ').length > 80)
    .sort((a, b) => (fractionOf(seed + a.path) < fractionOf(seed + b.path) ? -1 : 1))
    .slice(0, count)
    .map(({ lang, path, paragraphs }) => ({
      id: path,
      lang,
      kind: 'txt',
      half: halfOf(seed, path),
      bytes: encode(`${paragraphs.map((p) => wrap(p)).join('\n\n')}\n`),
    }));
}
