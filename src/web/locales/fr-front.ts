import { formatFor } from './format.ts';

const format = formatFor('fr');

/** The words for the page before a file is chosen, in French. */
export const front = {
  question: 'Ce document fuité est\u2011il dans le registre\u202f?',
  lead: 'Déposez ce que vous avez reçu. La page en calcule les empreintes sur votre ordinateur et les compare à celles des documents déclarés authentiques.',
  leadStays: 'Le fichier ne quitte pas votre ordinateur.',
  drop: 'Déposez ici des fichiers, un dossier ou une archive',
  over: 'Lâchez pour vérifier',
  chooseFiles: 'Choisir des fichiers…',
  chooseFolder: 'Choisir un dossier…',
  kinds:
    'Courriels (eml, msg), PDF, Word, Excel, PowerPoint, LibreOffice, RTF, HTML, texte\u202f; boîtes et archives (mbox, zip, tar, gzip). Les autres types sont comparés par leurs octets. Des milliers à la fois.',
  stays: 'Le fichier reste sur votre ordinateur.',
  /** Said once the page has all it needs to read files without a network. */
  airplane:
    'Vous pouvez couper le réseau avant de le déposer\u202f: la page calcule sans lui, et ne demandera au registre qu’à son retour.',
  noScript:
    'Sans JavaScript, la page ne peut pas lire de fichier. Calculez ses empreintes vous-même (sha256sum, ssdeep) et collez-les ci-dessous.',
  nothingDropped: 'Rien à vérifier\u202f: aucun fichier dans ce qui a été déposé.',
  pasteText: 'Coller un texte',
  pasteTextHint: (min: number) =>
    `À partir de ${format.number(min)} mots environ. Le texte n’est pas envoyé\u202f: la page en calcule les empreintes.`,
  pasteTextButton: 'Vérifier ce texte',
  pastedName: 'texte collé.txt',
  paste: 'Coller des empreintes',
  pasteHint: (max: number, asTyped: boolean) =>
    `SHA-256 ou ssdeep, une par ligne, ${format.number(max)} au plus. ${asTyped ? 'Ce champ est envoyé tel quel.' : 'Seules les empreintes sont envoyées, pas les noms.'}`,
  pasteButton: 'Vérifier ces empreintes',
  leaves: 'Ce qui sort de votre ordinateur',
  sent: 'Envoyé',
  sentWhat:
    'Empreintes du fichier, de son texte, de ses en-têtes et de ses parties\u202f; type, taille, nombre de mots, présence de texte masqué.',
  never: 'Jamais',
  neverWhat: 'Le fichier, son nom, son chemin, son texte.',
  kept: 'Conservé',
  keptWhat:
    'Dans ce navigateur seulement, jusqu’à ce que vous les effaciez\u202f: noms, empreintes et réponses. Jamais le contenu d’un fichier.',
  known: 'À savoir',
  knownWhat:
    'L’exploitant du registre reconnaît dans les empreintes ce qu’il possède déjà, et peut deviner par essais un texte court ou une adresse. Situer les passages, si vous le demandez, envoie davantage\u202f: la page le dit avant.',
  answers: 'Les réponses possibles',
  explained: {
    identical: 'Les mêmes octets qu’un document enregistré.',
    same_content: 'Un autre fichier, mais chaque mot, nombre, signe et pièce jointe s’y retrouve.',
    altered: 'L’essentiel d’un document enregistré, avec des différences.',
    absent: 'Rien d’enregistré ne lui ressemble. Cela ne dit pas qu’il est faux.',
    undecided: 'Impossible de trancher, et pourquoi\u202f: illisible, chiffré, trop court.',
  },
};
