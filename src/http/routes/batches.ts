import * as z from 'zod';
import * as contract from '../../registry/contract.ts';
import { requireRegistrar, sha256Hex } from '../auth.ts';
import { MAX_JSON_BYTES, parseJson, readBody, requireMediaType } from '../body.ts';
import type { App, Deps } from '../deps.ts';
import { BATCH_ANSWER, BATCH_REQUEST } from '../examples.ts';
import { parse } from '../fault.ts';
import { once } from '../idempotency.ts';
import { json, problems, serve } from '../openapi.ts';

/** POST /v1/batches: a registrar registers fingerprints under a signed manifest. */
export function batchesRoute(app: App, deps: Deps): void {
  serve(
    app,
    {
      method: 'post',
      path: '/v1/batches',
      operationId: 'registerBatch',
      tags: ['registry'],
      summary: 'Register a batch of fingerprints',
      description:
        'For registrars; `empreinte register` makes and signs the request. Repeating the very same bytes gets the stored answer, so a client may retry after a lost connection; other bytes under the same batch UUID are refused. A faulty item is named in its result and loses no other. Each new record has its entry in the public log (`/log/checkpoint`) before this answers, and `log_index` names it. Registration records who registered what and when: it does not make a document genuine. An `Idempotency-Key` (draft -07) may come with it: it is remembered for 24 hours, for this registrar alone; a repeat gets the stored answer, another body under the key is refused, and so is a repeat while the first is being worked on. A request that was refused leaves its key free. At most 500 items and 16 MiB.',
      security: [{ registrar: [] }],
      request: {
        headers: z.object({ 'idempotency-key': z.string().max(300).optional() }),
        body: { required: true, content: json('BatchRequest', { batch: BATCH_REQUEST }) },
      },
      responses: {
        200: {
          description: 'One result an item, in order.',
          content: json('BatchAnswer', { registered: BATCH_ANSWER }),
        },
        ...problems(
          'invalid_json',
          'json_too_deep',
          'token_required',
          'token_unknown',
          'scope_missing',
          'frozen',
          'corpus_mismatch',
          'unknown_corpus',
          'batch_conflict',
          'idempotency_key_invalid',
          'idempotency_key_reused',
          'idempotency_in_progress',
          'body_too_large',
          'unsupported_media_type',
          'unsupported_encoding',
          'validation_failed',
          'manifest_invalid',
          'manifest_expired',
          'log_closed',
          'manifest_foreign',
          'manifest_out_of_sequence',
          'signature_required',
          'signature_invalid',
          'registration_closed',
        ),
      },
    },
    async (c) => {
      const registrar = await requireRegistrar(c.req.raw, () => deps.registry);
      requireMediaType(c.req.raw, 'application/json');
      const body = await readBody(c.req.raw, MAX_JSON_BYTES);
      const request = parse(contract.BatchRequest, parseJson(body));
      const digest = await sha256Hex(body);
      const answer = await once(deps, c.req.raw, `registrar:${registrar.id}`, digest, () =>
        deps.registry.register(request, digest, registrar),
      );
      return c.json(answer);
    },
  );
}
