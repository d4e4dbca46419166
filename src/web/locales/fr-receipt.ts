import { formatFor } from './format.ts';

const format = formatFor('fr');

/** The words of a kept receipt's page, in French; no script of the browser has them. */
export const receipt = {
  path: '/fr/recu',
  title: 'Un reçu du registre',
  heading: 'Ce reçu n’est lié à aucun fichier',
  lead: 'Le registre a signé une réponse sur une empreinte qu’on lui a envoyée. Sans le fichier, personne ne peut dire ici de quel document il s’agit\u202f: aucun verdict n’est donc montré.',
  gone: 'Aucun reçu n’est gardé à cette adresse',
  goneWhy:
    'L’adresse est fausse, ou le délai est passé. Un reçu qui n’est plus gardé se vérifie encore avec le rapport dont il vient.',

  proven: 'Prouvé par la signature',
  signed: (registry: string, when: string) =>
    `${registry} a signé cette réponse, qu’il date du ${when}. Personne n’a pu la changer depuis.`,
  key: 'Clé de la signature',
  keyHint:
    'Elle doit être celle que vous avez épinglée ou lue ailleurs\u202f: un site qui imite le registre en montrerait une autre.',

  stated: 'Seulement affirmé par le registre',
  answer: (compared: boolean): string =>
    compared
      ? 'Où une empreinte reçue s’écarte d’un enregistrement. Il faut le fichier pour lire cette réponse.'
      : 'Ce qu’il sait d’une empreinte reçue. Il faut le fichier pour lire cette réponse.',
  consulted: (id: string, n: number) =>
    `Corpus consulté\u202f: ${id}, ${format.plural(n, { one: '# document', other: '# documents' })}.`,
  closed: (list: string) => `Corpus non consultés\u202f: ${list}.`,
  log: (origin: string, size: number) =>
    `Le journal ${origin} comptait alors ${format.plural(size, { one: '# inscription', other: '# inscriptions' })}.`,

  open: 'Non prouvé',
  notTied: 'Qu’un fichier que l’on vous montre soit celui dont parle ce reçu.',
  notTrue: 'Que ce que dit un document soit vrai.',
  notAll: 'Que l’empreinte envoyée ait été celle d’un vrai fichier.',

  verify: 'Vérifier avec le fichier',
  verifyHint: {
    withSalt:
      'L’adresse complète contient ce qui lie le reçu au fichier. Choisissez le fichier dans la vue de vérification\u202f: il n’est pas envoyé.',
    without:
      'Cette adresse ne contient pas ce qui lie le reçu au fichier. Il y faut le rapport, ou l’adresse complète, avec ce qui suit «\u202f#\u202f».',
  },
  address: 'Adresse de ce reçu',
  qr: 'Code QR de l’adresse de ce reçu',
  kept: (since: string, until: string) =>
    `Gardé depuis le ${since} à la demande de qui l’a reçu, oublié le ${until}.`,
  print: 'Cette page s’imprime\u202f: le code mène à la même adresse.',
  raw: 'Le reçu lui-même (JSON)',
  id: 'Reçu',
};

export type ReceiptWords = typeof receipt;
