import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pages } from '../../src/web/pages.tsx';
import { CORPORA } from './canned.ts';
import { app, form, plain, SHA } from './served.ts';

/** A registry that fails is logged, which is not what these tests are about. */
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
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
      expect(html.match(/<script[^>]*>/g)).toEqual([
        '<script type="module" src="/assets/app-fr.js">',
      ]);
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
