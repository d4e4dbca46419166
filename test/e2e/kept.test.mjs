/** A receipt that the reader keeps: its page, its code, its print, and the way back to the file. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { cli } from '../../scripts/local.mjs';
import { extract } from '../../src/extract/index.ts';
import { readPdf } from '../../src/extract/pdf.ts';
import { axe, choose, launch, openPage, withoutLigatures } from './browser.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const suspects = join(resolve(process.env.EMPREINTE_DEMO ?? 'demo'), 'suspects');
const genuine = join(suspects, '01-untouched.eml');
const other = join(suspects, '12-date-forged.eml');

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-kept-'));

let browser;
/** The address that the page gave, with its salt. */
let address;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** What a phone reads in a picture of the page. */
async function codeOn(page) {
  const shot = await page.locator('svg.qr').screenshot();
  const { data, info } = await sharp(shot)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsqr.default(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

test('nothing is kept before the button is pressed, and its salt is never sent', async () => {
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/fr`);
  await choose(page, 'Choisir des fichiers…', [genuine]);
  await page.getByRole('heading', { level: 3, name: 'Garder un reçu' }).waitFor();
  const asked = () => record.requests.filter(({ url }) => url.endsWith('/v1/receipts'));
  assert.deepEqual(asked(), []);
  await page.getByRole('button', { name: 'Garder ce reçu' }).click();
  await page.getByText(/^Reçu gardé, jusqu’au /).waitFor();
  address = await page.locator('.keep a').getAttribute('href');
  assert.match(address, /\/fr\/recu\/rct_[0-9a-f]{32}#[0-9a-f]{64}$/);
  assert.ok(address.startsWith(server));
  assert.equal(asked().length, 1);
  assert.deepEqual(Object.keys(JSON.parse(asked()[0].body)), ['receipt']);
  const [, salt] = address.split('#');
  const sent = record.requests.map(({ url, body }) => url + body.toString('latin1')).join('\n');
  assert.ok(!sent.includes(salt));
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('its page is tied to no file, its code leads to the whole address, and the file to the answer', async () => {
  for (const { width, ...look } of [
    { width: 320, colorScheme: 'light' },
    { width: 768, colorScheme: 'dark' },
    { width: 1440, colorScheme: 'dark', forcedColors: 'active' },
  ]) {
    const { page, record } = await openPage(browser, { viewport: { width, height: 800 }, ...look });
    await page.goto(address);
    await page.getByRole('heading', { level: 1, name: /lié à aucun fichier/ }).waitFor();
    assert.deepEqual(await axe(page), [], `${width}`);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `${width}: ${sideways} px sideways`);
    assert.equal(await codeOn(page), address);
    assert.equal(await page.locator('#address').innerText(), address);
    assert.doesNotMatch(await page.locator('main').innerText(), /Identique|rec_[a-z2-7]{26}/);
    assert.deepEqual(record.errors, []);
    await record.context.close();
  }

  const { page, record } = await openPage(browser);
  await page.goto(address);
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: 'This receipt is tied to no file' }).waitFor();
  assert.equal(new URL(page.url()).hash, new URL(address).hash);
  await page.getByRole('link', { name: 'Verify with the file' }).click();
  const results = page.locator('.verified');
  await results.getByText(/No verdict/).waitFor();
  await choose(page, 'Choose the file…', [other]);
  await results.getByText('No receipt of the report is tied to this file.').waitFor();
  assert.doesNotMatch(await results.innerText(), /rec_[a-z2-7]{26}/);
  await choose(page, 'Choose the file…', [genuine]);
  await results.getByText(/its SHA-256 is the one that the receipt covers/).waitFor();
  assert.match(await results.innerText(), /Only stated by the registry[\s\S]+rec_[a-z2-7]{26}/);
  assert.deepEqual(await axe(page), []);
  const [, salt] = address.split('#');
  assert.ok(!record.requests.some(({ url }) => url.includes(salt)));
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('the command line keeps receipts, and verifies one by its address for its file only', () => {
  const pins = join(scratch, 'pins.json');
  writeFileSync(pins, cli(['keys', '--server', server]).stdout);
  const kept = cli(['check', genuine, '--keep', '--lines', '--server', server]);
  assert.equal(kept.status, 0, kept.stderr);
  const [, , , , , , , url, path] = kept.stdout.trimEnd().split('\t');
  assert.equal(path, genuine);
  assert.match(url, /\/en\/receipt\/rct_[0-9a-f]{32}#[0-9a-f]{64}$/);
  const verify = (file, at = url) =>
    cli(['verify', at, '--file', file, '--keys', pins, '--json'], { EMPREINTE_SERVER: '' });
  const [line] = verify(genuine).stdout.trim().split('\n').map(JSON.parse);
  assert.deepEqual([line.tied, line.conclusion, line.verdict], ['this_file', 'stated', 'match']);
  const elsewhere = verify(other);
  assert.equal(elsewhere.status, 1);
  assert.equal(elsewhere.stdout, '');
  assert.match(elsewhere.stderr, /no receipt of the report is tied to this file/);
  assert.match(verify(genuine, url.split('#')[0]).stderr, /lacks what follows #/);
  const lookalike = url.replace('127.0.0.1', 'localhost');
  assert.match(verify(genuine, lookalike).stderr, /your pinned keys are of/);
});

test('without scripts the code leads to the page, which says what is missing', async () => {
  const { page, record } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(address);
  const [plain] = address.split('#');
  assert.equal(await codeOn(page), plain);
  await page.getByText(/Cette adresse ne contient pas ce qui lie le reçu au fichier/).waitFor();
  await page.goto(`${server}/en/receipt/rct_${'0'.repeat(32)}`);
  await page.getByRole('heading', { level: 1, name: /No receipt is kept/ }).waitFor();
  await record.context.close();
});

test('printed, it holds on one page what is proven and what is not, its code and its address', async () => {
  const { page, record } = await openPage(browser, { colorScheme: 'dark' });
  await page.goto(address);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('#verify-link').isVisible(), false);
  assert.equal(await page.locator('.lang').isVisible(), false);
  assert.equal(await codeOn(page), address);
  const bytes = await page.pdf({ preferCSSPageSize: true });
  const document = await extract(new Uint8Array(bytes), {
    name: 'receipt.pdf',
    pdf: async () => readPdf,
  });
  assert.equal(document.problem, null, document.detail);
  const { pages } = document.reading.text;
  assert.equal(pages.length, 1);
  const text = withoutLigatures(pages[0].map((line) => line.text).join(' '));
  for (const words of [
    'Prouvé par la signature',
    'Seulement affirmé',
    'Non prouvé',
    'Gardé depuis',
  ]) {
    assert.ok(text.includes(words), `${words}: ${text}`);
  }
  assert.ok(text.replaceAll(/\s/g, '').includes(address), text);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});
