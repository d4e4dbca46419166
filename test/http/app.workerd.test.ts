import { describe, expect, it, vi } from 'vitest';
import {
  BATCH_REQUEST,
  CHECK_REQUEST,
  COMPARE_ANSWER,
  COMPARE_REQUEST,
  KEYHOLDERS_REQUEST,
} from '../../src/http/examples.ts';
import { RegistryError, type RegistryErrorCode } from '../../src/registry/errors.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { bearer, deps, form, json, registrar, send, TOKENS } from './fake.ts';

const SHA = 'a'.repeat(64);
const post = (body: unknown, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { ...json, ...headers },
  body: JSON.stringify(body),
});

describe('check', () => {
  it('hands over what was sent and answers in its order', async () => {
    const d = deps();
    const { answer, body } = await send(d, '/v1/check', post(CHECK_REQUEST));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(body.results).toHaveLength(1);
    expect(d.registry.check).toHaveBeenCalledWith(
      CHECK_REQUEST,
      expect.stringMatching(/^address:/),
    );
  });

  it('counts a registrar by its token', async () => {
    const d = deps();
    await send(d, '/v1/check', post({ items: [{ sha256: SHA }] }, bearer(TOKENS.registrar)));
    expect(d.registry.check).toHaveBeenCalledWith(expect.anything(), `registrar:${registrar.id}`);
  });

  it('counts who holds another token by its id', async () => {
    const d = deps();
    await send(d, '/v1/check', post({ items: [{ sha256: SHA }] }, bearer(TOKENS.accredited)));
    expect(d.registry.check).toHaveBeenCalledWith(
      expect.anything(),
      'accredited:tok_60303ae22b998861',
    );
  });

  it('accepts a media type in any case and with parameters', async () => {
    const init = post({ items: [{ sha256: SHA }] });
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await send(deps(), '/v1/check', { ...init, headers })).answer.status).toBe(200);
  });

  it('keeps keys of the prototype out of objects', async () => {
    const raw = `{"items":[{"sha256":"${SHA}"}],"__proto__":{"polluted":1},"constructor":{}}`;
    const { answer } = await send(deps(), '/v1/check', {
      method: 'POST',
      headers: json,
      body: raw,
    });
    expect(answer.status).toBe(422);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('faults point into the request', () => {
  const [first] = CHECK_REQUEST.items;
  const fingerprint = first && 'fingerprint' in first ? first.fingerprint : undefined;
  const cases: [name: string, items: unknown, pointers: string[]][] = [
    ['a wrong digest', [{ sha256: SHA }, { sha256: 'x' }], ['/items/1/sha256']],
    ['an unknown key', [{ sha256: SHA, name: 'a.doc' }], ['/items/0/name']],
    ['a key with / and ~', [{ sha256: SHA, 'a/b~c': 1 }], ['/items/0/a~1b~0c']],
    ['no form at all', [{}], ['/items/0']],
    ['two forms at once', [{ sha256: SHA, ssdeep: '3::' }], ['/items/0']],
    ['no object', [7], ['/items/0']],
    [
      'deep in a fingerprint',
      [{ fingerprint: { ...fingerprint, bytes: { ...fingerprint?.bytes, sha256: null } } }],
      ['/items/0/fingerprint/bytes/sha256'],
    ],
    [
      'in a part of a part',
      [
        {
          fingerprint: {
            ...fingerprint,
            parts: [{ ...fingerprint, parts: [fingerprint, { ...fingerprint, type: '' }] }],
          },
        },
      ],
      ['/items/0/fingerprint/parts/0/parts/1/type'],
    ],
    [
      'a file name in a fingerprint',
      [{ fingerprint: { ...fingerprint, name: 'secret.doc' } }],
      ['/items/0/fingerprint/name'],
    ],
    [
      'an id twice',
      [
        { id: 'a', sha256: SHA },
        { id: 'b', sha256: SHA },
        { id: 'a', sha256: SHA },
      ],
      ['/items/2/id'],
    ],
  ];

  it.each(cases)('%s', async (_name, items, pointers) => {
    const { answer, body } = await send(deps(), '/v1/check', post({ items }));
    expect(answer.status).toBe(422);
    expect(body.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual(pointers);
  });

  it('names the accepted forms when none fits', async () => {
    const { body } = await send(deps(), '/v1/check', post({ items: [{ id: 'a' }] }));
    expect(body.errors).toEqual([
      {
        pointer: '/items/0',
        detail: 'expected an object with exactly one of "fingerprint", "sha256", "ssdeep"',
      },
    ]);
  });

  it('lists 20 of a thousand, and repeats no value', async () => {
    const items = new Array(1000).fill({ sha256: 'hunter2' });
    const { body, text } = await send(deps(), '/v1/check', post({ items }));
    expect(body.errors).toHaveLength(20);
    expect(text).not.toContain('hunter2');
  });

  it('does not send a long key back', async () => {
    const { text } = await send(deps(), '/v1/check', post({ ['k'.repeat(1_000_000)]: 1 }));
    expect(text.length).toBeLessThan(2000);
  });
});

describe('bodies are counted while they stream in', () => {
  it('stops reading a body without length at 16 MiB', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1 << 20;
        controller.enqueue(new Uint8Array(1 << 20).fill(0x20));
      },
    });
    const { answer, body } = await send(deps(), '/v1/check', {
      method: 'POST',
      headers: json,
      body: endless,
    });
    expect([answer.status, body.code]).toEqual([413, 'body_too_large']);
    expect(sent).toBeLessThanOrEqual(18 << 20);
  });

  it('reads nothing of a body that declares more', async () => {
    const pull = vi.fn();
    const { answer } = await send(deps(), '/v1/check', {
      method: 'POST',
      headers: { ...json, 'content-length': '104857600' },
      body: new ReadableStream({ pull }, { highWaterMark: 0 }),
    });
    expect(answer.status).toBe(413);
    expect(pull).not.toHaveBeenCalled();
  });
});

describe('compare', () => {
  it('hands over what was sent and who asks', async () => {
    const d = deps();
    const { answer, body } = await send(d, '/v1/compare', post(COMPARE_REQUEST));
    expect([answer.status, body]).toEqual([200, COMPARE_ANSWER]);
    expect(d.registry.compare).toHaveBeenCalledWith(
      COMPARE_REQUEST,
      expect.stringMatching(/^address:/),
    );
    await send(d, '/v1/compare', post(COMPARE_REQUEST, bearer(TOKENS.registrar)));
    expect(d.registry.compare).toHaveBeenLastCalledWith(
      COMPARE_REQUEST,
      `registrar:${registrar.id}`,
    );
  });

  const failures: [RegistryErrorCode, number][] = [
    ['unknown_record', 404],
    ['locate_off', 403],
    ['entries_invalid', 422],
  ];
  it.each(failures)('tells of %s with status %i', async (code, status) => {
    const compare: Registry['compare'] = async () => {
      throw new RegistryError(code, 'Why.');
    };
    const { answer, body } = await send(deps({ compare }), '/v1/compare', post(COMPARE_REQUEST));
    expect([answer.status, body.code]).toEqual([status, code]);
  });
});

describe('batches', () => {
  it('hands over the digest of the very bytes and the registrar', async () => {
    const d = deps();
    const raw = JSON.stringify(BATCH_REQUEST, null, 1);
    const init = { method: 'POST', headers: { ...json, ...bearer(TOKENS.registrar) }, body: raw };
    expect((await send(d, '/v1/batches', init)).answer.status).toBe(200);
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(raw));
    const hex = [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, '0')).join('');
    expect(d.registry.register).toHaveBeenCalledWith(BATCH_REQUEST, hex, registrar);
  });

  const failures: [RegistryErrorCode, number][] = [
    ['batch_conflict', 409],
    ['manifest_invalid', 422],
    ['manifest_expired', 403],
    ['corpus_mismatch', 403],
    ['unknown_corpus', 404],
  ];
  it.each(failures)('tells of %s with status %i', async (code, status) => {
    const register: Registry['register'] = async () => {
      throw new RegistryError(code, 'Why.', [{ pointer: '/manifest', detail: 'so' }]);
    };
    const init = post(BATCH_REQUEST, bearer(TOKENS.registrar));
    const { answer, body } = await send(deps({ register }), '/v1/batches', init);
    expect(answer.status).toBe(status);
    expect(body).toMatchObject({
      code,
      detail: 'Why.',
      errors: [{ pointer: '/manifest', detail: 'so' }],
    });
  });
});

describe('files', () => {
  it('answers with the names as ids, in order', async () => {
    const body = form(['b.txt', 'two'], ['a.txt', 'one'], ['a.txt', 'three']);
    const { answer, body: sent } = await send(deps(), '/v1/files', { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect(sent.results.map((r: { id: string }) => r.id)).toEqual(['b.txt', 'a.txt', 'a.txt']);
  });

  it('hands over the bytes as they are', async () => {
    const fingerprint = vi.fn(deps().files.fingerprint);
    const d = deps({}, { files: { enabled: true, fingerprint } });
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    await send(d, '/v1/files', { method: 'POST', body: form(['x.bin', bytes]) });
    expect(fingerprint).toHaveBeenCalledWith(bytes, 'x.bin');
  });

  it('refuses a field of another name and a field of text', async () => {
    for (const [field, value] of [
      ['document', new File(['a'], 'a.txt')],
      ['file', 'a.txt'],
    ] as const) {
      const body = new FormData();
      body.append(field, value);
      const { answer } = await send(deps(), '/v1/files', { method: 'POST', body });
      expect(answer.status).toBe(422);
    }
  });

  it('can be switched off, before anything is read', async () => {
    const off = deps({}, { files: { enabled: false, fingerprint: vi.fn() } });
    const { answer, body } = await send(off, '/v1/files', {
      method: 'POST',
      body: form(['a', 'a']),
    });
    expect([answer.status, body.code]).toEqual([403, 'files_disabled']);
  });
});

describe('administration', () => {
  it('cannot be set up where no bootstrap token is configured', async () => {
    const d = deps({}, { bootstrapTokenSha256: null });
    const init = post(KEYHOLDERS_REQUEST, bearer(TOKENS.bootstrap));
    const { answer, body } = await send(d, '/v1/bootstrap', init);
    expect([answer.status, body.code]).toEqual([403, 'admin_closed']);
    expect(d.registry.admin.bootstrap).not.toHaveBeenCalled();
  });

  it('asks the database about no token that was cut off, changed or made up', async () => {
    const d = deps();
    const right = TOKENS.accredited;
    const wrong = [
      right.slice(0, -1),
      `${right}0`,
      `${right.slice(0, -1)}${right.endsWith('H') ? 'I' : 'H'}`,
      right.replace('accredited', 'admin'),
      right.replace('rk1U', 'rk1V'),
      right.toLowerCase(),
      'emp_accredited_',
      'secret',
    ];
    for (const token of wrong) {
      const init = post(CHECK_REQUEST, bearer(token));
      const { answer, body } = await send(d, '/v1/check', init);
      expect([token, answer.status, body.code]).toEqual([token, 401, 'token_unknown']);
    }
    expect(d.registry.admin.holder).not.toHaveBeenCalled();
    expect((await send(d, '/v1/check', post(CHECK_REQUEST, bearer(right)))).answer.status).toBe(
      200,
    );
    expect(d.registry.admin.holder).toHaveBeenCalledTimes(1);
  });

  it('names the scopes that a route takes', async () => {
    const routes: [string, string, string][] = [
      ['PUT', '/v1/corpora/demo', 'admin'],
      ['POST', '/v1/tokens', 'admin'],
      ['GET', '/v1/tokens', 'admin'],
      ['DELETE', `/v1/tokens/tok_${'0'.repeat(16)}`, 'admin'],
      ['POST', '/v1/batches', 'registrar'],
      ['POST', `/v1/records/rec_${'a'.repeat(26)}/events`, 'registrar'],
      ['POST', '/v1/bootstrap', 'bootstrap'],
    ];
    for (const [method, path, scope] of routes) {
      for (const [held, token] of Object.entries(TOKENS)) {
        if (held === scope) continue;
        const d = deps();
        const { answer, body } = await send(d, path, { method, headers: bearer(token) });
        expect([path, held, answer.status, body.code]).toEqual([path, held, 403, 'scope_missing']);
        expect(answer.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
        expect(d.registry.admin.holder).not.toHaveBeenCalled();
      }
    }
  });
});
