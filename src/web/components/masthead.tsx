/** @jsxImportSource hono/jsx */
import type { Catalogue, Language } from '../locales/index.ts';

/** What the pages know of the registry before anything is asked of it. */
export interface RegistryFacts {
  /** Null when the registry did not answer. */
  readonly open: { readonly registrants: readonly string[]; readonly records: number } | null;
  /** What the operator has to say, by language. */
  readonly notice: Readonly<Record<Language, string>> | null;
}

/** Name of the site, the other language, and the line of the registry. */
export function Masthead({
  t,
  registry,
  other = `/${t.other.lang}`,
}: {
  t: Catalogue;
  registry: RegistryFacts;
  /** This page in the other language. */
  other?: string;
}) {
  const { lang, name } = t.other;
  return (
    <>
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
        <a class="lang" href={other} lang={lang} hreflang={lang}>
          {name}
        </a>
      </div>
      <Dateline t={t} registry={registry} />
    </>
  );
}

function Dateline({ t, registry: { open } }: { t: Catalogue; registry: RegistryFacts }) {
  if (open === null || open.registrants.length === 0) {
    return (
      <div class="dateline">
        <b>{open === null ? t.registrySilent : t.registryEmpty}</b>
      </div>
    );
  }
  return (
    <div class="dateline">
      <b>{t.registryOf(t.format.list([...open.registrants]))}</b>
      <span class="num">{t.declared(open.records)}</span>
    </div>
  );
}

/** The operator's notice, and the warning that nothing is registered: above every answer. */
export function Notices({ t, registry }: { t: Catalogue; registry: RegistryFacts }) {
  const said = registry.notice?.[t.lang as Language] ?? '';
  const nothing = registry.open !== null && registry.open.records === 0;
  return (
    <>
      {said !== '' && <Notice title={t.notice} text={said} />}
      {nothing && <Notice title={t.notice} text={t.registryNothing} />}
    </>
  );
}

function Notice({ title, text }: { title: string; text: string }) {
  return (
    <p class="notice">
      <b>{title}</b> <span>{text}</span>
    </p>
  );
}

/** What stands under every page. */
export function Foot({ t }: { t: Catalogue }) {
  return (
    <>
      <span>{t.nothingElse}</span> <a href={t.verify.path}>{t.verify.link}</a>{' '}
      <a href={t.log.path}>{t.log.link}</a>
    </>
  );
}
