/** The core suite in a real browser: bundled for it, run in a page, held to Node's results. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as esbuild from 'esbuild';
import { buildKernel, KERNEL } from '../../scripts/build-kernel.mjs';
import { launchChromium } from '../e2e/chromium.mjs';
import { cases } from '../vectors/suite.ts';
import { samples } from './samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-runtime-'));
const all = await samples();
let server;
let browser;
let page;

before(async () => {
  await buildKernel();
  await esbuild.build({
    stdin: {
      contents: `
        import { checkSample } from './test/runtime/suite.ts';
        import { cases } from './test/vectors/suite.ts';
        import { useKernel } from './src/fingerprint/kernel.ts';
        const module = await WebAssembly.compileStreaming(fetch('/fuzzy.wasm'));
        globalThis.useWasm = (wanted) => useKernel(wanted ? module : null);
        globalThis.checkSample = checkSample;
        globalThis.runCase = (name) => cases.find((one) => one.name === name).run();`,
      resolveDir: resolve(import.meta.dirname, '../..'),
    },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2023',
    outdir: scratch,
    entryNames: 'suite',
    logLevel: 'warning',
  });
  server = createServer((request, answer) => {
    const name = basename(request.url);
    if (name.endsWith('.js')) {
      answer.setHeader('content-type', 'text/javascript');
      answer.end(readFileSync(join(scratch, name)));
    } else if (name === 'fuzzy.wasm') {
      answer.setHeader('content-type', 'application/wasm');
      answer.end(readFileSync(KERNEL));
    } else {
      answer.setHeader('content-type', 'text/html');
      answer.end(
        '<!doctype html><title>suite</title><script type="module" src="/suite.js"></script>',
      );
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  browser = await launchChromium();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => 'runCase' in globalThis);
});

after(async () => {
  await browser?.close();
  server?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Node computed its own in plain TypeScript. */
describe('in Chromium with WebAssembly, as in Node without', () => {
  before(async () => {
    assert.equal(await page.evaluate(() => globalThis.useWasm(true)), true);
  });

  for (const sample of all) {
    test(`the fingerprint of ${sample.name}`, async () => {
      const fault = await page.evaluate(
        (one) =>
          globalThis.checkSample(one).then(
            () => null,
            (error) => String(error),
          ),
        sample,
      );
      assert.equal(fault, null);
    });
  }
});

for (const wasm of [true, false]) {
  const how = wasm ? 'WebAssembly' : 'plain TypeScript';
  describe(`in Chromium with ${how}, as in the reference programs`, () => {
    before(async () => {
      assert.equal(await page.evaluate((wanted) => globalThis.useWasm(wanted), wasm), wasm);
    });

    for (const { name } of cases) {
      test(name, async () => {
        const fault = await page.evaluate(async (one) => {
          try {
            await globalThis.runCase(one);
            return null;
          } catch (error) {
            return String(error);
          }
        }, name);
        assert.equal(fault, null);
      });
    }
  });
}
