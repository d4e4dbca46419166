/** @jsxImportSource hono/jsx */
import type { Hono } from 'hono';
import type { Corpus, GovernanceAnswer, KeysAnswer, LogPlace } from '../registry/contract.ts';
import type { LogSummary } from '../registry/log-summary.ts';
import type { LogFacts } from './components/log-view.tsx';
import { LogView } from './components/log-view.tsx';
import type { RegistryFacts } from './components/masthead.tsx';
import { Shell } from './components/shell.tsx';
import { catalogue, LANGUAGES } from './locales/index.ts';
import { logWords } from './locales/log.ts';

/** What the auditor's page asks of the registry. */
export interface LogPageDeps {
  summary(): Promise<LogSummary>;
  /** Entry of a signed statement in the log. */
  placeOf(statement: string): Promise<LogPlace>;
  receiptKeys(): Promise<KeysAnswer['receipts']>;
  /** Null before the keyholders are named. */
  governance(): Promise<GovernanceAnswer | null>;
}

/** `/fr/journal` and `/en/log`: the log, its witnesses and keys, and how to check them. */
export function logPage(
  app: Hono,
  deps: LogPageDeps,
  corpora: () => Promise<Corpus[]>,
  registryFacts: () => Promise<RegistryFacts>,
  report: (error: unknown) => void,
): void {
  for (const language of LANGUAGES) {
    const t = catalogue(language);
    const words = logWords(language);
    app.get(t.log.path, async (c) => {
      const [registry, facts] = await Promise.all([
        registryFacts(),
        logFacts(deps, corpora).catch((error) => {
          report(error);
          return null;
        }),
      ]);
      return c.html(
        <Shell
          t={t}
          title={words.title}
          registry={registry}
          script={null}
          sheet="corner"
          addressIn={(other) => catalogue(other).log.path}
        >
          <LogView t={t} words={words} facts={facts} origin={new URL(c.req.url).origin} />
        </Shell>,
        facts === null ? 503 : 200,
      );
    });
  }
}

async function logFacts(deps: LogPageDeps, corpora: () => Promise<Corpus[]>): Promise<LogFacts> {
  const [summary, known, receiptKeys, governance] = await Promise.all([
    deps.summary(),
    corpora(),
    deps.receiptKeys(),
    deps.governance().catch(() => null),
  ]);
  const signed = known.flatMap(({ statement }) => (statement ? [statement.id] : []));
  const entries = await Promise.all(
    signed.map(async (id) => [id, (await deps.placeOf(id)).index] as const),
  );
  return {
    summary,
    at: new Date().toISOString(),
    corpora: known,
    entries: Object.fromEntries(entries),
    receiptKeys,
    governance,
  };
}
