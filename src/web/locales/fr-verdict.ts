import { formatFor } from './format.ts';

const format = formatFor('fr');

/** What a card is about, for sentences that name it. */
export type Noun = 'file' | 'mail';
/** How a registered document stands in another. */
export type Wrapped = 'footer' | 'quoted' | 'part' | null;

const THIS: Record<Noun, string> = { file: 'Ce fichier', mail: 'Ce courriel' };
const OF_THIS: Record<Noun, string> = { file: 'de ce fichier', mail: 'de ce courriel' };

/** The words of the answers, in French. */
export const verdict = {
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
    contains: (noun: Noun, how: Wrapped) => {
      if (how === 'footer') {
        return `${THIS[noun]} est un document enregistré, suivi d’un pied de liste de diffusion.`;
      }
      if (how === 'quoted') {
        return `${THIS[noun]} cite mot pour mot un courriel enregistré\u202f; ce qui est écrit au-dessus de la citation n’a pas été comparé.`;
      }
      return how === 'part'
        ? `${THIS[noun]} porte en pièce jointe un document enregistré\u202f; le reste n’a pas été retrouvé.`
        : `${THIS[noun]} contient un document enregistré, avec autre chose autour.`;
    },
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
    absent_empty: 'Le registre ne contient encore aucun document\u202f: rien n’a pu être comparé.',
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
    absent_empty: 'Quoi que ce soit du document\u202f: où rien n’est enregistré, tout est absent.',
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
    entry: (index: number) => `Inscription ${format.number(index)} du journal`,
    witnessed: ', attestée par des témoins',
    unwitnessed: ', sans témoin',
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
    no_text_layer: 'ce fichier est une image, ou sa couche de texte est illisible',
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
    refused:
      'le registre a refusé cette empreinte\u202f; rechargez la page, peut-être plus ancienne que le registre',
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
};
