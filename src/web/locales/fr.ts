import { formatFor } from './format.ts';

/** The French catalogue, source of the others: `en` has the same shape or does not compile. */
const format = formatFor('fr');

/** What a card is about, for sentences that name it. */
export type Noun = 'file' | 'mail';

const THIS: Record<Noun, string> = { file: 'Ce fichier', mail: 'Ce courriel' };
const OF_THIS: Record<Noun, string> = { file: 'de ce fichier', mail: 'de ce courriel' };

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

  labels: {
    identical: 'Identique',
    same_content: 'Même contenu',
    same_text: 'Même texte, apparence non vérifiée',
    altered: 'Légèrement différent',
    altered_heavy: 'Modifié',
    part_of: 'Extrait',
    contains: 'Contient',
    near: 'Ressemblant',
    absent: 'Absent du registre',
    undecided: 'Indéterminé',
  },

  sentences: {
    identical: (noun: Noun) =>
      `${THIS[noun]} est identique, octet pour octet, à un document enregistré.`,
    same_content: (_noun: Noun) =>
      'Ce n’est pas le même fichier, mais c’est le contenu d’un document enregistré\u202f: chaque mot, nombre, signe et pièce jointe s’y retrouve.',
    same_text: (_noun: Noun) =>
      'Chaque mot, nombre et signe du texte est celui d’un document enregistré\u202f; l’apparence n’a pas pu être comparée.',
    altered: (noun: Noun, differing: string | null) =>
      differing === null
        ? `L’essentiel ${OF_THIS[noun]} suit un document enregistré, mais il en diffère.`
        : `L’essentiel ${OF_THIS[noun]} suit un document enregistré, mais ceci diffère\u202f: ${differing}.`,
    part_of: (noun: Noun) => `${THIS[noun]} reprend un extrait d’un document enregistré.`,
    contains: (noun: Noun) =>
      `${THIS[noun]} contient un document enregistré, avec autre chose autour.`,
    near: (noun: Noun) =>
      `${THIS[noun]} ressemble à un document enregistré\u202f; ce qui diffère n’a pas été situé.`,
    near_located: (noun: Noun, n: number) =>
      `${THIS[noun]} ressemble à un document enregistré\u202f; ${n === 0 ? 'aucune différence de mot n’a été trouvée' : format.plural(n, { one: '# passage diffère', other: '# passages diffèrent' })}.`,
    near_partly: (noun: Noun) =>
      `${THIS[noun]} ressemble à un document enregistré\u202f; ce qui diffère n’a pas pu être situé avec certitude.`,
    altered_located: (noun: Noun, n: number) =>
      `L’essentiel ${OF_THIS[noun]} suit un document enregistré, mais ${format.plural(n, { one: 'un passage diffère', other: '# passages diffèrent' })}.`,
    absent: (noun: Noun) =>
      `Rien de ce qui est enregistré comme authentique ne correspond à ${THIS[noun].toLowerCase()} ni ne lui ressemble.`,
    undecided: (reason: string) => `Impossible de trancher\u202f: ${reason}.`,
    members: (total: number, counts: string) =>
      `${format.plural(total, { one: 'Cette archive contient # fichier', other: 'Cette archive contient # fichiers' })}\u202f: ${counts}. La réponse est celle du moins sûr.`,
  },
  countOf: (label: string, n: number) => `${label}, ${format.number(n)}`,

  headings: {
    shows: 'Ce que cela établit',
    notShown: 'Ce que cela n’établit pas',
    coverage: 'Ce que couvre le registre',
    evidence: 'Ce qui a été comparé',
    parts: 'Parties',
    near: 'Documents proches',
    digests: 'Empreintes du fichier',
  },
  shows: {
    identical: (who: string, when: string) =>
      `${who} a déclaré ce fichier authentique, sous cette forme exacte, le ${when}.`,
    same_content: (who: string, when: string) =>
      `${who} a déclaré ce contenu authentique le ${when}. Seul le fichier a changé.`,
    same_text: (who: string, when: string, list: string | null) =>
      `${who} a déclaré ce texte authentique le ${when}.${list === null ? '' : ` Non vérifié\u202f: ${list}.`}`,
    altered: (who: string, when: string) =>
      `Un document très proche a été déclaré authentique par ${who} le ${when}. Ce fichier n’est pas ce document.`,
    part_of: (who: string, when: string) =>
      `Ces passages figurent dans un document déclaré authentique par ${who} le ${when}.`,
    contains: (who: string, when: string) =>
      `Une partie de ce fichier a été déclarée authentique par ${who} le ${when}.`,
    near: (who: string, when: string) =>
      `${who} a déclaré authentique, le ${when}, un document proche de celui-ci.`,
    absent: (count: number, who: string, when: string) =>
      count === 1
        ? `Le seul document enregistré par ${who} au ${when} ne lui ressemble pas.`
        : `Parmi les ${format.number(count)} documents enregistrés par ${who} au ${when}, aucun ne lui ressemble.`,
    absentEmpty: 'Rien\u202f: les corpus consultés ne contiennent aucun document.',
    undecided: 'Rien, ni dans un sens ni dans l’autre.',
    members: 'Chaque fichier de l’archive a sa propre réponse, ci-dessous.',
    part: 'Il y figure comme partie d’un autre document, une pièce jointe par exemple.',
    decoy: (who: string, when: string) =>
      `${who} avait enregistré ce document comme leurre, le ${when}.`,
    someone: 'Le déclarant',
    someDay: 'une date inconnue',
  },
  notShown: {
    identical: 'Que ce que dit le document est vrai, ni qui l’a fait fuiter.',
    same_content: 'Que ce que dit le document est vrai, ni pourquoi le fichier a été refait.',
    same_text:
      'Que ce que l’on voit à l’écran est ce texte\u202f: une image, un cache ou un texte masqué peuvent le recouvrir. Ni que le document dit vrai.',
    altered: 'Ce qui était écrit à la place, qui a fait ces changements, ni si le reste est vrai.',
    part_of: 'Que l’extrait garde le sens de l’ensemble.',
    contains: 'Quoi que ce soit sur ce qui est autour.',
    near: 'En quoi il diffère, ni si la différence est innocente.',
    absent:
      'Que le document est faux\u202f: il peut être vrai et n’avoir jamais été enregistré. Ni qu’il est vrai.',
    undecided:
      '«\u202fIndéterminé\u202f» n’est pas «\u202fabsent\u202f»\u202f: le document peut être au registre.',
    members:
      'Que les fichiers de l’archive ont circulé ensemble, ni que ce qu’ils disent est vrai.',
    decoy: 'Que ce que dit le document est vrai\u202f: un leurre est fait pour tromper.',
  },
  facts: {
    registrant: 'Déclaré par',
    date: 'Enregistré le',
    record: 'Enregistrement',
    corpus: 'Corpus',
    asPart: 'Enregistré comme partie d’un document',
  },

  reasons: {
    too_short: (words: number | null, min: number) =>
      words === null
        ? `le texte est trop court, il faut environ ${format.number(min)} mots`
        : `le texte compte ${format.plural(words, { one: '# mot', other: '# mots' })}, il en faut environ ${format.number(min)}`,
    unreadable: 'le fichier est abîmé ou d’un type inconnu',
    encrypted: 'le fichier est chiffré',
    no_text_layer: 'ce PDF est une image, sans couche de texte',
    over_limit: 'le fichier dépasse une limite de taille, de profondeur ou de temps',
    too_many_variants:
      'trop de variantes proches du même document ont été soumises d’ici aujourd’hui',
    corpora_closed: (list: string | null) =>
      list === null
        ? 'une partie du registre ne vous est pas ouverte'
        : `une partie du registre ne vous est pas ouverte\u202f: ${list}`,
    registry_unhealthy: 'le registre ne répond pas comme il devrait\u202f; réessayez',
    quota: (minutes: number | null) =>
      minutes === null
        ? 'trop de demandes sont venues d’ici\u202f; réessayez plus tard'
        : `trop de demandes sont venues d’ici\u202f; réessayez dans ${format.plural(minutes, { one: '# minute', other: '# minutes' })}`,
    refused: 'le registre a refusé ces empreintes',
    unknown: 'la réponse du registre n’est pas de celles que cette page connaît',
  },

  notes: {
    may_be_sibling:
      'Ne diffère que par les champs d’une série\u202f: autre document de la série ou document retouché, les empreintes ne le disent pas.',
    layout_only:
      'Les mots sont ceux du document enregistré, chacun autant de fois\u202f; leur ordre ou leur mise en page n’est pas le même, comme après une conversion. L’ordre n’a pas été vérifié.',
    same_template: (n: number) =>
      `Même modèle que ${format.plural(n, { one: '# document enregistré', other: '# documents enregistrés' })}. Un modèle se copie\u202f: cela ne compte pas.`,
    withdrawn: (who: string, when: string) => `${who} a retiré cet enregistrement le ${when}.`,
    decoy: (who: string, when: string) =>
      `${who} avait enregistré ce document comme leurre, à l’avance, et l’a dit le ${when}.`,
    bytes_only:
      'Seuls les octets ont été comparés, car une empreinte seule a été donnée. Le même document refait en un autre fichier n’aurait pas été reconnu.',
  },

  locate: {
    heading: 'Où le texte diffère',
    warning:
      'Situer les passages\u202f: des empreintes de groupes de mots partent vers le registre\u202f; son exploitant pourrait en reconstituer une partie du texte.',
    button: 'Situer les passages',
    asking: 'Comparaison avec le document enregistré…',
    count: (n: number) =>
      n === 0
        ? 'Aucun mot ne diffère'
        : format.plural(n, { one: '# passage diffère', other: '# passages diffèrent' }),
    onlyMarks:
      'Aucune différence de mot n’a été trouvée\u202f; la ponctuation, la casse ou les espaces diffèrent.',
    nothing: 'Aucune différence de mot n’a été trouvée.',
    cutOff:
      'La comparaison a été interrompue\u202f: ce qui est marqué peut figurer dans le document enregistré sans y avoir été retrouvé.',
    little: 'Peu de ce texte figure dans le document enregistré, ou peu de celui-ci dans ce texte.',
    first: (n: number) => `Seuls les ${format.number(n)} premiers passages sont montrés.`,
    noOriginal:
      'Le registre ne détient pas le texte d’origine\u202f: il peut montrer où ce fichier s’en écarte, pas ce qui était écrit.',
    precision: 'Les marques sont justes à quelques mots près.',
    gap: (n: number) =>
      `Passage retiré, environ ${format.plural(n, { one: '# mot', other: '# mots' })}. Le document enregistré continue ici.`,
    /** Read aloud before and after the number of a passage. */
    difference: 'Différence',
    kinds: {
      changed: 'passage changé',
      added: 'passage ajouté',
      moved: 'passage déplacé ou répété',
      removed_here: 'passage retiré',
    },
    /** Between the number of a passage and its kind, then before its words. */
    colon: '\u202f: ',
    steps: 'D’un passage à l’autre',
    position: (n: number, total: number) =>
      `Passage ${format.number(n)} sur ${format.number(total)}`,
    previous: 'Passage précédent',
    next: 'Passage suivant',
    failures: {
      off: 'Le déclarant n’autorise pas à situer les passages des documents de ce corpus.',
      quota: 'Trop de demandes sont parties d’ici\u202f; réessayez plus tard.',
      refused: 'Le registre a refusé cette comparaison.',
      unhealthy: 'Le registre ne répond pas comme il devrait\u202f; réessayez.',
      changed: 'Le fichier a changé depuis qu’il a été vérifié\u202f; déposez-le à nouveau.',
      no_text: 'Ce fichier n’a pas de texte à comparer.',
      unfit: 'La réponse du registre ne correspond pas à ce texte.',
      unread: 'Le fichier n’a pas pu être relu\u202f; déposez-le à nouveau.',
      reason: (reason: string) => `Les passages n’ont pas pu être situés\u202f: ${reason}.`,
    },
  },

  layers: {
    bytes: 'Octets du fichier',
    body: 'Texte',
    labels: 'Numéros et puces de listes',
    hyphens: 'Traits d’union',
    furniture: 'Hauts et bas de page',
    appearance: 'Apparence',
    comments: 'Commentaires',
    numbering: 'Numéros des listes et des titres',
    equations: 'Équations',
    charts: 'Graphiques et schémas',
    form: 'Champs de formulaire',
    cells: 'Places des cellules de tableau',
    layout: 'Tabulations et écarts entre colonnes',
    message_id: 'Message-ID',
    from: 'Expéditeur',
    to: 'Destinataires',
    cc: 'Copie',
    reply_to: 'Adresse de réponse',
    sender: 'Envoyé pour le compte par',
    importance: 'Importance',
    date: 'Date d’envoi',
    subject: 'Objet',
    names: 'Noms affichés',
    alternatives: 'Autres versions du corps',
    quoted: 'Fil cité',
    signature: 'Signature',
    footer: 'Pied de liste de diffusion',
    filenames: 'Noms des pièces jointes',
    parts: 'Parties et pièces jointes',
  },
  /** The same, within a sentence. */
  layersInText: {
    bytes: 'les octets du fichier',
    body: 'le texte',
    labels: 'les numéros et puces de listes',
    hyphens: 'les traits d’union',
    furniture: 'les hauts et bas de page',
    appearance: 'l’apparence',
    comments: 'les commentaires',
    numbering: 'les numéros des listes et des titres',
    equations: 'les équations',
    charts: 'les graphiques et schémas',
    form: 'les champs de formulaire',
    cells: 'les places des cellules de tableau',
    layout: 'les tabulations et écarts entre colonnes',
    message_id: 'le Message-ID',
    from: 'l’expéditeur',
    to: 'les destinataires',
    cc: 'les personnes en copie',
    reply_to: 'l’adresse de réponse',
    sender: 'qui l’a envoyé pour le compte de l’expéditeur',
    importance: 'la marque d’importance',
    date: 'la date d’envoi',
    subject: 'l’objet',
    names: 'les noms affichés',
    alternatives: 'les autres versions du corps',
    quoted: 'le fil cité',
    signature: 'la signature',
    footer: 'le pied de la liste de diffusion',
    filenames: 'les noms des pièces jointes',
    parts: 'les éléments joints',
  },
  evidence: {
    layer: 'Couche',
    answer: 'Réponse',
    agrees: 'Égal',
    differs: 'Diffère',
    unverified: 'Non vérifié',
  },
  bands: { most: 'En grande partie', part: 'En partie', little: 'Un peu' },
  nearRecord: 'Enregistrement',
  nearShare: 'Ce qui est commun',

  marks: {
    hidden_text: 'texte masqué',
    covered_text: 'texte recouvert',
    clipped_text: 'texte hors cadre',
    annotations: 'annotations',
    comments: 'commentaires',
    tracked_changes: 'modifications suivies',
    hidden_sheet: 'feuille masquée',
    literal_format: 'format de cellule qui affiche autre chose que sa valeur',
    struck_text: 'texte barré',
    generated_text: 'texte écrit par une feuille de style',
    macros: 'macros ou scripts',
  },

  coverage: {
    records: (n: number, who: string) =>
      `${format.plural(n, { one: '# document', other: '# documents' })}, déclarés par ${who}`,
    closed: (list: string) => `Non consultés, car ils ne vous sont pas ouverts\u202f: ${list}.`,
    none: 'Aucun corpus n’a été consulté.',
    at: (when: string) => `État du registre au ${when}.`,
  },
  marksLine: (list: string) => `À voir dans ce fichier\u202f: ${list}.`,
  part: (path: string) => `Partie ${path}`,
  words: (n: number) => format.plural(n, { one: '# mot', other: '# mots' }),
  unnamed: 'sans nom',
};

export type Catalogue = typeof fr;
