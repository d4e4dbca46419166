import { formatFor } from './format.ts';

const format = formatFor('fr');

/** The words for a check under way, in French. */
export const run = {
  progress: (done: number, total: number) =>
    `${format.number(done)} sur ${format.plural(total, { one: '# fichier', other: '# fichiers' })}`,
  progressLabel: 'Fichiers vérifiés',
  reading: (name: string) => `Lecture de ${name}`,
  listing: 'Lecture du dossier…',
  sending: 'En attente de la réponse du registre',
  paused: (until: number) =>
    `Trop de demandes sont venues d’ici\u202f: le registre demande d’attendre. La vérification reprendra d’elle-même à ${format.clock(until)}.`,
  pause: 'Suspendre',
  resume: 'Reprendre',
  held: (done: number, total: number) =>
    `Suspendu\u202f: ${format.number(done)} sur ${format.plural(total, { one: '# fichier', other: '# fichiers' })}`,
  rate: (perSecond: number) =>
    `${format.plural(perSecond, { one: '# fichier', other: '# fichiers' })} par seconde`,
  eta: (seconds: number) => `Reste environ ${format.duration(seconds)}`,
  queued: (n: number) =>
    format.plural(n, { one: '# empreinte à envoyer', other: '# empreintes à envoyer' }),
  copies: (n: number) =>
    format.plural(n, { one: 'dont # copie, lue une fois', other: 'dont # copies, lues une fois' }),
  offline:
    'Pas de réseau\u202f: les empreintes attendent dans ce navigateur et partiront à son retour.',
  restored: 'Ces réponses étaient gardées dans ce navigateur.',
  missing: (n: number) =>
    `${format.plural(n, { one: '# fichier n’a pas été lu', other: '# fichiers n’ont pas été lus' })}. Pour continuer, déposez à nouveau les mêmes fichiers ou choisissez-les\u202f: seul ce qui manque sera lu.`,
  cancel: 'Annuler',
  cancelled: (done: number, total: number) =>
    `Annulé\u202f: ${format.number(done)} sur ${format.plural(total, { one: '# fichier vérifié', other: '# fichiers vérifiés' })}`,
  done: (n: number) => format.plural(n, { one: '# fichier vérifié', other: '# fichiers vérifiés' }),
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
};
