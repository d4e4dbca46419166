/** One document: headers, places of passages, dates, and the parts that are absent. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, choose, launch, openPage } from './browser.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const suspects = join(resolve(process.env.EMPREINTE_DEMO ?? 'demo'), 'suspects');
const suspect = (name) => join(suspects, name);

let browser;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  browser = await launch();
});
after(() => browser?.close());

async function checked(name, options = {}) {
  const { page, record } = await openPage(browser, options);
  await page.goto(`${server}/fr`);
  await choose(page, 'Choisir des fichiers…', [suspect(name)]);
  await page.getByRole('heading', { level: 1, name: '1 fichier vérifié' }).waitFor();
  await page.locator('article').waitFor();
  return { page, record };
}

test('the forged header of a mail is marked in its table, and no header leaves the page', async () => {
  const { page, record } = await checked('12-date-forged.eml');
  const table = page.getByRole('table', { name: 'En-têtes' });
  await table.getByText('novembre 2026').or(table.getByText('nov')).first().waitFor();
  const shown = await table.locator('tbody tr').evaluateAll((rows) =>
    rows.map((row) => ({
      field: row.querySelector('th').textContent,
      hit: row.classList.contains('hit'),
      answer: row.querySelector('td:last-child').textContent,
    })),
  );
  assert.deepEqual(
    shown.filter(({ hit }) => hit),
    [{ field: 'Date d’envoi', hit: true, answer: 'Diffère' }],
  );
  assert.deepEqual(
    shown.filter(({ field }) => ['Expéditeur', 'Objet'].includes(field)),
    [
      { field: 'Expéditeur', hit: false, answer: 'Égal' },
      { field: 'Objet', hit: false, answer: 'Égal' },
    ],
  );
  assert.match(await table.textContent(), /Ce n’est pas ce que porte le courriel enregistré\./);
  assert.deepEqual(await axe(page), []);
  const sent = Buffer.concat(record.requests.map(({ body }) => body)).toString();
  assert.doesNotMatch(sent, /@/);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('headers that are read late push nothing out of sight that has the focus', async () => {
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/fr`);
  await page.evaluate(() => {
    new MutationObserver((_, observer) => {
      const digests = [...document.querySelectorAll('article summary')].at(-1);
      if (digests === undefined) return;
      observer.disconnect();
      digests.focus();
    }).observe(document, { childList: true, subtree: true });
  });
  await choose(page, 'Choisir des fichiers…', [suspect('01-untouched.eml')]);
  await page.locator('table.headers .value').first().waitFor();
  const seen = await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return { tag: document.activeElement.tagName, within: top >= 0 && bottom <= innerHeight };
  });
  assert.deepEqual(seen, { tag: 'SUMMARY', within: true });
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('a changed cell is named by its sheet and place', async () => {
  const { page, record } = await checked('16-cell-changed.xlsx');
  await page.getByRole('button', { name: 'Situer les passages' }).click();
  await page.getByRole('heading', { level: 3, name: /passage/ }).waitFor({ timeout: 60_000 });
  const passage = page.locator('.passage').first();
  assert.match(await passage.locator('mark').textContent(), /245\s?600/);
  assert.match(
    await passage.locator('.where').textContent(),
    /^ feuille «\u202f.+\u202f», cellule [A-Z]+\d+$/,
  );
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('passages of a PDF are told by their page, on a map that steps to them', async () => {
  const { page, record } = await checked('10-amount-changed.pdf');
  await page.getByRole('button', { name: 'Situer les passages' }).click();
  await page.getByRole('heading', { level: 3, name: /passage/ }).waitFor({ timeout: 60_000 });
  const map = page.getByRole('navigation', { name: 'Plan du texte' });
  const mark = map.getByRole('link', { name: /^Aller aux? passage/ }).first();
  const box = await mark.boundingBox();
  assert.ok(box.width >= 24 && box.height >= 24, JSON.stringify(box));
  await mark.focus();
  await page.keyboard.press('Enter');
  await page.locator('.prose .now').first().waitFor();
  assert.match(await page.locator('.prose .now').first().textContent(), /122\s?300/);
  assert.equal(
    await page.evaluate(() => location.hash),
    '',
    'the address still names the document',
  );
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('what was registered after the leak is said to be late, by the registry’s own word', async () => {
  const { page, record } = await openPage(browser, { timezoneId: 'Europe/Paris' });
  await page.goto(`${server}/fr`);
  await page.getByLabel('Jour').fill('31');
  await page.getByLabel('Mois').fill('02');
  await page.getByLabel('Année').fill('2020');
  await page.getByLabel('Année').press('Tab');
  await page.getByText('Cette date n’existe pas.').waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByLabel('Jour').fill('25');
  await page.getByLabel('Mois').fill('4');
  await page.getByLabel('Heure').fill('20:35');
  await choose(page, 'Choisir des fichiers…', [suspect('01-untouched.eml')]);
  await page.getByRole('heading', { level: 1, name: '1 fichier vérifié' }).waitFor();
  const card = page.locator('article');
  await card.getByText('Enregistré après la fuite que vous avez datée.').first().waitFor();
  const { results } = await (
    await fetch(`${server}/v1/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        items: [
          {
            sha256: createHash('sha256')
              .update(readFileSync(suspect('01-untouched.eml')))
              .digest('hex'),
          },
        ],
      }),
    })
  ).json();
  const [{ registrant, log, record: id }] = results;
  const limits = await card.locator('.limits').textContent();
  for (const said of [registrant, id, `Inscription ${log.index} du journal, sans témoin`]) {
    assert.ok(limits.includes(said), `${said}: ${limits}`);
  }
  assert.match(
    await card.textContent(),
    /est celle que déclare le registre\u202f; elle n’est pas prouvée/,
  );
  // 20:35 in Paris in April is 18:35 UTC.
  const times = await card
    .locator('.times time')
    .evaluateAll((all) => all.map((time) => time.getAttribute('datetime')));
  assert.equal(new Date(times[0]).toISOString(), '2020-04-25T18:35:00.000Z');
  assert.equal(times.length, 3);
  assert.deepEqual(await axe(page), []);
  const sent = Buffer.concat(record.requests.map(({ body }) => body)).toString();
  assert.ok(!sent.includes('2020'), 'the date is not sent');
  await page.reload();
  await card.getByText('Enregistré après la fuite que vous avez datée.').first().waitFor();
  // The date can be corrected beside the answers.
  await page.getByLabel('Année').fill('2090');
  await card.getByText(/^Enregistré avant la fuite, de .+ jours\.$/).waitFor();
  assert.equal(await card.getByText('Enregistré après la fuite').count(), 0);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('coverage stands beside an absent document and beside an absent part', async () => {
  for (const name of ['17-invented-contract.docx', '20-mixed.zip']) {
    const { page, record } = await checked(name);
    await page.getByRole('heading', { level: 3, name: 'Ce que couvre le registre' }).waitFor();
    assert.match(await page.locator('.cover').textContent(), /44 documents, déclarés par/);
    await record.context.close();
  }
});
