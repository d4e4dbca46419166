/** @jsxImportSource hono/jsx */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { type Catalogue, LANGUAGES, type Language } from '../locales/index.ts';
import { Foot, Masthead, Notices, type RegistryFacts } from './masthead.tsx';

/**
 * The document around every page, rendered on the server only. The browser draws the parts with
 * an id anew when the reader changes language.
 */
export function Shell({
  t,
  title,
  registry,
  script = 'app',
  sheet = null,
  addressIn = (language) => `/${language}`,
  children,
}: {
  t: Catalogue;
  title: string;
  registry: RegistryFacts;
  /** The script that it loads; null for a page that needs none. */
  script?: 'app' | 'verify' | 'receipt' | null;
  /** A style of its own, which the first view need not wait for. */
  sheet?: 'corner' | null;
  /** This page in each language. */
  addressIn?: (language: Language) => string;
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
            <link rel="alternate" hreflang={language} href={addressIn(language)} />
          ))}
          <link rel="stylesheet" href="/assets/page.css" />
          {sheet !== null && <link rel="stylesheet" href={`/assets/${sheet}.css`} />}
          {script !== null && (
            <script
              type="module"
              src={`/assets/${script === 'receipt' ? script : `${script}-${t.lang}`}.js`}
            />
          )}
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
