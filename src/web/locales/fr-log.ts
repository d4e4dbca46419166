import { formatFor } from './format.ts';

const format = formatFor('fr');

/** The words of the auditor's page, in French; no script of the browser has them. */
export const log = {
  title: 'Le journal public',
  heading: 'Le journal, pour qui veut vérifier sans nous croire',
  lead: 'Chaque enregistrement, retrait, déclaration de couverture et clé y est inscrit dans l’ordre, sans retour possible. Une inscription ne dit rien du document\u202f: elle l’engage, sous un sel.',
  silent: 'Le journal ne répond pas pour l’instant. Rien de ce qui suit ne peut être vérifié ici.',

  growth: 'Croissance du journal',
  entries: (n: number) => format.plural(n, { one: '# inscription', other: '# inscriptions' }),
  chart: (from: string, to: string, n: number) =>
    `Inscriptions au journal, du ${from} au ${to}\u202f: de 0 à ${format.number(n)}.`,
  empty: 'Le journal est encore vide.',
  asTable: 'Les mêmes chiffres en tableau',
  at: 'Heure (UTC)',
  size: 'Inscriptions, au moins',
  clock:
    'Les heures sont celles de l’horloge du registre, lues dans les inscriptions\u202f; elles ne sont prouvées que par les témoins. Les inscriptions d’un même lot ont la même heure.',

  witnesses: 'Témoins',
  witness: 'Témoin',
  cosigned: 'A contresigné ce point de contrôle',
  notYet: 'pas encore',
  key: 'Clé',
  witnessed: 'Attesté par des témoins',
  witnessedWhy:
    'Assez de témoins ont contresigné ce point de contrôle\u202f: chacun a vérifié que le journal prolonge ce qu’il avait vu, sans rien y effacer ni y changer. Le registre ne peut plus montrer un autre journal à quelqu’un d’autre sans que cela se voie.',
  unwitnessed: 'Sans témoin',
  unwitnessedWhy:
    'Ce point de contrôle n’est signé que par le registre, ou par trop peu de témoins. Le registre pourrait montrer un journal aux uns et un autre aux autres, ou le refaire\u202f: rien ne l’exclut ici. Les heures d’inscription ne reposent que sur sa parole.',
  noWitness:
    'L’exploitant du registre n’a désigné aucun témoin. N’importe qui peut l’être, voir plus bas.',
  seen: (n: number, of: number) =>
    `${format.number(n)} sur ${format.number(of)}, selon la règle de l’exploitant ci-dessous.`,
  policy: 'Règle des témoins (C2SP tlog-policy)',

  coverage: 'Déclarations de couverture',
  nothingSigned:
    'Aucune déclaration signée\u202f: la phrase ci-dessus n’engage que celui qui l’a écrite.',
  nothingSaid: 'Rien n’est dit de ce qui est couvert.',
  inLog: (index: number) => `Inscription ${format.number(index)} du journal`,
  read: 'Lire la déclaration signée',
  noCorpus: 'Aucun corpus n’est ouvert.',

  checkpoint: 'Point de contrôle',
  checkpointText: 'Point de contrôle, texte exact',
  origin: 'Origine',
  count: 'Taille',
  root: 'Racine',
  last: 'Dernière inscription',
  open: 'Ouvrir /log/checkpoint',

  keys: 'Empreintes des clés',
  keysHint:
    'Qui pourrait contrefaire cette page pourrait contrefaire ces lignes\u202f: comparez-les à celles que le registre a publiées ailleurs, imprimées par exemple, et gardez-les.',
  logKey: 'Journal',
  receiptKey: 'Reçus',
  noReceipts: 'Ce registre ne signe pas de reçus.',
  holders: (required: number, of: number) =>
    `Signatures de détenteurs de clés qu’exige un retrait ou un nouveau déclarant\u202f: ${format.number(required)} sur ${format.number(of)}.`,
  holder: 'Détenteur',
  frozen: (when: string) => `Les enregistrements sont gelés depuis le ${when}.`,

  how: 'Vérifier vous-même',
  byTool: 'Avec notre outil, hors ligne',
  byToolHint:
    'La première ligne est la seule qui demande le réseau. La deuxième imprime les empreintes à comparer.',
  byGo: 'Avec Go et rien de nous',
  byGoHint:
    'Enregistrez ce programme sous verify.go. Il vérifie la signature, lit les tuiles et recalcule la racine avec le code de Go (golang.org/x/mod/sumdb), qui ne sait rien de nous.',
  byGoCommands: 'Puis, dans le même dossier',
  asWitness: 'En devenant témoin',
  asWitnessHint:
    'Un témoin retient ce qu’il a vu et ne contresigne que ce qui le prolonge. Envoyez à l’exploitant la ligne que la commande imprime.',
  formats:
    'Formats\u202f: C2SP tlog-tiles, tlog-checkpoint, tlog-cosignature, tlog-proof. Tout client existant convient.',
};

export type LogWords = typeof log;
