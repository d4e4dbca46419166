/** What a reader takes away: CSV, JSON, and the report as the browser prints it. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { cli } from '../../scripts/local.mjs';
import { extract } from '../../src/extract/index.ts';
import { readPdf } from '../../src/extract/pdf.ts';
import { axe, choose, launch, openPage, withoutLigatures } from './browser.mjs';
import { mail } from './folder.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const suspects = join(resolve(process.env.EMPREINTE_DEMO ?? 'demo'), 'suspects');
const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

let browser;
let scratch;
let paths;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  scratch = mkdtempSync(join(tmpdir(), 'empreinte-take-'));
  const formula = join(scratch, '=HYPERLINK("x").eml');
  writeFileSync(formula, mail(7001));
  const copy = join(scratch, 'copie.eml');
  writeFileSync(copy, mail(7001));
  paths = [
    ...['01-untouched.eml', '12-date-forged.eml', '17-invented-contract.docx', '19-too-short.txt'],
  ].map((name) => join(suspects, name));
  paths.push(formula, copy);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

async function checked() {
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/fr`);
  await choose(page, 'Choisir des fichiers…', paths);
  await page.getByRole('heading', { level: 1, name: '6 fichiers vérifiés' }).waitFor();
  await page.locator('.triaged').waitFor();
  return { page, record };
}

async function download(page, button) {
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
}

test('CSV and JSON hold every file, copies too, and no cell is a formula', async () => {
  const { page, record } = await checked();
  const csv = await download(page, 'Exporter en CSV');
  assert.match(csv.name, /^empreinte-\d{4}-\d\d-\d\d\.csv$/);
  assert.deepEqual([...csv.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'a byte order mark');
  const lines = csv.bytes.toString('utf8').slice(1).split('\r\n').filter(Boolean);
  assert.equal(lines.length, 1 + 6);
  assert.match(lines[0], /^"file";"copy_of";"size";"sha256";"answer"/);
  assert.deepEqual(
    lines.filter((line) => /(?:^|;)"[=+\-@]/.test(line)),
    [],
  );
  const formula = lines.find((line) => line.startsWith('"\'=HYPERLINK(""x"").eml";'));
  assert.ok(formula, lines.join('\n'));
  assert.ok(lines.some((line) => line.startsWith('"copie.eml";"\'=HYPERLINK')));
  const known = lines.find((line) => line.startsWith('"01-untouched.eml"'));
  assert.ok(known.includes(sha256(paths[0])) && known.includes('"Identique";"match";"identical"'));
  const { corpora } = await (await fetch(`${server}/v1/corpora`)).json();
  const { records } = corpora.find(({ id }) => id === 'demo');
  assert.ok(records >= 44);
  assert.ok(lines.at(-1).includes(`demo (${records})`));

  const json = await download(page, 'Exporter en JSON');
  const report = JSON.parse(json.bytes.toString('utf8'));
  assert.equal(report.format, 'empreinte-report/1');
  assert.equal(report.registry, server);
  assert.equal(report.documents.length, 5);
  const untouched = report.documents.find(({ file }) => file === '01-untouched.eml');
  assert.equal(untouched.sha256, sha256(paths[0]));
  assert.equal(untouched.outcome.result.grade, 'identical');
  assert.deepEqual(report.documents.find(({ file }) => file.startsWith('=')).copies, ['copie.eml']);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

/** Puts what the page keeps as one kept it that had no store of fingerprints: whole ones in the slots. */
function keepAsBefore() {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  return (async () => {
    const db = await done(indexedDB.open('empreinte'));
    const read = db.transaction(['run', 'slots', 'prints']);
    const store = (name) => read.objectStore(name);
    const [facts, slots, keys, prints] = await Promise.all([
      done(store('run').get('last')),
      done(store('slots').getAll()),
      done(store('prints').getAllKeys()),
      done(store('prints').getAll()),
    ]);
    db.close();
    await done(indexedDB.deleteDatabase('empreinte'));
    const opening = indexedDB.open('empreinte', 1);
    opening.onupgradeneeded = () => {
      for (const name of ['run', 'slots']) opening.result.createObjectStore(name);
    };
    const old = await done(opening);
    const write = old.transaction(['run', 'slots'], 'readwrite');
    write.objectStore('run').put(facts, 'last');
    for (const [index, slot] of slots.entries()) {
      const fingerprint = JSON.parse(prints[keys.findIndex((key) => key[1] === index)] ?? 'null');
      write.objectStore('slots').put({ ...slot, fingerprint }, [facts.run, index]);
    }
    await new Promise((resolve) => {
      write.oncomplete = resolve;
    });
    old.close();
    return prints.length;
  })();
}

test('after a reload, and of what an older page kept, fingerprints are whole', async () => {
  const { page, record } = await checked();
  const documents = async () =>
    JSON.parse((await download(page, 'Exporter en JSON')).bytes.toString('utf8')).documents;
  const first = await documents();
  assert.equal(first.filter(({ fingerprint }) => fingerprint?.bytes.size > 0).length, 5);
  assert.ok(first.some(({ fingerprint }) => fingerprint.content.sketch.length > 10));
  // Answers are written down twice a second.
  await page.waitForTimeout(1000);
  await page.reload();
  assert.deepEqual(await documents(), first);
  assert.equal(await page.evaluate(keepAsBefore), 5);
  await page.reload();
  assert.deepEqual(await documents(), first);
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('JSON with signed receipts is verified by the command line, as long as it is not changed', async () => {
  const { page, record } = await checked();
  await page.getByLabel('JSON avec les reçus signés').check();
  const json = await download(page, 'Exporter en JSON');
  const report = join(scratch, 'signed.json');
  writeFileSync(report, json.bytes);
  const pins = join(scratch, 'pins.json');
  writeFileSync(pins, cli(['keys', '--server', server]).stdout);
  const verify = (file) => cli(['verify', report, '--file', file, '--keys', pins, '--json']);
  const known = verify(paths[0]);
  assert.equal(known.status, 0, known.stdout + known.stderr);
  const [line] = known.stdout.trim().split('\n').map(JSON.parse);
  assert.equal(line.path, '01-untouched.eml');
  assert.equal(line.conclusion, 'proven');
  const invented = verify(paths[2]);
  assert.equal(invented.status, 1);
  assert.equal(JSON.parse(invented.stdout).verdict, 'absent');
  // A fresh profile, its network cut once the view is there, comes to the same.
  const fresh = await openPage(browser);
  await fresh.page.goto(`${server}/fr/verifier`);
  await fresh.page.locator('.pinned .key').first().waitFor();
  // The readers of files are fetched before; a service worker does that for whoever comes back.
  await choose(fresh.page, 'Choisir le fichier…', [paths[0]]);
  await fresh.page.getByText('Fichier\u202f: 01-untouched.eml').waitFor();
  await fresh.record.context.setOffline(true);
  await choose(fresh.page, 'Choisir un rapport…', [report]);
  await fresh.page.getByText(/a été fait de ces octets mêmes/).waitFor();
  assert.deepEqual(fresh.record.errors, []);
  await fresh.record.context.close();
  writeFileSync(report, json.bytes.toString('utf8').replaceAll('"absent"', '"match"'));
  const codes = JSON.parse(verify(paths[2]).stdout).findings.map(({ code }) => code);
  assert.ok(codes.includes('report_differs'), codes.join());
  assert.deepEqual(record.errors, []);
  await record.context.close();
});

test('the printed report says answers, digests, coverage and time, one page a document', async () => {
  const { page, record } = await checked();
  await page.getByRole('button', { name: 'Rapport à imprimer' }).click();
  await page.locator('.report[data-complete=true]').waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement?.textContent),
    'Rapport de vérification',
  );
  assert.deepEqual(await axe(page), []);
  const bytes = await page.pdf({ preferCSSPageSize: true });
  const document = await extract(new Uint8Array(bytes), {
    name: 'report.pdf',
    pdf: async () => readPdf,
  });
  assert.equal(document.problem, null, document.detail);
  const pages = document.reading.text.pages.map((lines) =>
    withoutLigatures(lines.map(({ text }) => text).join(' ')).replace(/\s+/g, ' '),
  );
  const all = pages.join(' ');
  assert.match(all, /Rapport de vérification/);
  assert.match(all, /Il ne le prouve pas par lui-même/);
  for (const path of paths) assert.ok(all.replaceAll(' ', '').includes(sha256(path)), path);
  assert.match(all, /empreinte\/1/);
  assert.match(all, /Ce que couvre le registre/);
  assert.match(all, /Rien de ce qui est enregistré comme authentique ne correspond/);
  // The first page holds the summary; each document begins one of its own.
  const begins = (sentence) => pages.findIndex((text) => sentence.test(text));
  const first = begins(/identique, octet pour octet/);
  const forged = begins(/ceci diffère : la date d’envoi/);
  assert.ok(first > 0 && forged > 0 && first !== forged, `${first} ${forged}`);
  // Controls of the screen stay off the paper.
  assert.doesNotMatch(all, /Retour au tri|Imprimer ou enregistrer|Exporter en CSV|English/);
  await page.getByRole('button', { name: 'Retour au tri' }).click();
  await page.waitForFunction(() => document.activeElement?.textContent === 'Rapport à imprimer');
  assert.deepEqual(record.errors, []);
  await record.context.close();
});
