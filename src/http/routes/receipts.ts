import * as z from 'zod';
import { KeepRequest, MAX_KEPT_CHARS, RECEIPT_ID } from '../../registry/contract.ts';
import { parseJson, readBody, requireMediaType } from '../body.ts';
import { callerOf } from '../caller.ts';
import type { App, Deps } from '../deps.ts';
import { KEEP_REQUEST, KEPT_RECEIPT } from '../examples.ts';
import { parse } from '../fault.ts';
import { json, problems, serve } from '../openapi.ts';

/** Receipts that their callers chose to keep. */
export function receiptRoutes(app: App, deps: Deps): void {
  serve(
    app,
    {
      method: 'post',
      path: '/v1/receipts',
      operationId: 'keepReceipt',
      tags: ['check'],
      summary: 'Keep a receipt at an address',
      description:
        'Keeps a receipt that this registry signed, for 90 days, under the id that it was signed with: whoever has the id can read it, and nobody can list ids. Only the signed text is taken, which holds no digest of a file; its salt, without which it is tied to no file, stays with the caller. Without this call no receipt is kept. A repeat stores nothing more and prolongs nothing. At most 100 a day and caller, 2,000 for holders of a token.',
      security: [{}, { registrar: [] }],
      request: {
        body: { required: true, content: json('KeepRequest', { absent: KEEP_REQUEST }) },
      },
      responses: {
        200: {
          description: 'What is kept.',
          content: json('KeptReceipt', { absent: KEPT_RECEIPT }),
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
          'receipt_invalid',
          'rate_limited',
          'receipts_closed',
        ),
      },
    },
    async (c) => {
      requireMediaType(c.req.raw, 'application/json');
      const caller = await callerOf(c.req.raw, deps.registry, deps.callerSecret, new Date());
      const body = parseJson(await readBody(c.req.raw, MAX_KEPT_CHARS + 1024));
      return c.json(await deps.registry.keepReceipt(parse(KeepRequest, body), caller));
    },
  );

  serve(
    app,
    {
      method: 'get',
      path: '/v1/receipts/{id}',
      operationId: 'getReceipt',
      tags: ['check'],
      summary: 'A receipt that was kept',
      description:
        'The signed text of a receipt. Without the file and the salt of its report it is tied to no file: show no verdict for it.',
      request: {
        params: z.object({ id: z.string().regex(RECEIPT_ID).meta({ example: KEPT_RECEIPT.id }) }),
      },
      responses: {
        200: {
          description: 'The receipt.',
          content: json('KeptReceipt', { absent: KEPT_RECEIPT }),
        },
        ...problems('unknown_receipt'),
      },
    },
    async (c) => c.json(await deps.registry.keptReceipt(c.req.param('id') ?? '')),
  );
}
