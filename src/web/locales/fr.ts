import { formatFor } from './format.ts';
import { evidence } from './fr-evidence.ts';
import { locate } from './fr-locate.ts';
import { verdict } from './fr-verdict.ts';

/** The French catalogue, source of the others: `en` has the same shape or does not compile. */
const format = formatFor('fr');

export const fr = {
  lang: 'fr',
  format,
  other: { lang: 'en', name: 'English' },
  title: 'Vérifier un document fuité',
  resultsTitle: 'Réponses du registre',
  skip: 'Aller au contenu',
  site: 'Empreinte',
  /** Of the registry, in the line under the name. */
  registryOf: (registrants: string) => `Registre\u202f: ${registrants}`,
  declared: (n: number) =>
    format.plural(n, {
      one: '# document déclaré authentique',
      other: '# documents déclarés authentiques',
    }),
  registryEmpty: 'Aucun corpus n’est ouvert à la consultation',
  registrySilent:
    'Le registre ne répond pas\u202f: aucune vérification n’est possible pour l’instant',
  nothingElse: 'Cette page ne charge rien d’un autre site.',
  front: {
    question: 'Ce document fuité est\u2011il dans le registre\u202f?',
    lead: 'Déposez ce que vous avez reçu. La page en calcule les empreintes sur votre ordinateur et les compare à celles des documents déclarés authentiques.',
    leadStays: 'Le fichier ne quitte pas votre ordinateur.',
    drop: 'Déposez ici des fichiers ou un dossier',
    over: 'Lâchez pour vérifier',
    chooseFiles: 'Choisir des fichiers…',
    chooseFolder: 'Choisir un dossier…',
    kinds:
      'Courriels (eml, msg), PDF, Word, Excel, PowerPoint, LibreOffice, RTF, HTML, texte\u202f; boîtes et archives (mbox, zip, tar, gzip). Les autres types sont comparés par leurs octets.',
    stays: 'Le fichier reste sur votre ordinateur.',
    noScript:
      'Sans JavaScript, la page ne peut pas lire de fichier. Calculez ses empreintes vous-même (sha256sum, ssdeep) et collez-les ci-dessous.',
    nothingDropped: 'Rien à vérifier\u202f: aucun fichier dans ce qui a été déposé.',
    paste: 'Coller des empreintes',
    pasteHint: (max: number) =>
      `SHA-256 ou ssdeep, une par ligne, ${format.number(max)} au plus. Ce champ est envoyé tel quel.`,
    pasteButton: 'Vérifier ces empreintes',
    leaves: 'Ce qui sort de votre ordinateur',
    sent: 'Envoyé',
    sentWhat:
      'Empreintes du fichier, de son texte, de ses en-têtes et de ses parties\u202f; type, taille, nombre de mots, présence de texte masqué.',
    never: 'Jamais',
    neverWhat: 'Le fichier, son nom, son chemin, son texte.',
    kept: 'Conservé',
    keptWhat: 'Rien dans ce navigateur\u202f: les réponses disparaissent avec la page.',
    known: 'À savoir',
    knownWhat:
      'L’exploitant du registre reconnaît dans les empreintes ce qu’il possède déjà, et peut deviner par essais un texte court ou une adresse. Situer les passages, si vous le demandez, envoie davantage\u202f: la page le dit avant.',
    answers: 'Les réponses possibles',
    explained: {
      identical: 'Les mêmes octets qu’un document enregistré.',
      same_content:
        'Un autre fichier, mais chaque mot, nombre, signe et pièce jointe s’y retrouve.',
      altered: 'L’essentiel d’un document enregistré, avec des différences.',
      absent: 'Rien d’enregistré ne lui ressemble. Cela ne dit pas qu’il est faux.',
      undecided: 'Impossible de trancher, et pourquoi\u202f: illisible, chiffré, trop court.',
    },
  },

  run: {
    progress: (done: number, total: number) =>
      `${format.number(done)} sur ${format.plural(total, { one: '# fichier', other: '# fichiers' })}`,
    progressLabel: 'Fichiers vérifiés',
    reading: (name: string) => `Lecture de ${name}`,
    listing: 'Lecture du dossier…',
    sending: 'En attente de la réponse du registre',
    paused: (until: number) =>
      `Trop de demandes sont venues d’ici\u202f: le registre demande d’attendre. La vérification reprendra d’elle-même à ${format.clock(until)}.`,
    cancel: 'Annuler',
    cancelled: (done: number, total: number) =>
      `Annulé\u202f: ${format.number(done)} sur ${format.plural(total, { one: '# fichier vérifié', other: '# fichiers vérifiés' })}`,
    done: (n: number) =>
      format.plural(n, { one: '# fichier vérifié', other: '# fichiers vérifiés' }),
    doneDigests: (n: number) =>
      format.plural(n, { one: '# empreinte vérifiée', other: '# empreintes vérifiées' }),
    again: 'Vérifier autre chose',
    retry: 'Réessayer',
    failures: (n: number) =>
      format.plural(n, {
        one: '# fichier n’a pas reçu de réponse du registre.',
        other: '# fichiers n’ont pas reçu de réponse du registre.',
      }),
    counts: 'Réponses, par sorte',
    index: 'Liste',
    page: (from: number, to: number, total: number) =>
      `Réponses ${format.number(from)} à ${format.number(to)} sur ${format.number(total)}`,
    pages: 'Pages de réponses',
    previous: 'Précédentes',
    next: 'Suivantes',
    workerBroken:
      'La page n’a pas pu lancer le calcul des empreintes dans ce navigateur. Rechargez-la, ou collez des empreintes calculées autrement.',
  },

  form: {
    faults: (n: number) =>
      format.plural(n, {
        one: '# ligne n’est ni un SHA-256 ni un ssdeep\u202f; elle n’a pas été envoyée.',
        other: '# lignes ne sont ni des SHA-256 ni des ssdeep\u202f; elles n’ont pas été envoyées.',
      }),
    line: (n: number) => `Ligne ${format.number(n)}`,
    nothing: 'Collez au moins une empreinte, une par ligne.',
    tooMany: (max: number) => `${format.number(max)} lignes au plus à la fois.`,
    failed: 'Le registre n’a pas répondu comme il devrait. Rien n’est établi\u202f; réessayez.',
  },

  ...verdict,
  locate,
  ...evidence,
  coverage: {
    records: (n: number, who: string) =>
      `${format.plural(n, { one: '# document', other: '# documents' })}, déclarés par ${who}`,
    closed: (list: string) => `Non consultés, car ils ne vous sont pas ouverts\u202f: ${list}.`,
    none: 'Aucun corpus n’a été consulté.',
    at: (when: string) => `État du registre au ${when}.`,
  },

  part: (path: string) => `Partie ${path}`,
  words: (n: number) => format.plural(n, { one: '# mot', other: '# mots' }),
  unnamed: 'sans nom',
};

export type Catalogue = typeof fr;
