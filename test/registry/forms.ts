/** Real-looking texts of families: letters on one letterhead, contracts of one series. */

const pick = <T>(list: readonly T[], seed: number): T => list[seed % list.length] as T;

/** Draws that only the label decides (FNV-1a, then a linear congruence). */
export function drawsOf(label: string): (below: number) => number {
  let state = 2166136261;
  for (const c of label) state = Math.imul(state ^ c.charCodeAt(0), 16777619) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WHO =
  'le trésorier|la directrice|un bénévole|le mandataire|notre équipe|la section locale|un imprimeur|le bureau|la mairie|le préfet|une journaliste|le loueur'.split(
    '|',
  );
const DID =
  'a relu|a signé|conteste|a transmis|propose de revoir|a refusé|attend encore|a payé|annule|réclame|a corrigé|archive'.split(
    '|',
  );
const WHAT =
  'le devis des affiches|la liste des invités|le budget de la salle|un courrier du ministère|la note sur les transports|le bail du local|les reçus de novembre|la carte des réunions|un relevé bancaire|le contrat du traiteur|la charte graphique|le procès-verbal'.split(
    '|',
  );
const WHY =
  'avant la réunion de mardi|faute de réponse|sur demande du siège|après deux relances|pour le dossier annuel|à cause d’une erreur|malgré le retard|en présence de témoins|sans autre explication|comme convenu au téléphone|à la fin du mois|dès réception'.split(
    '|',
  );

/** Sentences of somebody's own. */
export function bodyOf(label: string, sentences: number): string {
  const draw = drawsOf(label);
  return Array.from({ length: sentences }, () => {
    const [who, did, what, why] = [WHO, DID, WHAT, WHY].map((list) => pick(list, draw(12)));
    return `${draw(90) + 10} jours plus tôt, ${who} ${did} ${what} ${why} (${draw(9000) + 1000}).`;
  }).join(' ');
}

const HEAD =
  'HORIZON COMMUN, association déclarée, siège 12 rue des Arsenaux, 35000 Rennes. Toute correspondance est adressée au secrétariat général, ouvert du lundi au vendredi de neuf heures à midi.';
const FOOT =
  'Le présent courrier est établi sous réserve de l’approbation du bureau national. Il ne vaut engagement qu’après signature par deux personnes habilitées et enregistrement au secrétariat. Toute réclamation est adressée par lettre recommandée dans un délai de quinze jours à compter de la réception, faute de quoi elle n’est pas examinée.';

/** Two thirds are the letterhead's. */
export const letterOf = (body: string): string => `${HEAD}\n\n${body}\n\n${FOOT}\n`;

/** Conditions that every contract of the series has; a fortieth of each contract is its own. */
const TERMS = bodyOf('conditions générales', 34);
const CONTRACT_SLOTS = TERMS.length / 2;

/** Number, day, name and amount in one place, all else the same. */
export function contractOf(label: string): string {
  const draw = drawsOf(`contrat ${label}`);
  const name = `${pick(['Claire', 'Hugo', 'Nora', 'Yann'], draw(4))} ${pick(['Vasseur', 'Kervella', 'Almond', 'Benali'], draw(4))}`;
  const at = TERMS.indexOf('. ', CONTRACT_SLOTS) + 2;
  const slots = `Contrat n° ${draw(90_000) + 10_000} du ${draw(28) + 1} mars pour ${name}, ${draw(9000) + 1000},50 euros. `;
  return `${TERMS.slice(0, at)}${slots}${TERMS.slice(at)}\n`;
}

/** Another word in the place of one of six letters or more. */
export function doctor(text: string, label: string, within = text): string {
  const words = [...within.matchAll(/\p{Ll}{6,}/gu)];
  const found = words[drawsOf(label)(words.length)] as RegExpExecArray;
  const at = text.indexOf(within) + found.index;
  return `${text.slice(0, at)}faussement${text.slice(at + found[0].length)}`;
}
