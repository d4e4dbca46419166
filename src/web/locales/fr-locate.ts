import { formatFor } from './format.ts';

const format = formatFor('fr');

/** The words for the places where a text differs, in French. */
export const locate = {
  heading: 'Où le texte diffère',
  warning:
    'Situer les passages\u202f: des empreintes de groupes de mots partent vers le registre\u202f; son exploitant pourrait en reconstituer une partie du texte.',
  inPart: (name: string) => `Dans la pièce\u202f: ${name}`,
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
  position: (n: number, total: number) => `Passage ${format.number(n)} sur ${format.number(total)}`,
  previous: 'Passage précédent',
  next: 'Passage suivant',
  failures: {
    off: 'Le déclarant n’autorise pas à situer les passages des documents de ce corpus.',
    quota: 'Trop de demandes sont parties d’ici\u202f; réessayez plus tard.',
    refused: 'Le registre a refusé cette comparaison.',
    unhealthy: 'Le registre ne répond pas comme il devrait\u202f; réessayez.',
    changed: 'Le fichier a changé depuis qu’il a été vérifié\u202f; déposez-le à nouveau.',
    gone: 'Le fichier n’est plus ouvert dans cette page\u202f; déposez-le à nouveau.',
    no_text: 'Ce fichier n’a pas de texte à comparer.',
    unfit: 'La réponse du registre ne correspond pas à ce texte.',
    unread: 'Le fichier n’a pas pu être relu\u202f; déposez-le à nouveau.',
    reason: (reason: string) => `Les passages n’ont pas pu être situés\u202f: ${reason}.`,
  },
};
