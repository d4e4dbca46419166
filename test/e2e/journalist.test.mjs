/**
 * A journalist's two hours: a folder of 2,000 leaked files, the network cut in the middle, the
 * check cancelled and resumed, one forged document read closely, answers taken away, and verified
 * by somebody else.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, choose, drop, launch, openPage } from './browser.mjs';
import { leakedFolder } from './folder.mjs';
import { assertNoFileKept, assertNothingKept, cachesGone } from './leak-search.mjs';
import { demoTruth } from './truth.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const demo = resolve(process.env.EMPREINTE_DEMO ?? 'demo');
const suspects = readdirSync(join(demo, 'suspects'))
  .sort()
  .map((name) => join(demo, 'suspects', name));

let browser;
let scratch;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  scratch = mkdtempSync(join(tmpdir(), 'empreinte-journalist-'));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

test('from a dropped folder to a report, with the network gone for a while', async () => {
  const folder = join(scratch, 'fuite');
  const { paths, copies } = leakedFolder(folder, 2000, suspects);
  const { page, record } = await openPage(browser, {
    serviceWorkers: 'allow',
    timezoneId: 'Europe/Paris',
  });
  const heading = (name) =>
    page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 300_000 });
  const button = (name) => page.getByRole('button', { name });
  const done = (least) =>
    page.waitForFunction(
      (n) => Number(/\d+/.exec(document.querySelector('h1')?.textContent ?? '')?.[0] ?? 0) >= n,
      least,
      { timeout: 120_000 },
    );

  await page.goto(`${server}/fr`);
  await page.getByText('Vous pouvez couper le réseau').waitFor({ timeout: 120_000 });
  await page.getByLabel('Jour').fill('1');
  await page.getByLabel('Mois').fill('5');
  await page.getByLabel('Année').fill('2020');
  await drop(page, [folder]);
  await done(20);

  await record.context.setOffline(true);
  await page.locator('.away').filter({ hasText: 'Pas de réseau' }).waitFor({ timeout: 60_000 });
  await page.getByText(/empreintes à envoyer/).waitFor();
  assert.deepEqual(await axe(page), []);
  await record.context.setOffline(false);
  await page.locator('.away').waitFor({ state: 'detached', timeout: 60_000 });
  await button('Annuler').click();
  await heading(/^Annulé/);
  await button('Reprendre').click();
  await heading(/^2\s000 fichiers vérifiés$/);

  // Every answer is there once, copies under the file that was read.
  const distinct = 2000 - copies;
  assert.equal(copies, 39);
  const spaced = String(distinct).replace(/(\d)(\d{3})$/, '$1\\s?$2');
  await button(new RegExp(`^Tous\\s?${spaced}$`)).waitFor();
  const asked = record.requests
    .filter(({ url }) => url.endsWith('/v1/check'))
    .flatMap(({ body }) => JSON.parse(body).items);
  const digests = new Set(asked.map(({ fingerprint }) => fingerprint.bytes.sha256));
  assert.equal(digests.size, distinct);
  const truth = [...demoTruth(demo).values()];
  const differing = truth.filter(({ verdict }) => verdict === 'differs').length;
  await button(new RegExp(`^Différents\\s?${differing}$`)).click();
  assert.equal(await page.locator('.triaged tbody tr').count(), differing);
  await page.locator('.triaged .middle b').filter({ hasText: 'après la fuite' }).first().waitFor();

  await page.getByRole('link', { name: '09-amount-changed.docx' }).click();
  await button('Situer les passages').click();
  await page.locator('.prose mark').first().waitFor({ timeout: 60_000 });
  assert.match(await page.locator('.prose mark').first().textContent(), /75\s?000/);
  await button('Retour au tri').click();

  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    button('Exporter en CSV').click(),
  ]);
  const lines = readFileSync(await saved.path(), 'utf8')
    .split('\r\n')
    .filter(Boolean);
  assert.equal(lines.length, 1 + 2000);
  await page.getByLabel('JSON avec les reçus signés').check();
  const [exported] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    button('Exporter en JSON').click(),
  ]);
  const report = join(scratch, 'empreinte.json');
  await exported.saveAs(report);
  await button('Rapport à imprimer').click();
  await page.locator('.report[data-complete=true]').waitFor();
  assert.equal(await page.locator('.report article').count(), differing);
  assert.match(await page.locator('.report mark').first().textContent(), /75\s?000/);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  await button('Retour au tri').click();

  // Nothing of the files left or stays; nothing was refused by the page's own policy.
  const others = record.requests.filter(({ url }) => new URL(url).origin !== server);
  assert.deepEqual(others, []);
  await assertNoFileKept(page, paths.slice(-20));
  const unexpected = record.errors.filter(
    (text) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(text),
  );
  assert.deepEqual(unexpected, []);
  await button('Tout effacer de ce navigateur').click();
  await page.waitForFunction(() => document.activeElement?.id === 'top');
  await cachesGone(page);
  await assertNothingKept(page);
  await record.context.close();

  // Somebody else, who has the report and two of its files.
  const fresh = await openPage(browser);
  await fresh.page.goto(`${server}/fr/verifier`);
  await choose(fresh.page, 'Choisir un rapport…', [report]);
  await fresh.page.getByText(/1\s961 reçus/).waitFor({ timeout: 60_000 });
  const judged = fresh.page.locator('.verified');
  await choose(fresh.page, 'Choisir le fichier…', [suspects[0]]);
  await judged.getByText(/a été fait de ces octets mêmes/).waitFor({ timeout: 60_000 });
  await choose(fresh.page, 'Choisir le fichier…', [suspects[8]]);
  await judged.getByText(/diffère de l’enregistrement/i).waitFor({ timeout: 60_000 });
  assert.deepEqual(fresh.record.errors, []);
  await fresh.record.context.close();
});
