import { formatFor } from './format.ts';

const format = formatFor('fr');

/** The words for a list of many answers, and for going from one to the next, in French. */
export const triage = {
  filter: 'Filtrer par réponse',
  groups: {
    all: 'Tous',
    differs: 'Différents',
    undecided: 'Indéterminés',
    absent: 'Absents',
    same_content: 'Même contenu',
    identical: 'Identiques',
  },
  search: 'Chercher dans les noms',
  order: 'Les plus préoccupants d’abord.',
  caption: 'Réponses, les plus préoccupantes d’abord',
  answer: 'Réponse',
  document: 'Document et motif',
  parts: 'Parties',
  registered: 'Enregistré',
  members: (n: number) => format.plural(n, { one: '# fichier', other: '# fichiers' }),
  noParts: 'aucune',
  late: (day: string) => `${day}, après la fuite`,
  copies: (names: string) => `Aussi\u202f: ${names}`,
  moreCopies: (n: number) => format.plural(n, { one: '# autre copie', other: '# autres copies' }),
  fresh: (n: number) =>
    format.plural(n, { one: '# nouveau résultat', other: '# nouveaux résultats' }),
  refresh: (fresh: string) => `${fresh}\u202f: actualiser la liste`,
  none: 'Aucun document ne correspond à ce filtre.',
  found: (n: number) =>
    format.plural(n, { one: '# document affiché', other: '# documents affichés' }),
  rows: (from: number, to: number, total: number) =>
    `Lignes ${format.number(from)} à ${format.number(to)} sur ${format.number(total)}`,
  pages: 'Pages de la liste',
  previous: 'Précédentes',
  next: 'Suivantes',
  back: 'Retour au tri',
  place: (n: number, total: number) => `Document ${format.number(n)} sur ${format.number(total)}`,
  previousDocument: 'Document précédent',
  nextDocument: 'Document suivant',
  around: 'D’un document à l’autre',
  differ: (list: string) => `Diffère\u202f: ${list}`,
  passages: (n: number) =>
    format.plural(n, { one: '# passage diffère', other: '# passages diffèrent' }),
};
