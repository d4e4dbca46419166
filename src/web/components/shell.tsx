/** @jsxImportSource hono/jsx */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { type Catalogue, LANGUAGES } from '../locales/index.ts';
import { Masthead, Notices, type RegistryFacts } from './masthead.tsx';

/**
 * The document around every page, rendered on the server only. The browser draws the parts with
 * an id anew when the reader changes language.
 */
export function Shell({
  t,
  title,
  registry,
  children,
}: {
  t: Catalogue;
  title: string;
  registry: RegistryFacts;
  children: Child;
}) {
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
            <link rel="alternate" hreflang={language} href={`/${language}`} />
          ))}
          <link rel="stylesheet" href="/assets/page.css" />
          <script type="module" src={`/assets/app-${t.lang}.js`} />
        </head>
        <body>
          <a class="skip" href="#main" id="skip">
            {t.skip}
          </a>
          <header class="mast wrap" id="mast">
            <Masthead t={t} registry={registry} />
          </header>
          <main id="main" class="wrap" tabindex={-1}>
            <div id="notices">
              <Notices t={t} registry={registry} />
            </div>
            {children}
          </main>
          <footer class="wrap">
            <div class="foot" id="foot">
              <span>{t.nothingElse}</span>
            </div>
          </footer>
        </body>
      </html>
    </>
  );
}
