import { MAX_JSON_BYTES, parseJson, readBody, requireMediaType } from '../body.ts';
import { callerOf } from '../caller.ts';
import type { App, Deps } from '../deps.ts';
import { CHECK_ANSWER, CHECK_REQUEST, CHECK_REQUEST_BARE } from '../examples.ts';
import { json, problems, serve } from '../openapi.ts';
import { readSuspects } from '../suspects.ts';

/** POST /v1/check: fingerprints in, verdicts out; a file never comes this way. */
export function checkRoute(app: App, deps: Deps): void {
  serve(
    app,
    {
      method: 'post',
      path: '/v1/check',
      operationId: 'check',
      tags: ['check'],
      summary: 'Check fingerprints against the registry',
      description:
        'One result an item, in the order of the items. `absent` is an answer like any other, with status 200: it says that the corpora consulted hold nothing like the item, and proves neither forgery nor genuineness. `match` proves that the same bytes or content were registered by the named registrant at the named time, not that what the document says is true. `undecided` supports no conclusion. With `receipts: true` the answer brings `receipts`, one a result: what was answered, signed, about a fingerprint that the caller sent; keep them with the report, and verify them offline with pinned keys (`schema/receipt.md`). A token is optional and only serves quotas. At most 1,000 items and 16 MiB.',
      security: [{}, { registrar: [] }],
      request: {
        body: {
          required: true,
          content: json('CheckRequest', { bare: CHECK_REQUEST_BARE, fingerprint: CHECK_REQUEST }),
        },
      },
      responses: {
        200: {
          description: 'A verdict for each item and for each of its parts.',
          content: json('CheckAnswer', { absent: CHECK_ANSWER }),
        },
        ...problems(
          'invalid_json',
          'json_too_deep',
          'token_required',
          'token_unknown',
          'body_too_large',
          'unsupported_media_type',
          'unsupported_encoding',
          'validation_failed',
          'rate_limited',
          'receipts_closed',
        ),
      },
    },
    async (c) => {
      requireMediaType(c.req.raw, 'application/json');
      const caller = await callerOf(c.req.raw, deps.registry, deps.callerSecret, new Date());
      const body = parseJson(await readBody(c.req.raw, MAX_JSON_BYTES));
      return c.json(await deps.registry.check(readSuspects(body), caller));
    },
  );
}
