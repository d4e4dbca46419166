/** @jsxImportSource hono/jsx */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { type Catalogue, catalogue, LANGUAGES, type Language } from '../locales/index.ts';
import { Foot, Masthead, Notices, type RegistryFacts } from './masthead.tsx';

/**
 * The document around every page, rendered on the server only. The browser draws the parts with
 * an id anew when the reader changes language.
 */
export function Shell({
  t,
  title,
  registry,
  page = 'app',
  children,
}: {
  t: Catalogue;
  title: string;
  registry: RegistryFacts;
  /** Whose script it loads, and which addresses it has. */
  page?: 'app' | 'verify';
  children: Child;
}) {
  const addressIn = (language: Language) =>
    page === 'verify' ? catalogue(language).verify.path : `/${language}`;
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={t.lang}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${title} — ${t.site}`}</title>
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          {LANGUAGES.map((language) => (
            <link rel="alternate" hreflang={language} href={addressIn(language)} />
          ))}
          <link rel="stylesheet" href="/assets/page.css" />
          <script type="module" src={`/assets/${page}-${t.lang}.js`} />
        </head>
        <body>
          <a class="skip" href="#main" id="skip">
            {t.skip}
          </a>
          <header class="mast wrap" id="mast">
            <Masthead t={t} registry={registry} other={addressIn(t.other.lang as Language)} />
          </header>
          <main id="main" class="wrap" tabindex={-1}>
            <div id="notices">
              <Notices t={t} registry={registry} />
            </div>
            {children}
          </main>
          <footer class="wrap">
            <div class="foot" id="foot">
              <Foot t={t} />
            </div>
          </footer>
        </body>
      </html>
    </>
  );
}
