import type { RouteConfig } from '@hono/zod-openapi';
import * as z from 'zod';
import * as contract from '../../registry/contract.ts';
import { authenticate } from '../auth.ts';
import { MAX_ADMIN_BYTES, parseJson, readBody, requireMediaType } from '../body.ts';
import type { App, Deps } from '../deps.ts';
import { CORPUS_ID, CORPUS_REQUEST } from '../examples.ts';
import { invalid, parse } from '../fault.ts';
import { json, problems, serve } from '../openapi.ts';

const shared = {
  method: 'put',
  tags: ['admin'],
  security: [{ admin: [] }],
  responses: {
    204: { description: 'Declared; repeating the request changes nothing.' },
    ...problems(
      'invalid_json',
      'json_too_deep',
      'token_required',
      'token_unknown',
      'scope_missing',
      'body_too_large',
      'unsupported_media_type',
      'unsupported_encoding',
      'validation_failed',
    ),
  },
} satisfies Partial<RouteConfig>;

/** PUT /v1/corpora/{id}, for whoever holds an admin token. */
export function adminRoutes(app: App, deps: Deps): void {
  serve(
    app,
    {
      ...shared,
      path: '/v1/corpora/{id}',
      operationId: 'putCorpus',
      summary: 'Declare or change a corpus',
      description:
        'The coverage stands beside every `absent` answer: it should say which mailboxes, folders and dates were registered, and which were not.',
      request: {
        params: z.object({ id: contract.NamedId.meta({ example: CORPUS_ID }) }),
        body: { required: true, content: json('CorpusRequest', { corpus: CORPUS_REQUEST }) },
      },
    },
    async (c) => {
      const { id, value } = await declaration(c.req, deps, contract.CorpusRequest);
      await deps.registry.admin.putCorpus(id, value);
      return c.body(null, 204);
    },
  );
}

async function declaration<T>(
  req: { readonly raw: Request; param(name: string): string | undefined },
  deps: Deps,
  schema: z.ZodType<T>,
): Promise<{ id: string; value: T }> {
  await authenticate(req.raw, () => deps.registry, 'admin');
  requireMediaType(req.raw, 'application/json');
  const id = contract.NamedId.safeParse(req.param('id'));
  if (!id.success) {
    const detail = `the id in the address: ${id.error.issues[0]?.message ?? 'not valid'}`;
    throw invalid([{ pointer: '', detail }]);
  }
  return { id: id.data, value: parse(schema, parseJson(await readBody(req.raw, MAX_ADMIN_BYTES))) };
}
