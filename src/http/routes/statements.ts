import * as z from 'zod';
import * as contract from '../../registry/contract.ts';
import { requireBootstrap } from '../auth.ts';
import { MAX_ADMIN_BYTES, parseJson, readBody, requireMediaType } from '../body.ts';
import type { App, Deps } from '../deps.ts';
import {
  BOOTSTRAP_ANSWER,
  FREEZE_REQUEST,
  GOVERNANCE_ANSWER,
  KEYHOLDERS_REQUEST,
  STATEMENT_ANSWER,
  STATEMENT_REQUEST,
  STATEMENTS_ANSWER,
} from '../examples.ts';
import { parse } from '../fault.ts';
import { json, problems, serve } from '../openapi.ts';
import { announce, pageOf, pageQuery } from '../page.ts';
import { HttpProblem } from '../problem.ts';

/** A statement and its signatures have up to 60 kB. */
const MOST_STATEMENTS = 100;

const STATEMENT_ID = /^[0-9a-f]{64}$/;

const refusals = [
  'invalid_json',
  'json_too_deep',
  'body_too_large',
  'unsupported_media_type',
  'unsupported_encoding',
  'validation_failed',
  'statement_invalid',
  'statement_foreign',
  'statement_expired',
  'signature_required',
  'signature_invalid',
  'registration_closed',
  'state_conflict',
] as const;

/** What several keys sign together, and who holds them. */
export function statementRoutes(app: App, deps: Deps): void {
  const body = async <T>(raw: Request, schema: z.ZodType<T>) => {
    requireMediaType(raw, 'application/json');
    return parse(schema, parseJson(await readBody(raw, MAX_ADMIN_BYTES)));
  };

  serve(
    app,
    {
      method: 'post',
      path: '/v1/bootstrap',
      operationId: 'bootstrap',
      tags: ['admin'],
      summary: 'Name the keyholders of a new registry',
      description:
        'With the one-time bootstrap token, whose SHA-256 is the secret `BOOTSTRAP_TOKEN_SHA256`: a statement of kind `keyholders`, signed by as many of the keys that it names as it requires, and the first admin token in the answer. Once there are keyholders, their threshold must sign: the token alone does nothing any more.',
      security: [{ bootstrap: [] }],
      request: {
        body: { required: true, content: json('StatementRequest', { first: KEYHOLDERS_REQUEST }) },
      },
      responses: {
        201: {
          description: 'The statement as it was taken, and an admin token.',
          content: json('BootstrapAnswer', { first: BOOTSTRAP_ANSWER }),
        },
        ...problems(
          ...refusals,
          'token_required',
          'token_unknown',
          'scope_missing',
          'admin_closed',
        ),
      },
    },
    async (c) => {
      requireBootstrap(c.req.raw, deps.bootstrapTokenSha256);
      const request = await body(c.req.raw, contract.StatementRequest);
      return c.json(await deps.registry.admin.bootstrap(request), 201);
    },
  );

  serve(
    app,
    {
      method: 'post',
      path: '/v1/statements',
      operationId: 'enactStatement',
      tags: ['admin'],
      summary: 'Hand in what enough keys signed',
      description:
        'A registrar, a withdrawal, other keyholders, a freeze or its end. `statement` is JSON text of a Statement, and each of `signatures` what `ssh-keygen -Y sign -n empreinte-statement@v1` makes of its bytes. The threshold of keyholders must sign; for a freeze one key of a keyholder or registrar does. No token is asked for. A repeat is answered with what took effect first.',
      request: {
        body: {
          required: true,
          content: json('StatementRequest', { registrar: STATEMENT_REQUEST }),
        },
      },
      responses: {
        200: {
          description: 'The statement as it took effect.',
          content: json('StatementAnswer', { registrar: STATEMENT_ANSWER }),
        },
        ...problems(...refusals, 'not_bootstrapped', 'frozen', 'unknown_corpus', 'unknown_record'),
      },
    },
    async (c) => {
      const request = await body(c.req.raw, contract.StatementRequest);
      return c.json(await deps.registry.admin.enact(request));
    },
  );

  serve(
    app,
    {
      method: 'get',
      path: '/v1/statements',
      operationId: 'listStatements',
      tags: ['registry'],
      summary: 'What was signed, from the first',
      description:
        'At most 100 statements with their signatures, in the order in which they took effect; `ssh-keygen -Y verify` checks each. `cursor` and `Link` lead to the next page.',
      request: { query: pageQuery(MOST_STATEMENTS) },
      responses: {
        200: {
          description: 'One page.',
          content: json('StatementsAnswer', { one: STATEMENTS_ANSWER }),
        },
        ...problems('validation_failed'),
      },
    },
    async (c) => {
      const page = pageOf(c, 'statements', MOST_STATEMENTS);
      const { statements, cursor } = await deps.registry.admin.statements(page.after, page.limit);
      return c.json({ statements, cursor: announce(c, 'statements', page, cursor) });
    },
  );

  serve(
    app,
    {
      method: 'get',
      path: '/v1/statements/{id}',
      operationId: 'getStatement',
      tags: ['registry'],
      summary: 'One statement with its signatures',
      description: 'By the SHA-256 of its bytes, byte for byte as it was signed.',
      request: {
        params: z.object({
          id: z.string().regex(STATEMENT_ID).meta({ example: STATEMENT_ANSWER.id }),
        }),
      },
      responses: {
        200: {
          description: 'The statement.',
          content: json('StatementAnswer', { registrar: STATEMENT_ANSWER }),
        },
        ...problems('unknown_statement'),
      },
    },
    async (c) => {
      const id = c.req.param('id') ?? '';
      if (!STATEMENT_ID.test(id)) throw new HttpProblem('unknown_statement');
      return c.json(await deps.registry.admin.statement(id));
    },
  );

  serve(
    app,
    {
      method: 'get',
      path: '/v1/governance',
      operationId: 'getGovernance',
      tags: ['registry'],
      summary: 'Who decides, and whether registration is frozen',
      description:
        'The keyholders with their keys, how many of them must sign withdrawals and new registrars, and the freeze if there is one.',
      responses: {
        200: {
          description: 'The keyholders and their threshold.',
          content: json('GovernanceAnswer', { two: GOVERNANCE_ANSWER }),
        },
        ...problems('not_bootstrapped'),
      },
    },
    async (c) => c.json(await deps.registry.admin.governance()),
  );

  serve(
    app,
    {
      method: 'post',
      path: '/v1/freeze',
      operationId: 'freeze',
      tags: ['admin'],
      summary: 'Stop registration with the paper code',
      description:
        'For who has no key at hand: the code that was printed when the keyholders were named. From now on every registration is refused, until the threshold of keyholders signs an `unfreeze`. A repeat changes nothing.',
      request: {
        body: { required: true, content: json('FreezeRequest', { paper: FREEZE_REQUEST }) },
      },
      responses: {
        200: {
          description: 'Registration is frozen.',
          content: json('GovernanceAnswer', { two: GOVERNANCE_ANSWER }),
        },
        ...problems(
          'invalid_json',
          'json_too_deep',
          'body_too_large',
          'unsupported_media_type',
          'unsupported_encoding',
          'validation_failed',
          'not_bootstrapped',
          'code_unknown',
        ),
      },
    },
    async (c) => {
      const { code } = await body(c.req.raw, contract.FreezeRequest);
      return c.json(await deps.registry.admin.freeze(code));
    },
  );
}
