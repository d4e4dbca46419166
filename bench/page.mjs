/**
 * The page with a folder of 2,000 small mails, in Chromium: time to the first answer and to the
 * last, files a second, and the longest tasks of the main thread (Long Tasks API, from 50 ms).
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
try {
  leakedFolder(folder, count);
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/fr`);
  await page.getByRole('button', { name: 'Choisir un dossier…' }).waitFor();
  await page.evaluate(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration, startTime } of list.getEntries()) {
        globalThis.longTasks.push({ at: Math.round(startTime), ms: Math.round(duration) });
      }
    }).observe({ entryTypes: ['longtask'] });
  });
  const few = Array.from({ length: 5 }, (_, at) => join(folder, `boite-00/000${at}.eml`));
  const small = Date.now();
  await drop(page, few);
  await page.locator('.triaged tbody tr').first().waitFor({ timeout: 60_000 });
  const firstOfFew = Date.now() - small;
  await page.getByRole('heading', { level: 1, name: '5 fichiers vérifiés' }).waitFor();
  const start = Date.now();
  await drop(page, [folder]);
  await page.getByRole('progressbar').waitFor({ timeout: 60_000 });
  await page.locator('.triaged tbody tr').first().waitFor({ timeout: 60_000 });
  const first = Date.now() - start;
  await page
    .getByRole('heading', { level: 1, name: /fichiers vérifiés$/ })
    .waitFor({ timeout: 600_000 });
  const all = Date.now() - start;
  const tasks = await page.evaluate(() => globalThis.longTasks);
  const longest = tasks.map(({ ms }) => ms).sort((a, b) => b - a);
  console.log(`of 5 small files, first row  ${firstOfFew} ms after the drop`);
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
