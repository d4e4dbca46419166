/**
 * The examples of docs/examples as they stand, each in its own runtime, against a registry with the demo
 * corpus. EMPREINTE_TEST_SERVER is the server's address, EMPREINTE_DEMO the folder with `suspects/`.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { unstable_startWorker } from 'wrangler';
import { launchChromium } from './chromium.mjs';

const server = process.env.EMPREINTE_TEST_SERVER;
const suspects = resolve(process.env.EMPREINTE_DEMO ?? 'demo', 'suspects');
const examples = resolve('docs/examples');
const at = (name) => join(suspects, name);
const run = promisify(execFile);
const env = { ...process.env, EMPREINTE_SERVER: server };
const scratch = mkdtempSync(join(tmpdir(), 'empreinte-examples-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** As demo/README.md has them; the PDF takes the reader that is loaded on its own. */
const WHOLE = [
  ['01-untouched.eml', 'match', 'identical'],
  ['04-rezipped.docx', 'match', 'same_content'],
  ['10-amount-changed.pdf', 'differs', null],
  ['18-invented.eml', 'absent', null],
];

/** What a script printed of the files of `WHOLE`, a line each. */
function assertTold(stdout) {
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines.length, WHOLE.length);
  for (const [i, [name, verdict, grade]] of WHOLE.entries()) {
    const [told, graded, path] = lines[i].split('\t');
    assert.deepEqual([told, path], [verdict, at(name)]);
    if (grade !== null) assert.equal(graded, grade);
  }
}

test('Node: the script tells the verdict of each file in order', async () => {
  const { stdout } = await run(
    process.execPath,
    [join(examples, 'check-files.mjs'), ...WHOLE.map(([name]) => at(name))],
    { env },
  );
  assertTold(stdout);
});

test('Deno: the script tells the same, with leave to read files and ask this registry', async () => {
  const deno = resolve(`node_modules/@deno/linux-${process.arch}-glibc/deno`);
  const map = join(scratch, 'imports.json');
  const library = pathToFileURL(resolve('dist/client/index.js'));
  writeFileSync(map, JSON.stringify({ imports: { empreinte: library } }));
  const { host } = new URL(server);
  const leave = [
    '--allow-read',
    `--allow-net=${host}`,
    '--allow-env=EMPREINTE_SERVER,EMPREINTE_TOKEN',
  ];
  const alone = ['--no-remote', '--no-npm', '--no-lock', '--no-prompt', '--import-map', map];
  const args = ['run', ...alone, ...leave, join(examples, 'check-files.deno.js')];
  const { stdout } = await run(deno, [...args, ...WHOLE.map(([name]) => at(name))], {
    env: { ...env, DENO_DIR: join(scratch, 'deno'), DENO_NO_UPDATE_CHECK: '1' },
  });
  assertTold(stdout);
});

test('Cloudflare Worker: reads the file it is sent and asks, in workerd', async () => {
  const worker = await unstable_startWorker({
    config: join(examples, 'wrangler.toml'),
    bindings: { REGISTRY: { type: 'plain_text', value: server } },
    dev: { logLevel: 'error', server: { hostname: '127.0.0.1', port: 0 }, inspector: false },
  });
  try {
    for (const [name, verdict, grade] of WHOLE) {
      const answer = await worker.fetch('http://worker.test/', {
        method: 'POST',
        headers: { 'x-file-name': name },
        body: readFileSync(at(name)),
      });
      const told = await answer.json();
      assert.equal(told.verdict, verdict, JSON.stringify(told));
      if (grade !== null) assert.equal(told.grade, grade);
    }
  } finally {
    await worker.dispose();
  }
});

test('browser: a bundle reads the files and asks through the site that serves it', async () => {
  await esbuild.build({
    entryPoints: { browser: join(examples, 'browser.mjs') },
    outdir: scratch,
    bundle: true,
    splitting: true,
    format: 'esm',
    logLevel: 'warning',
  });
  const sent = [];
  const site = createServer(async (request, response) => {
    if (request.url.startsWith('/registry/')) {
      let body = '';
      for await (const chunk of request) body += chunk;
      sent.push(body);
      const answer = await fetch(new URL(request.url.slice('/registry/'.length), `${server}/`), {
        method: request.method,
        headers: { 'content-type': 'application/json' },
        body,
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      return response.end(await answer.text());
    }
    const html = request.url === '/';
    const file = html ? join(examples, 'browser.html') : join(scratch, request.url.slice(1));
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': html ? 'text/html' : 'text/javascript' });
    response.end(readFileSync(file));
  });
  await new Promise((done) => site.listen(0, '127.0.0.1', done));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${site.address().port}/`);
    await page.locator('#files').setInputFiles(WHOLE.map(([name]) => at(name)));
    await page
      .locator('#answers li')
      .nth(WHOLE.length - 1)
      .waitFor();
    const lines = await page.locator('#answers li').allTextContents();
    for (const [i, [name, verdict]] of WHOLE.entries()) {
      assert.ok(lines[i].startsWith(`${name}: ${verdict}. `), lines[i]);
    }
    assert.ok(sent.length > 0 && !sent.join('').includes('untouched'));
  } finally {
    await browser.close();
    site.close();
    site.closeAllConnections();
  }
});

test('curl: asks by the SHA-256 of the bytes', async () => {
  const { stdout } = await run('sh', [join(examples, 'check.sh'), at('01-untouched.eml')], { env });
  assert.equal(JSON.parse(stdout).results[0].grade, 'identical');
});

test('Python, standard library: asks by SHA-256, several at once', async () => {
  const names = ['01-untouched.eml', '18-invented.eml'].map(at);
  const { stdout } = await run('python3', [join(examples, 'check.py'), ...names], { env });
  const [first, second] = stdout.trimEnd().split('\n');
  assert.equal(first, `match\tidentical\t${names[0]}`);
  assert.equal(second.split('\t')[0], 'absent');
});
