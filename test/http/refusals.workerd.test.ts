import { describe, expect, it } from 'vitest';
import api from '../../docs/api.md?raw';
import description from '../../schema/openapi.json';
import { CHECK_REQUEST, COMPARE_REQUEST } from '../../src/http/examples.ts';
import { PROBLEMS } from '../../src/http/problem.ts';
import { createToken } from '../../src/tlog/token.ts';
import { bearer, deps, form, type Init, json, send, TOKENS, UNKNOWN_TOKEN } from './fake.ts';

const SHA = 'a'.repeat(64);
const OTHER_BOOTSTRAP = createToken('bootstrap');

const check = (body: BodyInit | null, headers: Record<string, string> = json) =>
  ['/v1/check', { method: 'POST', headers, body }] as [string, Init];
const compare = (change: object) =>
  [
    '/v1/compare',
    { method: 'POST', headers: json, body: JSON.stringify({ ...COMPARE_REQUEST, ...change }) },
  ] as [string, Init];
const items = (...list: unknown[]) => JSON.stringify({ items: list });

function nested(depth: number): unknown {
  const [item] = CHECK_REQUEST.items;
  const one = item && 'fingerprint' in item ? item.fingerprint : null;
  return depth === 0 ? one : { ...one, parts: [nested(depth - 1)] };
}

/** The statuses that the description names for an operation; null when there is none. */
function documentedStatuses(path: string, method: string): string[] | null {
  const template = path
    .replace(/^(\/v1\/(?:records|corpora|tokens|statements))\/.*/, '$1/{id}')
    .replace(/^\/problems\/.*/, '/problems/{code}');
  const paths: Record<string, Record<string, { responses: object }>> = description.paths;
  const operation = paths[template]?.[method.toLowerCase()];
  return operation ? Object.keys(operation.responses) : null;
}

describe('every refusal is a problem document with its status and code', () => {
  const cases: [name: string, request: [string, Init], status: number, code: string][] = [
    ['unknown address', ['/v2/nothing', {}], 404, 'not_found'],
    ['unknown address, other method', ['/nothing', { method: 'DELETE' }], 404, 'not_found'],
    ['wrong method', ['/v1/check', {}], 405, 'method_not_allowed'],
    [
      'preflight of another origin',
      ['/v1/check', { method: 'OPTIONS' }],
      405,
      'method_not_allowed',
    ],
    ['a restore that nobody began', ['/v1/restore', { method: 'POST' }], 403, 'restore_closed'],
    ['no body', check(null), 400, 'invalid_json'],
    ['not JSON', check('{"items":'), 400, 'invalid_json'],
    ['two JSON values', check('{} {}'), 400, 'invalid_json'],
    ['not UTF-8', check(new Uint8Array([0x22, 0xff, 0x22])), 400, 'invalid_json'],
    ['byte order mark', check('\ufeff{}'), 400, 'invalid_json'],
    ['arrays 100,000 deep', check('['.repeat(100_000)), 400, 'json_too_deep'],
    ['objects 65 deep', check('{"a":'.repeat(65) + 1 + '}'.repeat(65)), 400, 'json_too_deep'],
    ['no content type', check(new Uint8Array([0x7b, 0x7d]), {}), 415, 'unsupported_media_type'],
    ...['5:abc:abc', '03:abc:abc', '6442450944:abc:abc', '0:abc:abc', '3:abc'].map(
      (ssdeep): [string, [string, Init], number, string] => [
        `ssdeep ${ssdeep}`,
        check(items({ ssdeep })),
        422,
        'validation_failed',
      ],
    ),
    [
      'a file',
      check('%PDF-1.7', { 'content-type': 'application/pdf' }),
      415,
      'unsupported_media_type',
    ],
    [
      'text that is JSON',
      check(items({ sha256: SHA }), { 'content-type': 'text/plain' }),
      415,
      'unsupported_media_type',
    ],
    [
      'JSON of another kind',
      check('{}', { 'content-type': 'application/jsonp' }),
      415,
      'unsupported_media_type',
    ],
    [
      'a form',
      ['/v1/check', { method: 'POST', body: form(['a.txt', 'a']) }],
      415,
      'unsupported_media_type',
    ],
    [
      'compressed',
      check('{}', { ...json, 'content-encoding': 'gzip' }),
      415,
      'unsupported_encoding',
    ],
    ['no items', check('{}'), 422, 'validation_failed'],
    [
      'a day of no calendar',
      check(JSON.stringify({ items: [{ sha256: SHA }], leaked_at: '2027-02-30' })),
      422,
      'validation_failed',
    ],
    ['empty items', check(items()), 422, 'validation_failed'],
    [
      '1,001 items',
      check(items(...new Array(1001).fill({ sha256: SHA }))),
      422,
      'validation_failed',
    ],
    ['null', check('null'), 422, 'validation_failed'],
    ['upper-case digest', check(items({ sha256: 'A'.repeat(64) })), 422, 'validation_failed'],
    [
      'an id twice',
      check(items({ id: 'a', sha256: SHA }, { id: 'a', sha256: SHA })),
      422,
      'validation_failed',
    ],
    ['parts 21 deep', check(items({ fingerprint: nested(21) })), 422, 'validation_failed'],
    [
      'unknown token on check',
      check(items({ sha256: SHA }), { ...json, ...bearer('x') }),
      401,
      'token_unknown',
    ],
    [
      'batch without token',
      ['/v1/batches', { method: 'POST', headers: json, body: '{}' }],
      401,
      'token_required',
    ],
    [
      'batch with another scheme',
      [
        '/v1/batches',
        { method: 'POST', headers: { ...json, authorization: 'Basic dGVzdA==' }, body: '{}' },
      ],
      401,
      'token_required',
    ],
    [
      'batch with an unknown token',
      [
        '/v1/batches',
        { method: 'POST', headers: { ...json, ...bearer(UNKNOWN_TOKEN) }, body: '{}' },
      ],
      401,
      'token_unknown',
    ],
    [
      'batch with an oversized token',
      [
        '/v1/batches',
        { method: 'POST', headers: { ...json, ...bearer('x'.repeat(513)) }, body: '{}' },
      ],
      401,
      'token_required',
    ],
    [
      'empty batch',
      [
        '/v1/batches',
        { method: 'POST', headers: { ...json, ...bearer(TOKENS.registrar) }, body: '{}' },
      ],
      422,
      'validation_failed',
    ],
    [
      'batch as text',
      [
        '/v1/batches',
        {
          method: 'POST',
          headers: { 'content-type': 'text/plain', ...bearer(TOKENS.registrar) },
          body: '{}',
        },
      ],
      415,
      'unsupported_media_type',
    ],
    ['unknown record', [`/v1/records/rec_${'a'.repeat(26)}`, {}], 404, 'unknown_record'],
    ['record id of another shape', ['/v1/records/1', {}], 404, 'unknown_record'],
    ['record id with a NUL', ['/v1/records/%00', {}], 404, 'unknown_record'],
    ['record id badly escaped', ['/v1/records/%zz', {}], 404, 'unknown_record'],
    [
      'corpus without token',
      ['/v1/corpora/demo', { method: 'PUT', headers: json, body: '{}' }],
      401,
      'token_required',
    ],
    [
      "corpus with a registrar's token",
      [
        '/v1/corpora/demo',
        { method: 'PUT', headers: { ...json, ...bearer(TOKENS.registrar) }, body: '{}' },
      ],
      403,
      'scope_missing',
    ],
    [
      'corpus with a bad id',
      [
        '/v1/corpora/Demo',
        { method: 'PUT', headers: { ...json, ...bearer(TOKENS.admin) }, body: '{}' },
      ],
      422,
      'validation_failed',
    ],
    [
      'corpus body over 64 KiB',
      [
        '/v1/corpora/demo',
        {
          method: 'PUT',
          headers: { ...json, ...bearer(TOKENS.admin) },
          body: `{"a":"${'x'.repeat(65_536)}"}`,
        },
      ],
      413,
      'body_too_large',
    ],
    ['tokens without token', ['/v1/tokens', {}], 401, 'token_required'],
    [
      'a token that is not there',
      [`/v1/tokens/tok_${'0'.repeat(16)}`, { method: 'DELETE', headers: bearer(TOKENS.admin) }],
      404,
      'unknown_token',
    ],
    [
      'a token id of another shape',
      ['/v1/tokens/1', { method: 'DELETE', headers: bearer(TOKENS.admin) }],
      404,
      'unknown_token',
    ],
    [
      'a token of scope bootstrap',
      [
        '/v1/tokens',
        {
          method: 'POST',
          headers: { ...json, ...bearer(TOKENS.admin) },
          body: '{"scope":"bootstrap","name":"x"}',
        },
      ],
      422,
      'validation_failed',
    ],
    ['an unknown statement', [`/v1/statements/${'0'.repeat(64)}`, {}], 404, 'unknown_statement'],
    ['a statement id of another shape', ['/v1/statements/1', {}], 404, 'unknown_statement'],
    [
      '21 signatures',
      [
        '/v1/statements',
        {
          method: 'POST',
          headers: json,
          body: JSON.stringify({ statement: '{}', signatures: new Array(21).fill('x') }),
        },
      ],
      422,
      'validation_failed',
    ],
    [
      'a bootstrap token that is another',
      [
        '/v1/bootstrap',
        { method: 'POST', headers: { ...json, ...bearer(OTHER_BOOTSTRAP) }, body: '{}' },
      ],
      401,
      'token_unknown',
    ],
    [
      'files as JSON',
      ['/v1/files', { method: 'POST', headers: json, body: '{}' }],
      415,
      'unsupported_media_type',
    ],
    [
      'multipart without boundary',
      [
        '/v1/files',
        { method: 'POST', headers: { 'content-type': 'multipart/form-data' }, body: 'x' },
      ],
      400,
      'invalid_multipart',
    ],
    [
      'multipart that does not close',
      [
        '/v1/files',
        {
          method: 'POST',
          headers: { 'content-type': 'multipart/form-data; boundary=b' },
          body: '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx',
        },
      ],
      400,
      'invalid_multipart',
    ],
    ['no file', ['/v1/files', { method: 'POST', body: form() }], 422, 'validation_failed'],
    [
      '21 files',
      ['/v1/files', { method: 'POST', body: form(...new Array(21).fill(['a.txt', 'a'])) }],
      422,
      'validation_failed',
    ],
    [
      'a PDF',
      ['/v1/files', { method: 'POST', body: form(['a.txt', 'a'], ['b.txt', 'junk %PDF-1.7']) }],
      415,
      'pdf_not_accepted',
    ],
    [
      '5 MiB and a byte in two files',
      [
        '/v1/files',
        { method: 'POST', body: form(['a', new Uint8Array(5 * 1024 * 1024)], ['b', 'x']) },
      ],
      413,
      'body_too_large',
    ],
    [
      '6 MiB',
      ['/v1/files', { method: 'POST', body: form(['a', new Uint8Array(6 * 1024 * 1024)]) }],
      413,
      'body_too_large',
    ],
    ['compare, no record id', compare({ record: 'x' }), 422, 'validation_failed'],
    ['compare, entries in other letters', compare({ entries: '*' }), 422, 'validation_failed'],
    [
      'compare, more than 200,000 entries',
      compare({ entries: 'AAAA'.repeat(133_335) }),
      422,
      'validation_failed',
    ],
    ['compare, a path that is none', compare({ path: '0//1' }), 422, 'validation_failed'],
    ['compare, a cursor that is none', compare({ cursor: '-1' }), 422, 'validation_failed'],
    ['compare, no fingerprint', compare({ fingerprint: null }), 422, 'validation_failed'],
    ['compare, parts 21 deep', compare({ fingerprint: nested(21) }), 422, 'validation_failed'],
    ['compare, an unknown key', compare({ text: 'secret' }), 422, 'validation_failed'],
    ['compare, 5 MiB', compare({ entries: 'A'.repeat(5 << 20) }), 413, 'body_too_large'],
    [
      'watches with another token',
      ['/v1/watches', { headers: bearer(TOKENS.registrar) }],
      403,
      'scope_missing',
    ],
    ['unknown problem', ['/problems/nothing', {}], 404, 'not_found'],
    ['problem of Object.prototype', ['/problems/constructor', {}], 404, 'not_found'],
  ];

  it.each(cases)('%s', async (_name, [path, init], status, code) => {
    const { answer, body } = await send(deps(), path, init);
    expect([answer.status, body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({ type: `/problems/${code}`, status, title: expect.any(String) });
    expect(body.instance).toBe(`urn:uuid:${answer.headers.get('x-request-id')}`);
    const documented = documentedStatuses(path, init.method ?? 'GET');
    if (documented) expect(documented).toContain(`${status}`);
    expect(body.errors?.length ?? 0).toBeLessThanOrEqual(20);
  });

  it('has one test or more for every code but those of other tests', () => {
    const elsewhere = [
      'admin_closed',
      'idempotency_key_invalid',
      'idempotency_in_progress',
      'idempotency_key_reused',
      'not_bootstrapped',
      'frozen',
      'code_unknown',
      'statement_foreign',
      'statement_expired',
      'statement_invalid',
      'token_invalid',
      'unknown_registrar',
      'files_disabled',
      'corpus_mismatch',
      'unknown_corpus',
      'batch_conflict',
      'state_conflict',
      'manifest_invalid',
      'manifest_expired',
      'manifest_foreign',
      'manifest_out_of_sequence',
      'signature_required',
      'signature_invalid',
      'registration_closed',
      'internal',
      'unhealthy',
      'log_closed',
      'receipts_closed',
      'rate_limited',
      'locate_off',
      'entries_invalid',
      // Below.
      'watches_closed',
      // test/storage/watches.workerd.test.ts
      'unknown_watch',
      'watch_answered',
      'watch_limit',
      'watch_target',
      'watch_expires',
      // test/http/kept.workerd.test.ts
      'unknown_receipt',
      'receipt_invalid',
      // test/storage/backup.workerd.test.ts
      'backup_changed',
      'backup_invalid',
      'not_empty',
      'restoring',
      // test/http/faults.workerd.test.ts
      'storage_failed',
    ];
    const tested = new Set([...cases.map(([, , , code]) => code), ...elsewhere]);
    expect(Object.keys(PROBLEMS).filter((code) => !tested.has(code))).toEqual([]);
  });

  it('says that nothing keeps watches where nothing does', async () => {
    const closed = deps({}, { watches: null });
    const init = { headers: bearer(TOKENS.accredited) };
    const { answer, body } = await send(closed, '/v1/watches', init);
    expect([answer.status, body.code]).toEqual([503, 'watches_closed']);
  });

  it('has its codes and statuses listed in docs/api.md', () => {
    const listed = [...api.matchAll(/^\| (\d{3}) \| (.*) \|$/gm)].flatMap(([, status, codes]) =>
      [...(codes ?? '').matchAll(/`(\w+)`/g)].map(([, code]) => `${code} ${status}`),
    );
    const known = Object.entries(PROBLEMS).map(([code, { status }]) => `${code} ${status}`);
    expect(listed.sort()).toEqual(known.sort());
  });
});
