/**
 * WebAssembly in the page: fetched once by the page, run by the worker, and allowed to nobody
 * else. EMPREINTE_TEST_SERVER is the server's address, EMPREINTE_DEMO the folder with `suspects/`.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { answers, choose, launch, openPage } from './browser.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const suspects = resolve(process.env.EMPREINTE_DEMO ?? 'demo', 'suspects');
const paths = readdirSync(suspects)
  .sort()
  .slice(0, 3)
  .map((name) => join(suspects, name));

let browser;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  browser = await launch();
});
after(() => browser?.close());

/** Runs in page and worker: compiles the eight bytes of an empty module. */
function compile() {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    return 'compiled';
  } catch (error) {
    return error.name;
  }
}

test('the page fetches the module, the worker runs it, and only there it may run', async () => {
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/fr`);
  const started = page.waitForEvent('worker');
  await choose(page, 'Choisir des fichiers…', paths);
  const worker = await started;
  assert.equal(await worker.evaluate(compile), 'compiled');
  await answers(page, '3 fichiers vérifiés');
  // The worker says so in the console when it has to do without.
  assert.deepEqual(record.errors, []);
  const fetched = record.requests.filter(({ url }) => url.endsWith('.wasm'));
  assert.deepEqual(
    fetched.map(({ url }) => url),
    [`${server}/assets/fuzzy.wasm`],
  );
  assert.equal(await page.evaluate(compile), 'CompileError');
  await record.context.close();
});

test('without the module the answers are the same', async () => {
  const shown = [];
  for (const blocked of [false, true]) {
    const { page, record } = await openPage(browser);
    if (blocked) await page.route('**/fuzzy.wasm', (route) => route.abort());
    const asked = page.waitForRequest(`${server}/v1/check`);
    await page.goto(`${server}/fr`);
    await choose(page, 'Choisir des fichiers…', paths);
    await answers(page, '3 fichiers vérifiés');
    shown.push((await asked).postData());
    const told = record.errors.filter((text) => /run without WebAssembly/.test(text));
    // Once a worker, of which there are several.
    assert.equal(told.length > 0, blocked);
    await record.context.close();
  }
  assert.match(shown[0], /"ssdeep":"\d+:/);
  assert.equal(shown[1], shown[0]);
});

test('of all answers only that with the worker’s script allows WebAssembly', async () => {
  const policyOf = async (path) =>
    (await fetch(server + path)).headers.get('content-security-policy') ?? '';
  assert.match(await policyOf('/assets/analyse.worker.js'), /'wasm-unsafe-eval'/);
  assert.match(await policyOf('/assets/analyse.worker.js'), /connect-src 'none'/);
  for (const path of ['/fr', '/en', '/assets/app.js', '/assets/fuzzy.wasm', '/v1/corpora']) {
    const policy = await policyOf(path);
    assert.notEqual(policy, '', path);
    assert.doesNotMatch(policy, /wasm|unsafe/, path);
  }
});
