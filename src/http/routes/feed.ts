import type { Feed, Statement, StatementAnswer } from '../../registry/contract.ts';
import type { App, Deps } from '../deps.ts';
import { FEED } from '../examples-watch.ts';
import { json, problems, serve } from '../openapi.ts';

/** Statements of one feed, and pages of the list looked through for them, 100 statements each. */
const MAX_ITEMS = 50;
const MAX_PAGES = 20;
const PAGE = 100;

/** GET /v1/feed: what was signed of the coverage of corpora. Nothing of queries or documents. */
export function feedRoute(app: App, deps: Deps): void {
  serve(
    app,
    {
      method: 'get',
      path: '/v1/feed',
      operationId: 'feed',
      tags: ['registry'],
      summary: 'What corpora are stated to cover, as a feed',
      description:
        'JSON Feed 1.1 (jsonfeed.org) of the coverage statements, the newest first, at most 50: what was signed, by whom. It says nothing of queries, and of documents only how many a corpus is stated to hold.',
      responses: {
        200: {
          description: 'The feed.',
          content: { 'application/feed+json': json('Feed', { one: FEED })['application/json'] },
        },
        ...problems(),
      },
    },
    async (c) => {
      const origin = new URL(c.req.url).origin;
      const items: Feed['items'] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MAX_PAGES; page++) {
        const found = await deps.registry.admin.statements(cursor, PAGE);
        for (const one of found.statements) {
          if (one.kind === 'coverage') items.unshift(itemOf(one, origin));
        }
        cursor = found.cursor;
        if (cursor === null) break;
      }
      const feed: Feed = {
        version: 'https://jsonfeed.org/version/1.1',
        title: 'Empreinte: what corpora are stated to cover',
        home_page_url: `${origin}/`,
        feed_url: `${origin}/v1/feed`,
        language: 'en',
        items: items.slice(0, MAX_ITEMS),
      };
      return c.json(feed, 200, { 'content-type': 'application/feed+json' });
    },
  );
}

function itemOf(
  { id, at, statement, signed_by }: StatementAnswer,
  origin: string,
): Feed['items'][number] {
  const said = JSON.parse(statement) as Extract<Statement, { kind: 'coverage' }>;
  const { corpus, version, mailboxes, folders, from, to, registered, not_covered, since } = said;
  const missing = not_covered.map(({ what, count }) =>
    count === null ? what : `${what} (${count})`,
  );
  return {
    id: `urn:sha256:${id}`,
    url: `${origin}/v1/statements/${id}`,
    title: `Corpus ${corpus}, version ${version}: ${registered} documents`,
    content_text: [
      `Stated, not verified. As of ${since}: ${[...mailboxes, ...folders].join(', ') || 'no mailbox or folder named'}.`,
      `From ${from ?? '…'} to ${to ?? '…'}.`,
      `Not covered: ${missing.join(', ') || 'nothing named'}.`,
    ].join(' '),
    date_published: at,
    authors: signed_by.map(({ name }) => ({ name })),
  };
}
