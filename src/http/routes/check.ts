import { MAX_JSON_BYTES, mediaTypeOf, parseJson, readBody, requireMediaType } from '../body.ts';
import { callerOf } from '../caller.ts';
import { checkStream, NDJSON } from '../check-stream.ts';
import type { App, Deps } from '../deps.ts';
import { CHECK_ANSWER, CHECK_REQUEST, CHECK_REQUEST_BARE } from '../examples.ts';
import { CHECK_LINES, STREAM_LINES } from '../examples-lines.ts';
import type { Metrics } from '../metrics.ts';
import { json, lines, problems, serve } from '../openapi.ts';
import { admit } from '../rate.ts';
import { readSuspects } from '../suspects.ts';

/** POST /v1/check: fingerprints in, verdicts out; a file never comes this way. */
export function checkRoute(app: App, deps: Deps, metrics: Metrics): void {
  serve(
    app,
    {
      method: 'post',
      path: '/v1/check',
      operationId: 'check',
      tags: ['check'],
      summary: 'Check fingerprints against the registry',
      description:
        'One result an item, in the order of the items. `absent` is an answer like any other, with status 200: it says that the corpora consulted hold nothing like the item, and proves neither forgery nor genuineness. `match` proves that the same bytes or content were registered by the named registrant at the named time, not that what the document says is true. `undecided` supports no conclusion. With `receipts: true` the answer brings `receipts`, one a result: what was answered, signed, about a fingerprint that the caller sent; keep them with the report, and verify them offline with pinned keys (`schema/receipt.md`). A token is optional and only serves quotas. At most 1,000 items and 16 MiB.\n\nAs `application/x-ndjson` the items come one a line and are answered one a line, in order, while they stream: a `StreamResult`, or a `ProblemLine` for a line that is faulty or over the quota, after which the next ones are answered all the same. Ids may repeat, empty lines are left out, and there are neither receipts nor `leaked_at`. At most 2,000 lines of 4 MiB, and 80 where each is sent for itself; further ones are answered with `body_too_large`.',
      security: [{}, { registrar: [] }],
      request: {
        body: {
          required: true,
          content: {
            ...json('CheckRequest', { bare: CHECK_REQUEST_BARE, fingerprint: CHECK_REQUEST }),
            ...lines(CHECK_LINES, 'CheckItem'),
          },
        },
      },
      responses: {
        200: {
          description: 'A verdict for each item and for each of its parts.',
          content: {
            ...json('CheckAnswer', { absent: CHECK_ANSWER }),
            ...lines(STREAM_LINES, 'StreamResult', 'ProblemLine'),
          },
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
      const { raw } = c.req;
      const streamed = mediaTypeOf(raw) === NDJSON;
      requireMediaType(raw, streamed ? NDJSON : 'application/json');
      const caller = await callerOf(raw, deps.registry, deps.callerSecret, new Date());
      if (streamed) {
        await admit(c, deps.registry, caller, 0);
        const asking = { registry: deps.registry, caller, requestId: c.get('requestId'), metrics };
        const body = raw.body ?? new Blob([]).stream();
        return c.body(checkStream(body, asking), 200, { 'content-type': NDJSON });
      }
      const request = readSuspects(parseJson(await readBody(raw, MAX_JSON_BYTES)));
      await admit(c, deps.registry, caller, request.items.length);
      const answer = await deps.registry.check(request, caller);
      for (const { verdict } of answer.results) metrics.verdict(verdict);
      return c.json(answer);
    },
  );
}
