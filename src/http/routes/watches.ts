import * as z from 'zod';
import * as contract from '../../registry/contract.ts';
import { tokenDigest } from '../../registry/tokens.ts';
import type { Watcher, Watches } from '../../registry/watches.ts';
import { authenticate, bearerOf } from '../auth.ts';
import { parseJson, readBody, requireMediaType } from '../body.ts';
import type { App, Deps } from '../deps.ts';
import {
  DELIVERIES_ANSWER,
  NO_WATCHES_ANSWER,
  WATCH_ANSWER,
  WATCH_REQUEST,
  WATCH_SECRET_ANSWER,
  WATCHES_ANSWER,
} from '../examples-watch.ts';
import { parse } from '../fault.ts';
import { json, problems, serve } from '../openapi.ts';
import { HttpProblem } from '../problem.ts';
import { requireSound } from '../suspects.ts';

const WATCH_ID = /^wat_[0-9a-f]{16}$/;
/** A fingerprint of a thousand parts; it is kept, so it is not as large as one that is only asked. */
const MAX_WATCH_BYTES = 512 * 1024;
const refusals = ['token_required', 'token_unknown', 'scope_missing', 'watches_closed'] as const;

/** Watches, for whoever holds an accredited token. */
export function watchRoutes(app: App, deps: Deps): void {
  const book = (): Watches => {
    if (!deps.watches) throw new HttpProblem('watches_closed');
    return deps.watches;
  };
  /** As quotas count it, so that a watch asks in the name of who would ask. */
  const watcher = async (request: Request): Promise<Watcher> => {
    const { id } = await authenticate(request, () => deps.registry, 'accredited');
    return { owner: `accredited:${id}`, token: tokenDigest(bearerOf(request)) };
  };
  const security = [{ accredited: [] }];

  serve(
    app,
    {
      method: 'post',
      path: '/v1/watches',
      operationId: 'createWatch',
      tags: ['watches'],
      summary: 'Be told when a document is registered',
      description:
        'For a document that POST /v1/check answers `absent`. Once it would answer `match`, `url` is sent a message after Standard Webhooks, signed with `secret`, and the watch is over; `differs` is not told. The message says no more than the answer of a check, and is sent again for about three days until it is answered 2xx. The check that is made now counts as one. Of a token 100 watches may wait.',
      security,
      request: {
        body: { required: true, content: json('WatchRequest', { absent: WATCH_REQUEST }) },
      },
      responses: {
        201: {
          description: 'The watch; `secret` with the first one of a token only.',
          content: json('WatchAnswer', { first: WATCH_ANSWER }),
        },
        ...problems(
          'invalid_json',
          'json_too_deep',
          ...refusals,
          'watch_answered',
          'watch_limit',
          'body_too_large',
          'unsupported_media_type',
          'unsupported_encoding',
          'validation_failed',
          'watch_target',
          'watch_expires',
          'rate_limited',
        ),
      },
    },
    async (c) => {
      const who = await watcher(c.req.raw);
      requireMediaType(c.req.raw, 'application/json');
      const body = parseJson(await readBody(c.req.raw, MAX_WATCH_BYTES));
      const request = parse(contract.WatchRequest, body) as contract.WatchRequest;
      requireSound({ items: [{ fingerprint: request.fingerprint }] });
      return c.json(await book().create(request, who), 201);
    },
  );

  serve(
    app,
    {
      method: 'get',
      path: '/v1/watches',
      operationId: 'listWatches',
      tags: ['watches'],
      summary: 'The watches of the token',
      description:
        'The newest first. One that was told or has ended is shown for 30 days; what it waited for is not kept.',
      security,
      responses: {
        200: {
          description: 'The watches.',
          content: json('WatchesAnswer', { one: WATCHES_ANSWER }),
        },
        ...problems(...refusals),
      },
    },
    async (c) => {
      const { owner } = await watcher(c.req.raw);
      return c.json(await book().list(owner));
    },
  );

  serve(
    app,
    {
      method: 'get',
      path: '/v1/watches/deliveries',
      operationId: 'listDeliveries',
      tags: ['watches'],
      summary: 'What became of the messages',
      description:
        'The newest first, for 30 days after the end. `state=dead` shows those that were given up: POST /v1/check still answers what they said.',
      security,
      request: { query: z.object({ state: contract.Delivery.shape.state.optional() }) },
      responses: {
        200: {
          description: 'The messages.',
          content: json('DeliveriesAnswer', { dead: DELIVERIES_ANSWER }),
        },
        ...problems(...refusals, 'validation_failed'),
      },
    },
    async (c) => {
      const { owner } = await watcher(c.req.raw);
      const { state } = parse(
        z.object({ state: contract.Delivery.shape.state.optional() }),
        c.req.query(),
      );
      const all = await book().deliveries(owner);
      return c.json({ deliveries: all.filter((one) => !state || one.state === state) });
    },
  );

  serve(
    app,
    {
      method: 'post',
      path: '/v1/watches/secret',
      operationId: 'rotateWatchSecret',
      tags: ['watches'],
      summary: 'A new secret for messages',
      description:
        'From now on messages to all watches of the token are signed with it, and for a day with the one before as well: two signatures in `webhook-signature`.',
      security,
      responses: {
        200: {
          description: 'The secret, shown this once.',
          content: json('WatchSecretAnswer', { second: WATCH_SECRET_ANSWER }),
        },
        ...problems(...refusals),
      },
    },
    async (c) => {
      const { owner } = await watcher(c.req.raw);
      return c.json(await book().rotate(owner));
    },
  );

  serve(
    app,
    {
      method: 'delete',
      path: '/v1/watches/{id}',
      operationId: 'removeWatch',
      tags: ['watches'],
      summary: 'End a watch',
      description: 'It is forgotten, and a message that was not taken yet is not sent any more.',
      security,
      request: {
        params: z.object({ id: z.string().regex(WATCH_ID).meta({ example: WATCH_ANSWER.id }) }),
      },
      responses: {
        200: {
          description: 'The watches that are left.',
          content: json('WatchesAnswer', { none: NO_WATCHES_ANSWER }),
        },
        ...problems(...refusals, 'unknown_watch'),
      },
    },
    async (c) => {
      const { owner } = await watcher(c.req.raw);
      const id = c.req.param('id') ?? '';
      if (!WATCH_ID.test(id)) throw new HttpProblem('unknown_watch');
      await book().remove(owner, id);
      return c.json(await book().list(owner));
    },
  );
}
