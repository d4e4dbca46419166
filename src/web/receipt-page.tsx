/** @jsxImportSource hono/jsx */
import type { Hono } from 'hono';
import type { KeptReceipt } from '../registry/contract.ts';
import type { RegistryFacts } from './components/masthead.tsx';
import { ReceiptView } from './components/receipt-view.tsx';
import { Shell } from './components/shell.tsx';
import { catalogue, LANGUAGES } from './locales/index.ts';
import { receiptWords } from './locales/receipt.ts';

/** `/fr/recu/{id}` and `/en/receipt/{id}`: a receipt that its caller chose to keep, to be printed. */
export function receiptPage(
  app: Hono,
  keptReceipt: (id: string) => Promise<KeptReceipt | null>,
  registryFacts: () => Promise<RegistryFacts>,
): void {
  for (const language of LANGUAGES) {
    const t = catalogue(language);
    const words = receiptWords(language);
    app.get(`${words.path}/:id`, async (c) => {
      const id = c.req.param('id');
      const [registry, kept] = await Promise.all([registryFacts(), keptReceipt(id)]);
      const { origin } = new URL(c.req.url);
      c.header('x-robots-tag', 'noindex');
      return c.html(
        <Shell
          t={t}
          title={words.title}
          registry={registry}
          script={kept ? 'receipt' : null}
          sheet="corner"
          addressIn={(other) => `${receiptWords(other).path}/${id}`}
        >
          {kept ? (
            <ReceiptView
              t={t}
              words={words}
              kept={kept}
              address={`${origin}${words.path}/${kept.id}`}
            />
          ) : (
            <div class="corner">
              <header>
                <h1>{words.gone}</h1>
                <p class="lead">{words.goneWhy}</p>
              </header>
            </div>
          )}
        </Shell>,
        kept ? 200 : 404,
      );
    });
  }
}
