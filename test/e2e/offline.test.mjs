/** The page with the network off: it reads, queues, and asks when the network is back. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, choose, launch, openPage } from './browser.mjs';
import { assertNothingKept, cachesGone } from './leak-search.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const suspects = join(resolve(process.env.EMPREINTE_DEMO ?? 'demo'), 'suspects');
const paths = readdirSync(suspects)
  .sort()
  .map((name) => join(suspects, name));

let browser;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  browser = await launch();
});
after(() => browser?.close());

/** What the browser itself says of requests that find no network. */
const isNetwork = (text) => /ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(text);

test('after the first load everything but the answers works without a network', async () => {
  const { page, record } = await openPage(browser, { serviceWorkers: 'allow' });
  await page.goto(`${server}/fr`);
  const hint = page.getByText('Vous pouvez couper le réseau avant de le déposer');
  await hint.waitFor({ timeout: 120_000 });
  await record.context.setOffline(true);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: /^Ce document fuité/ }).waitFor();
  await hint.waitFor();
  record.requests.length = 0;
  // A PDF, a workbook, mails: every reader comes from what was kept.
  await choose(page, 'Choisir des fichiers…', paths);
  await page.getByText('20 empreintes à envoyer').waitFor({ timeout: 120_000 });
  await page.locator('.away').filter({ hasText: 'Pas de réseau' }).waitFor();
  await page
    .getByRole('status')
    .filter({ hasText: 'Pas de réseau' })
    .waitFor({ state: 'attached' });
  assert.deepEqual(await axe(page), []);
  // The queue outlives a reload, the network still being off.
  await page.reload();
  await page.getByText('20 empreintes à envoyer').waitFor();
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByText('20 fingerprints to send').waitFor();
  await record.context.setOffline(false);
  await page.getByRole('heading', { level: 1, name: '20 files checked' }).waitFor({
    timeout: 120_000,
  });
  await page.getByRole('button', { name: /^All\s?20$/ }).waitFor();
  assert.deepEqual(
    record.errors.filter((text) => !isNetwork(text)),
    [],
  );
  await page.getByRole('button', { name: 'Erase everything from this browser' }).click();
  await page.waitForFunction(() => document.activeElement?.id === 'top');
  await cachesGone(page);
  await assertNothingKept(page);
  await record.context.close();
});

test('the service worker keeps the site’s own files only, and never an answer', async () => {
  const { page, record } = await openPage(browser, { serviceWorkers: 'allow' });
  await page.goto(`${server}/en`);
  await page.getByText('You may switch the network off').waitFor({ timeout: 120_000 });
  await choose(page, 'Choose files…', paths.slice(0, 1));
  await page.getByRole('heading', { level: 1, name: '1 file checked' }).waitFor();
  const kept = await page.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
    }
    return all;
  });
  assert.ok(kept.length > 20);
  assert.deepEqual(
    kept.filter(
      (path) => !/^\/(?:fr|en|fr\/verifier|en\/verify|favicon\.svg|assets\/[\w./-]+)$/.test(path),
    ),
    [],
  );
  // The worker's own policy came along: it may still connect to nothing.
  const policy = await page.evaluate(async () => {
    const answer = await caches.match('/assets/analyse.worker.js');
    return answer.headers.get('content-security-policy');
  });
  assert.match(policy, /connect-src 'none'/);
  // What is asked goes past it: it would hold the fingerprints of every request.
  const asked = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('/v1/check'))
      .map(({ workerFinalSourceType }) => workerFinalSourceType),
  );
  assert.deepEqual(asked, ['network']);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});
