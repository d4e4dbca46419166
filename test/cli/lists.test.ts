import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { CORPORA_ANSWER, TOKENS_ANSWER } from '../../src/http/examples.ts';
import { empreinte, ndjson, type Registry, registry } from './harness.ts';

/** Lists that come in pages, from a server whose pages hold two entries. */
const CORPORA = Array.from({ length: 5 }, (_, n) => ({
  ...CORPORA_ANSWER.corpora[0],
  id: `corpus-${n}`,
  statement: null,
}));
const TOKENS = Array.from({ length: 5 }, (_, n) => ({
  ...TOKENS_ANSWER.tokens[0],
  id: `tok_${n}`,
}));
const PAGE = 2;

let server: Registry | undefined;
afterEach(() => server?.close());

const folder = mkdtempSync(join(tmpdir(), 'lists-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Cursors hold what an address must escape. */
const paged = (next: (from: number) => number = (from) => from + PAGE) =>
  registry(({ url }) => {
    const { pathname, searchParams } = new URL(url, 'http://x');
    const from = Number((searchParams.get('cursor') ?? 'a&b=0').slice('a&b='.length));
    const name = pathname === '/v1/tokens' ? 'tokens' : 'corpora';
    const all = name === 'tokens' ? TOKENS : CORPORA;
    const cursor = next(from) < all.length ? `a&b=${next(from)}` : null;
    return { body: { [name]: all.slice(from, from + PAGE), cursor } };
  });

it.each([
  [['corpora'], CORPORA.map(({ id }) => id)],
  [['admin', 'token', 'list'], TOKENS.map(({ id }) => id)],
])('%j lists all pages', async (command, ids) => {
  server = await paged();
  const { exitCode, stdout } = await empreinte([...command, '--json', '--server', server.url]);
  expect(exitCode).toBe(0);
  expect(ndjson(stdout).map(({ id }) => id)).toEqual(ids);
  expect(server.calls).toHaveLength(3);
});

it.each([[['corpora']], [['admin', 'token', 'list']]])(
  '%j ends with 2 when pages lead in a circle',
  async (command) => {
    server = await paged((from) => (from + PAGE) % 4);
    const { exitCode, stderr } = await empreinte([...command, '--server', server.url]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('a page leads back to one before it');
    expect(server.calls.length).toBeLessThanOrEqual(4);
  },
);

it('finds a corpus to state the coverage of on the last page', async () => {
  server = await paged();
  const file = join(folder, 'cover.json');
  writeFileSync(file, '{}');
  const cover = (corpus: string) =>
    empreinte(['admin', 'corpus', 'cover', corpus, file, '--server', server?.url ?? '']);
  // It goes on to what signs the statement, which is not given here.
  expect((await cover('corpus-4')).stderr).toContain('--key');
  expect((await cover('corpus-5')).stderr).toContain('no corpus corpus-5');
});
