/** Mails composed of real paragraphs, with real attachments, as a mail program makes them. */
import { composeMail } from '../../demo/mime.mjs';
import { factsOf, NAMES } from './facts.mjs';

export const PEOPLE = Object.fromEntries(
  NAMES.map((name, i) => [
    `p${i}`,
    [
      name,
      `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@${i % 2 ? 'horizon-commun.example' : 'campagne.example'}`,
    ],
  ]),
);

/** Bounces and disclaimers that offices append: long, and the same under every mail. */
export const DISCLAIMERS = {
  fr: `Ce message et ses pièces jointes sont confidentiels et établis à l’intention exclusive de leurs destinataires. Si vous recevez ce message par erreur, merci de le détruire et d’en avertir immédiatement l’expéditeur. Toute utilisation de ce message non conforme à sa destination, toute diffusion ou toute publication, totale ou partielle, est interdite, sauf autorisation expresse. L’internet ne permettant pas d’assurer l’intégrité de ce message, l’expéditeur décline toute responsabilité dans l’hypothèse où il aurait été modifié, altéré ou falsifié. Pensez à l’environnement avant d’imprimer ce courriel.`,
  en: `This message and any attachments are confidential and intended solely for the addressees. If you are not the intended recipient you must not copy, distribute or act upon it; please notify the sender immediately and delete it from your system. E-mail cannot be guaranteed to be secure or free of errors as information could be intercepted, corrupted, lost, destroyed, arrive late or incomplete. The sender therefore does not accept liability for any errors or omissions in the contents of this message which arise as a result of transmission. Please consider the environment before printing this e-mail.`,
};

export const FOOTER =
  '_______________________________________________\nequipe mailing list\nequipe@listes.horizon-commun.example\nhttps://listes.horizon-commun.example/mailman/listinfo/equipe\n';

const ENCODINGS = ['8bit', 'quoted-printable', 'base64'];

/**
 * @param take gives the next real paragraph of a language
 * @param attachments real files to choose from: `{ name, bytes, base }`
 */
export function mailModel(name, lang, random, take, attachments, paragraphs = 2 + random.int(3)) {
  const [from, to, cc] = random.shuffle(Object.keys(PEOPLE));
  const facts = factsOf(random, lang).slice(0, 2);
  const real = Array.from({ length: paragraphs }, () => take(lang));
  const hello = lang === 'fr' ? 'Bonjour,' : 'Hello,';
  const bye = lang === 'fr' ? 'Bien à vous,' : 'Best regards,';
  const month = String(1 + random.int(12)).padStart(2, '0');
  const day = String(1 + random.int(28)).padStart(2, '0');
  return {
    name,
    lang,
    from,
    to: [to],
    cc: random.next() < 0.5 ? [cc] : [],
    subject: (real[0] ?? facts[0])
      .split(' ')
      .slice(0, 7)
      .join(' ')
      .replace(/[\r\n]/g, ' '),
    date: `2026-${month}-${day}T1${random.int(9)}:${10 + random.int(49)}:00+02:00`,
    text: `${[hello, ...real.slice(0, 1), facts[0], ...real.slice(1), facts[1], `${bye}\n${PEOPLE[from][0]}`].join('\n\n')}\n`,
    encoding: random.pick(ENCODINGS),
    html: random.next() < 0.4,
    attachments,
  };
}

/** The bytes of a mail; `quoted` is the model of the mail it answers. */
export function render(model, quoted) {
  const files = new Map(model.attachments.map(({ name, bytes }) => [name, bytes]));
  const mail = { ...model, attach: [...files.keys()] };
  return new Uint8Array(composeMail(mail, PEOPLE, quoted, (name) => files.get(name)));
}
