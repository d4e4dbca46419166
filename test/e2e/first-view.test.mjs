/** What the first view costs and how it holds up when enlarged. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { axe, choose, launch, openPage } from './browser.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const suspects = join(resolve(process.env.EMPREINTE_DEMO ?? 'demo'), 'suspects');
const paths = readdirSync(suspects)
  .sort()
  .map((name) => join(suspects, name));

/** What a reader waits for before anything can be dropped, gzip bytes. */
const BUDGET = 40 * 1024;

let browser;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  browser = await launch();
});
after(() => browser?.close());

test('the first view is at most 40 kB, in either language, and loads one language', async () => {
  for (const language of ['fr', 'en']) {
    const { page, record } = await openPage(browser);
    const bodies = [];
    const collect = (response) => bodies.push(response.body().then((body) => [response, body]));
    page.on('response', collect);
    await page.goto(`${server}/${language}`, { waitUntil: 'networkidle' });
    // What still comes after that is not awaited by a first view, nor by this test.
    page.off('response', collect);
    const loaded = await Promise.all(bodies);
    const bytes = loaded.reduce((sum, [, body]) => sum + gzipSync(body).length, 0);
    assert.ok(bytes <= BUDGET, `${bytes} bytes: ${loaded.map(([one]) => one.url()).join(' ')}`);
    const scripts = loaded
      .filter(([one]) => /\.js$/.test(new URL(one.url()).pathname))
      .map(([, body]) => body.toString());
    const has = (words) => scripts.some((script) => script.includes(words));
    assert.equal(has('Absent du registre'), language === 'fr');
    assert.equal(has('Not in the registry'), language === 'en');
    await record.context.close();
  }
});

test('while files are being dragged, what reads and shows them is fetched', async () => {
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/fr`, { waitUntil: 'networkidle' });
  const fetched = (name) =>
    page.waitForRequest((one) => new URL(one.url()).pathname.includes(name));
  const before = record.requests.length;
  const awaited = ['/analyse.worker.js', '/fuzzy.wasm', '/workspace-'].map(fetched);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths.slice(0, 1), dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver']) {
    await session.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data });
  }
  await Promise.all(awaited);
  assert.deepEqual(
    record.requests.slice(before).filter(({ method }) => method !== 'GET'),
    [],
  );
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('at 200 % nothing is cut off, and every state passes axe in both languages', async () => {
  for (const [language, choosing, done] of [
    ['fr', 'Choisir des fichiers…', '20 fichiers vérifiés'],
    ['en', 'Choose files…', '20 files checked'],
  ]) {
    // 1280 px at 200 % are 640 CSS pixels of twice the density (WCAG 1.4.4).
    const { page, record } = await openPage(browser, {
      viewport: { width: 640, height: 400 },
      deviceScaleFactor: 2,
    });
    const fits = async (state) => {
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(sideways <= 0, `${language}, ${state}: ${sideways} px sideways`);
      assert.deepEqual(await axe(page), [], state);
    };
    await page.goto(`${server}/${language}`);
    await fits('empty');
    await choose(page, choosing, paths);
    await page.getByRole('heading', { level: 1, name: done }).waitFor();
    await page.locator('.triaged tbody tr').nth(19).waitFor();
    await fits('list');
    await page.getByRole('link', { name: '13-mail-amount-changed.eml' }).click();
    await page.locator('article .headers').waitFor();
    await fits('document');
    assert.deepEqual(record.errors, []);
    await record.context.close();
  }
});

test('reduced motion: nothing moves', async () => {
  const { page, record } = await openPage(browser, { reducedMotion: 'reduce' });
  await page.goto(`${server}/fr`);
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter((element) => {
        const style = getComputedStyle(element);
        return style.transitionDuration !== '0s' || style.animationName !== 'none';
      }).length,
  );
  assert.equal(moving, 0);
  await record.context.close();
});
