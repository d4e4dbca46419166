import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { BATCH_REQUEST, CORPUS_REQUEST } from '../../src/http/examples.ts';
import { RegistryError } from '../../src/registry/errors.ts';
import type { Idempotency } from '../../src/registry/idempotency.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { d1Idempotency } from '../../src/storage/d1-idempotency.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { memoryIdempotency } from '../../src/storage/memory-idempotency.ts';
import { createToken, tokenDigest } from '../../src/tlog/token.ts';
import { ALICE, keyholdersOf, lineOf, statementOf } from '../registry/keyholders.ts';
import { openD1, testEnv } from '../storage/d1-env.ts';
import { bearer, deps, json, registrar, send, TOKENS } from './fake.ts';

const site = { origin: 'https://registry.test', environment: 'local' } as const;

/** A registry with five corpora, five tokens and five statements. */
async function filled() {
  const store = memoryStore();
  const registry = createRegistry({ store, clock: () => new Date('2027-04-21T09:30:00Z'), site });
  const token = (n: string, at: string) =>
    store.addToken({
      id: `tok_${n.padStart(16, '0')}`,
      scope: 'admin',
      name: n,
      registrar: null,
      created_at: at,
      expires_at: '2029-01-01T00:00:00.000Z',
      revoked_at: null,
      sha256: tokenDigest(n === '1' ? TOKENS.admin : createToken('admin')),
    });
  for (const n of ['1', '2']) await token(n, '2027-01-01T00:00:00.000Z');
  for (const n of ['3', '4', '5']) await token(n, `2027-01-0${n}T00:00:00.000Z`);
  for (const id of ['a', 'c', 'e', 'g', 'i']) await store.putCorpus(id, CORPUS_REQUEST);
  await registry.admin.bootstrap(statementOf(site, keyholdersOf([ALICE], 1), [ALICE]));
  const declare = (id: string) =>
    registry.admin.enact(
      statementOf(site, { kind: 'registrar', id, corpus: 'a', name: id, ssh_key: lineOf(ALICE) }, [
        ALICE,
      ]),
    );
  for (const id of ['r1', 'r2', 'r3', 'r4']) await declare(id);
  return { d: deps(registry), store, token, declare };
}

type Filled = Awaited<ReturnType<typeof filled>>;

/** Names on each page, the list added to after the first. */
async function walk(
  { d }: Filled,
  path: string,
  namesOf: (body: never) => string[],
  meanwhile: () => Promise<unknown>,
) {
  const pages: string[][] = [];
  let next: string | null = `${path}?limit=2`;
  while (next) {
    const { answer, body } = await send(d, next, { headers: bearer(TOKENS.admin) });
    expect(answer.status).toBe(200);
    pages.push(namesOf(body as never));
    const link = answer.headers.get('link');
    expect(link).toBe(
      body.cursor === null ? null : `<${path}?cursor=${body.cursor}&limit=2>; rel="next"`,
    );
    if (pages.length === 1) await meanwhile();
    next = /<([^>]+)>/.exec(link ?? '')?.[1] ?? null;
  }
  return pages;
}

describe('pages of a list', () => {
  it('neither repeat nor hide a corpus that is declared meanwhile', async () => {
    const f = await filled();
    const ids = ({ corpora }: { corpora: { id: string }[] }) => corpora.map(({ id }) => id);
    const add = async () => {
      for (const id of ['b', 'd']) await f.store.putCorpus(id, CORPUS_REQUEST);
    };
    expect(await walk(f, '/v1/corpora', ids, add)).toEqual([
      ['a', 'c'],
      ['d', 'e'],
      ['g', 'i'],
    ]);
  });

  it('nor a token, the newest first, of which two were made at the same time', async () => {
    const f = await filled();
    const names = ({ tokens }: { tokens: { name: string }[] }) => tokens.map(({ name }) => name);
    const add = () => f.token('6', '2027-06-01T00:00:00.000Z');
    const pages = await walk(f, '/v1/tokens', names, add);
    // The one that bootstrap made is of April.
    expect(pages.flat()).toEqual(['bootstrap', '5', '4', '3', '1', '2']);
  });

  it('nor a statement, from the first', async () => {
    const f = await filled();
    const kinds = ({ statements }: { statements: { statement: string }[] }) =>
      statements.map(({ statement }) => JSON.parse(statement).id ?? 'keyholders');
    const pages = await walk(f, '/v1/statements', kinds, () => f.declare('r5'));
    expect(pages).toEqual([
      ['keyholders', 'r1'],
      ['r2', 'r3'],
      ['r4', 'r5'],
    ]);
  });

  it('take no cursor that is made up, cut off or of another list, and no odd limit', async () => {
    const { d } = await filled();
    const { body } = await send(d, '/v1/corpora?limit=2');
    const odd = [
      `/v1/statements?cursor=${body.cursor}`,
      `/v1/corpora?cursor=${body.cursor.slice(0, -1)}`,
      `/v1/corpora?cursor=${body.cursor}A`,
      '/v1/corpora?cursor=',
      '/v1/corpora?cursor=1',
      '/v1/corpora?cursor=%00',
      `/v1/corpora?cursor=${'A'.repeat(5000)}`,
      ...['0', '-1', '1.5', '1e3', '1001', '', 'x', '9'.repeat(400)].map(
        (limit) => `/v1/corpora?limit=${limit}`,
      ),
      '/v1/statements?limit=101',
    ];
    for (const path of odd) {
      const { answer, body: problem } = await send(d, path);
      expect([path, answer.status, problem.code]).toEqual([path, 422, 'validation_failed']);
    }
  });
});

const KEY = '"8e03978e-40d5-43e8-bc93-6894a57f9324"';
const batch = (d: ReturnType<typeof deps>, key: string, change: object = {}, token?: string) =>
  createApp(d).request('/v1/batches', {
    method: 'POST',
    headers: { ...json, ...bearer(token ?? TOKENS.registrar), 'idempotency-key': key },
    body: JSON.stringify({ ...BATCH_REQUEST, ...change }),
  });

describe('an Idempotency-Key', () => {
  it('lets a repeat be answered as the first, and refuses another body', async () => {
    const d = deps();
    const [first, again] = [await batch(d, KEY), await batch(d, KEY)];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await again.text()).toBe(await first.text());
    const other = await batch(d, KEY, { manifest: `${BATCH_REQUEST.manifest} ` });
    expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([
      422,
      'idempotency_key_reused',
    ]);
    expect(d.registry.register).toHaveBeenCalledTimes(2);
    expect((await batch(d, '"other"', { manifest: `${BATCH_REQUEST.manifest} ` })).status).toBe(
      200,
    );
  });

  it('lets one of two at the same time wait', async () => {
    let finish = () => {};
    const register = vi.fn(async () => {
      await new Promise<void>((done) => {
        finish = done;
      });
      return { batch: 'b', corpus: 'demo', results: [], log: null };
    });
    const d = deps({ register });
    const first = batch(d, KEY);
    await vi.waitFor(() => expect(register).toHaveBeenCalled());
    const second = await batch(d, KEY);
    expect([second.status, second.headers.get('retry-after')]).toEqual([409, '2']);
    finish();
    expect((await first).status).toBe(200);
  });

  it('is free again after a refusal', async () => {
    const register = vi
      .fn()
      .mockRejectedValueOnce(new RegistryError('frozen', 'Frozen.'))
      .mockResolvedValue({ batch: 'b', corpus: 'demo', results: [], log: null });
    const d = deps({ register });
    expect((await batch(d, KEY)).status).toBe(403);
    expect((await batch(d, KEY, { manifest: `${BATCH_REQUEST.manifest} ` })).status).toBe(200);
  });

  it('must be one', async () => {
    for (const key of ['', '""', '"open', `"${'x'.repeat(256)}"`, 'é', 'two words', '"a";b']) {
      const answer = await batch(deps(), key);
      expect([key, answer.status]).toEqual([key, 400]);
    }
  });
});

function contract(name: string, open: () => Promise<Idempotency>) {
  describe(`idempotency keys (${name})`, () => {
    let keys: Idempotency;
    beforeAll(async () => {
      keys = await open();
    });
    const at = (hours: number) => new Date(Date.UTC(2027, 3, 21) + hours * 3_600_000);

    it('are one request’s, its registrar’s, and for a day', async () => {
      const both = await Promise.all([
        keys.begin('a\n1', 'x', at(0)),
        keys.begin('a\n1', 'x', at(0)),
      ]);
      expect(both.sort()).toEqual(['new', 'running']);
      expect(await keys.begin('b\n1', 'y', at(0))).toBe('new');
      expect(await keys.begin('a\n1', 'y', at(0))).toBe('other');
      await keys.done('a\n1');
      expect(await keys.begin('a\n1', 'x', at(23))).toBe('done');
      expect(await keys.begin('a\n1', 'y', at(23))).toBe('other');
      expect(await keys.begin('a\n1', 'y', at(25))).toBe('new');
    });

    it('are free after a refusal, and after a death', async () => {
      expect(await keys.begin('c', 'x', at(50))).toBe('new');
      await keys.release('c');
      expect(await keys.begin('c', 'y', at(50))).toBe('new');
      expect(await keys.begin('c', 'y', at(50.05))).toBe('running');
      expect(await keys.begin('c', 'y', at(50.2))).toBe('new');
      await keys.done('c');
      await keys.release('c');
      expect(await keys.begin('c', 'y', at(50.3))).toBe('done');
    });
  });
}

contract('memory', async () => memoryIdempotency());
contract('D1', async () => {
  await openD1();
  return d1Idempotency(testEnv.DB, testEnv.LOOKUP_KEYS);
});

it('keeps of a key nothing that can be read or guessed', async () => {
  await d1Idempotency(testEnv.DB, testEnv.LOOKUP_KEYS).begin(registrar.id, 'ab12', new Date());
  const { results } = await testEnv.DB.prepare('SELECT key, request FROM idempotency').all();
  expect(results.length).toBeGreaterThan(0);
  for (const { key, request } of results) {
    expect([key, request]).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      expect.stringMatching(/^[0-9a-f]{32}$/),
    ]);
  }
});
