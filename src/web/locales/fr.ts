import { formatFor } from './format.ts';
import { evidence } from './fr-evidence.ts';
import { front } from './fr-front.ts';
import { locate } from './fr-locate.ts';
import { run } from './fr-run.ts';
import { take } from './fr-take.ts';
import { triage } from './fr-triage.ts';
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
  /** Above everything else while nothing is registered. */
  registryNothing:
    'Aucun document n’est encore enregistré ici\u202f: toute réponse serait «\u202fabsent\u202f» et ne dirait rien.',
  notice: 'Avis',
  registryEmpty: 'Aucun corpus n’est ouvert à la consultation',
  registrySilent:
    'Le registre ne répond pas\u202f: aucune vérification n’est possible pour l’instant',
  verify: {
    path: '/fr/verifier',
    link: 'Vérifier un rapport',
    title: 'Ce qu’un rapport prouve',
    lead: 'Ajoutez un rapport aux reçus signés et le fichier dont il parle. Tout se vérifie sur cet ordinateur, sans réseau\u202f: rien n’est envoyé.',
    noScript:
      'Cette vérification se fait dans le navigateur\u202f: elle demande JavaScript, ou la commande empreinte verify.',
  },
  /** The rest of its words is for the server only: `fr-log.ts`. */
  log: { path: '/fr/journal', link: 'Le journal public' },
  nothingElse: 'Cette page ne charge rien d’un autre site.',
  front,

  run,

  triage,

  ...take,

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
    signed: (who: string, version: number, since: string) =>
      `Déclaration signée par ${who} (version ${version}), valable depuis le ${since}\u202f; personne d’autre ne l’a vérifiée.`,
    places: (list: string) => `Couvre\u202f: ${list}.`,
    dates: (from: string | null, to: string | null) =>
      from === null
        ? `Jusqu’au ${to}.`
        : to === null
          ? `Depuis le ${from}.`
          : `Du ${from} au ${to}.`,
    registered: (n: number) =>
      `${format.plural(n, { one: '# document déclaré enregistré', other: '# documents déclarés enregistrés' })}.`,
    missing: (list: string) => `Non couvert\u202f: ${list}.`,
    counted: (what: string, n: number) => `${what} (${format.number(n)})`,
  },

  part: (path: string) => `Partie ${path}`,
  words: (n: number) => format.plural(n, { one: '# mot', other: '# mots' }),
  unnamed: 'sans nom',
};

export type Catalogue = typeof fr;
