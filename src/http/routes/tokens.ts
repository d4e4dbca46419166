import * as z from 'zod';
import * as contract from '../../registry/contract.ts';
import { authenticate } from '../auth.ts';
import { MAX_ADMIN_BYTES, parseJson, readBody, requireMediaType } from '../body.ts';
import type { App, Deps } from '../deps.ts';
import { TOKEN_ANSWER, TOKEN_REQUEST, TOKENS_ANSWER } from '../examples.ts';
import { parse } from '../fault.ts';
import { json, problems, serve } from '../openapi.ts';
import { announce, cut, pageOf, pageQuery } from '../page.ts';
import { HttpProblem } from '../problem.ts';

const MOST_TOKENS = 1000;

const TOKEN_ID = /^tok_[0-9a-f]{16}$/;
const refusals = ['token_required', 'token_unknown', 'scope_missing'] as const;

/** Tokens, for whoever holds one of scope `admin`. */
export function tokenRoutes(app: App, deps: Deps): void {
  const registry = () => deps.registry;
  serve(
    app,
    {
      method: 'post',
      path: '/v1/tokens',
      operationId: 'createToken',
      tags: ['admin'],
      summary: 'Make a token',
      description:
        'The token is in this answer and nowhere else: the registry keeps its SHA-256. `accredited` opens corpora of that policy, shows scores and has ten times the quotas; `registrar` opens POST /v1/batches, where it registers nothing without the signature of the registrar; `admin` opens these routes.',
      security: [{ admin: [] }],
      request: {
        body: { required: true, content: json('TokenRequest', { newsroom: TOKEN_REQUEST }) },
      },
      responses: {
        201: {
          description: 'The token.',
          content: json('TokenAnswer', { newsroom: TOKEN_ANSWER }),
        },
        ...problems(
          'invalid_json',
          'json_too_deep',
          ...refusals,
          'unknown_registrar',
          'body_too_large',
          'unsupported_media_type',
          'unsupported_encoding',
          'validation_failed',
          'token_invalid',
        ),
      },
    },
    async (c) => {
      await authenticate(c.req.raw, registry, 'admin');
      requireMediaType(c.req.raw, 'application/json');
      const body = parseJson(await readBody(c.req.raw, MAX_ADMIN_BYTES));
      return c.json(await deps.registry.admin.issueToken(parse(contract.TokenRequest, body)), 201);
    },
  );

  serve(
    app,
    {
      method: 'get',
      path: '/v1/tokens',
      operationId: 'listTokens',
      tags: ['admin'],
      summary: 'The tokens that were made',
      description:
        'The newest first, at most 1,000 a page (`cursor` and `Link` lead to the next one), with those that have expired or were revoked; the tokens themselves are not kept.',
      security: [{ admin: [] }],
      request: { query: pageQuery(MOST_TOKENS) },
      responses: {
        200: { description: 'The tokens.', content: json('TokensAnswer', { one: TOKENS_ANSWER }) },
        ...problems(...refusals, 'validation_failed'),
      },
    },
    async (c) => {
      await authenticate(c.req.raw, registry, 'admin');
      const page = pageOf(c, 'tokens', MOST_TOKENS);
      const { entries, next } = cut(
        await deps.registry.admin.tokens(),
        page,
        ({ created_at, id }) => `${created_at} ${id}`,
        ({ created_at, id }, key) => {
          const [at = '', before = ''] = key.split(' ');
          return created_at < at || (created_at === at && id > before);
        },
      );
      return c.json({ tokens: entries, cursor: announce(c, 'tokens', page, next) });
    },
  );

  serve(
    app,
    {
      method: 'delete',
      path: '/v1/tokens/{id}',
      operationId: 'revokeToken',
      tags: ['admin'],
      summary: 'Revoke a token',
      description: 'From the next request on it opens nothing. A repeat changes nothing.',
      security: [{ admin: [] }],
      request: {
        params: z.object({ id: z.string().regex(TOKEN_ID).meta({ example: TOKEN_ANSWER.id }) }),
      },
      responses: {
        200: {
          description: 'What is known of the token.',
          content: json('TokenInfo', {
            revoked: { ...TOKENS_ANSWER.tokens[0], revoked_at: '2027-05-02T18:04:11.000Z' },
          }),
        },
        ...problems(...refusals, 'unknown_token'),
      },
    },
    async (c) => {
      await authenticate(c.req.raw, registry, 'admin');
      const id = c.req.param('id') ?? '';
      if (!TOKEN_ID.test(id)) throw new HttpProblem('unknown_token');
      return c.json(await deps.registry.admin.revokeToken(id));
    },
  );
}
