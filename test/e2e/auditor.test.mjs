/** The auditor's page: what it says of the log is what the log says, and its commands work. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cli } from '../../scripts/local.mjs';
import { axe, launch, openPage } from './browser.mjs';
import { get } from './get.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const state = process.env.EMPREINTE_TEST_STATE ?? '';
const scratch = mkdtempSync(join(tmpdir(), 'empreinte-auditor-'));

const COVERAGE = {
  mailboxes: ['presse@horizon.example'],
  folders: ['Contrats'],
  from: '2027-01-01',
  to: '2027-04-30',
  registered: 44,
  not_covered: [{ what: 'Private mail / courrier privé', count: null }],
  since: '2027-04-30T22:00:00Z',
};

let browser;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  const file = join(scratch, 'coverage.json');
  writeFileSync(file, JSON.stringify(COVERAGE));
  const { corpora } = await (await get(`${server}/v1/corpora`)).json();
  if (!corpora.find(({ id }) => id === 'demo').statement) {
    const key = join(state, 'registrar_ed25519');
    const signed = cli([
      'admin',
      'corpus',
      'cover',
      'demo',
      file,
      '--key',
      key,
      '--server',
      server,
    ]);
    assert.equal(signed.status, 0, signed.stderr);
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const WORDS = {
  fr: {
    path: '/fr/journal',
    link: 'Le journal public',
    unwitnessed: /^Sans témoin\. Ce point de contrôle n’est signé que par le registre/,
    missing: 'Non couvert\u202f: Private mail / courrier privé.',
    entry: /Inscription (\d+) du journal/,
    read: 'Lire la déclaration signée',
    table: 'Les mêmes chiffres en tableau',
    other: 'English',
  },
  en: {
    path: '/en/log',
    link: 'The public log',
    unwitnessed: /^Unwitnessed\. This checkpoint is signed by the registry alone/,
    missing: 'Not covered: Private mail / courrier privé.',
    entry: /Entry (\d+) of the log/,
    read: 'Read the signed statement',
    table: 'The same figures as a table',
    other: 'Français',
  },
};
const LOOKS = [
  { width: 320, colorScheme: 'light' },
  { width: 768, colorScheme: 'dark' },
  { width: 1440, colorScheme: 'light', forcedColors: 'active' },
];

for (const [language, words] of Object.entries(WORDS)) {
  test(`${language}: shows checkpoint, witnesses, coverage, growth and keys as they are`, async () => {
    const { page, record } = await openPage(browser);
    await page.goto(`${server}/${language}`);
    await page.getByRole('link', { name: words.link }).click();
    await page.waitForURL(`${server}${words.path}`);
    const checkpoint = await (await get(`${server}/log/checkpoint`)).text();
    const [origin, size, root] = checkpoint.split('\n');
    assert.equal(await page.locator('.exact pre').first().textContent(), checkpoint);
    const pairs = await page.locator('.pairs').allInnerTexts();
    for (const value of [origin, size, root]) assert.ok(pairs[0].includes(value), pairs[0]);
    const keys = await (await get(`${server}/.well-known/empreinte-keys.json`)).json();
    for (const value of [keys.log.keys[0], keys.receipts[0].kid]) {
      assert.ok(pairs[1].includes(value), pairs[1]);
    }
    assert.match(await page.locator('.state').textContent(), words.unwitnessed);

    await page.getByText(words.missing, { exact: true }).waitFor();
    const corpus = page.locator('.corpus').first();
    const statement = await corpus.getByRole('link', { name: words.read }).getAttribute('href');
    const { log, kind } = await (await get(`${server}${statement}`)).json();
    assert.equal(kind, 'coverage');
    assert.equal(Number(words.entry.exec(await corpus.textContent())[1]), log.index);

    const chart = page.getByRole('img');
    assert.equal(await chart.count(), 1, 'one chart at a time');
    assert.match(await chart.getAttribute('aria-label'), new RegExp(`0 (?:à|to) ${size}\\.$`));
    await page.getByText(words.table).click();
    assert.equal(await page.locator('details[open] td').last().innerText(), size);
    assert.equal(await page.locator('[style]').count(), 0);
    const scripts = record.requests.filter(({ url }) => url.endsWith('.js'));
    assert.ok(!scripts.some(({ url }) => !/app-|chunk/.test(url)), 'no script of its own');
    await page.getByRole('link', { name: words.other }).click();
    await page.waitForURL(`${server}${WORDS[language === 'fr' ? 'en' : 'fr'].path}`);
    assert.deepEqual(record.errors, []);
    await record.context.close();
  });

  test(`${language}: passes axe, and fits, narrow, dark and in forced colours`, async () => {
    for (const { width, ...look } of LOOKS) {
      const { page, record } = await openPage(browser, {
        viewport: { width, height: 800 },
        ...look,
      });
      await page.goto(`${server}${words.path}`);
      for (const details of await page.locator('summary').all()) await details.click();
      assert.deepEqual(await axe(page), [], `${width}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(sideways <= 0, `${width}: ${sideways} px sideways`);
      assert.deepEqual(record.errors, []);
      await record.context.close();
    }
  });
}

test('without scripts it is the same page, and Go runs its program as it stands there', async () => {
  const { page, record } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${server}/en/log`);
  const exact = (name) => page.getByRole('region', { name, exact: true, includeHidden: true });
  await page.getByText('verify.go', { exact: true }).click();
  writeFileSync(join(scratch, 'verify.go'), await exact('verify.go').locator('pre').textContent());
  const commands = await exact('With Go and nothing of ours').locator('pre').textContent();
  const [, run] = commands.trim().split('\n');
  // Debian's package has the sources that the first line would fetch.
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' };
  const shell = (line) => spawnSync('sh', ['-c', line], { cwd: scratch, env, encoding: 'utf8' });
  const verified = shell(run);
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  const checkpoint = await (await get(`${server}/log/checkpoint`)).text();
  const [origin, size, root] = checkpoint.split('\n');
  assert.equal(verified.stdout, `verified: ${origin} ${size} ${root}\n`);
  const other = shell(run.replace(/\+[0-9a-f]{8}\+/, '+00000000+'));
  assert.equal(other.status, 1);
  assert.match(other.stdout, /^REFUSED/);

  const tool = await exact('With our tool, offline').locator('pre').textContent();
  const [first, second] = tool.trim().split('\n');
  const keys = cli(first.replace(/ > .*/, '').split(' ').slice(1));
  assert.equal(keys.status, 0, keys.stderr);
  writeFileSync(join(scratch, 'keys.json'), keys.stdout);
  const shown = cli([...second.split(' ').slice(1, -1), join(scratch, 'keys.json')]);
  assert.equal(shown.status, 0, shown.stderr);
  const { receipts } = JSON.parse(readFileSync(join(scratch, 'keys.json'), 'utf8'));
  assert.ok(shown.stdout.includes(receipts[0].kid), shown.stdout);
  await record.context.close();
});
