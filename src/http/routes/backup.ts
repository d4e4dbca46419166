import type { RouteConfig } from '@hono/zod-openapi';
import type * as z from 'zod';
import * as contract from '../../registry/contract.ts';
import { authenticate, requireBootstrap } from '../auth.ts';
import { MAX_ADMIN_BYTES, parseJson, readBody, requireMediaType } from '../body.ts';
import type { App, Deps } from '../deps.ts';
import {
  DOCTOR_ANSWER,
  MANIFEST_REQUEST,
  MANIFEST_VOUCHED,
  PAGE_ANSWER,
  PAGE_REQUEST,
  RESTORE_BEGUN,
  RESTORE_ENDED,
  RESTORE_UNDER_WAY,
  TICKET_ANSWER,
} from '../examples-backup.ts';
import { parse } from '../fault.ts';
import { json, problems, serve } from '../openapi.ts';
import { HttpProblem, type ProblemCode } from '../problem.ts';

/**
 * A page of rows is some 6 MB at most and one of objects as much, unless one object alone is larger: the sealed
 * entries of a batch of 16 MiB, in base64.
 */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;

const POST = { method: 'post', tags: ['admin'] } satisfies Partial<RouteConfig>;

const BODY: readonly ProblemCode[] = [
  'invalid_json',
  'json_too_deep',
  'token_required',
  'token_unknown',
  'scope_missing',
  'body_too_large',
  'unsupported_media_type',
  'unsupported_encoding',
  'validation_failed',
];

async function bodyOf<T>(request: Request, schema: z.ZodType<T>, limit: number): Promise<T> {
  requireMediaType(request, 'application/json');
  return parse(schema, parseJson(await readBody(request, limit)));
}

/** POST /v1/backup…: a copy of everything, for whoever holds an admin token. */
export function backupRoutes(app: App, deps: Deps): void {
  const admin = (request: Request) => authenticate(request, () => deps.registry, 'admin');
  const shared = { ...POST, security: [{ admin: [] }] };

  serve(
    app,
    {
      ...shared,
      path: '/v1/backup',
      operationId: 'beginBackup',
      summary: 'Begin a backup',
      description:
        'A ticket that names the parts of the backup, to be copied in its order. What is sealed stays sealed: a backup tells as much as a stolen database. `empreinte admin backup` does all of it.',
      responses: {
        200: { description: 'A ticket.', content: json('Vouched', { ticket: TICKET_ANSWER }) },
        ...problems(
          'token_required',
          'token_unknown',
          'scope_missing',
          'log_closed',
          'registration_closed',
        ),
      },
    },
    async (c) => {
      await admin(c.req.raw);
      return c.json(await deps.backups().begin());
    },
  );

  serve(
    app,
    {
      ...shared,
      path: '/v1/backup/pages',
      operationId: 'readBackupPage',
      summary: 'One page of a part of a backup',
      description:
        'Some megabytes at a time. `after` is the `next` of the page before it and `previous` its mac, both null for the first; a page whose `next` is null is the last.',
      request: {
        body: { required: true, content: json('BackupPageRequest', { first: PAGE_REQUEST }) },
      },
      responses: {
        200: { description: 'A page.', content: json('Vouched', { page: PAGE_ANSWER }) },
        ...problems(...BODY, 'backup_invalid'),
      },
    },
    async (c) => {
      await admin(c.req.raw);
      const request = await bodyOf(c.req.raw, contract.BackupPageRequest, MAX_ADMIN_BYTES);
      return c.json(await deps.backups().page(request));
    },
  );

  serve(
    app,
    {
      ...shared,
      path: '/v1/backup/manifest',
      operationId: 'endBackup',
      summary: 'End a backup',
      description:
        'The manifest of what was copied. It is refused when anything was registered since the backup was begun.',
      request: {
        body: { required: true, content: json('BackupManifestRequest', { all: MANIFEST_REQUEST }) },
      },
      responses: {
        200: { description: 'A manifest.', content: json('Vouched', { all: MANIFEST_VOUCHED }) },
        ...problems(...BODY, 'backup_invalid', 'backup_changed', 'log_closed'),
      },
    },
    async (c) => {
      await admin(c.req.raw);
      const request = await bodyOf(c.req.raw, contract.BackupManifestRequest, MAX_ADMIN_BYTES);
      return c.json(await deps.backups().end(request));
    },
  );
}

/** GET /v1/doctor: what of the registry's set-up is not as it must be, for whoever holds an admin token. */
export function doctorRoute(app: App, deps: Deps): void {
  serve(
    app,
    {
      method: 'get',
      path: '/v1/doctor',
      operationId: 'examine',
      tags: ['admin'],
      summary: 'What of the set-up is not as it must be',
      description:
        'Plan, bindings, secrets, address, storage, quotas, canary, log, keyholders. No secret is in it. `empreinte admin doctor` adds what only the other side can tell: clocks and migrations.',
      security: [{ admin: [] }],
      responses: {
        200: {
          description: 'The findings.',
          content: json('DoctorAnswer', { one: DOCTOR_ANSWER }),
        },
        ...problems('token_required', 'token_unknown', 'scope_missing'),
      },
    },
    async (c) => {
      await authenticate(c.req.raw, () => ({ admin: deps.doctor }), 'admin');
      return c.json(await deps.doctor.examine());
    },
  );
}

/** POST /v1/restore…: with the bootstrap token, while the operator has the registry in this state. */
export function restoreRoutes(app: App, deps: Deps): void {
  const opened = (request: Request) => {
    if (!deps.restores) throw new HttpProblem('restore_closed');
    requireBootstrap(request, deps.bootstrapTokenSha256);
    return deps.restores;
  };
  const shared = { ...POST, security: [{ bootstrap: [] }] };
  const answers = (
    examples: Record<string, contract.RestoreAnswer>,
    ...codes: ProblemCode[]
  ): RouteConfig['responses'] => ({
    200: {
      description: 'How far the restore has come.',
      content: json('RestoreAnswer', examples),
    },
    ...problems(...BODY, 'admin_closed', 'restore_closed', 'backup_invalid', ...codes),
  });

  serve(
    app,
    {
      ...shared,
      path: '/v1/restore',
      operationId: 'beginRestore',
      summary: 'Begin a restore, or go on with it',
      description:
        'Takes the manifest of a backup, where nothing is registered yet, and names its parts in the order in which they go in. Sent again after an interruption, it tells how far each has come.',
      request: { body: { required: true, content: json('Vouched', { all: MANIFEST_VOUCHED }) } },
      responses: answers({ begun: RESTORE_BEGUN }, 'not_empty', 'registration_closed'),
    },
    async (c) => {
      const restores = opened(c.req.raw);
      return c.json(
        await restores.begin(await bodyOf(c.req.raw, contract.Vouched, MAX_PAGE_BYTES)),
      );
    },
  );

  serve(
    app,
    {
      ...shared,
      path: '/v1/restore/pages',
      operationId: 'writeBackupPage',
      summary: 'Hand in the next page of a backup',
      description:
        'As it was given out, to the byte. A page that was taken already changes nothing.',
      request: { body: { required: true, content: json('Vouched', { page: PAGE_ANSWER }) } },
      responses: answers({ under_way: RESTORE_UNDER_WAY }),
    },
    async (c) => {
      const restores = opened(c.req.raw);
      return c.json(await restores.page(await bodyOf(c.req.raw, contract.Vouched, MAX_PAGE_BYTES)));
    },
  );

  serve(
    app,
    {
      ...shared,
      path: '/v1/restore/end',
      operationId: 'endRestore',
      summary: 'Verify a restore and end it',
      description:
        'Counts every table, recomputes the root of the log, and lets the registry be used once RESTORE is taken away.',
      responses: answers({ ended: RESTORE_ENDED }),
    },
    async (c) => c.json(await opened(c.req.raw).end()),
  );
}
