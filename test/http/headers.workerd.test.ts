import { OpenAPIHono } from '@hono/zod-openapi';
import { describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { App } from '../../src/http/deps.ts';
import { CHECK_REQUEST } from '../../src/http/examples.ts';
import { isolateLimiter } from '../../src/http/flood.ts';
import { requestId } from '../../src/http/headers.ts';
import { describe as describeApi, serve } from '../../src/http/openapi.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { bearer, deps, json, send, TOKENS } from './fake.ts';

const ELSEWHERE = { origin: 'https://cms.example' };
const body = JSON.stringify(CHECK_REQUEST);
const preflight = (path: string, headers: string, method = 'POST') =>
  send(deps(), path, {
    method: 'OPTIONS',
    headers: {
      ...ELSEWHERE,
      'access-control-request-method': method,
      'access-control-request-headers': headers,
    },
  });

describe('a page of another origin', () => {
  it('may ask with a token, and read the answer and its fields', async () => {
    const { answer: before } = await preflight('/v1/check', 'Authorization, content-type');
    expect(before.status).toBe(204);
    expect(before.headers.get('access-control-allow-origin')).toBe('*');
    expect(before.headers.get('access-control-allow-methods')).toContain('POST');
    expect(before.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(before.headers.get('x-request-id')).not.toBeNull();
    const headers = { ...ELSEWHERE, ...json, ...bearer(TOKENS.accredited) };
    const { answer } = await send(deps(), '/v1/check', { method: 'POST', headers, body });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toContain('ratelimit');
  });

  it('reads refusals too', async () => {
    const headers = { ...ELSEWHERE, ...json, ...bearer('wrong') };
    const { answer } = await send(deps(), '/v1/check', { method: 'POST', headers, body });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
  });

  it('may not ask without one, nor with cookies', async () => {
    const { answer: before } = await preflight('/v1/check', 'content-type');
    expect([before.status, before.headers.get('access-control-allow-origin')]).toEqual([405, null]);
    const headers = { ...ELSEWHERE, ...json, cookie: 'token=x' };
    for (const [path, init] of [
      ['/v1/check', { method: 'POST', headers, body }],
      ['/v1/corpora', { headers }],
      ['/openapi.json', { headers }],
    ] as const) {
      const { answer } = await send(deps(), path, init);
      expect([path, answer.headers.get('access-control-allow-origin')]).toEqual([path, null]);
    }
    const { answer } = await preflight('/v1/check', 'authorization');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('reaches no route of admins and registrars', async () => {
    for (const path of ['/v1/tokens', '/v1/bootstrap', '/v1/freeze', '/v1/batches', '/metrics']) {
      const { answer } = await preflight(path, 'authorization');
      expect([path, answer.headers.get('access-control-allow-origin')]).toEqual([path, null]);
    }
    const { answer } = await preflight('/v1/corpora/demo', 'authorization', 'PUT');
    expect(answer.headers.get('access-control-allow-methods')).not.toContain('PUT');
  });
});

describe('a strong ETag', () => {
  const paths = [
    '/openapi.json',
    '/problems/not_found',
    '/v1/corpora',
    '/v1/statements',
    '/v1/governance',
    '/.well-known/empreinte-keys.json',
  ];
  it.each(paths)('stands on %s, and leads to 304', async (path) => {
    const { answer } = await send(deps(), path);
    const tag = answer.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[^"]+"$/);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    for (const known of [tag, `"other", ${tag}`, '*']) {
      const again = await send(deps(), path, { headers: { 'if-none-match': known } });
      expect([again.answer.status, again.text]).toEqual([304, '']);
      expect(again.answer.headers.get('etag')).toBe(tag);
      expect(again.answer.headers.get('x-request-id')).not.toBeNull();
      expect(again.answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    const other = await send(deps(), path, { headers: { 'if-none-match': '"other"' } });
    expect(other.answer.status).toBe(200);
  });

  it('changes with what is answered, and stands on no answer about a document', async () => {
    const [empty, one] = await Promise.all(
      [deps(), deps({ corpora: async () => [{ id: 'a' } as never] })].map((d) =>
        send(d, '/v1/corpora'),
      ),
    );
    expect(empty?.answer.headers.get('etag')).not.toBe(one?.answer.headers.get('etag'));
    const checked = await send(deps(), '/v1/check', { method: 'POST', headers: json, body });
    expect(checked.answer.headers.get('etag')).toBeNull();
    expect(checked.answer.headers.get('cache-control')).toBe('no-store');
    const missing = await send(deps(), '/problems/none', { headers: { 'if-none-match': '*' } });
    expect([missing.answer.status, missing.answer.headers.get('cache-control')]).toEqual([
      404,
      'no-store',
    ]);
  });
});

describe('a route that will end', () => {
  it('says so in every answer, refusals too, and in the description', async () => {
    const app: App = new OpenAPIHono();
    app.use(requestId);
    const route = {
      method: 'get',
      path: '/v0/old',
      operationId: 'old',
      responses: { 200: { description: 'Old.' } },
    } as const;
    let broken = false;
    const retirement = {
      deprecated: new Date('2027-01-01T00:00:00Z'),
      sunset: new Date('2027-12-31T23:59:59Z'),
      link: 'https://registre.example/docs#v1',
    };
    const handler = () => {
      if (broken) throw new Error('no');
      return new Response('ok');
    };
    serve(app, route, handler, retirement);
    app.onError(() => new Response(null, { status: 500 }));
    for (broken of [false, true]) {
      const { headers } = await app.request('/v0/old');
      // 1798761600 is 2027-01-01T00:00:00Z, by `date -d @1798761600`.
      expect(headers.get('deprecation')).toBe('@1798761600');
      expect(headers.get('sunset')).toBe('Fri, 31 Dec 2027 23:59:59 GMT');
      expect(headers.get('link')).toBe('<https://registre.example/docs#v1>; rel="deprecation"');
    }
    expect(JSON.stringify(describeApi(app))).toContain('"deprecated":true');
  });

  it('is none at present', async () => {
    const { answer, text } = await send(deps(), '/openapi.json');
    expect(answer.headers.get('deprecation')).toBeNull();
    expect(text).not.toContain('"deprecated"');
  });
});

describe('a request over what is left of the hour', () => {
  const admit: Registry['admit'] = async (_caller, asked) =>
    asked > 7
      ? { granted: 0, limit: 100, left: 7, resets: 1212 }
      : { granted: asked, limit: 100, left: 7 - asked, resets: 1212 };
  const digests = (count: number) =>
    JSON.stringify({
      items: Array.from({ length: count }, (_, i) => ({ sha256: `${i}`.padStart(64, '0') })),
    });

  it('is refused whole, and told by fields and code what is left and when to come again', async () => {
    const d = deps({ admit });
    const post = (count: number) =>
      send(d, '/v1/check', { method: 'POST', headers: json, body: digests(count) });
    const { answer, body: problem } = await post(8);
    expect([answer.status, problem.code]).toEqual([429, 'rate_limited']);
    expect(answer.headers.get('retry-after')).toBe('1212');
    expect(answer.headers.get('ratelimit-policy')).toBe('"documents";q=100;w=3600');
    expect(answer.headers.get('ratelimit')).toBe('"documents";r=7;t=1212');
    expect(d.registry.check).not.toHaveBeenCalled();
    const taken = await post(7);
    expect([taken.answer.status, taken.answer.headers.get('ratelimit')]).toEqual([
      200,
      '"documents";r=0;t=1212',
    ]);
  });

  it('may hold a thousand documents, and no more', async () => {
    const all: Registry['admit'] = async (_caller, asked) => ({
      ...{ granted: asked, limit: 100_000, left: 0, resets: 1 },
    });
    const d = deps({ admit: all });
    const status = async (count: number) =>
      (await send(d, '/v1/check', { method: 'POST', headers: json, body: digests(count) })).answer
        .status;
    expect([await status(1000), await status(1001)]).toEqual([200, 422]);
  });
});

describe('the flood gate', () => {
  const ask = (d: ReturnType<typeof deps>) => {
    const app = createApp(d);
    return (address: string | null) =>
      app.request('/v1/check', {
        method: 'POST',
        headers: {
          ...json,
          ...bearer(TOKENS.accredited),
          ...(address ? { 'cf-connecting-ip': address } : {}),
        },
        body,
      });
  };

  it('refuses an address before its token is looked up, and no other address', async () => {
    let now = 0;
    const d = deps({}, { flood: isolateLimiter(3, () => now) });
    const from = ask(d);
    for (let i = 0; i < 3; i++) expect((await from('192.0.2.1')).status).toBe(200);
    vi.mocked(d.registry.admin.holder).mockClear();
    const refused = await from('192.0.2.1');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
    expect(refused.headers.get('x-request-id')).not.toBeNull();
    expect(refused.headers.get('ratelimit-policy')).toBe('"requests";q=3;w=10');
    expect(refused.headers.get('ratelimit')).toBe('"requests";r=0;t=10');
    expect(d.registry.admin.holder).not.toHaveBeenCalled();
    expect((await from('192.0.2.2')).status).toBe(200);
    expect((await from(null)).status).toBe(200);
    now = 10_000;
    expect((await from('192.0.2.1')).status).toBe(200);
  });

  it('tells on every answer what is left', async () => {
    const now = 7_200;
    const d = deps({}, { flood: isolateLimiter(9, () => now) });
    const app = createApp(d);
    const from = { 'cf-connecting-ip': '192.0.2.1' };
    const told = async (path: string, init: RequestInit = {}) => {
      const headers = { ...from, ...(init.headers as Record<string, string>) };
      const answer = await app.request(path, { ...init, headers });
      return [answer.status, answer.headers.get('ratelimit')];
    };
    expect(await told('/v1/corpora')).toEqual([200, '"requests";r=8;t=3']);
    expect(await told('/nothing')).toEqual([404, '"requests";r=7;t=3']);
    expect(await told('/v1/check')).toEqual([405, '"requests";r=6;t=3']);
    const post = (sent: string) => told('/v1/check', { method: 'POST', headers: json, body: sent });
    expect(await post('{')).toEqual([400, '"requests";r=5;t=3']);
    // Documents too, where they were counted.
    const [status, field] = await post(body);
    expect(status).toBe(200);
    expect(field).toMatch(/^"documents";r=\d+;t=\d+, "requests";r=4;t=3$/);
  });

  it('counts an IPv6 customer once, however many addresses they take', async () => {
    const from = ask(deps({}, { flood: isolateLimiter(2, () => 0) }));
    await from('2001:db8:1:200::1');
    await from('2001:db8:1:2ff::2');
    expect((await from('2001:db8:1:201::3')).status).toBe(429);
  });

  it('asks the binding by network, and stays open when that fails', async () => {
    const limit = vi.fn(async () => ({ success: false }));
    expect((await ask(deps({}, { flood: { limit } }))('2001:db8::1')).status).toBe(429);
    expect(limit).toHaveBeenCalledWith({ key: '20010db8000000/56' });
    const failing = { limit: () => Promise.reject(new Error('down')) };
    expect((await ask(deps({}, { flood: failing }))('192.0.2.1')).status).toBe(200);
  });
});
