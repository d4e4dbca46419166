/**
 * The page in a real browser against a real server. EMPREINTE_TEST_SERVER is its address,
 * EMPREINTE_DEMO the folder with `suspects/` and the README that tells the truth about each.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { answers, axe, choose, drop, launch, openPage } from './browser.mjs';
import { assertNoFileKept, assertNothingLeft, findLeak } from './leak-search.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const demo = resolve(process.env.EMPREINTE_DEMO ?? 'demo');
const suspects = join(demo, 'suspects');
const files = readdirSync(suspects).sort();
const paths = files.map((name) => join(suspects, name));

let browser;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  browser = await launch();
});
after(() => browser?.close());

/** Words that a verdict and grade may be shown as, by language. */
const WORDS = {
  'match/identical': ['Identique'],
  'match/same_content': ['Même contenu'],
  'differs/same_text': ['Même texte, apparence non vérifiée'],
  'differs/altered': ['Légèrement différent', 'Modifié'],
  'differs/near': ['Ressemblant'],
  'differs/part_of': ['Extrait'],
  'differs/contains': ['Contient'],
  'differs/members': ['Légèrement différent', 'Modifié', 'Ressemblant'],
  'absent/': ['Absent du registre'],
  'undecided/': ['Indéterminé'],
};

/** The truth as `demo/README.md` tells it: rows of `| file | what | verdict | grade | … |`. */
function truth() {
  const rows = readFileSync(join(demo, 'README.md'), 'utf8').matchAll(
    /^\| `(\d\d-[^`]+)` \|[^|]*\| (\w+) \| ?(\w*) ?\|/gm,
  );
  return new Map([...rows].map(([, name, verdict, grade]) => [name, `${verdict}/${grade}`]));
}

test('the leak search finds a piece planted in a body', () => {
  const file = Buffer.from(Array.from({ length: 500 }, (_, i) => (i * i * 7 + i) % 251));
  const piece = file.subarray(101, 101 + 48);
  const around = (text) => Buffer.from(`{"a":"${text}"}`, 'latin1');
  assert.equal(findLeak(around(piece.subarray(0, 32).toString('latin1')), file).encoding, 'raw');
  assert.equal(findLeak(around(piece.toString('base64')), file).encoding, 'base64');
  assert.equal(findLeak(around(createHash('sha256').update(file).digest('hex')), file), null);
  assert.equal(findLeak(around(piece.subarray(0, 31).toString('latin1')), file), null);
});

test('all suspects by the button get the answers of demo/README.md, and no byte leaves', async () => {
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/fr`);
  assert.match(await page.locator('body').textContent(), /Le fichier reste sur votre ordinateur\./);
  await choose(page, 'Choisir des fichiers…', paths);
  const shown = await answers(page, `${files.length} fichiers vérifiés`);
  assert.deepEqual(
    shown.map(({ name }) => name),
    files,
  );
  const expected = truth();
  assert.equal(expected.size, files.length);
  const wrong = shown.filter(({ name, label }) => !WORDS[expected.get(name)]?.includes(label));
  assert.deepEqual(
    wrong.map(({ name, label, sentence }) => ({ name, label, sentence, is: expected.get(name) })),
    [],
  );
  for (const { name, label, glyph, sentence, text } of shown) {
    assert.ok(glyph && sentence, `${name}: word, drawing and sentence`);
    if (label !== 'Absent du registre') continue;
    assert.match(text, /Ce que couvre le registre/, name);
    assert.match(
      text,
      /Que le document est faux\u202f: il peut être vrai .* Ni qu’il est vrai\./,
      name,
    );
  }
  const swapped = shown.find(({ name }) => name === '14-attachment-swapped.eml');
  assert.match(swapped.text, /note-honoraires\.pdf/);
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: 'Rapport à imprimer' }).click();
  await page.locator('.report[data-complete=true]').waitFor();
  for (const summary of await page.locator('summary').all()) await summary.click();
  assert.deepEqual(await axe(page), []);
  await page.goBack();
  assertNothingLeft(record, paths);
  await assertNoFileKept(page, paths);
  await record.context.close();
});

test('a dropped folder is read to its end, in English', async () => {
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/en`);
  await page.getByRole('button', { name: 'Choose files…' }).waitFor();
  await drop(page, [suspects]);
  const shown = await answers(page, `${files.length} files checked`);
  assert.deepEqual(
    shown.map(({ name }) => name),
    files.map((name) => `suspects/${name}`),
  );
  assert.equal(shown[0].label, 'Identical');
  assert.deepEqual(await axe(page), []);
  assertNothingLeft(record, paths);
  await record.context.close();
});

test('a picked folder keeps its paths', async () => {
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/fr`);
  await choose(page, 'Choisir un dossier…', suspects);
  const shown = await answers(page, `${files.length} fichiers vérifiés`);
  assert.deepEqual(
    shown.map(({ name }) => name).sort(),
    files.map((name) => `suspects/${name}`),
  );
  assertNothingLeft(record, paths);
  await record.context.close();
});

test('the keyboard alone chooses, reads the evidence and starts again', async () => {
  const { page, record } = await openPage(browser);
  // The browser is told to hand over choosers when somebody first listens, and a key can be
  // faster than that; a listener from the start leaves no race.
  page.on('filechooser', () => {});
  await page.goto(`${server}/fr`);
  await page.getByRole('button', { name: 'Choisir des fichiers…' }).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  /** What has the focus is on the screen, and nothing lies over it (WCAG 2.4.11). */
  const isSeen = () =>
    page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const { x, y, width, height } = document.activeElement.getBoundingClientRect();
      const over = document.elementFromPoint(x + width / 2, y + Math.min(height / 2, 20));
      return document.activeElement.contains(over) || over?.contains(document.activeElement);
    });
  const tabTo = async (pattern) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      if (!pattern.test(await focused())) continue;
      assert.ok(await isSeen(), `${pattern} is covered`);
      return;
    }
    assert.fail(`Tab never reached ${pattern}`);
  };
  await tabTo(/^Choisir des fichiers/);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth);
  assert.equal(outline, '3px');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.keyboard.press('Enter'),
  ]);
  await chooser.setFiles(paths.slice(0, 2));
  await page.getByRole('heading', { level: 1, name: '2 fichiers vérifiés' }).waitFor();
  assert.equal(await focused(), '2 fichiers vérifiés', 'focus is on the new heading');
  assert.equal(await page.getByRole('status').textContent(), '2 fichiers vérifiés');
  await tabTo(/^Identiques/);
  await page.keyboard.press('Enter');
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    tabTo(/^Exporter en CSV/).then(() => page.keyboard.press('Enter')),
  ]);
  assert.match(saved.suggestedFilename(), /\.csv$/);
  await page.getByRole('button', { name: /^Identiques/ }).focus();
  await tabTo(/^01-untouched/);
  await page.keyboard.press('Enter');
  await page.locator('article#f0').waitFor();
  assert.equal(await page.evaluate(() => location.hash), '#f0');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'f0');
  await tabTo(/^Empreintes du fichier/);
  await page.keyboard.press('Enter');
  const digest = createHash('sha256').update(readFileSync(paths[0])).digest('hex');
  await page.getByText(digest).first().waitFor({ state: 'visible' });
  await page.getByRole('button', { name: 'Retour au tri' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.textContent === '01-untouched.eml');
  await page.getByRole('button', { name: 'Vérifier autre chose' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'top');
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('without JavaScript pasted digests get the same cards', async () => {
  const { page, record } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${server}/fr`);
  assert.equal(
    await page.getByRole('button', { name: 'Choisir des fichiers…' }).isVisible(),
    false,
  );
  const known = createHash('sha256').update(readFileSync(paths[0])).digest('hex');
  await page.getByLabel('Coller des empreintes').fill(`${known}  ${files[0]}\n${'0'.repeat(64)}`);
  await page.getByRole('button', { name: 'Vérifier ces empreintes' }).click();
  await page.getByRole('heading', { level: 1, name: '2 empreintes vérifiées' }).waitFor();
  const cards = page.locator('article');
  assert.equal(await cards.count(), 2);
  assert.match(await cards.nth(0).textContent(), /^Identique/);
  assert.match(await cards.nth(1).textContent(), /^Absent du registre/);
  assert.match(await cards.nth(1).textContent(), /Ce que couvre le registre/);
  assert.deepEqual(
    record.requests.map(({ url }) => new URL(url).origin).filter((origin) => origin !== server),
    [],
  );
  await record.context.close();
});

test('320 px reflow, dark and forced colours: no sideways scroll, targets of 24 px, axe', async () => {
  for (const options of [
    { viewport: { width: 320, height: 640 } },
    { viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
    { viewport: { width: 768, height: 900 }, forcedColors: 'active' },
  ]) {
    const { page, record } = await openPage(browser, options);
    await page.goto(`${server}/fr`);
    for (const state of ['empty', 'results']) {
      if (state === 'results') {
        await choose(page, 'Choisir des fichiers…', paths.slice(11, 15));
        await answers(page, '4 fichiers vérifiés');
      }
      const measured = await page.evaluate(() => ({
        sideways: document.documentElement.scrollWidth - innerWidth,
        small: [...document.querySelectorAll('main :is(a, button, summary, textarea, input)')]
          .map((target) => [target.textContent, target.getBoundingClientRect()])
          .filter(([, box]) => box.height > 0 && (box.height < 24 || box.width < 24))
          .map(([text]) => text),
      }));
      assert.ok(measured.sideways <= 0, `${state}: ${measured.sideways} px sideways`);
      assert.deepEqual(measured.small, []);
      assert.deepEqual(await axe(page), []);
    }
    assert.deepEqual(record.errors, []);
    await record.context.close();
  }
});
