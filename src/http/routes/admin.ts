import type { RouteConfig } from '@hono/zod-openapi';
import * as z from 'zod';
import * as contract from '../../registry/contract.ts';
import { RegistryError } from '../../registry/errors.ts';
import { requireAdmin } from '../auth.ts';
import { MAX_ADMIN_BYTES, parseJson, readBody, requireMediaType } from '../body.ts';
import type { App, Deps } from '../deps.ts';
import { CORPUS_REQUEST, REGISTRAR_REQUEST } from '../examples.ts';
import { invalid, parse } from '../fault.ts';
import { json, problems, serve } from '../openapi.ts';

/** The ids of corpora and registrars, as manifests and answers carry them. */
const Id = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'expected lower-case letters, digits and hyphens, at most 63',
  );

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
      'admin_closed',
      'body_too_large',
      'unsupported_media_type',
      'unsupported_encoding',
      'validation_failed',
    ),
  },
} satisfies Partial<RouteConfig>;

/** PUT /v1/corpora/{id} and PUT /v1/registrars/{id}, for the operator. */
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
        params: z.object({ id: Id }),
        body: { required: true, content: json('CorpusRequest', { corpus: CORPUS_REQUEST }) },
      },
    },
    async (c) => {
      const { id, value } = await declaration(c.req, deps, contract.CorpusRequest);
      await deps.registry.putCorpus(id, value);
      return c.body(null, 204);
    },
  );

  serve(
    app,
    {
      ...shared,
      path: '/v1/registrars/{id}',
      operationId: 'putRegistrar',
      summary: 'Declare or change a registrar',
      description:
        'A registrar registers into one corpus. Its token is stored as SHA-256 only; its SSH key signs the manifests, so a stolen token alone registers nothing once signatures are enforced.',
      request: {
        params: z.object({ id: Id }),
        body: {
          required: true,
          content: json('RegistrarRequest', { registrar: REGISTRAR_REQUEST }),
        },
      },
    },
    async (c) => {
      const { id, value } = await declaration(c.req, deps, contract.RegistrarRequest);
      const holder = await deps.registry.registrarByToken(value.token_sha256);
      if (holder && holder.id !== id) {
        throw invalid([{ pointer: '/token_sha256', detail: 'another registrar has this token' }]);
      }
      try {
        await deps.registry.putRegistrar(id, value);
      } catch (error) {
        if (!(error instanceof RegistryError) || error.code !== 'unknown_corpus') throw error;
        // Here the corpus is a field of the body, not the address.
        throw invalid([{ pointer: '/corpus', detail: 'no such corpus; declare it first' }]);
      }
      return c.body(null, 204);
    },
  );
}

async function declaration<T>(
  req: { readonly raw: Request; param(name: string): string | undefined },
  deps: Deps,
  schema: z.ZodType<T>,
): Promise<{ id: string; value: T }> {
  await requireAdmin(req.raw, deps.adminTokenSha256);
  requireMediaType(req.raw, 'application/json');
  const id = Id.safeParse(req.param('id'));
  if (!id.success) {
    const detail = `the id in the address: ${id.error.issues[0]?.message ?? 'not valid'}`;
    throw invalid([{ pointer: '', detail }]);
  }
  return { id: id.data, value: parse(schema, parseJson(await readBody(req.raw, MAX_ADMIN_BYTES))) };
}
