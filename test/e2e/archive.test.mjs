/** Archives that are too large to be read as a whole: each member is a file of its own. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { watchPeak } from '../hostile/process.mjs';
import { answers, choose, launch, openPage } from './browser.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const suspects = join(process.env.EMPREINTE_DEMO ?? '', 'suspects');
const MAX_MB = 300;

/** What `demo/README.md` says of the suspects, and what is wrong with others; the large ones are absent. */
const EXPECTED = {
  'a.tar': {
    'fuite/02-renamed-facture-secrete.pdf': 'Identical',
    'fuite/13-mail-amount-changed.eml': 'Altered',
    'fuite/lien': 'Undecided',
  },
  'b.tar.gz': {
    'fuite/15-attachment-alone.csv': 'Identical',
    'fuite/14-attachment-swapped.eml': 'Differs slightly',
    'fuite/lien': 'Undecided',
  },
  'c.zip': {
    '../../slip/04-rezipped.docx': 'Same content',
    'fuite/09-amount-changed.docx': 'Resembles',
    'fuite/bombe.txt': 'Undecided',
    'fuite/casse.bin': 'Undecided',
  },
  'd.mbox': {
    '1.eml': 'Identical',
    '3.eml': 'Differs slightly',
    '5.eml': 'Not in the registry',
  },
};
const LARGE = /gros-\d\.bin$|mbox!\/[24678]\.eml$/;

let browser;
let scratch;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  scratch = mkdtempSync(join(tmpdir(), 'empreinte-archive-'));
  execFileSync('python3', [resolve(import.meta.dirname, 'archives.py'), scratch, suspects]);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

for (const [archive, expected] of Object.entries(EXPECTED)) {
  test(`members of ${archive} get answers of their own`, async () => {
    const path = join(scratch, archive);
    assert.ok(statSync(path).size > 100 * 1024 * 1024);
    const { page, record } = await openPage(browser);
    await page.goto(`${server}/en`);
    const peak = watchPeak(process.pid);
    await choose(page, 'Choose files…', [path]);
    const shown = await answers(page, /^\d+ files checked$/);
    const { mb, command } = peak();
    console.log(`page: at most ${mb} MB in one process, ${/--type=[\w-]+/.exec(command)?.[0]}`);
    const large = shown.filter(({ name }) => LARGE.test(name));
    const others = shown.filter((one) => !large.includes(one));
    assert.deepEqual(Object.fromEntries(others.map(({ name, label }) => [name, label])), {
      [archive]: 'Undecided',
      ...Object.fromEntries(
        Object.entries(expected).map(([name, label]) => [`${archive}!/${name}`, label]),
      ),
    });
    assert.equal(large.length, 5);
    assert.deepEqual(record.errors, []);
    assert.ok(mb <= MAX_MB, `${mb} MB: ${command.slice(0, 80)}`);
    await record.context.close();
  });
}

/**
 * Has the page note which files its readers were asked to read, and wait before the large ones: a fast machine
 * would be done with them before anybody can press a button.
 */
async function noteReads(page) {
  const reads = [];
  await page.exposeFunction('noteRead', (name) => reads.push(name));
  await page.addInitScript(() => {
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (message, ...rest) {
      const name = message?.kind === 'read' ? message.file.name : '';
      if (name !== '') globalThis.noteRead(name);
      const send = () => post.call(this, message, ...rest);
      if (name.startsWith('gros-')) setTimeout(send, 1500);
      else send();
    };
  });
  return reads;
}

test('cancelled and reloaded, an archive goes on with the members that were not read', async () => {
  const { page, record } = await openPage(browser);
  const reads = await noteReads(page);
  const rows = page.locator('.triaged tbody th a');
  const answered = (name) => rows.filter({ hasText: name }).waitFor({ timeout: 60_000 });
  const archive = [join(scratch, 'a.tar')];
  await page.goto(`${server}/en`);
  await choose(page, 'Choose files…', archive);
  await answered('gros-0.bin');
  await page.getByRole('button', { name: 'Cancel' }).click();
  const first = await rows.allTextContents();
  let from = reads.length;
  await page.getByRole('button', { name: 'Resume' }).click();
  await answered('gros-1.bin');
  const again = (names) => names.filter((name) => reads.slice(from).includes(name));
  assert.deepEqual(again(first), []);
  await page.getByRole('button', { name: 'Pause' }).click();
  // Answers are written down twice a second.
  await page.waitForTimeout(1000);
  await page.reload();
  await page.getByText(/To go on, drop the same files again/).waitFor();
  const second = await rows.allTextContents();
  assert.deepEqual(
    [...first, 'gros-1.bin'].filter((name) => !second.includes(name)),
    [],
  );
  from = reads.length;
  await choose(page, 'Choose files…', archive);
  const shown = await answers(page, '9 files checked');
  assert.deepEqual(again(second), []);
  assert.deepEqual(
    shown.filter(({ name }) => !LARGE.test(name)).map(({ name, label }) => [name, label]),
    [
      ['a.tar', 'Undecided'],
      ...Object.entries(EXPECTED['a.tar']).map(([name, label]) => [`a.tar!/${name}`, label]),
    ],
  );
  assert.deepEqual(record.errors, []);
  await record.context.close();
});
