/** @jsxImportSource hono/jsx */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Corpus } from '../../registry/contract.ts';
import { type Catalogue, catalogue, type Language } from '../locales/index.ts';

/** The document around every page, rendered on the server only. */
export function Shell({
  t,
  title,
  corpora,
  children,
}: {
  t: Catalogue;
  title: string;
  /** Null when the registry did not answer. */
  corpora: readonly Corpus[] | null;
  children: Child;
}) {
  const other = catalogue(t.other.lang as Language);
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
          <link rel="alternate" hreflang={other.lang} href={`/${other.lang}`} />
          <link rel="stylesheet" href="/assets/page.css" />
          <script type="module" src="/assets/app.js" />
        </head>
        <body>
          <a class="skip" href="#main">
            {t.skip}
          </a>
          <header class="mast wrap">
            <div class="mast-row">
              <a class="brand" href={`/${t.lang}`}>
                <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
                  <g fill="none" stroke="currentColor" stroke-width="1.6">
                    <circle cx="10" cy="10" r="5.4" />
                    <path d="M10 0v20M0 10h20" />
                  </g>
                </svg>
                <span>{t.site}</span>
              </a>
              <a class="lang" href={`/${other.lang}`} lang={other.lang} hreflang={other.lang}>
                {t.other.name}
              </a>
            </div>
            <Dateline t={t} corpora={corpora} />
          </header>
          <main id="main" class="wrap" tabindex={-1}>
            {children}
          </main>
          <footer class="wrap">
            <div class="foot">
              <span>{t.nothingElse}</span>
            </div>
          </footer>
        </body>
      </html>
    </>
  );
}

function Dateline({ t, corpora }: { t: Catalogue; corpora: readonly Corpus[] | null }) {
  if (corpora === null) {
    return (
      <div class="dateline">
        <b>{t.registrySilent}</b>
      </div>
    );
  }
  if (corpora.length === 0) {
    return (
      <div class="dateline">
        <b>{t.registryEmpty}</b>
      </div>
    );
  }
  const registrants = [...new Set(corpora.map((corpus) => corpus.registrant))];
  const records = corpora.reduce((sum, corpus) => sum + corpus.records, 0);
  return (
    <div class="dateline">
      <b>{t.registryOf(t.format.list(registrants))}</b>
      <span class="num">{t.declared(records)}</span>
    </div>
  );
}
