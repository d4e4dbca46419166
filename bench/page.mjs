/**
 * The page with a folder of 2,000 small mails, in Chromium: time to the first answer and to the
 * last, files a second, and the longest tasks of the main thread (Long Tasks API, from 50 ms).
 * The first row is timed by the page itself, from the drop to the row in its document: on a first
 * visit, where nothing but the first view has been fetched, and once the page says that it has all.
 * `node bench/page.mjs [FILES]` with a registry on EMPREINTE_TEST_SERVER.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drop, launch, openPage } from '../test/e2e/browser.mjs';
import { leakedFolder } from '../test/e2e/folder.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? 'http://127.0.0.1:8787';
const count = Number(process.argv[2] ?? 2000);
const folder = mkdtempSync(join(tmpdir(), 'empreinte-page-'));
const browser = await launch();

/** Has the page note when something was dropped and when the first row stood in its list. */
async function timed(page) {
  await page.evaluate(() => {
    globalThis.timed = {};
    addEventListener('drop', () => {
      globalThis.timed = { dropped: performance.now() };
    });
    new MutationObserver(() => {
      const { dropped, first, emptied } = globalThis.timed;
      if (dropped === undefined || first !== undefined) return;
      // Rows of the run before may stand there a moment longer.
      if (document.querySelector('.triaged tbody tr') === null) globalThis.timed.emptied = true;
      else if (emptied) globalThis.timed.first = performance.now();
    }).observe(document.body, { childList: true, subtree: true });
  });
}

/** @returns {Promise<number>} milliseconds from the drop to the first row */
async function firstRow(page, paths) {
  await drop(page, paths);
  await page.waitForFunction(() => globalThis.timed.first !== undefined, null, { timeout: 60_000 });
  return page.evaluate(() => Math.round(globalThis.timed.first - globalThis.timed.dropped));
}

const few = Array.from({ length: 5 }, (_, at) => join(folder, `boite-00/000${at}.eml`));

async function opened(options) {
  const { page, record } = await openPage(browser, options);
  await page.goto(`${server}/fr`);
  await page.getByRole('button', { name: 'Choisir un dossier…' }).waitFor();
  await timed(page);
  return { page, record };
}

/** Whoever has looked at the page for some seconds has all of it, offline too. */
async function onceReady() {
  const { page, record } = await opened({ serviceWorkers: 'allow' });
  await page.locator('.stay').getByText('Vous pouvez couper le réseau').waitFor();
  const first = await firstRow(page, few);
  await record.context.close();
  return first;
}

try {
  leakedFolder(folder, count);
  const { page, record } = await opened();
  await page.evaluate(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration, startTime } of list.getEntries()) {
        globalThis.longTasks.push({ at: Math.round(startTime), ms: Math.round(duration) });
      }
    }).observe({ entryTypes: ['longtask'] });
  });
  const firstVisit = await firstRow(page, few);
  await page.getByRole('heading', { level: 1, name: '5 fichiers vérifiés' }).waitFor();
  const start = Date.now();
  const first = await firstRow(page, [folder]);
  await page
    .getByRole('heading', { level: 1, name: /fichiers vérifiés$/ })
    .waitFor({ timeout: 600_000 });
  const all = Date.now() - start;
  const tasks = await page.evaluate(() => globalThis.longTasks);
  const longest = tasks.map(({ ms }) => ms).sort((a, b) => b - a);
  console.log(`of 5 small files, first row  ${firstVisit} ms after the drop, on a first visit`);
  console.log(`                             ${await onceReady()} ms, once all is fetched`);
  console.log(`files                     ${count}`);
  console.log(`first row                 ${first} ms after the drop`);
  console.log(`all answered              ${(all / 1000).toFixed(1)} s`);
  console.log(`files a second            ${((count * 1000) / all).toFixed(1)}`);
  console.log(`main thread, tasks > 50 ms   ${longest.length}`);
  console.log(`main thread, tasks > 200 ms  ${longest.filter((ms) => ms > 200).length}`);
  console.log(`longest tasks             ${longest.slice(0, 8).join(', ')} ms`);
  console.log(
    `workers of the browser    ${await page.evaluate(() => navigator.hardwareConcurrency)}`,
  );
  if (record.errors.length > 0) console.log(record.errors.slice(0, 5).join('\n'));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
