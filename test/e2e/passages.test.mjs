/** Passages that the page locates on request. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { answers, axe, choose, launch, openPage } from './browser.mjs';
import { assertNoFileKept, assertNothingLeft, findLeak, searchable } from './leak-search.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const demo = resolve(process.env.EMPREINTE_DEMO ?? 'demo');
const suspects = join(demo, 'suspects');

let browser;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  browser = await launch();
});
after(() => browser?.close());

/** Waits until an element has the focus, which is given to it after it was drawn. */
const haveFocus = async (page, locator) =>
  page.waitForFunction((node) => node === document.activeElement, await locator.elementHandle());

/** Marked words and gaps of the only card, in order. */
const marked = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('article :is(mark, .gap > span:last-child)')].map(
      ({ tagName, textContent }) => (tagName === 'MARK' ? textContent : { gap: textContent }),
    ),
  );

test('passages are located on request only, in the words of the suspect', async () => {
  const { page, record } = await openPage(browser);
  const compares = () => record.requests.filter(({ url }) => url === `${server}/v1/compare`);
  const path = join(suspects, '09-amount-changed.docx');
  await page.goto(`${server}/fr`);
  await choose(page, 'Choisir des fichiers…', [path]);
  const [before] = await answers(page, '1 fichier vérifié');
  assert.equal(before.label, 'Ressemblant');
  assert.match(before.text, /son exploitant pourrait en reconstituer une partie du texte\./);
  assertNothingLeft(record, [path]);
  assert.equal(compares().length, 0, 'nothing was compared before the click');

  await page.getByRole('button', { name: 'Situer les passages' }).click();
  const heading = page.getByRole('heading', { level: 3, name: '1 passage diffère' });
  await heading.waitFor({ timeout: 60_000 });
  await haveFocus(page, heading);
  await page.getByRole('status').filter({ hasText: '1 passage diffère' }).waitFor({
    state: 'attached',
  });
  // The demo's README: 45 000 € turned into 75 000 €.
  const [words, ...others] = await marked(page);
  assert.equal(words.replace(/\s/g, ' '), '75 000');
  assert.deepEqual(others, []);
  const [after] = await answers(page, '1 fichier vérifié');
  assert.equal(after.label, 'Légèrement différent');
  assert.match(after.sentence, /mais un passage diffère\.$/);
  assert.match(after.text, /Le registre ne détient pas le texte d’origine/);
  assert.match(after.text, /Les marques sont justes à quelques mots près\./);
  assert.deepEqual(await axe(page), []);

  assert.equal(compares().length, 1);
  const [{ body }] = compares();
  const { entries, fingerprint, record: id, path: part, cursor, ...rest } = JSON.parse(body);
  assert.deepEqual(rest, {}, 'nothing but what the contract names');
  assert.deepEqual([part, cursor], [null, null]);
  assert.match(id, /^rec_/);
  assert.match(entries, /^[A-Za-z0-9+/=]+$/);
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  assert.equal(fingerprint.bytes.sha256, digest);
  const sent = searchable(body);
  assert.equal(findLeak(sent, readFileSync(path)), null, 'no byte of the file left');
  assert.ok(!sent.includes('09-amount') && !sent.includes('forfaitaire'), 'neither name nor words');
  assert.deepEqual(record.errors, []);
  await assertNoFileKept(page, [path]);
  await record.context.close();
});

test('passages changed, removed and added are stepped through at 320 px; refusals are said', async () => {
  const genuine = readFileSync(join(demo, 'genuine/notes/briefing-debate-preparation.txt'), 'utf8');
  const removed = ' Tom has the letter from the notaries in the blue folder.';
  assert.ok(genuine.includes(removed) && genuine.includes('ninety seconds'));
  const text = genuine
    .replace('ninety seconds', 'sixty seconds')
    .replace(removed, '')
    .replace('not at him.', 'not at him. He lied about the audit <b>twice</b>.');
  const { page, record } = await openPage(browser, { viewport: { width: 320, height: 640 } });
  const refuse = (status, code) => (route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'x', title: 'x', status, code, detail: 'x', instance: 'x' }),
    });
  await page.goto(`${server}/en`);
  const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from(text) };
  await choose(page, 'Choose files…', [file]);
  await answers(page, '1 file checked');
  const button = page.getByRole('button', { name: 'Locate the passages' });
  for (const [answer, said] of [
    [refuse(403, 'locate_off'), /does not allow passages/],
    [refuse(500, 'internal'), /is not answering as it should/],
  ]) {
    await page.route('**/v1/compare', answer);
    await button.click();
    await page.locator('.fault').filter({ hasText: said }).waitFor();
    await page.getByRole('status').filter({ hasText: said }).waitFor({ state: 'attached' });
    await haveFocus(page, button);
    assert.deepEqual(await axe(page), []);
    await page.unroute('**/v1/compare');
  }
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 3, name: '3 passages differ' }).waitFor();
  assert.deepEqual(await marked(page), [
    'sixty',
    { gap: 'Passage removed, about 11 words. The registered document goes on here.' },
    // The name of a tag is a word like any other: this is plain text.
    'He lied about the audit <b>twice</b',
  ]);
  const current = () => page.evaluate(() => document.querySelector('.prose .now')?.textContent);
  const next = page.getByRole('button', { name: 'Next passage' });
  await next.click();
  assert.equal(await current(), 'sixty');
  await next.click();
  assert.match(await current(), /^Difference 2, passage removedPassage removed/);
  await page.getByText('Passage 2 of 3').waitFor();
  for (let steps = 0; steps < 2; steps++) {
    await page.getByRole('button', { name: 'Previous passage' }).click();
  }
  await page.getByText('Passage 3 of 3').waitFor();
  // The frame of the map follows what is in the window, and says nothing to a screen reader.
  const frame = page.locator('.gutter .frame');
  // From outside the text, so that a frame is of where it was scrolled to, not of the step before.
  await page.evaluate(() => scrollTo(0, 0));
  await frame.waitFor({ state: 'detached' });
  await page.evaluate(() => document.querySelector('.quotes').scrollIntoView());
  await frame.waitFor({ state: 'attached' });
  const first = Number(await frame.getAttribute('y'));
  await page.evaluate(() => document.querySelector('.quotes').scrollIntoView({ block: 'end' }));
  await page.waitForFunction(
    (y) => Number(document.querySelector('.gutter .frame')?.getAttribute('y')) > y,
    first,
  );
  assert.equal(await frame.getAttribute('aria-hidden'), 'true');
  await page.evaluate(() => scrollTo(0, 0));
  await frame.waitFor({ state: 'detached' });
  await page.emulateMedia({ forcedColors: 'active' });
  await page.evaluate(() => document.querySelector('.quotes').scrollIntoView());
  await frame.waitFor({ state: 'attached' });
  const [ink, paper] = await frame.evaluate((node) => [
    getComputedStyle(node).stroke,
    getComputedStyle(document.body).backgroundColor,
  ]);
  assert.notEqual(ink, paper);
  assert.deepEqual(await axe(page), []);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  assert.deepEqual(
    record.errors.filter((error) => !/status of (403|500)/.test(error)),
    [],
  );
  await record.context.close();
});
