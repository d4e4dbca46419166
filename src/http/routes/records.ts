import * as z from 'zod';
import type { App, Deps } from '../deps.ts';
import { CORPORA_ANSWER, RECORD_ANSWER } from '../examples.ts';
import { json, problems, serve } from '../openapi.ts';
import { HttpProblem } from '../problem.ts';

const RECORD_ID = /^rec_[a-z2-7]{26}$/;

/** GET /v1/records/{id} and GET /v1/corpora: what anyone may know of what is registered. */
export function recordRoutes(app: App, deps: Deps): void {
  serve(
    app,
    {
      method: 'get',
      path: '/v1/records/{id}',
      operationId: 'getRecord',
      tags: ['registry'],
      summary: 'Who registered a record, and when',
      description:
        'Registrant, corpus, time, kind, state and log position, nothing of the content: a record id alone does not tell what the document says. `withdrawn` means that the registrant no longer stands by it; the record is never deleted.',
      request: {
        params: z.object({ id: z.string().regex(RECORD_ID) }),
      },
      responses: {
        200: { description: 'The record.', content: json('RecordAnswer', { mail: RECORD_ANSWER }) },
        ...problems('unknown_record'),
      },
    },
    async (c) => {
      const id = c.req.param('id') ?? '';
      if (!RECORD_ID.test(id)) throw new HttpProblem('unknown_record');
      return c.json(await deps.registry.record(id));
    },
  );

  serve(
    app,
    {
      method: 'get',
      path: '/v1/corpora',
      operationId: 'listCorpora',
      tags: ['registry'],
      summary: 'The corpora and what they cover',
      description:
        'What `absent` can mean at most: `coverage` is what the registrant declares the corpus to cover, in its own words and not verified by the registry.',
      responses: {
        200: {
          description: 'All corpora.',
          content: json('CorporaAnswer', { one: CORPORA_ANSWER }),
        },
        ...problems(),
      },
    },
    async (c) => c.json({ corpora: await deps.registry.corpora() }),
  );
}
