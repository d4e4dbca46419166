/**
 * Serves the built page with canned answers of every verdict, to look at it without a
 * registry: `node scripts/page-preview.mjs [PORT]`. A file's name picks its answer
 * (`altered.eml`, `absent.pdf`…); `fail-500` in a name breaks its request. Pasted digests get
 * one answer after the other.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import * as esbuild from 'esbuild';
import { CANNED, CORPORA } from '../test/web/canned.ts';

const TYPES = {
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
};
const WORKER_CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'; frame-ancestors 'none'";

const answerOf = (results) => ({
  results,
  corpora: { consulted: CORPORA, closed: [] },
  at: '2031-04-26T09:12:00Z',
});

/** The pages' server code is TSX, which Node does not run by itself. */
async function loadPages() {
  const built = await esbuild.build({
    entryPoints: ['src/web/pages.tsx'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    tsconfig: 'tsconfig.json',
  });
  const code = Buffer.from(built.outputFiles[0].contents).toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)).pages;
}

export async function preview(port = 0) {
  const pages = await loadPages();
  const kinds = Object.keys(CANNED);
  let turn = 0;
  const next = (item) => ({ ...CANNED[kinds[turn++ % kinds.length]], id: item.id ?? null });
  const app = pages({
    corpora: async () => CORPORA,
    check: async ({ items }) => answerOf(items.map(next)),
  });
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const body = await new Promise((resolve) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => resolve(Buffer.concat(chunks)));
    });
    if (url.pathname === '/v1/check') {
      const { items } = JSON.parse(body.toString());
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answerOf(items.map(next))));
      return;
    }
    if (/^\/(?:assets\/[\w./-]+|favicon\.svg)$/.test(url.pathname)) {
      const file = await readFile(`dist/public${url.pathname}`).catch(() => null);
      response.writeHead(file === null ? 404 : 200, {
        'content-type': TYPES[url.pathname.split('.').at(-1)] ?? 'application/octet-stream',
        ...(url.pathname.endsWith('worker.js') ? { 'content-security-policy': WORKER_CSP } : {}),
      });
      response.end(file);
      return;
    }
    const answered = await app.fetch(
      new Request(`http://127.0.0.1${request.url}`, {
        method: request.method,
        headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        ...(request.method === 'POST' ? { body } : {}),
      }),
    );
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    response.end(Buffer.from(await answered.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

if (import.meta.main) {
  const server = await preview(Number(process.argv[2] ?? 8788));
  console.log(`http://127.0.0.1:${server.address().port}/fr`);
}
