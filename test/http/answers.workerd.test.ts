import { describe, expect, it, vi } from 'vitest';
import { RECORD_ANSWER } from '../../src/http/examples.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { deps, send } from './fake.ts';

describe('every answer', () => {
  const paths: [string, number][] = [
    ['/v1/corpora', 200],
    ['/openapi.json', 200],
    ['/problems/not_found', 200],
    ['/nothing', 404],
    ['/v1/check', 405],
  ];
  it.each(paths)('%s has its id and the security headers', async (path, status) => {
    const { answer } = await send(deps(), path, { headers: { 'x-request-id': 'forged' } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-request-id')).toMatch(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const kept =
      path === '/v1/corpora' || path === '/openapi.json' || path.startsWith('/problems/');
    expect(answer.headers.get('cache-control')).toBe(kept ? 'no-cache' : 'no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('names the methods of a path under 405', async () => {
    const check = await send(deps(), '/v1/check', { method: 'DELETE' });
    expect(check.answer.headers.get('allow')).toBe('POST');
    const corpora = await send(deps(), '/v1/corpora', { method: 'POST' });
    expect(corpora.answer.headers.get('allow')).toBe('GET, HEAD');
  });

  it('challenges under 401', async () => {
    const { answer } = await send(deps(), '/v1/batches', { method: 'POST' });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  it('answers HEAD as GET without a body', async () => {
    const { answer, text } = await send(deps(), '/v1/corpora', { method: 'HEAD' });
    expect([answer.status, text]).toEqual([200, '']);
  });

  it('gives a record what the registry gives', async () => {
    const d = deps({ record: async () => RECORD_ANSWER });
    expect((await send(d, `/v1/records/${RECORD_ANSWER.record}`)).body).toEqual(RECORD_ANSWER);
  });

  it('tells nothing of a failure inside, in the answer or the log', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const corpora: Registry['corpora'] = async () => {
      throw new Error('secret of SELECT');
    };
    const { answer, body, text } = await send(deps({ corpora }), '/v1/corpora');
    expect([answer.status, body.code]).toEqual([500, 'internal']);
    expect(text).not.toContain('secret');
    expect(JSON.stringify(log.mock.calls)).not.toContain('secret');
    expect(JSON.stringify(log.mock.calls)).toContain(answer.headers.get('x-request-id'));
    log.mockRestore();
  });

  it('is unhealthy when the database or the keys are', async () => {
    const { log } = await deps().health();
    const health = async () => ({ database: true, keys: false, failing: [], log });
    const ill = deps({}, { health });
    const { answer, body } = await send(ill, '/healthz');
    expect([answer.status, body.detail]).toEqual([503, 'Failing: keys.']);
  });
});
