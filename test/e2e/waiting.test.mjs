/** What the page does while it waits for the registry, and when that fails. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { answers, axe, choose, launch, openPage } from './browser.mjs';

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

test('a registry that fails leaves undecided cards, and a second try answers them', async () => {
  const { page, record } = await openPage(browser);
  await page.route('**/v1/check', (route) => route.fulfill({ status: 500, body: 'no' }));
  await page.goto(`${server}/fr`);
  await choose(page, 'Choisir des fichiers…', paths.slice(0, 3));
  const failed = await answers(page, '3 fichiers vérifiés');
  assert.deepEqual(
    failed.map(({ label }) => label),
    ['Indéterminé', 'Indéterminé', 'Indéterminé'],
  );
  assert.match(failed[0].sentence, /le registre ne répond pas comme il devrait/);
  assert.match(await page.locator('.fault').textContent(), /3 fichiers n’ont pas reçu de réponse/);
  assert.deepEqual(await axe(page), []);
  await page.unroute('**/v1/check');
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await page.locator('.fault').waitFor({ state: 'detached' });
  const shown = await answers(page, '3 fichiers vérifiés');
  assert.equal(shown[0].label, 'Identique');
  // The browser itself reports the answers with status 500, and nothing else happened.
  assert.deepEqual(
    record.errors.filter((text) => !text.includes('status of 500')),
    [],
  );
  await record.context.close();
});

test('a registry that asks to wait is asked again by itself, and the page says when', async () => {
  for (const [language, choosing, waiting, done] of [
    [
      'fr',
      'Choisir des fichiers…',
      /reprendra d’elle-même à \d\d:\d\d:\d\d\./,
      '3 fichiers vérifiés',
    ],
    ['en', 'Choose files…', /goes on by itself at \d\d:\d\d:\d\d\./, '3 files checked'],
  ]) {
    const { page, record } = await openPage(browser);
    let asked = 0;
    await page.route('**/v1/check', (route) => {
      asked++;
      if (asked > 1) return route.continue();
      return route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        headers: { 'retry-after': '6' },
        body: JSON.stringify({ code: 'rate_limited', detail: 'x', status: 429 }),
      });
    });
    await page.goto(`${server}/${language}`);
    await choose(page, choosing, paths.slice(0, 3));
    await page.locator('.run-row').filter({ hasText: waiting }).waitFor();
    await page.getByRole('status').filter({ hasText: waiting }).waitFor({ state: 'attached' });
    const shown = await answers(page, done);
    assert.equal(shown.length, 3);
    assert.equal(await page.getByText(waiting).count(), 0);
    assert.ok(asked > 1);
    assert.deepEqual(
      record.errors.filter((text) => !text.includes('status of 429')),
      [],
    );
    await record.context.close();
  }
});

test('a run shows its progress, passes axe meanwhile and can be cancelled', async () => {
  for (const [language, choosing, progress, cancel, cancelled] of [
    ['fr', 'Choisir des fichiers…', '0 sur 3 fichiers', 'Annuler', /^Annulé/],
    ['en', 'Choose files…', '0 of 3 files', 'Cancel', /^Cancelled/],
  ]) {
    const { page, record } = await openPage(browser);
    await page.route('**/v1/check', () => {});
    await page.goto(`${server}/${language}`);
    assert.deepEqual(await axe(page), []);
    await choose(page, choosing, paths.slice(0, 3));
    await page.getByRole('heading', { level: 1, name: progress }).waitFor();
    await page.getByRole('progressbar', { name: /./ }).waitFor();
    await page.getByRole('status').filter({ hasText: progress }).waitFor({ state: 'attached' });
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: cancel }).click();
    await page.getByRole('heading', { level: 1, name: cancelled }).waitFor();
    assert.deepEqual(record.errors, []);
    await record.context.close();
  }
});
