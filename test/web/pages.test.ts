import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CheckAnswer, CheckRequest } from '../../src/registry/contract.ts';
import { pages } from '../../src/web/pages.tsx';
import { CANNED, type CannedKind, CORPORA } from './canned.ts';

/** A registry that fails is logged, which is not what these tests are about. */
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

const AT = '2031-04-26T09:12:00Z';
const SHA = 'a'.repeat(64);

function app(kind: CannedKind, change: (answer: CheckAnswer) => CheckAnswer = (a) => a) {
  const asked: CheckRequest[] = [];
  const served = pages({
    corpora: async () => CORPORA,
    check: async (request) => {
      asked.push(request);
      const results = request.items.map(({ id }) => ({ ...CANNED[kind], id: id ?? null }));
      return change({ results, corpora: { consulted: CORPORA, closed: [] }, at: AT });
    },
  });
  return { served, asked };
}

const form = (digests: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ digests }).toString(),
});

/** Text of the first card, tags taken out and entities read. */
async function cardOf(kind: CannedKind, language: 'fr' | 'en') {
  const response = await app(kind).served.request(`/${language}`, form(SHA));
  expect(response.status).toBe(200);
  const html = await response.text();
  const card = /<article[\s\S]*?<\/article>/.exec(html)?.[0] ?? '';
  return { card, text: plain(card) };
}

const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

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

describe('the form for pasted digests', () => {
  test('sends each digest once, by kind, and shows names only on the page', async () => {
    const { served, asked } = app('absent');
    const lines = `${SHA.toUpperCase()}  note.pdf\n3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C\n`;
    const html = await (await served.request('/fr', form(lines))).text();
    expect(asked).toEqual([
      {
        items: [
          { id: 'd0', sha256: SHA },
          { id: 'd1', ssdeep: '3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C' },
        ],
      },
    ]);
    expect(plain(html)).toContain('note.pdf');
    expect(plain(html)).toContain('2 empreintes vérifiées');
  });

  test('names the lines that are no digest', async () => {
    const { served } = app('absent');
    const html = await (await served.request('/fr', form(`${SHA}\nbonjour\n`))).text();
    expect(plain(html)).toContain(
      '1 ligne n’est ni un SHA-256 ni un ssdeep\u202f; elle n’a pas été envoyée. Ligne 2.',
    );
  });

  test('asks nothing for an empty, foreign or overlong paste', async () => {
    for (const [text, status] of [
      ['', 400],
      ['bonjour', 400],
      [`${SHA}\n`.repeat(101), 400],
      ['x'.repeat(200_000), 413],
    ] as const) {
      const { served, asked } = app('identical');
      const response = await served.request('/fr', form(text));
      expect(response.status).toBe(status);
      expect(await response.text()).toContain('class="fault"');
      expect(asked).toEqual([]);
    }
  });

  test('a registry that fails, or answers something else than asked, shows no verdict', async () => {
    const broken = pages({
      corpora: async () => CORPORA,
      check: async () => {
        throw new Error('down');
      },
    });
    const swapped = app('identical', (answer) => ({
      ...answer,
      results: answer.results.map((result) => ({ ...result, id: 'other' })),
    })).served;
    const short = app('absent', (answer) => ({ ...answer, results: [] })).served;
    for (const served of [broken, swapped, short]) {
      const response = await served.request('/fr', form(SHA));
      expect(response.status).toBe(503);
      const html = await response.text();
      expect(html).not.toContain('<article');
      expect(plain(html)).toContain('Le registre n’a pas répondu comme il devrait.');
    }
  });

  test('what is pasted comes back as text, never as markup', async () => {
    const { served } = app('absent');
    const nasty = `${SHA}  <img src=x onerror=alert(1)>`;
    const html = await (await served.request('/fr', form(nasty))).text();
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    const again = await (await served.request('/fr', form('</textarea><script>'))).text();
    expect(again).not.toContain('</textarea><script>');
  });
});

describe('the document', () => {
  const CSP =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types empreinte";

  test('carries its headers on every answer, good or bad', async () => {
    const { served } = app('absent');
    for (const response of [
      await served.request('/fr'),
      await served.request('/en', form(SHA)),
      await served.request('/en', form('')),
      await served.request('/fr', form('x'.repeat(200_000))),
    ]) {
      expect(response.headers.get('content-security-policy')).toBe(CSP);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('has no inline script, style or handler and no address of another site', async () => {
    const { served } = app('altered');
    for (const response of [await served.request('/fr'), await served.request('/fr', form(SHA))]) {
      const html = await response.text();
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|https?:/i);
      expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/assets/app.js">']);
    }
  });

  test('says before a file is chosen that it stays, and names its language', async () => {
    const { served } = app('absent');
    const fr = await (await served.request('/fr')).text();
    expect(fr).toContain('<html lang="fr">');
    expect(plain(fr)).toContain('Le fichier ne quitte pas votre ordinateur.');
    const en = await (await served.request('/en')).text();
    expect(en).toContain('<html lang="en">');
    expect(plain(en)).toContain('The file does not leave your computer.');
    expect(fr).toMatch(/href="\/en" lang="en"/);
    expect(en).toMatch(/href="\/fr" lang="fr"/);
  });

  test('still comes when the registry is silent, and says so', async () => {
    const served = pages({
      corpora: async () => {
        throw new Error('down');
      },
      check: async () => {
        throw new Error('down');
      },
    });
    const response = await served.request('/fr');
    expect(response.status).toBe(200);
    expect(plain(await response.text())).toContain('Le registre ne répond pas');
  });

  test('/ leads to the language that the reader prefers', async () => {
    const { served } = app('absent');
    for (const [header, path] of [
      [undefined, '/fr'],
      ['de', '/fr'],
      ['en-GB,en;q=0.9', '/en'],
      ['fr-CA,en;q=0.8', '/fr'],
      ['en;q=0.3, fr;q=0.7', '/fr'],
      ['en;q=0', '/fr'],
      ['en;q=x', '/fr'],
    ] as const) {
      const response = await served.request('/', {
        headers: header === undefined ? {} : { 'accept-language': header },
      });
      expect(response.status).toBe(302);
      expect(response.headers.get('location')).toBe(path);
    }
  });
});
