import { describe, expect, test } from 'vitest';
import { pages } from '../../src/web/pages.tsx';
import { CANNED, CORPORA } from './canned.ts';
import { form, plain, SHA } from './served.ts';

const AT = '2031-04-26T09:12:00Z';

function served(records: number, notice: { fr: string; en: string } | null = null) {
  const corpora = CORPORA.map((corpus) => ({ ...corpus, records }));
  return pages({
    notice,
    corpora: async () => corpora,
    check: async ({ items }) => ({
      results: items.map(({ id }) => ({ ...CANNED.absent, notes: [], id: id ?? null })),
      corpora: { consulted: corpora, closed: [] },
      at: AT,
    }),
  });
}

const text = async (answer: Response | Promise<Response>) => plain(await (await answer).text());

describe('above every answer', () => {
  test('stands what the operator has to say, in the language of the page, as text', async () => {
    const said = { fr: 'Réserve <b>électorale</b>', en: 'Election silence' };
    const app = served(3, said);
    for (const request of [app.request('/fr'), app.request('/fr', form(SHA))]) {
      const html = await (await request).text();
      expect(html).toContain('Réserve &lt;b&gt;électorale&lt;/b&gt;');
      expect(html.indexOf('class="notice"')).toBeLessThan(html.indexOf('<h1'));
      expect(html.match(/class="notice"/g)).toHaveLength(1);
    }
    expect(await text(app.request('/en'))).toContain('Election silence');
    expect(await text(served(3).request('/fr'))).not.toContain('\nAvis\n');
  });

  test('stands that nothing is registered, and absent then says nothing', async () => {
    const app = served(0);
    const front = await text(app.request('/fr'));
    expect(front).toContain('Aucun document n’est encore enregistré ici');
    expect(await text(app.request('/en'))).toContain('No document is registered here yet');
    const answer = await text(app.request('/fr', form(SHA)));
    expect(answer).toContain('Le registre ne contient encore aucun document');
    expect(answer).toContain('où rien n’est enregistré, tout est absent');
    expect(answer).not.toContain('Rien de ce qui est enregistré');
    expect(answer).not.toMatch(/Parmi les/);
    const some = await text(served(3).request('/fr', form(SHA)));
    expect(some).not.toContain('aucun document');
    expect(some).toContain('Parmi les 3 documents');
  });
});
