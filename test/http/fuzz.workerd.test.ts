import fc from 'fast-check';
import { beforeAll, expect, inject, it, vi } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import { WORKER_LIMITS } from '../../src/extract/limits.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { createApp } from '../../src/http/app.ts';
import type { App } from '../../src/http/deps.ts';
import * as examples from '../../src/http/examples.ts';
import { PROBLEMS } from '../../src/http/problem.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { logSigners } from '../../src/storage/log-keys.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { memoryQuota } from '../../src/storage/memory-quota.ts';
import { publicLog } from '../../src/storage/public-log.ts';
import { receiptSigners } from '../../src/storage/receipt-keys.ts';
import { signCheckpoint } from '../../src/tlog/checkpoint.ts';
import { parseTilePath } from '../../src/tlog/tile.ts';
import { tokenDigest } from '../../src/tlog/token.ts';
import { testEnv } from '../storage/d1-env.ts';
import { described, mediaOf, type Operation, type Parameter } from './described.ts';
import { bearer, deps, TOKENS, UNKNOWN_TOKEN } from './fake.ts';
import { HOSTILE, nearly, valuesOf } from './from-schema.ts';

/**
 * Thousands of requests made from the description: valid, nearly valid and hostile. `FUZZ_SEED` and
 * `FUZZ_RUNS` widen the search; a failure prints the seed and the smallest request that fails.
 */
const { seed, runs } = inject('fuzz');
const numRuns = 420 * runs;

const NOW = new Date('2027-04-21T09:30:00Z');
const site = { origin: 'https://registre.example', environment: 'production' } as const;
const document = await described();
const json = { 'content-type': 'application/json' };
const known: Record<string, string> = { bootstrap: TOKENS.bootstrap };
let app: App;

beforeAll(async () => {
  const store = memoryStore();
  const settings = { LOG_KEYS: testEnv.LOG_KEYS ?? '', ORIGIN: site.origin };
  const [signer] = await logSigners(settings);
  const [receiptSigner] = await receiptSigners(testEnv.RECEIPT_KEYS);
  if (!signer || !receiptSigner) throw new Error('no keys');
  const log = publicLog({
    ...settings,
    sequencer: {
      checkpoint: () => signCheckpoint(store.log.head(), signer),
      tile: async (path) => {
        const name = parseTilePath(path);
        return name && store.log.read(name);
      },
      witnessedWith: async () => null,
      timestamps: async () => [],
      timestamp: async () => null,
    },
    mirror: testEnv.LOG,
    policy: '',
  });
  const sign = receiptSigner.sign.bind(receiptSigner);
  const registry = createRegistry({
    store,
    site,
    quota: memoryQuota(),
    clock: () => NOW,
    receipts: async () => ({ origin: site.origin, sign, keys: [receiptSigner.key], log }),
  });
  app = createApp(
    deps(registry, {
      log,
      files: {
        enabled: true,
        fingerprint: async (bytes, name) =>
          (await fingerprint(await extract(bytes, { name, limits: WORKER_LIMITS }))).fingerprint,
      },
    }),
  );
  const post = async (path: string, body: unknown, token: string) => {
    const headers = { ...json, ...bearer(token) };
    const answer = await app.request(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as { token: never };
  };
  const first = await post('/v1/bootstrap', examples.KEYHOLDERS_REQUEST, TOKENS.bootstrap);
  known.admin = (first.token as { token: string }).token;
  await store.putCorpus(examples.CORPUS_ID, examples.CORPUS_REQUEST);
  await post('/v1/statements', examples.STATEMENT_REQUEST, TOKENS.bootstrap);
  const asked = { scope: 'registrar', name: 'treasury', registrar: 'treasury' };
  known.registrar = (await post('/v1/tokens', asked, known.admin)).token;
  const [info] = examples.TOKENS_ANSWER.tokens;
  if (info) await store.addToken({ ...info, sha256: tokenDigest(TOKENS.accredited) });
  known.accredited = TOKENS.accredited;
});

const FORM = 'multipart/form-data';
type Content = string | Uint8Array<ArrayBuffer> | [string, Uint8Array<ArrayBuffer>][] | null;
interface Body {
  readonly type: string;
  readonly content: Content;
}

const odd = fc.oneof(
  fc.constantFrom('%00', '%ff', '%zz', '%2e%2e%2f', '..', '.', '%', '%F0%9F%92%A9', "'", '%0d%0a'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map(encodeURIComponent),
  fc.constant('a'.repeat(3000)),
);

const parameter = ({ schema }: Parameter) => {
  const { example, ...rest } = schema as { example?: string };
  const right = fc.oneof(fc.constant(example ?? ''), valuesOf(rest) as fc.Arbitrary<string>);
  return fc.oneof(
    { weight: 8, arbitrary: right.map(encodeURIComponent) },
    odd.filter((v) => v !== ''),
  );
};

function pathOf({ path, parameters = [] }: Operation): fc.Arbitrary<string> {
  return fc.tuple(...parameters.map(parameter), fc.nat(40), odd).map((drawn) => {
    const strange = drawn.pop() as string;
    const turn = drawn.pop() as number;
    let filled = path;
    const query: string[] = [];
    parameters.forEach(({ name, in: place, required }, i) => {
      if (place === 'path') filled = filled.replace(`{${name}}`, String(drawn[i]));
      else if (place === 'query' && (required || turn % 2)) query.push(`${name}=${drawn[i]}`);
    });
    if (turn === 0) filled = `${filled}/${strange}`;
    else if (turn === 1) filled = `${filled}/`;
    else if (turn === 2) filled = `/${filled}`;
    else if (turn === 3) query.push(`${strange}=${strange}`, strange);
    return query.length > 0 ? `${filled}?${query.join('&')}` : filled;
  });
}

const bytes = fc.uint8Array({ maxLength: 200 }).map((drawn) => new Uint8Array(drawn));

function bodyOf({ requestBody }: Operation): fc.Arbitrary<Body> {
  const as = (type: string) => (content: Content) => ({ type, content });
  const hostile = fc
    .oneof(
      HOSTILE.map((value) => JSON.stringify(value) ?? ''),
      fc.string(),
      bytes,
    )
    .map(as('application/json'));
  const [[type, media] = []] = Object.entries(requestBody?.content ?? {});
  if (!type || !media) return fc.oneof(fc.constant(null).map(as('')), hostile);
  if (type === FORM) {
    const name = fc.oneof(fc.constantFrom('a.txt', 'a.eml', '../a.zip', ''), fc.string());
    const files = fc.array(fc.tuple(name, bytes), { maxLength: 3 }).map(as(type));
    return fc.oneof({ weight: 5, arbitrary: files }, hostile);
  }
  const values = valuesOf(document.whole(media.schema));
  const given = fc.constantFrom(...Object.values(media.examples ?? {})).map(({ value }) => value);
  const value = fc.oneof(
    { weight: 3, arbitrary: values },
    { weight: 4, arbitrary: nearly(values) },
    { weight: 2, arbitrary: given },
    { weight: 2, arbitrary: nearly(given.map((one) => structuredClone(one))) },
  );
  const text = value.map((one) => (typeof one === 'string' ? one : (JSON.stringify(one) ?? '')));
  return fc.oneof({ weight: 6, arbitrary: text.map(as(type)) }, hostile);
}

/** A scope whose token is sent, or the whole header. */
type Credentials = { readonly scope: string } | { readonly header: string };

function credentialsOf(operation: Operation): fc.Arbitrary<Credentials> {
  const [scheme = ''] = (operation.security ?? []).flatMap(Object.keys);
  const optional = (operation.security ?? [{}]).some((one) => Object.keys(one).length === 0);
  const right = optional ? fc.constantFrom('', 'accredited') : fc.constant(scheme);
  return fc.oneof(
    { weight: 8, arbitrary: right.map((scope) => ({ scope })) },
    fc.constantFrom('admin', 'registrar', 'accredited').map((scope) => ({ scope })),
    fc
      .constantFrom(
        'Bearer',
        'Bearer ',
        'bearer  x',
        'Basic dGVzdDp0ZXN0',
        `Bearer ${UNKNOWN_TOKEN}`,
      )
      .map((header) => ({ header })),
    fc.string({ maxLength: 30 }).map((text) => ({ header: `Bearer ${text}` })),
  );
}

const ODD_HEADERS: [string, string][] = [
  ['accept', 'text/html;q=0.1, */*'],
  ['accept', 'application/x-ndjson'],
  ['content-encoding', 'gzip'],
  ['content-length', '99999999999'],
  ['content-length', '-1'],
  ['content-type', 'application/xml'],
  ['content-type', 'application/json; charset=utf-16'],
  ['content-type', 'multipart/form-data'],
  ['content-type', ';;;'],
  ['content-type', 'application/x-ndjson'],
  ['content-type', 'application/x-ndjson; charset=utf-8'],
  ['cookie', 'a=b; token=c'],
  ['expect', '100-continue'],
  ['idempotency-key', ''],
  ['idempotency-key', 'x'.repeat(1000)],
  ['if-match', '*'],
  ['if-none-match', '*'],
  ['if-modified-since', 'yesterday'],
  ['origin', 'null'],
  ['origin', 'https://elsewhere.example'],
  ['range', 'bytes=0-0'],
  ['x-forwarded-for', '127.0.0.1'],
  ['x-http-method-override', 'DELETE'],
  ['x-request-id', 'forged'],
  ['cf-connecting-ip', ':::::'],
  ['cf-connecting-ip', `${'f'.repeat(2000)}::`],
];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'get'];

const asked = fc.oneof(
  ...document.operations.map((operation) =>
    fc.record({
      template: fc.constant(operation.path),
      method: fc.oneof(
        { weight: 15, arbitrary: fc.constant(operation.method) },
        fc.constantFrom(...METHODS),
      ),
      path: pathOf(operation),
      body: bodyOf(operation),
      credentials: credentialsOf(operation),
      strange: fc.oneof(
        { weight: 4, arbitrary: fc.constant<[string, string][]>([]) },
        fc.subarray(ODD_HEADERS, { maxLength: 3 }),
      ),
    }),
  ),
);
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

function requestOf({ method, path, body, credentials, strange }: Asked): Request | null {
  const { type, content } = body;
  const headers = new Headers(type === '' || type === FORM ? {} : { 'content-type': type });
  const bodiless = ['GET', 'HEAD', 'get'].includes(method);
  const form = new FormData();
  if (Array.isArray(content)) {
    for (const [name, data] of content) form.append('file', new File([data], name));
  }
  const token = 'scope' in credentials ? known[credentials.scope] : null;
  const header = 'header' in credentials ? credentials.header : token ? `Bearer ${token}` : '';
  try {
    if (header !== '') headers.set('authorization', header);
    for (const [name, value] of strange) headers.set(name, value);
    const sent = Array.isArray(content) ? form : content;
    return new Request(site.origin + path, { method, headers, body: bodiless ? null : sent });
  } catch {
    // No client can send it.
    return null;
  }
}

/** The operation that a request was for, which another than the one it was made from may be. */
function operationOf({ template }: Asked, { method, url }: Request): Operation | undefined {
  const { pathname } = new URL(url);
  return (
    document.operations.find((known) => known.path === template && known.method === method) ??
    document.operations.find(
      (known) =>
        known.method === method &&
        new RegExp(`^${known.path.replace(/\{\w+\}/, '.+')}$`).test(pathname),
    )
  );
}

const tally = new Map<number, number>();

it(`holds to its description (seed ${seed}, ${numRuns} requests)`, async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const property = fc.asyncProperty(asked, async (one) => {
    const request = requestOf(one);
    if (!request) return;
    const asHead = request.method === 'HEAD';
    const answer = await app.request(request);
    const { status, headers } = answer;
    const text = new TextDecoder().decode(await answer.arrayBuffer());
    tally.set(status, (tally.get(status) ?? 0) + 1);
    expect(status, log.mock.calls.flat().join(' ')).toBeLessThan(500);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    if (asHead) return void expect(text).toBe('');
    if (status === 204 || status === 304) return void expect(text).toBe('');
    if (status >= 300) {
      expect(headers.get('content-type')).toBe('application/problem+json');
      const problem = JSON.parse(text) as { code: keyof typeof PROBLEMS; errors: never };
      expect(document.faults({ $ref: '#/components/schemas/ProblemDocument' }, problem)).toEqual(
        [],
      );
      expect(problem).toMatchObject({
        status,
        type: `/problems/${problem.code}`,
        instance: `urn:uuid:${headers.get('x-request-id')}`,
      });
      expect(PROBLEMS[problem.code]?.status).toBe(status);
      return;
    }
    const operation = operationOf(one, request);
    const media = operation ? mediaOf(operation, answer) : null;
    expect(media, operation?.operationId).not.toBeNull();
    const isJson = /^application\/(?:\w+\+)?json/.test(headers.get('content-type') ?? '');
    expect(document.faultsOf(media, isJson ? JSON.parse(text) : text)).toEqual([]);
  });
  await fc.assert(property, { numRuns, seed });
  log.mockRestore();
  console.log(
    `seed ${seed}:`,
    [...tally]
      .sort(([a], [b]) => a - b)
      .map(([s, n]) => `${s}×${n}`)
      .join(' '),
  );
  // Hardly any of them may be one that no client can send.
  const sent = [...tally.values()].reduce((sum, times) => sum + times, 0);
  expect(sent / numRuns).toBeGreaterThan(5000 / 5040);
  // Requests that all end alike would have asked nothing.
  for (const status of [200, 201, 204, 400, 401, 403, 404, 405, 415, 422]) {
    expect([status, (tally.get(status) ?? 0) > 0]).toEqual([status, true]);
  }
  expect(tally.get(200)).toBeGreaterThan(numRuns / 20);
});
