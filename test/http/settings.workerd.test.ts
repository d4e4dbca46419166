import { applyD1Migrations, createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { docPrint, prose } from '../registry/prints.ts';
import { testEnv } from '../storage/d1-env.ts';
import { form } from './fake.ts';

/** The Worker itself, over the real database and objects, with the settings that an operator may add. */
const points: unknown[] = [];
const limited: unknown[] = [];
let flooded = false;
let broken: string | null = null;
const ADDED: Partial<Record<keyof Env, unknown>> = {
  SECURITY_CONTACT: 'mailto:security@registre.example',
  VERSION: { id: 'v', tag: '', timestamp: '2027-04-21T09:30:00Z' },
  LOG_REQUESTS: 'true',
  METRICS: { writeDataPoint: (point: unknown) => void points.push(point) },
  FLOOD: {
    limit: async (asked: unknown) => {
      limited.push(asked);
      return { success: !flooded };
    },
  },
  FILES_ENABLED: 'false',
  DB: new Proxy(testEnv.DB, {
    get(db, name) {
      if (name === 'prepare' && broken !== null) throw new Error(`D1_ERROR: ${broken}`);
      const value = Reflect.get(db, name);
      return typeof value === 'function' ? value.bind(db) : value;
    },
  }),
};
const env = new Proxy(testEnv as Env, {
  get: (target, name) => (name in ADDED ? ADDED[name as keyof Env] : Reflect.get(target, name)),
});
// A module of its own: it composes itself once, over the environment of its first request.
const specifier = '../../src/worker.ts?settings';
const { default: worker } = (await import(specifier)) as typeof import('../../src/worker.ts');

const SENT = {
  address: '203.0.113.77',
  agent: 'Marked-Agent',
  name: 'secret-plan.docx',
  query: 'marked-query',
  text: 'words of the letter',
};
const print = docPrint('marked', prose('marked', 60));

async function ask(path: string, init: RequestInit = {}) {
  const headers = new Headers(init.headers);
  headers.set('cf-connecting-ip', SENT.address);
  headers.set('user-agent', SENT.agent);
  const context = createExecutionContext();
  const request = new Request(`https://registry.test${path}`, { ...init, headers });
  const answer = await worker.fetch(request as never, env, context);
  await waitOnExecutionContext(context);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const check = (id: string | null = SENT.name) =>
  ask(`/v1/check?q=${SENT.query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items: [{ id, fingerprint: print }] }),
  });

const lines: string[] = [];
beforeAll(async () => {
  await applyD1Migrations(testEnv.DB, testEnv.TEST_MIGRATIONS);
  for (const method of ['error', 'log', 'warn', 'info', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...parts) => void lines.push(parts.join(' ')));
  }
  // The canary, which counts as nobody's request.
  await ask('/healthz');
});
afterEach(() => {
  flooded = false;
  broken = null;
});

describe('the Worker', () => {
  it('names whom to tell of a vulnerability, for half a year from its deployment', async () => {
    const { status, text } = await ask('/.well-known/security.txt');
    expect(status).toBe(200);
    expect(text).toMatch(/^Contact: mailto:security@registre\.example$/m);
    expect(text).toMatch(/^Expires: 2027-10-18T09:30:00\.000Z$/m);
  });

  it('counts requests and verdicts where it is told to, and nothing that was sent', async () => {
    points.length = 0;
    expect((await check()).status).toBe(200);
    expect(points).toEqual([
      { indexes: ['verdict'], blobs: ['absent'] },
      { indexes: ['request'], blobs: ['POST', '/v1/check', '200'] },
    ]);
  });

  it('asks the gate that it was given, by network, and refuses where that does', async () => {
    flooded = true;
    limited.length = 0;
    const { status, headers } = await check();
    expect([status, headers.get('retry-after')]).toEqual([429, '10']);
    expect(limited).toEqual([{ key: SENT.address }]);
  });

  it('takes no file where the door was closed', async () => {
    const body = form([SENT.name, SENT.text]);
    const { status, text } = await ask('/v1/files', { method: 'POST', body });
    expect([status, JSON.parse(text).code]).toEqual([403, 'files_disabled']);
  });

  it('logs a request a line and each failure, with neither address, name nor fingerprint', async () => {
    lines.length = 0;
    await check();
    await ask(`/en?q=${SENT.query}`);
    await ask(`/${SENT.name}`);
    broken = `${SENT.text} ${print.bytes.sha256} ${SENT.address}`;
    expect((await check()).status).toBe(503);
    const logged = lines.map((line) => JSON.parse(line));
    const requests = logged.filter(({ level }) => level === 'info');
    expect(requests.map(({ route, status }) => [route, status])).toEqual([
      ['/v1/check', 200],
      [expect.any(String), 200],
      ['none', 404],
      ['/v1/check', 503],
    ]);
    expect(logged.filter(({ level }) => level === 'error').length).toBeGreaterThan(0);
    const { bytes, content } = print;
    const sent = [...Object.values(SENT), bytes.sha256, bytes.ssdeep, content?.body];
    for (const one of sent)
      expect([one, lines.join('\n').includes(`${one}`)]).toEqual([one, false]);
  });
});
