import type { Values } from '../../client/verify-words.ts';
import { fr } from '../locales/fr.ts';
import { type VerifyWords, writingOf } from './verify-words.ts';

const { format } = fr;
const { grade, reason, instant } = writingOf(fr);
const graded = ({ grade: code = '' }: Values) => (code === '' ? '' : ` (${grade(code)})`);
const compared = (of: Values) =>
  `Comparé à l’enregistrement ${of.record}${graded(of)}\u202f: ${of.grade === '' ? 'peu en commun, ' : ''}` +
  format.plural(Number(of.places), { one: '# endroit diffère', other: '# endroits diffèrent' });

export const words: VerifyWords = {
  over: 'Déposez le rapport, le fichier ou des clés épinglées',
  chooseReport: 'Choisir un rapport…',
  chooseFile: 'Choisir le fichier…',
  choosePins: 'Choisir des clés épinglées…',
  report: (name, receipts, without) =>
    `Rapport\u202f: ${name}, ${format.plural(receipts, { one: '# reçu', other: '# reçus' })}` +
    (without === 0 ? '.' : `, et ${format.number(without)} réponses sans reçu.`),
  noReport: 'Pas encore de rapport.',
  file: (name) => `Fichier\u202f: ${name}, lu sur cet ordinateur.`,
  noFile: 'Pas encore de fichier\u202f: sans lui, aucun verdict n’est montré.',
  reading: 'Lecture…',
  keys: 'Clés',
  keysHere:
    'Ce sont les clés que cette page a apportées. Qui peut contrefaire cette page peut les contrefaire\u202f: comparez-les à une copie imprimée, ou choisissez des clés épinglées auparavant.',
  keysOfPage: 'Clés apportées par cette page.',
  keysFrom: (name) => `Clés que vous avez épinglées, tirées de ${name}.`,
  noKeys: 'Ce registre ne montre pas de clés pour les reçus\u202f: choisissez des clés épinglées.',
  receiptKey: 'Reçus',
  logKey: 'Journal',
  registry: 'Registre',
  result: 'Ce que le rapport prouve',
  unnamed: 'Un reçu',
  others: (n) =>
    `${format.plural(n, { one: '# reçu du rapport ne porte', other: '# reçus du rapport ne portent' })} pas sur ce fichier.`,
  nothingTied: 'Aucun reçu du rapport n’est lié à ce fichier.',
  fault: {
    report: 'Ce n’est pas un rapport lisible ici.',
    receipts: 'Ce rapport ne contient aucun reçu. Exportez-le à nouveau avec les reçus signés.',
    kept: 'Aucun reçu n’est gardé à l’adresse donnée, ou le registre n’a pas répondu.',
    file: 'Ce fichier n’a pas pu être lu ici.',
    pins: 'Ce n’est pas un fichier de clés épinglées.',
    browser: 'Ce navigateur ne sait pas vérifier les signatures Ed25519.',
  },
  headings: {
    proven: 'Prouvé ici, quoi qu’on en dise',
    stated: 'Seulement affirmé par le registre',
    open: 'Non prouvé',
  },
  conclusions: {
    proven: 'Prouvé\u202f: le document enregistré a ce qu’a ce fichier, voir plus bas.',
    stated: 'Réponse authentique sur ce fichier\u202f; ce qu’elle dit est la parole du registre.',
    retracted:
      'Réponse authentique sur ce fichier\u202f; son déclarant ne soutient plus l’enregistrement.',
    untied: 'Pas de verdict\u202f: ce reçu n’est lié à aucun fichier.',
  },
  refusals: {
    malformed: 'Refusé\u202f: ce n’est pas un reçu, ou il est abîmé.',
    unknown_key:
      'Refusé\u202f: signé par aucune de ces clés. Un site qui imite le registre, ou une clé plus récente que celles qui ont été épinglées.',
    bad_signature: 'Refusé\u202f: le reçu a été changé après sa signature.',
    bad_proof: 'Refusé\u202f: la preuve porte sur autre chose que ce que dit le reçu.',
    unwitnessed: 'Refusé\u202f: les témoins épinglés n’ont pas contresigné le journal.',
    missing: 'Refusé\u202f: il manque quelque chose à la preuve.',
  },
  findings: {
    signed: ({ registry }) => `${registry} a signé cette réponse, avec une des clés montrées ici.`,
    tied_bytes: () =>
      'La réponse porte sur ce fichier\u202f: son SHA-256 est celui que couvre le reçu.',
    tied_fingerprint: () =>
      'La réponse porte sur ce fichier\u202f: son SHA-256 et son empreinte entière, calculés ici, sont ceux que couvre le reçu.',
    tied_text: () =>
      'Elle porte sur ce texte\u202f: son empreinte et ses entrées ordonnées, calculées ici, sont celles que couvre le reçu.',
    equal_layer: ({ record }) =>
      `Une couche de l’enregistrement ${record} a l’empreinte qu’a ce texte.`,
    equal_bytes: ({ record }) => `L’enregistrement ${record} a été fait de ces octets mêmes.`,
    equal_part_bytes: ({ record }) =>
      `L’enregistrement ${record} est celui d’un document dont une partie a ces octets mêmes.`,
    equal_text: ({ record }) =>
      `Le texte de ce fichier a l’empreinte de celui de l’enregistrement ${record}.`,
    equal_look: ({ record }) =>
      `Ce que dessine ce fichier a l’empreinte qu’en a l’enregistrement ${record}.`,
    logged: ({ record, index, log }) =>
      `L’enregistrement ${record} est l’inscription ${index} du journal ${log}.`,
    witnessed: ({ log, at = '' }) =>
      `Les témoins épinglés avaient contresigné le journal ${log} avec lui le ${instant(at)}, selon leurs propres horloges\u202f: il était donc enregistré alors.`,
    match: (of) => `Il correspond à l’enregistrement ${of.record}${graded(of)}.`,
    differs: (of) => `Il diffère de l’enregistrement ${of.record}${graded(of)}.`,
    absent: () => 'Rien d’enregistré ne lui correspond ni ne lui ressemble.',
    undecided: (of) => `On ne peut rien en dire\u202f: ${reason(of.reason ?? '')}.`,
    registered: ({ record, registrant, corpus, at = '' }) =>
      `L’enregistrement ${record} a été fait par ${registrant} dans le corpus ${corpus}, le ${instant(at)}.`,
    consulted: ({ corpus, records, coverage }) =>
      `Consulté\u202f: corpus ${corpus}, ${records} documents, censé couvrir\u202f: ${coverage}`,
    closed: ({ corpus }) => `Non consulté\u202f: corpus ${corpus}, fermé à qui a demandé.`,
    withdrawn: () => 'Son déclarant a retiré cet enregistrement.',
    decoy: () => 'Son déclarant a posé ce document comme leurre\u202f: on le sait faux.',
    bytes_only: () => 'Seuls les octets ont été comparés, pas le contenu.',
    as_of: ({ at = '', size }) =>
      `La réponse a été donnée le ${instant(at)}, quand le journal comptait ${size} inscriptions.`,
    compared: (of) => `${compared(of)}.`,
    compared_in_part: (of) => `${compared(of)}, pour ce qui a été comparé.`,
    compared_at: ({ at = '' }) => `La réponse a été donnée le ${instant(at)}.`,
    no_file: () => 'Ce reçu n’est lié à aucun fichier\u202f: ajoutez le fichier.',
    other_file: () => 'Ce reçu porte sur un autre fichier.',
    other_reading: () =>
      'Les octets sont ceux de ce fichier, mais le registre a reçu une autre empreinte que celle calculée ici\u202f: une empreinte inventée, ou celle d’une autre version de ce programme.',
    unwitnessed: () =>
      'Aucun quorum de témoins n’a contresigné le journal\u202f: d’autres en voient peut-être un autre.',
    no_proof: () =>
      'Cette correspondance est la parole du registre\u202f: le reçu ne montre aucune empreinte de l’enregistrement que ce fichier ait aussi.',
    registered_words: () =>
      'Ce que dit à la place le document enregistré\u202f: ses mots ne sont montrés à personne.',
    not_true: () => 'Que ce que dit le document soit vrai.',
    not_forged: () =>
      'Que ce soit un faux\u202f: les originaux que personne n’a enregistrés sont absents aussi.',
    report_differs: () =>
      'Le rapport dit autre chose que le reçu qu’il contient\u202f: le rapport a été changé.',
  },
};
