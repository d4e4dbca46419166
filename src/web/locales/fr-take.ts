import { formatFor } from './format.ts';

const format = formatFor('fr');

/** The words for the leak's date, for what the reader takes away, and for headers, in French. */
export const take = {
  leak: {
    heading: 'Date de la fuite',
    hint: 'Facultatif. La page signalera ce qui a été enregistré après. Cette date n’est pas envoyée.',
    day: 'Jour',
    month: 'Mois',
    year: 'Année',
    hour: 'Heure',
    wrong: 'Cette date n’existe pas.',
    dated: (when: string) => `Fuite datée du ${when}.`,
    timeline: 'Avant ou après la fuite',
    registered: 'Enregistré, selon le registre',
    leaked: 'Fuite, selon vous',
    checked: 'Cette vérification',
    late: 'Enregistré après la fuite que vous avez datée.',
    before: (days: number) =>
      days === 0
        ? 'Enregistré avant la fuite, de moins d’un jour.'
        : `Enregistré avant la fuite, de ${format.plural(days, { one: '# jour', other: '# jours' })}.`,
    /** Whose clock that rests on. */
    basis: {
      witness_time: (when: string) =>
        `Des témoins avaient contresigné le journal avec cet enregistrement dès le ${when}, selon leurs propres horloges\u202f: cela ne repose pas sur la seule parole du registre. Le reçu signé en porte la preuve.`,
      log_time: (when: string) =>
        `L’heure d’enregistrement est celle que déclare le registre\u202f; elle n’est pas prouvée ici\u202f: les témoins n’ont contresigné ce journal que depuis${when === '' ? '' : ` le ${when}`}.`,
      unwitnessed: (_when: string) =>
        'Sans témoin\u202f: l’heure d’enregistrement est celle que déclare le registre\u202f; elle n’est pas prouvée ici.',
    },
  },

  take: {
    heading: 'Emporter ces réponses',
    csv: 'Exporter en CSV',
    json: 'Exporter en JSON',
    receipts: 'JSON avec les reçus signés',
    receiptsHint:
      'Interroge encore une fois le registre, avec les mêmes empreintes, pour des réponses qu’il signe.',
    receiptsFailed: 'Le registre n’a pas donné de reçus signés\u202f; rien n’a été exporté.',
    report: 'Rapport à imprimer',
    print: 'Imprimer ou enregistrer en PDF',
    forget: 'Tout effacer de ce navigateur',
    forgetHint: 'Efface les réponses gardées, et la copie de cette page qui sert hors ligne.',
    forgotten: 'Tout a été effacé de ce navigateur.',
    file: 'empreinte',
  },

  report: {
    title: 'Rapport de vérification',
    made: (when: string, where: string) => `Fait le ${when} avec le registre ${where}`,
    documents: (n: number) =>
      format.plural(n, { one: '# document distinct', other: '# documents distincts' }),
    all: 'Tous les fichiers',
    detailed: (n: number, total: number) =>
      `Le détail est donné pour les ${format.number(n)} documents les plus préoccupants sur ${format.number(total)}.`,
    submitted: 'Document soumis',
    name: 'Nom (non transmis)',
    size: 'Taille',
    bytes: 'SHA-256, octets',
    content: 'SHA-256, texte',
    profile: 'Profil',
    asked: 'Réponse du',
    unsigned:
      'Ce rapport répète ce que le registre a répondu à cette heure. Il ne le prouve pas par lui-même.',
  },

  headers: {
    heading: 'En-têtes',
    hint: 'Lus sur votre ordinateur\u202f; seules leurs empreintes sont parties.',
    field: 'En-tête',
    value: 'Dans ce courriel',
    answer: 'Réponse',
    forged: 'Ce n’est pas ce que porte le courriel enregistré.',
    none: 'absent de ce courriel',
    notCompared: 'Non comparé',
    gone: 'Déposez à nouveau le fichier pour lire ses en-têtes.',
  },

  where: {
    page: (n: number) => `page ${format.number(n)}`,
    cell: (sheet: string, cell: string) => `feuille «\u202f${sheet}\u202f», cellule ${cell}`,
    sheet: (sheet: string) => `feuille «\u202f${sheet}\u202f»`,
    map: 'Plan du texte',
    range: (from: number, to: number) => `${format.number(from)}\u2013${format.number(to)}`,
    markOne: (n: number) => `Aller au passage ${format.number(n)}`,
    markMany: (from: number, to: number) =>
      `Aller aux passages ${format.number(from)} à ${format.number(to)}`,
  },
};
