import * as z from 'zod';
import type { App, Deps } from '../deps.ts';
import { HEALTH, PROBLEM_PAGE } from '../examples.ts';
import { describe, json, problems, serve } from '../openapi.ts';
import { HttpProblem, PROBLEMS } from '../problem.ts';

const CHECKS = {
  database: true,
  keys: true,
  exact: true,
  near: true,
  absent: true,
  log: true,
} as const;

function whenceOf(check: string, since: string | null): string {
  if (check === 'stale') return since === null ? 'never passed' : `last passed at ${since}`;
  return since === null ? 'failing' : `failing since ${since}`;
}

/** Health, the description of the API, and the pages that problem types point to. */
export function serviceRoutes(app: App, deps: Deps): void {
  serve(
    app,
    {
      method: 'get',
      path: '/healthz',
      operationId: 'health',
      tags: ['service'],
      summary: 'Whether the registry can answer',
      description:
        'Runs a query on the database, reads the keys, and tells what the canary found: synthetic records that the registry looks for every two minutes, `exact` by their bytes, `near` by the likeness of variants, and `absent`, a text that must not be found. While one of these fails, could not be run (`run`), or passed too long ago (`stale`, ten minutes), this answers 503, `errors` names each with the time since when, and every check answers `undecided` with the reason `registry_unhealthy` where it would have answered `absent`. `log` tells whether the log can be signed, and how much of it is witnessed; one that does not answer fails too.',
      responses: {
        200: { description: 'It can.', content: json('Health', { ok: HEALTH }) },
        ...problems('unhealthy'),
      },
    },
    async (c) => {
      const { database, keys, failing, log } = await deps.health();
      const faults = [
        ...(database ? [] : [{ check: 'database', since: null }]),
        ...(keys ? [] : [{ check: 'keys', since: null }]),
        ...(log ? [] : [{ check: 'log', since: null }]),
        ...(deps.restores ? [{ check: 'restore', since: null }] : []),
        ...failing,
      ];
      if (faults.length === 0 && log) return c.json({ status: 'ok', checks: CHECKS, log });
      const names = faults.map(({ check }) => check).join(', ');
      throw new HttpProblem('unhealthy', `Failing: ${names}.`, {
        errors: faults.map(({ check, since }) => ({
          pointer: `/checks/${check}`,
          detail: whenceOf(check, since),
        })),
      });
    },
  );

  serve(
    app,
    {
      method: 'get',
      path: '/problems/{code}',
      operationId: 'explainProblem',
      tags: ['service'],
      summary: 'What a problem code means',
      description: 'Where the `type` of a problem document leads.',
      request: { params: z.object({ code: z.string().meta({ example: PROBLEM_PAGE.code }) }) },
      responses: {
        200: {
          description: 'The code, its status and what to do about it.',
          content: json('ProblemPage', { one: PROBLEM_PAGE }),
        },
        ...problems('not_found'),
      },
    },
    (c) => {
      const code = c.req.param('code') ?? '';
      const kind = Object.entries(PROBLEMS).find(([name]) => name === code)?.[1];
      if (!kind) throw new HttpProblem('not_found');
      return c.json({ code, ...kind });
    },
  );

  let description: object | undefined;
  serve(
    app,
    {
      method: 'get',
      path: '/openapi.json',
      operationId: 'describe',
      tags: ['service'],
      summary: 'This description',
      description: 'OpenAPI 3.1; the same document is committed as `schema/openapi.json`.',
      responses: {
        200: {
          description: 'An OpenAPI document.',
          content: {
            'application/json': {
              schema: { type: 'object' },
              example: { openapi: '3.1.0', info: { title: 'Empreinte', version: '1' }, paths: {} },
            },
          },
        },
        ...problems(),
      },
    },
    (c) => {
      description ??= describe(app);
      return c.json(description);
    },
  );
}
