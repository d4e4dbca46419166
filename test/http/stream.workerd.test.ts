import { applyD1Migrations } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import {
  MAX_LINE_BYTES,
  MAX_STREAM_GROUPS,
  MAX_STREAM_LINES,
} from '../../src/http/check-stream.ts';
import { CHECK_ANSWER } from '../../src/http/examples.ts';
import { RegistryError } from '../../src/registry/errors.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { deps } from './fake.ts';

const NDJSON = { 'content-type': 'application/x-ndjson' };
const sha256 = (n: number) => n.toString(16).padStart(64, '0');
const line = (n: number) => `${JSON.stringify({ id: `d${n}`, sha256: sha256(n) })}\n`;
const lines = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => line(from + i)).join('');

/** Each result says by its `shows` which digest it is of. */
const echo: Registry['check'] = async ({ items }) => ({
  ...CHECK_ANSWER,
  results: items.flatMap((item) =>
    CHECK_ANSWER.results.map((result) => ({
      ...result,
      shows: 'sha256' in item ? item.sha256 : '',
    })),
  ),
});

async function stream(d: ReturnType<typeof deps>, body: BodyInit) {
  const answer = await createApp(d).request('/v1/check', { method: 'POST', headers: NDJSON, body });
  const text = new TextDecoder().decode(await answer.arrayBuffer());
  const given = text.split('\n').filter(Boolean);
  return { answer, lines: given.map((one) => JSON.parse(one)) };
}

describe('a streamed check', () => {
  it('answers a line a line, in order, by id, 32 at a time', async () => {
    const check = vi.fn(echo);
    const { answer, lines: got } = await stream(deps({ check }), lines(100));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answer.headers.get('ratelimit-policy')).toBe('"documents";q=100;w=3600');
    expect(got.map(({ id, shows }) => [id, shows])).toEqual(
      Array.from({ length: 100 }, (_, i) => [`d${i}`, sha256(i)]),
    );
    expect(got[0].corpora).toEqual({ consulted: ['horizon-2027'], closed: [] });
    expect(check.mock.calls.map(([{ items }]) => items.length)).toEqual([32, 32, 32, 4]);
  });

  it('puts a problem in place of a bad line and goes on', async () => {
    const bad = ['{"sha256":', '{"id":"x","sha256":"no"}', '[]', `{"sha256":"${sha256(1)}","a":1}`];
    const sent = `${line(1)}\r\n\n${bad.map((one) => `${one}\r\n`).join('')}${line(1)}${line(2).trim()}`;
    const { lines: got } = await stream(deps({ check: vi.fn(echo) }), sent);
    expect(got.map(({ id, line: at, code, verdict }) => [id, at, code ?? verdict])).toEqual([
      ['d1', undefined, 'absent'],
      [null, 2, 'invalid_json'],
      ['x', 3, 'validation_failed'],
      [null, 4, 'validation_failed'],
      [null, 5, 'validation_failed'],
      ['d1', undefined, 'absent'],
      ['d2', undefined, 'absent'],
    ]);
    expect(got[2]).toMatchObject({ type: '/problems/validation_failed', status: 422 });
    expect(got[2].errors[0].pointer).toBe('/sha256');
    expect(got[2].detail).toMatch(/^\/sha256: /);
  });

  it('passes over a line that is too long, and keeps nothing of it', async () => {
    const long = `{"id":"${'x'.repeat(MAX_LINE_BYTES)}"}\n`;
    const { lines: got } = await stream(deps({ check: vi.fn(echo) }), line(1) + long + line(2));
    expect(got.map(({ code, id }) => code ?? id)).toEqual(['d1', 'body_too_large', 'd2']);
  });

  it('looks nothing up beyond its lines, and still answers each', async () => {
    const check = vi.fn(echo);
    const { lines: got } = await stream(deps({ check }), lines(MAX_STREAM_LINES + 3));
    expect(got).toHaveLength(MAX_STREAM_LINES + 3);
    expect(got.slice(-4).map(({ code, id }) => code ?? id)).toEqual([
      `d${MAX_STREAM_LINES - 1}`,
      ...new Array(3).fill('body_too_large'),
    ]);
    const asked = check.mock.calls.reduce((sum, [{ items }]) => sum + items.length, 0);
    expect(asked).toBe(MAX_STREAM_LINES);
  });

  it('bounds the queries of a sender who sends line by line', async () => {
    let sent = 0;
    const check = vi.fn(echo);
    const slow = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise((wake) => setTimeout(wake, 25));
          if (sent === MAX_STREAM_GROUPS + 2) return controller.close();
          controller.enqueue(new TextEncoder().encode(line(sent++)));
        },
      },
      { highWaterMark: 0 },
    );
    const { lines: got } = await stream(deps({ check }), slow);
    expect(got).toHaveLength(MAX_STREAM_GROUPS + 2);
    expect(check.mock.calls.length).toBeLessThanOrEqual(MAX_STREAM_GROUPS);
  });

  it('tells of the quota line by line, with the time to wait', async () => {
    const left = { now: 40 };
    const admit: Registry['admit'] = async (_caller, asked) => {
      const granted = Math.min(asked, left.now);
      left.now -= granted;
      return { granted, limit: 40, left: left.now, resets: 77 };
    };
    const { lines: got } = await stream(deps({ admit, check: vi.fn(echo) }), lines(50));
    expect(got.map(({ code }) => code)).toEqual([
      ...new Array(40).fill(undefined),
      ...new Array(10).fill('rate_limited'),
    ]);
    expect(got[45]).toMatchObject({ id: 'd45', line: 46, status: 429, retry_after: 77 });
  });

  it('lets one line over the misses of the day cost no other its answer', async () => {
    const check: Registry['check'] = async (request, caller) => {
      const dear = request.items.some((item) => 'sha256' in item && item.sha256 === sha256(2));
      if (dear) throw new RegistryError('rate_limited', 'Misses.', [], 9);
      return echo(request, caller);
    };
    const { lines: got } = await stream(deps({ check }), lines(4));
    expect(got.map(({ code, id }) => code ?? id)).toEqual(['d0', 'd1', 'rate_limited', 'd3']);
    expect(got[2].retry_after).toBe(9);
  });

  it('answers with a problem what fails inside, and tells nothing of it', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const check: Registry['check'] = async () => {
      throw new Error('secret of SELECT');
    };
    const { lines: got } = await stream(deps({ check }), lines(2));
    expect(got.map(({ code, id, line: at }) => [code, id, at])).toEqual([
      ['internal', 'd0', 1],
      ['internal', 'd1', 2],
    ]);
    expect(JSON.stringify([got, log.mock.calls])).not.toContain('secret');
    log.mockRestore();
  });

  it('reads on only when answers are taken', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(new TextEncoder().encode(lines(32, sent)));
          sent += 32;
        },
      },
      { highWaterMark: 0 },
    );
    const check = vi.fn(echo);
    const init = { method: 'POST', headers: NDJSON, body: endless };
    const answer = await createApp(deps({ check })).request('/v1/check', init);
    const reader = answer.body?.getReader();
    await reader?.read();
    await reader?.read();
    await new Promise((wake) => setTimeout(wake, 50));
    expect(check.mock.calls.length).toBeLessThanOrEqual(3);
    expect(sent).toBeLessThanOrEqual(4 * 32);
    await reader?.cancel();
  });

  it('answers a line before the next one is sent', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const init = { method: 'POST', headers: NDJSON, body: readable };
    const answer = await createApp(deps({ check: vi.fn(echo) })).request('/v1/check', init);
    const writer = writable.getWriter();
    const reader = answer.body?.getReader();
    for (const n of [1, 2]) {
      void writer.write(new TextEncoder().encode(line(n)));
      const { value } = (await reader?.read()) ?? {};
      expect(JSON.parse(new TextDecoder().decode(value)).id).toBe(`d${n}`);
    }
    await writer.close();
    expect((await reader?.read())?.done).toBe(true);
  });

  it('that is cut in a line breaks off itself: what it has not answered is not there', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const init = { method: 'POST', headers: NDJSON, body: readable };
    const check = vi.fn(echo);
    const answer = await createApp(deps({ check })).request('/v1/check', init);
    const writer = writable.getWriter();
    const reader = answer.body?.getReader();
    void writer.write(new TextEncoder().encode(line(1) + line(2).slice(0, -9)));
    const { value } = (await reader?.read()) ?? {};
    expect(JSON.parse(new TextDecoder().decode(value)).id).toBe('d1');
    // A connection that is lost; the answer must not end as one that is whole.
    void writer.abort(new TypeError('Network connection lost.'));
    await expect(reader?.read()).rejects.toThrow();
    expect(check.mock.calls.map(([{ items }]) => items.length)).toEqual([1]);
  });
});

describe('over the real quota', () => {
  beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));
  const post = (headers: Record<string, string>, body: string) =>
    exports.default.fetch(
      new Request('https://registry.test/v1/check', {
        method: 'POST',
        headers: { 'cf-connecting-ip': '192.0.2.9', ...headers },
        body,
      }),
    );
  const left = (answer: Response) =>
    Number(
      /^"documents";r=(\d+);t=\d+, "requests";r=\d+;t=\d+$/.exec(
        answer.headers.get('ratelimit') ?? '',
      )?.[1],
    );

  it('counts documents, whichever way they come', async () => {
    const json = { 'content-type': 'application/json' };
    const items = [1, 2, 3].map((n) => ({ sha256: sha256(n) }));
    const first = await post(json, JSON.stringify({ items }));
    expect([first.status, left(first)]).toEqual([200, 100_000 - 3]);
    const streamed = await post(NDJSON, `${lines(40)}nonsense\n`);
    expect([streamed.status, left(streamed)]).toEqual([200, 100_000 - 3]);
    expect((await streamed.text()).split('\n').filter(Boolean)).toHaveLength(41);
    const last = await post(json, JSON.stringify({ items }));
    expect(left(last)).toBe(100_000 - 3 - 40 - 3);
    await last.text();
    await first.text();
  });
});
