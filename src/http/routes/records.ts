import * as z from 'zod';
import { EventRequest } from '../../registry/contract.ts';
import { requireRegistrar } from '../auth.ts';
import { MAX_ADMIN_BYTES, parseJson, readBody, requireMediaType } from '../body.ts';
import { callerOf } from '../caller.ts';
import type { App, Deps } from '../deps.ts';
import { CORPORA_ANSWER, DECOY_RECORD, EVENT_REQUEST, RECORD_ANSWER } from '../examples.ts';
import { parse } from '../fault.ts';
import { json, problems, serve } from '../openapi.ts';
import { announce, cut, pageOf, pageQuery } from '../page.ts';
import { HttpProblem } from '../problem.ts';

/** A corpus with its coverage has some 10 kB at most. */
const MOST_CORPORA = 1000;

const RECORD_ID = /^rec_[a-z2-7]{26}$/;

/** Records and corpora: what anyone may know of them, and what a registrar says afterwards. */
export function recordRoutes(app: App, deps: Deps): void {
  serve(
    app,
    {
      method: 'get',
      path: '/v1/records/{id}',
      operationId: 'getRecord',
      tags: ['registry'],
      summary: 'Who registered a record, and when',
      description:
        'Registrant, corpus, time, kind, state, events, and the entries of all that in the public log with what opens them, nothing of the content: a record id alone does not tell what the document says. A record of a corpus that is closed to the caller answers as none. `withdrawn` means that the registrant no longer stands by it, `decoy` that it had been registered as a decoy; the record is never deleted.',
      request: {
        params: z.object({
          id: z.string().regex(RECORD_ID).meta({ example: RECORD_ANSWER.record }),
        }),
      },
      responses: {
        200: { description: 'The record.', content: json('RecordAnswer', { mail: RECORD_ANSWER }) },
        ...problems('unknown_record', 'token_required', 'token_unknown'),
      },
    },
    async (c) => {
      const id = c.req.param('id') ?? '';
      if (!RECORD_ID.test(id)) throw new HttpProblem('unknown_record');
      const caller = await callerOf(c.req.raw, deps.registry, deps.callerSecret, new Date());
      return c.json(await deps.registry.record(id, caller));
    },
  );

  serve(
    app,
    {
      method: 'post',
      path: '/v1/records/{id}/events',
      operationId: 'noteEvent',
      tags: ['registry'],
      summary: 'Open a decoy',
      description:
        'For registrars of the corpus. `opened`: the record was registered as a decoy and is found from now on, with the note `decoy`; until then it answers as a document that was never registered. It cannot be undone, and a repeat is answered with what was noted first. A record is withdrawn by a statement that the keyholders sign (POST /v1/statements).',
      security: [{ registrar: [] }],
      request: {
        params: z.object({ id: z.string().regex(RECORD_ID).meta({ example: DECOY_RECORD }) }),
        body: { required: true, content: json('EventRequest', { opening: EVENT_REQUEST }) },
      },
      responses: {
        200: {
          description: 'The record with its events.',
          content: json('RecordAnswer', { mail: RECORD_ANSWER }),
        },
        ...problems(
          'invalid_json',
          'json_too_deep',
          'token_required',
          'token_unknown',
          'scope_missing',
          'frozen',
          'corpus_mismatch',
          'unknown_record',
          'state_conflict',
          'log_closed',
          'body_too_large',
          'unsupported_media_type',
          'unsupported_encoding',
          'validation_failed',
        ),
      },
    },
    async (c) => {
      const registrar = await requireRegistrar(c.req.raw, () => deps.registry);
      requireMediaType(c.req.raw, 'application/json');
      const id = c.req.param('id') ?? '';
      if (!RECORD_ID.test(id)) throw new HttpProblem('unknown_record');
      const request = parse(EventRequest, parseJson(await readBody(c.req.raw, MAX_ADMIN_BYTES)));
      return c.json(await deps.registry.noteEvent(id, request, registrar));
    },
  );

  serve(
    app,
    {
      method: 'get',
      path: '/v1/corpora',
      operationId: 'listCorpora',
      tags: ['registry'],
      summary: 'The corpora and what they cover',
      description:
        'By id, at most 1,000 a page; `cursor` and `Link` lead to the next one. What `absent` can mean at most: `coverage` is what the registrant declares the corpus to cover, in its own words and not verified by the registry.',
      request: { query: pageQuery(MOST_CORPORA) },
      responses: {
        200: {
          description: 'One page of corpora.',
          content: json('CorporaAnswer', { one: CORPORA_ANSWER }),
        },
        ...problems('validation_failed'),
      },
    },
    async (c) => {
      const page = pageOf(c, 'corpora', MOST_CORPORA);
      const all = await deps.registry.corpora();
      const byId = [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
      const { entries, next } = cut(
        byId,
        page,
        ({ id }) => id,
        ({ id }, key) => id > key,
      );
      return c.json({ corpora: entries, cursor: announce(c, 'corpora', page, next) });
    },
  );
}
