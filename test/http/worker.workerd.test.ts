import { applyD1Migrations } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { CORPUS_REQUEST } from '../../src/http/examples.ts';
import { createToken } from '../../src/tlog/token.ts';
import { bootstrap, call } from './admin.ts';

const ORIGIN = 'https://registry.test';

async function send(path: string, init: RequestInit = {}) {
  const answer = await exports.default.fetch(new Request(ORIGIN + path, init));
  const text = await answer.text();
  const type = answer.headers.get('content-type') ?? '';
  return { answer, text, body: /json/.test(type) ? JSON.parse(text) : null };
}

describe('before the database is set up', () => {
  it('is unhealthy and says what fails', async () => {
    const { answer, body } = await send('/healthz');
    expect(answer.status).toBe(503);
    expect(body).toMatchObject({ code: 'unhealthy', detail: 'Failing: database.' });
  });

  it('never answers a check', async () => {
    const { answer, body } = await send('/v1/check', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ items: [{ sha256: 'a'.repeat(64) }] }),
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(body).toMatchObject({ code: 'storage_failed' });
    // Request ids are hexadecimal, and some hold `d1`.
    const { instance: _id, ...told } = body;
    expect(JSON.stringify(told)).not.toMatch(/no such table|SQL|D1/i);
  });
});

describe('the Worker over its own database', () => {
  beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

  it('is healthy', async () => {
    const { answer, body } = await send('/healthz');
    expect([answer.status, body]).toEqual([
      200,
      {
        status: 'ok',
        checks: { database: true, keys: true, exact: true, near: true, absent: true, log: true },
        // Nobody has witnessed it; the canary's texts are in it once it was looked at.
        log: { signed: true, size: expect.any(Number), witnessed: 0, unsettled: 0 },
      },
    ]);
  });

  it('declares corpora, again and again', async () => {
    const admin = await bootstrap();
    for (let i = 0; i < 2; i++) {
      expect((await call('PUT', '/v1/corpora/demo', admin, CORPUS_REQUEST)).status).toBe(204);
    }
    const { body } = await send('/v1/corpora');
    expect(body).toEqual({
      corpora: [{ id: 'demo', ...CORPUS_REQUEST, sealed_until: null, records: 0 }],
      cursor: null,
    });
  });

  it('lets nobody else declare', async () => {
    const guess = createToken('admin');
    const { answer, body } = await call('PUT', '/v1/corpora/mine', guess, CORPUS_REQUEST);
    expect([answer.status, body.code]).toEqual([401, 'token_unknown']);
    const listed = await send('/v1/corpora');
    expect(listed.text).not.toContain('mine');
  });

  it('serves the pages with their own policy and the API with none', async () => {
    const page = await send('/fr');
    expect(page.answer.status).toBe(200);
    expect(page.answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    const api = await send('/v1/corpora');
    expect(api.answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
  });
});
