import * as z from 'zod';
import type { Fingerprint } from '../../fingerprint/profile.ts';
import { CompareRequest } from '../../registry/contract.ts';
import { parseJson, readBody, requireMediaType } from '../body.ts';
import { callerOf } from '../caller.ts';
import type { App, Deps } from '../deps.ts';
import { COMPARE_ANSWER, COMPARE_REQUEST } from '../examples.ts';
import { invalid, parse } from '../fault.ts';
import { json, problems, serve } from '../openapi.ts';
import { admit } from '../rate.ts';
import { sift } from '../sift.ts';
import { partsFault } from '../suspects.ts';

/** 200,000 entries in base64 are 533 kB, the longest sketch is 380 kB, and parts bring as much. */
export const MAX_COMPARE_BYTES = 4 * 1024 * 1024;

/** POST /v1/compare: where a suspect departs from a record, for whoever asks on purpose. */
export function compareRoute(app: App, deps: Deps): void {
  serve(
    app,
    {
      method: 'post',
      path: '/v1/compare',
      operationId: 'compare',
      tags: ['check'],
      summary: 'Where a suspect departs from a registered document',
      description:
        'Takes the ordered entries of one text of the suspect and answers which of its words stand in the registered text, which were changed, added or moved, and where how many registered words are missing; never anything of the registered text itself. **Whoever operates the registry could rebuild most of the suspect from the entries while answering**: ask only for a document that they may know. Nothing that is sent is kept. Each distinct suspect counts as a variant of the record; a refused one is answered with `reason: too_many_variants` and no segments. At most 1,000 segments an answer: send the same with `cursor` for more. With `receipt: true` the answer brings a signed `receipt` of its page. At most 200,000 entries and 4 MiB.',
      security: [{}, { registrar: [] }],
      request: {
        body: { required: true, content: json('CompareRequest', { letter: COMPARE_REQUEST }) },
      },
      responses: {
        200: {
          description: 'What the pair is, and the segments of the suspect.',
          content: json('CompareAnswer', { altered: COMPARE_ANSWER }),
        },
        ...problems(
          'invalid_json',
          'json_too_deep',
          'token_required',
          'token_unknown',
          'locate_off',
          'unknown_record',
          'body_too_large',
          'unsupported_media_type',
          'unsupported_encoding',
          'validation_failed',
          'entries_invalid',
          'rate_limited',
          'receipts_closed',
        ),
      },
    },
    async (c) => {
      requireMediaType(c.req.raw, 'application/json');
      const caller = await callerOf(c.req.raw, deps.registry, deps.callerSecret, new Date());
      const pair = readPair(parseJson(await readBody(c.req.raw, MAX_COMPARE_BYTES)));
      await admit(c, deps.registry, caller, 1);
      return c.json(await deps.registry.compare(pair, caller));
    },
  );
}

const Shell = z.looseObject({ fingerprint: z.unknown() });

function readPair(body: unknown): CompareRequest {
  const found = sift(parse(Shell, body).fingerprint, ['fingerprint']);
  if (found.length > 0) throw invalid(found);
  const request = parse(CompareRequest, body);
  const detail = partsFault(request.fingerprint as Fingerprint);
  if (detail) throw invalid([{ pointer: '/fingerprint/parts', detail }]);
  return request;
}
