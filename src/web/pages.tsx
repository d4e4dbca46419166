/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Child } from 'hono/jsx';
import type {
  CheckAnswer,
  CheckRequest,
  Corpus,
  KeptReceipt,
  KeysAnswer,
} from '../registry/contract.ts';
import { type Answer, contextOf } from './answer.ts';
import { Front } from './components/front.tsx';
import type { RegistryFacts } from './components/masthead.tsx';
import { Results } from './components/results.tsx';
import { Shell } from './components/shell.tsx';
import { MAX_FORM_BYTES, MAX_LINES, type Pasted, parsePasted } from './digests.ts';
import { PAGE_HEADERS } from './headers.ts';
import { type Catalogue, catalogue, LANGUAGES, type Language, preferred } from './locales/index.ts';
import { receiptWords } from './locales/receipt.ts';
import { type LogPageDeps, logPage } from './log-page.tsx';
import { receiptPage } from './receipt-page.tsx';

/** What the pages ask of the registry. */
export interface PageDeps {
  /** Notes a failure, without what the reader sent; left out, its name alone is logged. */
  readonly report?: (error: unknown) => void;
  /** Corpora open to the public. */
  corpora(): Promise<Corpus[]>;
  /** The same check as `POST /v1/check`, with `caller` the request it answers. */
  check(request: CheckRequest, caller: Request): Promise<CheckAnswer>;
  /** Keys to verify receipts with; without it the verify view brings none. */
  keys?(): Promise<KeysAnswer>;
  /** The public log, for the auditor's page; without it there is none. */
  readonly log?: LogPageDeps;
  /** A receipt that its caller chose to keep, null for none; without it there are no such pages. */
  keptReceipt?(id: string): Promise<KeptReceipt | null>;
  /** What the operator has to say above every answer: election silence, a court order. */
  readonly notice?: Readonly<Record<Language, string>> | null;
}

/**
 * `/fr` and `/en` with their form for pasted digests, `/` that leads to one of them, the view that
 * verifies reports, the auditor's page, and those of kept receipts.
 * Every answer carries the page's own security headers.
 */
export function pages(deps: PageDeps): Hono {
  const app = new Hono();

  app.get('/', (c) => {
    c.header('vary', 'Accept-Language');
    return c.redirect(`/${preferred(c.req.header('accept-language'))}`, 302);
  });

  for (const language of LANGUAGES) {
    const t = catalogue(language);
    const path = `/${language}`;

    for (const address of [path, t.verify.path, t.log.path, `${receiptWords(language).path}/*`]) {
      app.use(address, async (c, next) => {
        await next();
        for (const [name, value] of Object.entries(PAGE_HEADERS)) c.header(name, value);
        c.header('content-language', language);
      });
    }

    const shown = (title: string, registry: RegistryFacts, children: Child) => (
      <Shell t={t} title={title} registry={registry}>
        {children}
      </Shell>
    );
    const front = async (form?: { text: string; fault: string | null }) => {
      const registry = await factsOf(deps);
      return shown(
        t.title,
        registry,
        // What the browser needs to draw the page in the other language.
        <div id="app" data-registry={JSON.stringify(registry)}>
          {form === undefined ? (
            <Front t={t} controls={null} />
          ) : (
            <Front t={t} controls={null} form={form} />
          )}
        </div>,
      );
    };

    app.get(path, async (c) => c.html(await front()));
    app.get(t.verify.path, async (c) => {
      const [registry, keys] = await Promise.all([
        factsOf(deps),
        quietly(deps, async () => deps.keys?.()),
      ]);
      return c.html(
        <Shell
          t={t}
          title={t.verify.title}
          registry={registry}
          script="verify"
          addressIn={(other) => catalogue(other).verify.path}
        >
          <Verify t={t} keys={keys ?? null} />
        </Shell>,
      );
    });

    const tooLarge = bodyLimit({
      maxSize: MAX_FORM_BYTES,
      onError: async (c) =>
        c.html(await front({ text: '', fault: t.form.tooMany(MAX_LINES) }), 413),
    });
    app.post(path, tooLarge, async (c) => {
      const field = (await c.req.parseBody()).digests;
      const text = typeof field === 'string' ? field : '';
      const pasted = parsePasted(text);
      if (pasted.tooMany) {
        return c.html(await front({ text, fault: t.form.tooMany(MAX_LINES) }), 400);
      }
      if (pasted.digests.length === 0) {
        const fault = pasted.faults.length > 0 ? faultText(t, pasted) : t.form.nothing;
        return c.html(await front({ text, fault }), 400);
      }
      const items = pasted.digests.map(({ item }, index) => ({ id: `d${index}`, ...item }));
      const answer = await quietly(deps, () => deps.check({ items }, c.req.raw));
      const answers = answer === null ? null : answersOf(pasted, answer);
      if (answers === null) {
        return c.html(await front({ text, fault: t.form.failed }), 503);
      }
      return c.html(
        shown(
          t.resultsTitle,
          await factsOf(deps),
          <Answered t={t} pasted={pasted} answers={answers} />,
        ),
      );
    });
  }
  if (deps.keptReceipt) receiptPage(app, deps.keptReceipt, () => factsOf(deps));
  if (deps.log) {
    logPage(app, deps.log, deps.corpora, () => factsOf(deps), deps.report ?? noteName);
  }
  return app;
}

async function factsOf(deps: PageDeps): Promise<RegistryFacts> {
  const corpora = await quietly(deps, deps.corpora);
  return { open: corpora === null ? null : summary(corpora), notice: deps.notice ?? null };
}

const summary = (corpora: readonly Corpus[]) => ({
  registrants: [...new Set(corpora.map((corpus) => corpus.registrant))],
  records: corpora.reduce((sum, corpus) => sum + corpus.records, 0),
});

function noteName(error: unknown): void {
  console.error(JSON.stringify({ level: 'error', what: 'page', error: nameOf(error) }));
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'Error');

/** A silent registry is shown as such; the page itself still comes. */
async function quietly<T>(
  { report = noteName }: PageDeps,
  ask: () => Promise<T>,
): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    report(error);
    return null;
  }
}

/** Null when the answer does not fit what was asked, which is a fault and never `absent`. */
function answersOf(pasted: Pasted, answer: CheckAnswer): Answer[] | null {
  if (answer.results.length !== pasted.digests.length) return null;
  const context = contextOf(answer);
  const answers: Answer[] = [];
  for (const [index, { label }] of pasted.digests.entries()) {
    const result = answer.results[index];
    if (result === undefined || result.id !== `d${index}`) return null;
    answers.push({
      id: `d${index}`,
      name: label,
      size: null,
      fingerprint: null,
      partNames: {},
      outcome: { kind: 'answered', result, context },
    });
  }
  return answers;
}

function faultText(t: Catalogue, pasted: Pasted): string {
  const lines = pasted.faults.slice(0, 20).map(t.form.line);
  return `${t.form.faults(pasted.faults.length)} ${t.format.list(lines)}.`;
}

function Answered({ t, pasted, answers }: { t: Catalogue; pasted: Pasted; answers: Answer[] }) {
  return (
    <div class="run">
      <h1>{t.run.doneDigests(answers.length)}</h1>
      {pasted.faults.length > 0 && <p class="fault">{faultText(t, pasted)}</p>}
      <p>
        <a class="btn" href={`/${t.lang}`}>
          {t.run.again}
        </a>
      </p>
      <Results t={t} answers={answers} />
    </div>
  );
}

/** Everything but its heading is drawn in the browser, where the file is. */
function Verify({ t, keys }: { t: Catalogue; keys: KeysAnswer | null }) {
  return (
    <div class="front">
      <header>
        <h1>{t.verify.title}</h1>
        <p class="lead">{t.verify.lead}</p>
      </header>
      <div class="verify" id="verify" data-keys={JSON.stringify(keys)}>
        <p class="unscripted">{t.verify.noScript}</p>
      </div>
    </div>
  );
}
