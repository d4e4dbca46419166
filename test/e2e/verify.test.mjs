/** The verify view: receipts of a real registry, from the command line, read by a real browser. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { cli } from '../../scripts/local.mjs';
import { receiptSigner } from '../../src/tlog/receipt.ts';
import { freshKey } from '../tlog/trees.ts';
import { axe, choose, launch, openPage } from './browser.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const suspects = join(resolve(process.env.EMPREINTE_DEMO ?? 'demo'), 'suspects');
const genuine = join(suspects, '01-untouched.eml');
const invented = join(suspects, '17-invented-contract.docx');
const scratch = mkdtempSync(join(tmpdir(), 'empreinte-verify-'));
const report = join(scratch, 'report.ndjson');
const comparison = join(scratch, 'comparison.json');
const doctored = join(suspects, '13-mail-amount-changed.eml');
const pins = join(scratch, 'pins.json');

let browser;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  const checked = cli(['check', genuine, invented, '--json', '--receipts', '--server', server]);
  assert.equal(checked.status, 1, checked.stderr);
  writeFileSync(report, checked.stdout);
  const { record } = JSON.parse(checked.stdout.split('\n')[0]);
  const against = ['--with', record, '--json', '--receipts', '--server', server];
  const compared = cli(['compare', doctored, ...against]);
  assert.equal(compared.status, 1, compared.stderr);
  writeFileSync(comparison, compared.stdout);
  const keys = cli(['keys', '--server', server]);
  assert.equal(keys.status, 0, keys.stderr);
  writeFileSync(pins, keys.stdout);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const WORDS = {
  fr: {
    path: '/fr/verifier',
    link: 'Vérifier un rapport',
    report: 'Choisir un rapport…',
    file: 'Choisir le fichier…',
    pins: 'Choisir des clés épinglées…',
    proven: 'Prouvé ici, quoi qu’on en dise',
    bytes: /a été fait de ces octets mêmes/,
    stated: 'Seulement affirmé par le registre',
    absent: 'Rien d’enregistré ne lui correspond ni ne lui ressemble.',
    untied: /Pas de verdict/,
    elsewhere: 'Aucun reçu du rapport n’est lié à ce fichier.',
    refused: /signé par aucune de ces clés/,
  },
  en: {
    path: '/en/verify',
    link: 'Verify a report',
    report: 'Choose a report…',
    file: 'Choose the file…',
    pins: 'Choose pinned keys…',
    proven: 'Proven here, whatever anyone says',
    bytes: /was made of these very bytes/,
    stated: 'Only stated by the registry',
    absent: 'Nothing registered matches or resembles it.',
    untied: /No verdict/,
    elsewhere: 'No receipt of the report is tied to this file.',
    refused: /signed by none of these keys/,
  },
};

for (const [language, words] of Object.entries(WORDS)) {
  test(`${language}: shows what is proven of the file, and sends nothing`, async () => {
    const { page, record } = await openPage(browser);
    await page.goto(`${server}/${language}`);
    await page.getByRole('link', { name: words.link }).click();
    await page.waitForURL(`${server}${words.path}`);
    await choose(page, words.report, [report]);
    const results = page.locator('.verified');
    await results.getByText(words.untied).first().waitFor();
    // Nothing of the answer without the file.
    assert.doesNotMatch(await results.innerText(), /rec_[a-z2-7]{26}|Horizon/);

    await choose(page, words.file, [genuine]);
    await results.getByText(words.bytes).waitFor();
    const shown = await results.innerText();
    assert.ok(shown.indexOf(words.proven) < shown.search(words.bytes), shown);
    assert.ok(shown.search(words.bytes) < shown.indexOf(words.stated), shown);
    assert.equal(await results.locator('.receipt').count(), 1);
    assert.deepEqual(await axe(page), []);

    await choose(page, words.file, [invented]);
    await results.getByText(words.absent).waitFor();
    const stated = await results.innerText();
    assert.ok(stated.indexOf(words.stated) < stated.indexOf(words.absent), stated);

    const sent = record.requests.filter(({ method, body }) => method !== 'GET' || body.length > 0);
    assert.deepEqual(sent, []);
    assert.deepEqual(record.errors, []);
    await record.context.close();
  });

  test(`${language}: shows no verdict for another file, another key, a changed receipt`, async () => {
    const { page, record } = await openPage(browser);
    await page.goto(`${server}${words.path}`);
    await choose(page, words.report, [report]);
    const results = page.locator('.verified');
    await choose(page, words.file, [join(suspects, '12-date-forged.eml')]);
    await results.getByText(words.elsewhere).waitFor();
    assert.equal(await results.locator('.receipt').count(), 0);

    await choose(page, words.file, [genuine]);
    await results.getByText(words.bytes).waitFor();
    const other = JSON.parse(readFileSync(pins, 'utf8'));
    other.receipts = [(await receiptSigner(freshKey())).key];
    const twin = join(scratch, `twin-${language}.json`);
    writeFileSync(twin, JSON.stringify(other));
    await choose(page, words.pins, [twin]);
    await results.getByText(words.refused).first().waitFor();
    assert.doesNotMatch(await results.innerText(), /rec_[a-z2-7]{26}/);
    await page.getByText(other.receipts[0].kid).waitFor();

    // The keys that were pinned by the command line are those of the page.
    await choose(page, words.pins, [pins]);
    await results.getByText(words.bytes).waitFor();
    const lines = readFileSync(report, 'utf8').trim().split('\n').map(JSON.parse);
    const [header, payload, signature] = lines[1].receipt.receipt.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const turned = Buffer.from(JSON.stringify({ ...claims, verdict: 'match' })).toString(
      'base64url',
    );
    lines[1].receipt.receipt = [header, turned, signature].join('.');
    const altered = join(scratch, `altered-${language}.json`);
    writeFileSync(altered, JSON.stringify(lines[1]));
    await choose(page, words.report, [altered]);
    await results.getByText(/^(?:Refused|Refusé)/).waitFor();
    assert.deepEqual(record.errors, []);
    await record.context.close();
  });
}

test('a signed comparison is shown of the text that was compared, and of no other', async () => {
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/en/verify`);
  await choose(page, WORDS.en.report, [comparison]);
  const results = page.locator('.verified');
  await results.getByText(WORDS.en.untied).first().waitFor();
  assert.doesNotMatch(await results.innerText(), /rec_[a-z2-7]{26}/);

  await choose(page, WORDS.en.file, [genuine]);
  await results.getByText(WORDS.en.elsewhere).waitFor();
  assert.equal(await results.locator('.receipt').count(), 0);

  await choose(page, WORDS.en.file, [doctored]);
  const tied = results.getByText('its ordered entries, computed here');
  await tied.waitFor();
  const shown = await results.innerText();
  assert.ok(shown.indexOf(WORDS.en.stated) < shown.search(/[1-9]\d* places? differs?/), shown);
  assert.match(shown, /nobody is shown its words/);

  const changed = JSON.parse(readFileSync(comparison, 'utf8'));
  changed.signed[0].answer.grade = 'same_text';
  const altered = join(scratch, 'altered-comparison.json');
  writeFileSync(altered, JSON.stringify(changed));
  await choose(page, WORDS.en.report, [altered]);
  await results.getByText('changed after it was signed').waitFor();
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('a drop tells report, keys and file apart by what they are', async () => {
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/en/verify`);
  await page.locator('.pinned .key').first().waitFor();
  const files = [report, pins, genuine].map((path) => ({
    name: path.split('/').at(-1),
    bytes: [...readFileSync(path)],
  }));
  await page.evaluate((dropped) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of dropped) {
      transfer.items.add(new File([new Uint8Array(bytes)], name));
    }
    const drop = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
    document.body.dispatchEvent(drop);
  }, files);
  await page.locator('.verified').getByText(WORDS.en.bytes).waitFor();
  await page.getByText('Keys that you pinned, from pins.json.').waitFor();
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('without scripts the page says what it needs', async () => {
  const { page, record } = await openPage(browser, { javaScriptEnabled: false });
  const answer = await page.goto(`${server}/fr/verifier`);
  assert.match(answer.headers()['content-security-policy'], /require-trusted-types-for/);
  await page.getByText('elle demande JavaScript').waitFor();
  await page.getByRole('link', { name: 'English' }).click();
  await page.waitForURL(`${server}/en/verify`);
  await record.context.close();
});
