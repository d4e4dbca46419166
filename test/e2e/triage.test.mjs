/** Many files: the list, its filters, pause and cancel, what survives a reload. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, choose, drop, launch, openPage } from './browser.mjs';
import { leakedFolder, mail } from './folder.mjs';
import { assertNoFileKept, assertNothingKept, assertNothingLeft } from './leak-search.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const suspects = join(resolve(process.env.EMPREINTE_DEMO ?? 'demo'), 'suspects');
const suspectPaths = readdirSync(suspects)
  .sort()
  .map((name) => join(suspects, name));

let browser;
let scratch;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  scratch = mkdtempSync(join(tmpdir(), 'empreinte-triage-'));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const heading = (page, name) =>
  page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 90_000 });
const rows = (page) =>
  page
    .locator('.triaged tbody tr')
    .evaluateAll((all) =>
      all.map((row) => [
        row.querySelector('td .v span')?.textContent,
        row.querySelector('th a')?.textContent,
        row.querySelector('th')?.textContent,
      ]),
    );

test('a folder of 240 files is listed worst first, filtered, searched, paged and kept', async () => {
  const folder = join(scratch, 'fuite');
  const broken = join(scratch, 'abîmé.zip');
  const empty = join(scratch, 'vide.pdf');
  writeFileSync(broken, Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(300, 7)]));
  writeFileSync(empty, '');
  const { paths, copies } = leakedFolder(folder, 240, [...suspectPaths, broken, empty]);
  assert.equal(copies, 4);
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/fr`);
  await page.getByRole('button', { name: 'Choisir un dossier…' }).waitFor();
  await page.evaluate(() => {
    globalThis.said = [];
    const status = document.querySelector('[role=status]');
    new MutationObserver(() => {
      globalThis.said.push([performance.now(), status.textContent]);
    }).observe(status, { childList: true, characterData: true, subtree: true });
  });
  // However fast the files are read: the first answer comes when progress was announced.
  await page.route(
    '**/v1/check',
    async (route) => {
      await page.waitForFunction(() => {
        return globalThis.said.some(([, text]) => /^\d+ sur 240 fichiers/.test(text));
      });
      await route.continue();
    },
    { times: 1 },
  );
  await drop(page, [folder]);
  await heading(page, '240 fichiers vérifiés');
  const progress = (await page.evaluate(() => globalThis.said)).filter(([, text]) =>
    /^\d+ sur 240 fichiers/.test(text),
  );
  assert.ok(progress.length > 0, 'progress is announced');
  const gaps = progress.slice(1).map(([at], i) => at - progress[i][0]);
  assert.ok(Math.min(5000, ...gaps) > 4900, `at most every 5 s: ${gaps}`);
  await page.getByText('dont 4 copies, lues une fois').waitFor();
  // 240 files, 4 of them copies: 236 documents, 20 suspects and two broken files among them.
  const chip = (name) => page.getByRole('button', { name });
  await chip(/^Tous\s?236$/).waitFor();
  const list = await rows(page);
  assert.equal(list.length, 100, 'a page holds 100 rows');
  await page.getByText('Lignes 1 à 100 sur 236').waitFor();
  const rank = (word) =>
    [
      ['Modifié', 'Légèrement différent', 'Contient', 'Extrait', 'Ressemblant'],
      ['Même texte, apparence non vérifiée'],
      ['Indéterminé'],
      ['Absent du registre'],
      ['Même contenu'],
      ['Identique'],
    ].findIndex((words) => words.includes(word));
  const ranks = list.map(([word]) => rank(word));
  assert.deepEqual(
    ranks,
    [...ranks].sort((a, b) => a - b),
    'worst first',
  );
  assert.deepEqual(await axe(page), []);

  await page.getByRole('button', { name: 'Suivantes' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Lignes 101 à 200 sur 236').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Lignes 201 à 236 sur 236').waitFor();
  assert.equal((await rows(page)).length, 36);
  const copied = (await rows(page)).length + 200;
  assert.equal(copied, 236);

  await chip(/^Indéterminés/).focus();
  await page.keyboard.press('Enter');
  const undecided = await rows(page);
  const names = undecided.map(([, name]) => name);
  assert.ok(names.includes('abîmé.zip') && names.includes('19-too-short.txt'), names.join());
  for (const [word, name, text] of undecided) {
    assert.equal(word, 'Indéterminé');
    assert.match(text, /Impossible de trancher\u202f: /, name);
  }
  await chip(/^Identiques/).click();
  assert.deepEqual(
    (await rows(page)).map(([, name]) => name),
    ['01-untouched.eml', '02-renamed-facture-secrete.pdf', '15-attachment-alone.csv'],
  );
  await chip(/^Tous/).click();
  await page.getByLabel('Chercher dans les noms').fill('BOITE-00 0048');
  const [found, ...more] = await rows(page);
  assert.equal(found[1], '0048.eml');
  assert.match(found[2], /fuite\/boite-00Aussi\u202f: fuite\/boite-00\/0049\.eml$/);
  assert.deepEqual(more, []);
  await page.getByLabel('Chercher dans les noms').fill('abime');
  assert.deepEqual(
    (await rows(page)).map(([, name]) => name),
    ['abîmé.zip'],
    'accents are not needed',
  );
  await page.getByLabel('Chercher dans les noms').fill('');

  // Through the documents, and back to where the reader was.
  await page.getByRole('link', { name: '12-date-forged.eml' }).click();
  await page.locator('article').getByRole('heading', { level: 2 }).waitFor();
  assert.match(await page.locator('.around').textContent(), /Document \d+ sur 236/);
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: 'Document suivant' }).click();
  await page.goBack();
  await page.goBack();
  await page.locator('.triaged').waitFor();

  // The other language keeps everything.
  await page.getByRole('link', { name: 'English' }).click();
  await heading(page, '240 files checked');
  assert.equal(await page.evaluate(() => location.pathname), '/en');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.getByRole('button', { name: /^All\s?236$/ }).waitFor();
  assert.deepEqual(await axe(page), []);
  assertNothingLeft(record, paths.slice(-22));

  const text = await assertNoFileKept(page, paths.slice(-22));
  assert.match(text, /0048\.eml/);
  await page.reload();
  await heading(page, '240 files checked');
  await page.getByText('These answers were kept in this browser.').waitFor();
  await page.getByRole('button', { name: /^All\s?236$/ }).waitFor();
  const asked = record.requests.filter(({ url }) => url.endsWith('/v1/check')).length;
  await page.getByRole('button', { name: 'Erase everything from this browser' }).click();
  await page.waitForFunction(() => document.activeElement?.id === 'top');
  await assertNothingKept(page);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: /^Is this leaked document/ }).waitFor();
  const after = record.requests.filter(({ url }) => url.endsWith('/v1/check')).length;
  assert.equal(after, asked, 'nothing is asked again after a reload');
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('a run is paused, resumed, cancelled and resumed; after a reload the same files go on', async () => {
  const folder = join(scratch, 'longue');
  leakedFolder(folder, 600);
  const { page, record } = await openPage(browser);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: 8 });
  });
  // Workers end with their page; at most four may live at once.
  let most = 0;
  page.on('worker', () => {
    most = Math.max(most, page.workers().length);
  });
  await page.goto(`${server}/fr`);
  await page.getByRole('button', { name: 'Choisir un dossier…' }).waitFor();
  await drop(page, [folder]);
  await page.getByRole('button', { name: 'Suspendre' }).click();
  await heading(page, /^Suspendu\s: \d+ sur 600 fichiers$/);
  assert.deepEqual(await axe(page), []);
  const seen = async () => Number(/\d+/.exec(await page.locator('h1').textContent())[0]);
  await page.waitForFunction(() => document.querySelector('progress') !== null);
  // What was being read comes to its end; then nothing moves.
  await page.waitForTimeout(1500);
  const held = await seen();
  await page.waitForTimeout(1500);
  assert.equal(await seen(), held, 'nothing goes on while paused');
  assert.ok(held < 600);
  await page.getByRole('button', { name: 'Reprendre' }).click();
  await page.getByRole('button', { name: 'Annuler' }).click();
  await heading(page, /^Annulé\s: \d+ sur 600 fichiers vérifiés$/);
  const cancelled = await seen();
  assert.ok(cancelled < 600);
  await page.reload();
  await heading(page, /^\d+ sur 600 fichiers$/);
  await page.getByText(/fichiers n’ont pas été lus\. Pour continuer/).waitFor();
  assert.deepEqual(await axe(page), []);
  const readBefore = record.requests
    .filter(({ url }) => url.endsWith('/v1/check'))
    .flatMap(({ body }) =>
      JSON.parse(body).items.map(({ fingerprint }) => fingerprint.bytes.sha256),
    );
  await drop(page, [folder]);
  await heading(page, '600 fichiers vérifiés');
  await page.getByRole('button', { name: /^Tous\s?588$/ }).waitFor();
  const asked = record.requests
    .filter(({ url }) => url.endsWith('/v1/check'))
    .flatMap(({ body }) =>
      JSON.parse(body).items.map(({ fingerprint }) => fingerprint.bytes.sha256),
    );
  assert.ok(readBefore.length < 588);
  assert.equal(new Set(asked).size, 588);
  assert.ok(most >= 2 && most <= 4, `${most} workers at once`);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('the list never moves under the focus: new results are counted and announced', async () => {
  const { page, record } = await openPage(browser);
  let release;
  const later = new Promise((done) => {
    release = done;
  });
  let asked = 0;
  await page.route('**/v1/check', async (route) => {
    if (asked++ > 0) await later;
    await route.continue();
  });
  await page.goto(`${server}/fr`);
  const file = (number) => ({
    name: `${number}.eml`,
    mimeType: 'message/rfc822',
    buffer: Buffer.from(mail(9000 + number)),
  });
  await choose(page, 'Choisir des fichiers…', [1, 2, 3, 4, 5].map(file));
  const link = page.getByRole('link', { name: /^\d\.eml$/ });
  await link.first().waitFor();
  await page.mouse.move(0, 0);
  await link.first().focus();
  const before = await rows(page);
  assert.equal(before.length, 1);
  release();
  await heading(page, '5 fichiers vérifiés');
  const fresh = page.getByRole('button', {
    name: '4 nouveaux résultats\u202f: actualiser la liste',
  });
  await fresh.waitFor();
  await page.getByRole('status').filter({ hasText: '4 nouveaux résultats' }).waitFor({
    state: 'attached',
  });
  assert.deepEqual(await rows(page), before, 'the row under the focus stays alone');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), before[0][1]);
  await fresh.click();
  assert.equal((await rows(page)).length, 5);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('a pasted text and pasted digests are checked without sending text or names', async () => {
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/fr`);
  const text = `Des mots inventés. ${mail(8001).split('\r\n\r\n')[1]}`;
  await page.getByLabel('Coller un texte').fill(text);
  await page.getByRole('button', { name: 'Vérifier ce texte' }).click();
  await heading(page, '1 fichier vérifié');
  assert.match(await page.locator('article').textContent(), /^Absent du registre/);
  await page.getByRole('button', { name: 'Vérifier autre chose' }).click();
  const zeros = '0'.repeat(64);
  await page.getByLabel('Coller des empreintes').fill(`${zeros}  secret.pdf\nni l’un ni l’autre`);
  await page.getByRole('button', { name: 'Vérifier ces empreintes' }).click();
  await page.locator('.fault').filter({ hasText: 'Ligne 2' }).waitFor();
  await page.getByLabel('Coller des empreintes').fill(`${zeros}  secret.pdf\n${'1'.repeat(64)}`);
  await page.getByRole('button', { name: 'Vérifier ces empreintes' }).click();
  await heading(page, '2 empreintes vérifiées');
  assert.deepEqual(
    (await rows(page)).map(([word, name]) => [word, name]),
    [
      ['Absent du registre', 'secret.pdf'],
      ['Absent du registre', '1'.repeat(64)],
    ],
  );
  const bodies = record.requests.filter(({ body }) => body.length > 0);
  assert.deepEqual(new Set(bodies.map(({ url }) => url)), new Set([`${server}/v1/check`]));
  const sent = Buffer.concat(bodies.map(({ body }) => body)).toString();
  assert.ok(!sent.includes('inventés') && !sent.includes('secret'), 'neither text nor name');
  assert.deepEqual(record.errors, []);
  await record.context.close();
});
