/**
 * The runtimes that the kernels are measured in. Each takes a job of `work.mjs` and gives CPU
 * seconds a time and the result; for another process they are those that the system counted
 * for all its threads meanwhile.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import { createTestHarness } from 'wrangler';
import { KERNEL } from '../../scripts/build-kernel.mjs';
import { launchChromium } from '../../test/e2e/chromium.mjs';
import { work } from './work.mjs';

/** Wrangler would otherwise look up this machine's place and report its use. */
Object.assign(process.env, {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
});

const WORK = resolve(import.meta.dirname, 'work.mjs');

/** CPU seconds so far of the processes that descend from this one and have `word` in their command. */
function cpuOf(word) {
  const stats = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const [, rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').match(/\) (.*)/s);
        return [{ pid: Number(pid), parent: Number(rest.split(' ')[1]) }];
      } catch {
        return [];
      }
    });
  const parents = new Map(stats.map(({ pid, parent }) => [pid, parent]));
  const isOurs = (pid) => {
    for (let at = parents.get(pid); at; at = parents.get(at)) if (at === process.pid) return true;
    return false;
  };
  let nanoseconds = 0;
  for (const { pid } of stats.filter((one) => isOurs(one.pid))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word)) continue;
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const [ran] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
        nanoseconds += Number(ran);
      }
    } catch {
      // A process or thread that ended meanwhile.
    }
  }
  return nanoseconds / 1e9;
}

/** Takes off what a job without work costs, which is most of all the request: some 10 ms. */
async function metered(word, job, run) {
  const start = cpuOf(word);
  await run({ ...job, repeats: 0 });
  const between = cpuOf(word);
  const result = await run(job);
  const end = cpuOf(word);
  return { seconds: (end - between - (between - start)) / job.repeats, result };
}

/** In this process: with `module`, or in plain TypeScript with null. */
export function inNode(module) {
  return async (job) => {
    const start = process.cpuUsage();
    const result = work({ ...job, module });
    const { user, system } = process.cpuUsage(start);
    return { seconds: (user + system) / 1e6 / job.repeats, result };
  };
}

/** In workerd, bundled by wrangler as the product is. */
export async function inWorkerd(folder) {
  writeFileSync(
    join(folder, 'worker.mjs'),
    `import module from ${JSON.stringify(KERNEL)};
    import { work } from ${JSON.stringify(WORK)};
    export default {
      async fetch(request) {
        return new Response(work({ ...(await request.json()), module }));
      },
    };`,
  );
  const config = join(folder, 'wrangler.toml');
  writeFileSync(
    config,
    'name = "bench"\nmain = "worker.mjs"\ncompatibility_date = "2026-10-01"\nsend_metrics = false\n',
  );
  const harness = createTestHarness({ workers: [{ configPath: config }] });
  const { url } = await harness.listen();
  return {
    run: (job) =>
      metered('workerd', job, async (one) => {
        const answer = await fetch(url, { method: 'POST', body: JSON.stringify(one) });
        if (!answer.ok) throw new Error(`workerd: ${await answer.text()}`);
        return answer.text();
      }),
    close: () => harness.close(),
  };
}

/** In Chromium, in a worker whose script comes with the policy that the page's has. */
export async function inChromium() {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `import { work } from ${JSON.stringify(WORK)};
      onmessage = ({ data: { job, bytes } }) => {
        if (bytes) globalThis.kernel = new WebAssembly.Module(bytes);
        else postMessage(work({ ...job, module: globalThis.kernel }));
      };`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2023',
  });
  const server = createServer((request, answer) => {
    if (request.url === '/worker.js') {
      answer.setHeader('content-type', 'text/javascript');
      answer.setHeader(
        'content-security-policy',
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'",
      );
      return answer.end(outputFiles[0].contents);
    }
    if (request.url === '/fuzzy.wasm') return answer.end(readFileSync(KERNEL));
    answer.setHeader('content-type', 'text/html');
    return answer.end('<!doctype html><title>bench</title>');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(async () => {
    const worker = new Worker('/worker.js', { type: 'module' });
    worker.postMessage({ bytes: await (await fetch('/fuzzy.wasm')).arrayBuffer() });
    globalThis.run = (job) =>
      new Promise((done, fail) => {
        worker.onmessage = ({ data }) => done(data);
        worker.onerror = ({ message }) => fail(new Error(message));
        worker.postMessage({ job });
      });
  });
  return {
    run: (job) =>
      metered('--type=renderer', job, (given) =>
        page.evaluate((one) => globalThis.run(one), given),
      ),
    async close() {
      await browser.close();
      server.close();
    },
  };
}
