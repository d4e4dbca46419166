import { etag } from 'hono/etag';
import * as z from 'zod';
import type { LogResource } from '../../registry/log.ts';
import type { App, Deps } from '../deps.ts';
import { KEYS_ANSWER, STAMPED_SIZE, TIMESTAMPS_ANSWER } from '../examples.ts';
import { json, problems, serve } from '../openapi.ts';
import { HttpProblem } from '../problem.ts';

/** A checkpoint is out of date with the next batch; tiles never are. */
const BRIEF = 'public, max-age=2';
const FOR_EVER = 'public, max-age=31536000, immutable';

/** GET /log/*: the public log as C2SP tlog-tiles has it, and the keys to check it with. */
export function logRoutes(app: App, deps: Deps): void {
  app.use('/log/*', etag());

  serve(
    app,
    {
      method: 'get',
      path: '/log/checkpoint',
      operationId: 'getCheckpoint',
      tags: ['log'],
      summary: 'The signed checkpoint of the public log',
      description:
        'A signed note (C2SP tlog-checkpoint): origin, size and root of the log, the signature of the log and the cosignatures of its witnesses. Fetch it first; a proof is built from tiles and needs no other route.',
      responses: {
        200: {
          description: 'A checkpoint of everything that is registered.',
          content: { 'text/plain': { schema: { type: 'string' }, example: CHECKPOINT } },
        },
        ...problems('log_closed'),
      },
    },
    async () => resource(await deps.log.read('checkpoint')),
  );

  serve(
    app,
    {
      method: 'get',
      path: '/log/tile/{path+}',
      operationId: 'getTile',
      tags: ['log'],
      summary: 'Hashes or entries of the public log',
      description:
        'Tiles and entry bundles at the paths of C2SP tlog-tiles: `0/x001/x234/067` for a full tile of level 0, `entries/000.p/7` for the first seven entries. Their bytes never change. What an entry is, and how to open one, stands in `schema/log.md`.',
      request: { params: z.object({ path: z.string().meta({ example: 'entries/000.p/1' }) }) },
      responses: {
        200: {
          description: 'Up to 256 hashes of 32 bytes, or up to 256 entries after their lengths.',
          content: {
            'application/octet-stream': {
              schema: { type: 'string', contentMediaType: 'application/octet-stream' },
              example: '32 bytes of one hash, or more.',
            },
          },
        },
        ...problems('not_found', 'log_closed'),
      },
    },
    async (c) => resource(await deps.log.read(`tile/${c.req.param('path') ?? ''}`)),
  );

  serve(
    app,
    {
      method: 'get',
      path: '/log/timestamps',
      operationId: 'getTimestamps',
      tags: ['log'],
      summary: 'Checkpoints that a timestamping authority has seen',
      description:
        'The last 200 sizes of the log whose checkpoints an authority of RFC 3161 has timestamped, newest first, with the time that it states. Empty where the operator asks none.',
      responses: {
        200: {
          description: 'Sizes and times.',
          content: json('TimestampsAnswer', { one: TIMESTAMPS_ANSWER }),
        },
        ...problems(),
      },
    },
    async () => resource(await deps.log.read('timestamps')),
  );

  serve(
    app,
    {
      method: 'get',
      path: '/log/timestamps/{size}',
      operationId: 'getTimestamp',
      tags: ['log'],
      summary: 'The timestamp of a checkpoint',
      description:
        "The authority's response (RFC 3161 `TimeStampResp`, DER), as it came. It is of the SHA-256 of the three lines of text that the checkpoint of this size signs; `schema/log.md` shows how `openssl ts -verify` reads it.",
      request: { params: z.object({ size: z.string().meta({ example: `${STAMPED_SIZE}` }) }) },
      responses: {
        200: {
          description: 'A timestamp response. Its bytes never change.',
          content: {
            'application/timestamp-reply': {
              schema: { type: 'string', contentMediaType: 'application/timestamp-reply' },
              example: 'Some 2 to 8 kB of DER.',
            },
          },
        },
        ...problems('not_found'),
      },
    },
    async (c) => resource(await deps.log.read(`timestamps/${c.req.param('size') ?? ''}`)),
  );

  serve(
    app,
    {
      method: 'get',
      path: '/.well-known/empreinte-keys.json',
      operationId: 'getKeys',
      tags: ['log'],
      summary: 'Keys to check this registry with',
      description:
        'Verifier keys of the public log as signed notes write them, the policy of its witnesses (C2SP tlog-policy), and the keys of receipts as JWK. Whoever can forge this registry can forge this answer: pin the keys when you first see them, and compare them with the printed ones.',
      responses: {
        200: { description: 'The keys.', content: json('KeysAnswer', { keys: KEYS_ANSWER }) },
        ...problems('log_closed'),
      },
    },
    async (c) => c.json({ log: await deps.log.keys(), receipts: await deps.receiptKeys() }),
  );
}

const CHECKPOINT =
  'registre.example/log\n1205\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— registre.example/log Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n';

/** Anyone may read the log, from a page of another origin too. */
function resource(found: LogResource | null): Response {
  if (!found)
    throw new HttpProblem(
      'not_found',
      'The log has no such tile or timestamp at its present size.',
    );
  return new Response(new Uint8Array(found.bytes), {
    headers: {
      'content-type': found.type,
      'cache-control': found.immutable ? FOR_EVER : BRIEF,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
}
