import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/client/api-error.ts';
import { createClient } from '../../src/client/client.ts';
import { retryAfterMs } from '../../src/client/wait.ts';
import * as contract from '../../src/registry/contract.ts';
import { answerOf, verdictOf } from './answers.ts';

type Step = Response | Error;

/** A client whose server answers the steps in turn; records what was sent and waited. */
function scripted(...steps: Step[]) {
  const requests: { url: string; init: RequestInit }[] = [];
  const waits: number[] = [];
  const client = createClient({
    server: 'https://registry.test/base',
    token: 'secret-token',
    fetch: async (input, init) => {
      requests.push({ url: String(input), init: init ?? {} });
      const step = steps.shift();
      if (step === undefined) throw new Error('one request more than the script has');
      if (step instanceof Error) throw step;
      return step;
    },
    sleep: async (ms) => {
      waits.push(ms);
    },
    random: () => 0,
  });
  return { client, requests, waits };
}

function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = {
    type: `https://registry.test/problems/${code}`,
    title: 'Title',
    status,
    code,
    detail: `About ${code}.`,
    instance: '/v1/check',
    errors: [{ pointer: '/items/0/sha256', detail: 'expected 64 hex digits' }],
  };
  return new Response(JSON.stringify(body), { status, headers });
}

const json = (value: unknown) => new Response(JSON.stringify(value));
const item = { id: 'a', sha256: '0'.repeat(64) };
const good = () => json(answerOf([verdictOf({ id: 'a', verdict: 'absent' })]));

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

describe('what a call sends', () => {
  test('check posts the items under the base address, with the token, and follows no redirect', async () => {
    const { client, requests } = scripted(good());
    await client.check([item]);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.url).toBe('https://registry.test/base/v1/check');
    expect(requests[0]?.init.method).toBe('POST');
    expect(requests[0]?.init.body).toBe(`{"items":[{"id":"a","sha256":"${'0'.repeat(64)}"}]}`);
    expect(requests[0]?.init.headers).toMatchObject({ authorization: 'Bearer secret-token' });
    expect(requests[0]?.init.redirect).toBe('manual');
    expect(requests[0]?.init.credentials).toBe('omit');
  });

  test('a record id cannot reach another address', async () => {
    const { client, requests } = scripted(problem(404, 'unknown_record'));
    await failure(client.record('../../admin?x'));
    expect(requests[0]?.url).toBe('https://registry.test/base/v1/records/..%2F..%2Fadmin%3Fx');
  });

  test.each(['ftp://registry.test', 'registry.test', 'https://user:pw@registry.test'])(
    'refuses the address %s',
    (server) => {
      expect(() => createClient({ server })).toThrow(TypeError);
    },
  );
});

describe('what goes wrong', () => {
  test('a problem document becomes an ApiError with its code and pointers', async () => {
    const { client } = scripted(problem(422, 'validation_failed'));
    const error = await failure(client.check([item]));
    expect(error).toMatchObject({
      code: 'validation_failed',
      status: 422,
      detail: 'About validation_failed.',
      errors: [{ pointer: '/items/0/sha256', detail: 'expected 64 hex digits' }],
    });
  });

  test('an error page that is no problem document is not taken for one', async () => {
    const { client } = scripted(new Response('<h1>Bad gateway</h1>', { status: 502 }));
    expect(await failure(client.check([item]))).toMatchObject({ code: 'bad_answer', status: 502 });
  });

  test('a caller that waits itself is told at once how long', async () => {
    const limited = (headers?: Record<string, string>) => problem(429, 'rate_limited', headers);
    const { client, waits } = scripted(limited({ 'retry-after': '7' }), limited(), good());
    const first = await failure(client.check([item], { waitsItself: true }));
    expect([first.status, first.retryAfterMs]).toEqual([429, 7000]);
    const second = await failure(client.check([item], { waitsItself: true }));
    expect([second.status, second.retryAfterMs]).toEqual([429, null]);
    expect(waits).toEqual([]);
  });

  test('429 and 503 are tried again after the time they name', async () => {
    const { client, requests, waits } = scripted(
      problem(429, 'rate_limited', { 'retry-after': '7' }),
      problem(503, 'registry_unhealthy', { 'retry-after': '2' }),
      good(),
    );
    expect((await client.check([item])).results).toHaveLength(1);
    expect(waits).toEqual([7000, 2000]);
    expect(requests.map((one) => one.init.body)).toEqual(Array(3).fill(requests[0]?.init.body));
  });

  test('a wait over the cap is left to the caller', async () => {
    const { client, waits } = scripted(problem(429, 'rate_limited', { 'retry-after': '3600' }));
    expect(await failure(client.check([item]))).toMatchObject({ code: 'rate_limited' });
    expect(waits).toEqual([]);
  });

  test('gives up after four attempts', async () => {
    const steps = Array.from({ length: 5 }, () => problem(503, 'registry_unhealthy'));
    const { client, requests } = scripted(...steps);
    await failure(client.check([item]));
    expect(requests).toHaveLength(4);
  });

  test('who is refused with others waits up to a quarter longer than told', async () => {
    const waits: number[] = [];
    const steps = [problem(429, 'rate_limited', { 'retry-after': '8' }), good()];
    const client = createClient({
      server: 'https://registry.test',
      fetch: async () => steps.shift() as Response,
      sleep: async (ms) => {
        waits.push(ms);
      },
      random: () => 0.999,
    });
    await client.check([item]);
    expect(waits).toEqual([8000 * (1 + 0.25 * 0.999)]);
  });

  test('a redirect is neither followed nor tried again', async () => {
    const elsewhere = new Response(null, { status: 307, headers: { location: 'https://x.test/' } });
    const { client, requests } = scripted(elsewhere, good());
    expect(await failure(client.check([item]))).toMatchObject({ code: 'bad_answer', status: 307 });
    expect(requests).toHaveLength(1);
  });

  test('what could make a second token is not sent again, unless it was refused', async () => {
    const lost = new TypeError('fetch failed');
    const first = scripted(lost, json({}));
    expect(await failure(first.client.send('POST', 'v1/tokens', {}))).toMatchObject({
      code: 'unreachable',
    });
    const second = scripted(problem(429, 'rate_limited', { 'retry-after': '1' }), json({ a: 1 }));
    expect(await second.client.send('POST', 'v1/tokens', {})).toEqual({ a: 1 });
    const third = scripted(new TypeError('fetch failed'), json({ b: 2 }));
    expect(await third.client.send('PUT', 'v1/corpora/a', {})).toEqual({ b: 2 });
  });

  test('an aborted signal ends a wait, and its reason is thrown', async () => {
    const leaving = new AbortController();
    const client = createClient({
      server: 'https://registry.test',
      signal: leaving.signal,
      fetch: async () => {
        queueMicrotask(() => setTimeout(() => leaving.abort(new Error('enough')), 5));
        return problem(503, 'registry_unhealthy', { 'retry-after': '20' });
      },
    });
    await expect(client.check([item])).rejects.toThrow('enough');
  });

  test('other statuses are not tried again', async () => {
    for (const status of [400, 401, 403, 409, 413, 500]) {
      const { client, requests } = scripted(problem(status, 'code'), good());
      expect(await failure(client.check([item]))).toMatchObject({ status });
      expect(requests).toHaveLength(1);
    }
  });

  test('a lost connection repeats a registration byte for byte', async () => {
    const lost = new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
    const answer = {
      batch: 'b',
      corpus: 'c',
      results: [{ id: '0', status: 'registered', record: 'r', errors: [] }],
      log: null,
    };
    const { client, requests } = scripted(lost, json(answer));
    const body = { manifest: '{}', signature: 's', items: [{ id: '0' }] };
    expect((await client.registerBatch(body)).results[0]?.record).toBe('r');
    expect(requests).toHaveLength(2);
    expect(requests[1]?.init.body).toBe(requests[0]?.init.body);
  });

  test('an unreachable server is named, with the cause', async () => {
    const refused = () => new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    const { client } = scripted(refused(), refused(), refused(), refused());
    expect(await failure(client.check([item]))).toMatchObject({
      code: 'unreachable',
      status: 0,
      detail: 'cannot reach https://registry.test (ECONNREFUSED)',
    });
  });

  test('a server that never answers ends as timeout', async () => {
    const client = createClient({
      server: 'https://registry.test',
      timeoutMs: 10,
      fetch: (_input, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        }),
    });
    expect(await failure(client.check([item]))).toMatchObject({ code: 'timeout', status: 0 });
  });
});

describe('an answer that is not one of this API is never a verdict', () => {
  const one = verdictOf({ id: 'a', verdict: 'absent' });
  const wrong: [string, unknown][] = [
    ['nothing', null],
    ['a list', []],
    ['no results', { ...answerOf([]), results: undefined }],
    ['too few results', answerOf([])],
    ['too many results', answerOf([one, one])],
    ['another item', answerOf([{ ...one, id: 'b' }])],
    ['no id', answerOf([{ ...one, id: null }])],
    ['an unknown verdict', answerOf([{ ...one, verdict: 'probably' as 'match' }])],
    ['a match without record', answerOf([{ ...one, verdict: 'match' }])],
    ['undecided without reason', answerOf([{ ...one, verdict: 'undecided' }])],
    ['no notes', answerOf([{ ...one, notes: undefined as never }])],
    ['a broken part', answerOf([{ ...one, parts: [{} as never] }])],
    ['no corpora', { ...answerOf([one]), corpora: undefined }],
  ];
  test.each(wrong)('%s', async (_name, value) => {
    const { client } = scripted(json(value));
    expect(await failure(client.check([item]))).toMatchObject({ code: 'bad_answer' });
  });

  test('HTML with status 200', async () => {
    const { client } = scripted(new Response('<html>'));
    expect(await failure(client.check([item]))).toMatchObject({ code: 'bad_answer' });
  });

  test('a registration without record', async () => {
    const results = [{ id: '0', status: 'registered', record: null, errors: [] }];
    const { client } = scripted(json({ batch: 'b', corpus: 'c', results, log: null }));
    const body = { manifest: '{}', signature: 's', items: [{ id: '0' }] };
    expect(await failure(client.registerBatch(body))).toMatchObject({ code: 'bad_answer' });
  });

  test('the answers these tests are made of are valid themselves', () => {
    expect(contract.CheckAnswer.parse(answerOf([one]))).toEqual(answerOf([one]));
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-04-30T09:15:00Z');
  test.each([
    ['5', 5000],
    ['0', 0],
    ['Thu, 30 Apr 2026 09:15:20 GMT', 20_000],
    ['Thu, 30 Apr 2026 09:14:00 GMT', 0],
    ['soon', null],
    ['-1', null],
    ['', null],
  ])('%s', (value, expected) => {
    expect(retryAfterMs(value, now)).toBe(expected);
  });
});
