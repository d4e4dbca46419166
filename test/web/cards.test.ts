import { describe, expect, test } from 'vitest';
import type { CannedKind } from './canned.ts';
import { app, form, plain, SHA } from './served.ts';

/** Text of the first card, tags taken out and entities read. */
async function cardOf(kind: CannedKind, language: 'fr' | 'en') {
  const response = await app(kind).served.request(`/${language}`, form(SHA));
  expect(response.status).toBe(200);
  const html = await response.text();
  const card = /<article[\s\S]*?<\/article>/.exec(html)?.[0] ?? '';
  return { card, text: plain(card) };
}

const WHO = 'Campagne Estuaire 2031';

/** Label, glyph, sentence, shows, does not show: written out, from the specification. */
const FRENCH: Record<CannedKind, [string, string, string, string, string]> = {
  identical: [
    'Identique',
    'identical',
    'Ce fichier est identique, octet pour octet, à un document enregistré.',
    `${WHO} a déclaré ce fichier authentique, sous cette forme exacte, le 17 avril 2031, 08:05\u00a0UTC.`,
    'Que ce que dit le document est vrai, ni qui l’a fait fuiter.',
  ],
  same_content: [
    'Même contenu',
    'same',
    'Ce n’est pas le même fichier, mais c’est le contenu d’un document enregistré\u202f: chaque mot, nombre, signe et pièce jointe s’y retrouve.',
    `${WHO} a déclaré ce contenu authentique le 17 avril 2031, 08:05\u00a0UTC. Seul le fichier a changé.`,
    'Que ce que dit le document est vrai, ni pourquoi le fichier a été refait.',
  ],
  same_text: [
    'Même texte, apparence non vérifiée',
    'differs',
    'Chaque mot, nombre et signe du texte est celui d’un document enregistré\u202f; l’apparence n’a pas pu être comparée.',
    `${WHO} a déclaré ce texte authentique le 17 avril 2031, 08:05\u00a0UTC. Non vérifié\u202f: les traits d’union, les hauts et bas de page et l’apparence.`,
    'Que ce que l’on voit à l’écran est ce texte\u202f: une image, un cache ou un texte masqué peuvent le recouvrir. Ni que le document dit vrai.',
  ],
  altered: [
    'Légèrement différent',
    'differs',
    'L’essentiel de ce fichier suit un document enregistré, mais ceci diffère\u202f: l’expéditeur et les éléments joints.',
    `Un document très proche a été déclaré authentique par ${WHO} le 17 avril 2031, 08:05\u00a0UTC. Ce fichier n’est pas ce document.`,
    'Ce qui était écrit à la place, qui a fait ces changements, ni si le reste est vrai.',
  ],
  altered_heavy: [
    'Modifié',
    'differs',
    'L’essentiel de ce fichier suit un document enregistré, mais ceci diffère\u202f: le texte.',
    `Un document très proche a été déclaré authentique par ${WHO} le 17 avril 2031, 08:05\u00a0UTC. Ce fichier n’est pas ce document.`,
    'Ce qui était écrit à la place, qui a fait ces changements, ni si le reste est vrai.',
  ],
  part_of: [
    'Extrait',
    'differs',
    'Ce fichier reprend un extrait d’un document enregistré.',
    `Ces passages figurent dans un document déclaré authentique par ${WHO} le 17 avril 2031, 08:05\u00a0UTC.`,
    'Que l’extrait garde le sens de l’ensemble.',
  ],
  contains: [
    'Contient',
    'differs',
    'Ce fichier contient un document enregistré, avec autre chose autour.',
    `Une partie de ce fichier a été déclarée authentique par ${WHO} le 17 avril 2031, 08:05\u00a0UTC.`,
    'Quoi que ce soit sur ce qui est autour.',
  ],
  near: [
    'Ressemblant',
    'differs',
    'Ce fichier ressemble à un document enregistré\u202f; ce qui diffère n’a pas été situé.',
    `${WHO} a déclaré authentique, le 17 avril 2031, 08:05\u00a0UTC, un document proche de celui-ci.`,
    'En quoi il diffère, ni si la différence est innocente.',
  ],
  absent: [
    'Absent du registre',
    'absent',
    'Rien de ce qui est enregistré comme authentique ne correspond à ce fichier ni ne lui ressemble.',
    `Parmi les 18\u202f412 documents enregistrés par ${WHO} au 26 avril 2031, 09:12\u00a0UTC, aucun ne lui ressemble.`,
    'Que le document est faux\u202f: il peut être vrai et n’avoir jamais été enregistré. Ni qu’il est vrai.',
  ],
  undecided: [
    'Indéterminé',
    'undecided',
    'Impossible de trancher\u202f: le texte est trop court, il faut environ 30 mots.',
    'Rien, ni dans un sens ni dans l’autre.',
    '«\u202fIndéterminé\u202f» n’est pas «\u202fabsent\u202f»\u202f: le document peut être au registre.',
  ],
  withdrawn: [
    'Identique',
    'identical',
    `${WHO} a retiré cet enregistrement le 25 avril 2031, 16:40\u00a0UTC.`,
    `${WHO} a déclaré ce fichier authentique, sous cette forme exacte, le 17 avril 2031, 08:05\u00a0UTC.`,
    'Que ce que dit le document est vrai, ni qui l’a fait fuiter.',
  ],
  decoy: [
    'Identique',
    'identical',
    `${WHO} avait enregistré ce document comme leurre, à l’avance, et l’a dit le 25 avril 2031, 16:40\u00a0UTC.`,
    `${WHO} avait enregistré ce document comme leurre, le 17 avril 2031, 08:05\u00a0UTC.`,
    'Que ce que dit le document est vrai\u202f: un leurre est fait pour tromper.',
  ],
  as_part: [
    'Identique',
    'identical',
    'Ce fichier est identique, octet pour octet, à un document enregistré.',
    'Il y figure comme partie d’un autre document, une pièce jointe par exemple.',
    'Que ce que dit le document est vrai, ni qui l’a fait fuiter.',
  ],
  members: [
    'Absent du registre',
    'absent',
    'Cette archive contient 3 fichiers\u202f: 1\u00a0× Absent du registre et 2\u00a0× Identique. La réponse est celle du moins sûr.',
    'Chaque fichier de l’archive a sa propre réponse, ci-dessous.',
    'Que les fichiers de l’archive ont circulé ensemble, ni que ce qu’ils disent est vrai.',
  ],
};

const ENGLISH: Record<CannedKind, string> = {
  identical: 'Identical',
  same_content: 'Same content',
  same_text: 'Same text, appearance not verified',
  altered: 'Differs slightly',
  altered_heavy: 'Altered',
  part_of: 'Excerpt',
  contains: 'Contains',
  near: 'Resembles',
  absent: 'Not in the registry',
  undecided: 'Undecided',
  withdrawn: 'Identical',
  decoy: 'Identical',
  as_part: 'Identical',
  members: 'Not in the registry',
};

describe('a card says word, glyph, sentence and limits', () => {
  for (const [kind, expected] of Object.entries(FRENCH)) {
    test(`${kind}, in French and English`, async () => {
      const { card, text } = await cardOf(kind as CannedKind, 'fr');
      const [label, glyph, ...sentences] = expected;
      expect(/class="tag"><svg[^>]*data-glyph="(\w+)"/.exec(card)?.[1]).toBe(glyph);
      expect(/class="tag">.*?<span>([^<]*)<\/span>/.exec(card)?.[1]).toBe(label);
      for (const sentence of sentences) expect(text).toContain(sentence);
      expect(text).toContain('Ce que cela établit');
      expect(text).toContain('Ce que cela n’établit pas');
      const english = await cardOf(kind as CannedKind, 'en');
      expect(/class="tag">.*?<span>([^<]*)<\/span>/.exec(english.card)?.[1]).toBe(
        ENGLISH[kind as CannedKind],
      );
    });
  }

  test('a decoy is never said to have been declared authentic', async () => {
    expect((await cardOf('decoy', 'fr')).text).not.toMatch(/authentique/);
    expect((await cardOf('decoy', 'en')).text).not.toMatch(/authentic/);
  });

  test('absent shows what the corpora consulted cover', async () => {
    const { text } = await cardOf('absent', 'fr');
    expect(text).toContain('Ce que couvre le registre');
    expect(text).toContain('Ni messageries instantanées, ni boîtes personnelles');
    expect(text).toContain(
      'Même modèle que 212 documents enregistrés. Un modèle se copie\u202f: cela ne compte pas.',
    );
  });

  test('each part has its own verdict, reason and place', async () => {
    const { text } = await cardOf('altered', 'fr');
    expect(text).toMatch(/Partie 1\s+Identique/);
    expect(text).toMatch(/Partie 2\s+Absent du registre/);
    expect(text).toMatch(/Partie 2\.1\s+Indéterminé\s+Le fichier est chiffré\./);
  });

  test('near records come as bands, and the notes in words', async () => {
    const { text } = await cardOf('near', 'en');
    expect(text).toMatch(/r_Zz8yY7xX6wW5vV4u\s+A little/);
    expect(text).toContain('another document of the series or a doctored one');
    expect(text).toContain('Only the bytes were compared');
  });
});
