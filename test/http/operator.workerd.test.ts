import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { securityTxt } from '../../src/http/security-txt.ts';
import { failureLine } from '../../src/registry/failure-line.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { equalDigests } from '../../src/tlog/token.ts';
import type { LogPageDeps } from '../../src/web/log-page.tsx';
import { pages } from '../../src/web/pages.tsx';
import { described } from './described.ts';
import { bearer, deps, form, json, send, TOKENS } from './fake.ts';

afterEach(() => void vi.restoreAllMocks());

const MARKS = {
  token: TOKENS.admin,
  address: '203.0.113.77',
  name: 'secret-plan.docx',
  digest: 'badc0de'.repeat(9).slice(0, 64).padEnd(64, '7'),
  agent: 'Marked-Agent',
  query: 'marked-query',
  path: 'marked-path',
  text: 'words of the letter',
};

/** Every call fails, with a message that quotes what it was given. */
function failing<T extends object>(real: T): T {
  return new Proxy(real, {
    get: (target, key) => {
      if (key === 'holder') return Reflect.get(target, key);
      if (key === 'admin') return failing(Reflect.get(target, key) as object);
      return async (...given: unknown[]) => {
        throw new TypeError(
          `cannot read\n    at ${MARKS.text}\n${JSON.stringify(given)} ${Object.values(MARKS).join(' ')}`,
        );
      };
    },
  });
}

describe('what is logged', () => {
  it('is JSON, names the request, and nothing that a caller sent', async () => {
    const lines: string[] = [];
    for (const method of ['error', 'log', 'warn', 'info', 'debug'] as const) {
      vi.spyOn(console, method).mockImplementation((...parts) => void lines.push(parts.join(' ')));
    }
    const real = deps();
    const registry = failing(real.registry);
    const page = pages({
      report: (error) => console.error(failureLine('page', error)),
      notice: null,
      corpora: () => registry.corpora(),
      keys: async () => {
        throw new Error(MARKS.text);
      },
      log: failing({} as LogPageDeps),
      check: (request) => registry.check(request, MARKS.address),
    });
    const app = createApp({
      ...real,
      registry,
      pages: page,
      log: failing(real.log),
      logRequests: (line) => console.log(line),
    });
    const headers = {
      ...bearer(MARKS.token),
      'cf-connecting-ip': MARKS.address,
      'user-agent': MARKS.agent,
      'x-forwarded-for': MARKS.address,
      referer: `https://cms.example/${MARKS.name}`,
    };
    const { operations } = await described();
    const ids = new Set<string>();
    for (const { path, method, requestBody } of operations) {
      const address = `${path.replace(/\{\w+\}/, MARKS.path)}?q=${MARKS.query}`;
      const items = [{ id: MARKS.name, sha256: MARKS.digest }];
      const bodies: [string | null, BodyInit | null][] = [[null, null]];
      for (const type of Object.keys(requestBody?.content ?? {})) {
        if (type.startsWith('multipart')) bodies.push([null, form([MARKS.name, MARKS.text])]);
        else bodies.push([type, JSON.stringify(type.includes('nd') ? items[0] : { items })]);
      }
      for (const token of [MARKS.token, TOKENS.registrar, TOKENS.bootstrap, null]) {
        for (const [type, body] of bodies) {
          if (body !== null && method === 'GET') continue;
          const sent: Record<string, string> = {
            ...headers,
            ...(type ? { 'content-type': type } : {}),
          };
          if (token === null) sent.authorization = '';
          else sent.authorization = `Bearer ${token}`;
          if (token === null) delete sent.authorization;
          const answer = await app.request(address, { method, headers: sent, body });
          await answer.arrayBuffer();
          ids.add(answer.headers.get('x-request-id') ?? '');
        }
      }
    }
    const field = new URLSearchParams({ digests: `${MARKS.digest}  ${MARKS.name}` });
    await app.request('/fr', { method: 'POST', headers, body: field });
    await app.request('/en', { headers });
    await app.request('/en/verify', { headers });
    await app.request('/en/log', { headers });
    // A file that somebody sends to the door of digests, and by a name.
    const file = new File([MARKS.text], MARKS.name, { type: 'application/pdf' });
    const refused = await app.request('/v1/check', { method: 'POST', headers, body: file });
    expect(refused.status).toBe(415);
    const failures = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    // Routes failed in many ways, the pages too, and each request has its line.
    expect(failures.filter(({ what }) => what === 'request').length).toBeGreaterThan(10);
    expect(failures.some(({ what }) => what === 'page')).toBe(true);
    expect(lines.length - failures.length).toBeGreaterThan(operations.length);
    for (const { request } of failures) if (request) expect(ids).toContain(request);
    const all = lines.join('\n');
    for (const [what, mark] of Object.entries(MARKS))
      expect([what, all.includes(mark)]).toEqual([what, false]);
    expect(all).not.toContain('cannot read');
  });

  it('cannot be made to hold a line of the caller’s own', async () => {
    const lines: string[] = [];
    vi.spyOn(console, 'error').mockImplementation((line) => void lines.push(line));
    const corpora: Registry['corpora'] = async () => {
      const error = new Error('x');
      error.stack =
        'Error: x\n{"level":"error","what":"forged"}\n    at real (file:1:1)\r\n  at b\u2028';
      throw error;
    };
    await send(deps({ corpora }), '/v1/corpora');
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[\r\n\u2028]|forged/);
    expect(JSON.parse(lines[0] ?? '').frames[0]).toBe('at real (file:1:1)');
  });
});

/** What would begin a line, end a string or colour a terminal, wherever a caller can put it. */
const INJECTED =
  '\r\n{"level":"error","what":"forged"}\u2028\u001b[2J\u001b[31m\u009b1m","what":"forged';

describe('a log line', () => {
  it('is one JSON value, whatever paths, queries, headers and names hold', async () => {
    const lines: string[] = [];
    for (const method of ['error', 'log', 'warn', 'info', 'debug'] as const) {
      vi.spyOn(console, method).mockImplementation((...parts) => void lines.push(parts.join(' ')));
    }
    const real = deps();
    const app = createApp({
      ...real,
      registry: failing(real.registry),
      logRequests: (line) => console.log(line),
    });
    const quoted = encodeURIComponent(INJECTED);
    // A header takes no line end.
    const header = INJECTED.replace(/[\r\n\u0080-\uffff]/g, '');
    const sent: [string, RequestInit][] = [
      [`/${quoted}`, {}],
      [`/v1/records/${quoted}`, {}],
      [`/v1/records/rec_${'a'.repeat(26)}?${quoted}=${quoted}`, {}],
      [
        '/v1/corpora',
        { headers: { 'x-request-id': header, 'user-agent': header, origin: header } },
      ],
      [
        '/v1/corpora',
        { headers: { authorization: `Bearer ${header}`, 'cf-connecting-ip': header } },
      ],
      ['/v1/files', { method: 'POST', body: form([`${INJECTED}.txt`, MARKS.text]) }],
      ['/v1/check', { method: 'POST', headers: { 'content-type': header }, body: INJECTED }],
      ['/v1/check', { method: 'POST', headers: json, body: JSON.stringify({ [INJECTED]: 1 }) }],
      ['/v1/check', { method: 'POST', headers: json, body: INJECTED }],
    ];
    for (const [path, init] of sent) await (await app.request(path, init)).arrayBuffer();
    expect(lines.length).toBeGreaterThanOrEqual(sent.length);
    for (const line of lines) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]|forged/);
      expect(Object.keys(JSON.parse(line))).toContain('level');
    }
  });
});

describe('metrics', () => {
  it('count by route, status and verdict, for admins only', async () => {
    const app = createApp(deps());
    const check = (body: string) =>
      app.request('/v1/check', { method: 'POST', headers: json, body });
    await check(JSON.stringify({ items: [{ sha256: MARKS.digest }, { sha256: MARKS.digest }] }));
    await check('nonsense');
    await app.request(`/${MARKS.path}`, { method: 'PROPFIND' });
    await app.request(`/v1/records/${MARKS.path}`);
    for (const scope of ['registrar', 'accredited'] as const) {
      expect((await app.request('/metrics', { headers: bearer(TOKENS[scope]) })).status).toBe(403);
    }
    expect((await app.request('/metrics')).status).toBe(401);
    const answer = await app.request('/metrics', { headers: bearer(TOKENS.admin) });
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = (await answer.text()).replaceAll(/isolate="[0-9a-f]{8}",/g, '');
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(samples).toEqual([
      'empreinte_requests_total{method="GET",route="/metrics",status="401"} 1',
      'empreinte_requests_total{method="GET",route="/metrics",status="403"} 2',
      'empreinte_requests_total{method="GET",route="/v1/records/{id}",status="404"} 1',
      'empreinte_requests_total{method="POST",route="/v1/check",status="200"} 1',
      'empreinte_requests_total{method="POST",route="/v1/check",status="400"} 1',
      'empreinte_requests_total{method="other",route="none",status="404"} 1',
      'empreinte_verdicts_total{verdict="absent"} 2',
    ]);
    for (const mark of Object.values(MARKS)) expect(text).not.toContain(mark);
  });
});

describe('security.txt', () => {
  const deployed = new Date('2027-04-21T09:30:00Z');

  it('has the fields of RFC 9116, and expires half a year after the deployment', () => {
    const text = securityTxt({
      contact: 'mailto:security@registre.example, https://registre.example/contact',
      origin: 'https://registre.example',
      deployed,
    });
    expect(text).toBe(
      [
        'Contact: mailto:security@registre.example',
        'Contact: https://registre.example/contact',
        'Expires: 2027-10-18T09:30:00.000Z',
        'Preferred-Languages: fr, en',
        'Canonical: https://registre.example/.well-known/security.txt',
        '',
      ].join('\n'),
    );
  });

  it('is none without a contact, and takes no line of a bad one', async () => {
    for (const contact of [
      undefined,
      '',
      'security@x.example',
      'mailto:a\nExpires: x',
      'javascript:1',
    ]) {
      expect(securityTxt({ contact, origin: undefined, deployed })).toBeNull();
    }
    expect((await send(deps(), '/.well-known/security.txt')).answer.status).toBe(404);
    const d = deps({}, { securityTxt: () => 'Contact: mailto:a@b.example\n' });
    const { answer, text } = await send(d, '/.well-known/security.txt');
    expect([answer.status, text]).toEqual([200, 'Contact: mailto:a@b.example\n']);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });
});

describe('tokens', () => {
  it('are compared by digests, in a time that depends on their length only', () => {
    const digest = 'a'.repeat(64);
    expect(equalDigests(digest, digest)).toBe(true);
    // Every character counts, wherever it stands: no comparison ends at the first difference.
    for (let i = 0; i < 64; i++) {
      expect(equalDigests(`${digest.slice(0, i)}b${digest.slice(i + 1)}`, digest)).toBe(false);
    }
    expect(equalDigests(digest.slice(1), digest)).toBe(false);
    const read: number[] = [];
    const watched = { length: 64, charCodeAt: (i: number) => read.push(i) } as unknown as string;
    equalDigests(watched, digest);
    expect(read).toHaveLength(64);
  });
});
