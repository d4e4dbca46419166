import type { CheckItem } from '../../registry/contract.ts';
import { callerOf } from '../caller.ts';
import type { App, Deps } from '../deps.ts';
import { CHECK_ANSWER } from '../examples.ts';
import type { Metrics } from '../metrics.ts';
import { readFiles, type SentFile } from '../multipart.ts';
import { json, problems, serve } from '../openapi.ts';
import { HttpProblem } from '../problem.ts';
import { admit } from '../rate.ts';
import { requireSound } from '../suspects.ts';

/** POST /v1/files: small files in, verdicts out, for callers that cannot fingerprint. */
export function filesRoute(app: App, deps: Deps, metrics: Metrics): void {
  serve(
    app,
    {
      method: 'post',
      path: '/v1/files',
      operationId: 'checkFiles',
      tags: ['check'],
      summary: 'Check small files',
      description:
        'Fingerprints up to 20 files of 5 MiB together in memory and answers as /v1/check does; nothing of a file is stored or logged. The files do reach the server: who must not let them leave the machine computes fingerprints there (`empreinte check`, or the page) and uses /v1/check. PDF is not read here. The `id` of a result is the file name as sent, the order is that of the files. With the text field `receipts` set to `true` the answer brings signed receipts, as /v1/check does. An operator may switch this route off.',
      security: [{}, { registrar: [] }],
      request: {
        body: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['file'],
                properties: {
                  file: {
                    type: 'array',
                    minItems: 1,
                    maxItems: 20,
                    items: { type: 'string', contentMediaType: 'application/octet-stream' },
                  },
                  receipts: { type: 'string', enum: ['true', 'false'] },
                },
                additionalProperties: false,
              },
            },
          },
        },
      },
      responses: {
        200: {
          description: 'A verdict for each file and for each of its parts.',
          content: json('CheckAnswer', { absent: CHECK_ANSWER }),
        },
        ...problems(
          'invalid_multipart',
          'token_required',
          'token_unknown',
          'files_disabled',
          'body_too_large',
          'unsupported_media_type',
          'unsupported_encoding',
          'pdf_not_accepted',
          'validation_failed',
          'rate_limited',
          'receipts_closed',
        ),
      },
    },
    async (c) => {
      if (!deps.files.enabled) throw new HttpProblem('files_disabled');
      const caller = await callerOf(c.req.raw, deps.registry, deps.callerSecret, new Date());
      const { files, receipts } = await readFiles(c.req.raw);
      const pdf = files.findIndex(isPdf);
      if (pdf >= 0) {
        throw new HttpProblem('pdf_not_accepted', undefined, {
          errors: [{ pointer: `/file/${pdf}`, detail: 'this file is a PDF' }],
        });
      }
      await admit(c, deps.registry, caller, files.length);
      const items: CheckItem[] = [];
      for (const { name, bytes } of files) {
        const fingerprint = await deps.files.fingerprint(bytes, name === '' ? null : name);
        items.push({ fingerprint } as CheckItem);
      }
      requireSound({ items });
      const answer = await deps.registry.check({ items, receipts }, caller, 'file');
      for (const { verdict } of answer.results) metrics.verdict(verdict);
      const results = answer.results.map((result, i) => ({
        ...result,
        id: files[i]?.name.slice(0, 200) || null,
      }));
      return c.json({ ...answer, results });
    },
  );
}

/** PDF readers accept the header anywhere in the first 1,024 bytes (ISO 32000-2, annex). */
function isPdf({ bytes }: SentFile): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  return head.includes('%PDF-');
}
