/**
 * Bombs and broken files against the whole product: the command line, `/v1/files` and the page
 * in Chromium. EMPREINTE_TEST_SERVER is the address of a registry with the demo corpus.
 *
 * Each file must end within 20 s and 1 GiB with an answer that is right for it (`want` in the
 * corpus), and a genuine file among them must still match. The command line takes all files in
 * one batch and is given 5 s for each, so that those that hang a reader do not hold up the run;
 * `/v1/files` all that it lets in but files cut short; the page takes those of `PAGE`,
 * at least one of each kind and attack, because its one worker reads them one after the other.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { answers, choose, launch, openPage } from '../e2e/browser.mjs';
import { makeCorpus } from './make.mjs';
import { watchPeak } from './process.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
const demo = resolve(process.env.EMPREINTE_DEMO ?? 'demo');
const genuine = join(demo, 'suspects/01-untouched.eml');

/** Wall time one file may take, s: the product's own limit, and a second to end a reader. */
const MAX_SECONDS = 21;
const MAX_MB = 1024;
/** What a reader says that met an error nobody foresaw. */
const UNFORESEEN = ['The file could not be read.', 'its reader failed', 'its reader ended early'];

const folder = mkdtempSync(join(tmpdir(), 'empreinte-hostile-'));
let corpus;
let want;
before(() => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  corpus = makeCorpus(folder);
  want = new Map(corpus.map((one) => [one.name, one.want]));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** `absent` for files that were read, else why not. */
const answerOf = ({ verdict, reason }) => (verdict === 'undecided' ? reason : verdict);

test('the command line answers for every file of one batch, and the genuine ones match', async () => {
  const good = ['0-first.eml', 'mail-good.eml', 'zzz-last.eml'];
  // Other names, the same bytes; one of them stands in the middle of the batch.
  for (const name of good) copyFileSync(genuine, join(folder, name));
  const limits = ['--jobs', '2', '--file-timeout', '5'];
  const args = ['dist/cli/empreinte.js', 'check', folder, '--json', ...limits];
  const child = spawn(process.execPath, [...args, '--server', server], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const peak = watchPeak(child.pid);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [exitCode] = await once(child, 'close');
  const { mb, command } = peak();
  console.log(`command line: at most ${mb} MB in one process`);
  const found = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const byName = new Map(found.map((one) => [one.path.split('/').at(-1), one]));
  assert.equal(found.length, corpus.length + good.length, stderr.slice(-2000));
  for (const name of good) assert.equal(byName.get(name)?.verdict, 'match', name);
  const wrong = corpus.filter(({ name }) => {
    const one = byName.get(name);
    return one === undefined || !want.get(name).includes(answerOf(one));
  });
  assert.deepEqual(
    wrong.map(({ name }) => [name, answerOf(byName.get(name) ?? {}), byName.get(name)?.detail]),
    [],
  );
  const unforeseen = found.filter(({ detail }) =>
    UNFORESEEN.some((words) => detail?.includes(words)),
  );
  assert.deepEqual(
    unforeseen.map((one) => [one.path, one.detail]),
    [],
  );
  assert.equal(exitCode, 1, 'files that do not match make 1');
  assert.ok(mb <= MAX_MB, `${mb} MB: ${command}`);
});

test('/v1/files answers for every file that it lets in, and lives on', async () => {
  const slow = [];
  let pdfs = 0;
  const wrong = [];
  for (const { name, path } of corpus) {
    if (statSync(path).size > 6 << 20) continue;
    // Files cut short go to the command line, which has the same readers.
    if (name.startsWith('cut-')) continue;
    // All PDFs are refused alike, before they are read.
    if (name.endsWith('.pdf') && ++pdfs > 5) continue;
    const bytes = readFileSync(path);
    const from = performance.now();
    const { status, answer } = await send(name, bytes);
    if (performance.now() - from > MAX_SECONDS * 1000) slow.push(name);
    const right =
      status === 200
        ? [...want.get(name), 'over_limit', 'unreadable'].includes(answerOf(answer.results[0]))
        : (status === 413 && answer.code === 'body_too_large') ||
          (status === 415 && answer.code === 'pdf_not_accepted');
    if (!right) wrong.push([name, status, answer.code ?? answerOf(answer.results?.[0] ?? {})]);
  }
  assert.deepEqual({ wrong, slow }, { wrong: [], slow: [] });
  const health = await fetch(`${server}/healthz`);
  assert.equal(health.status, 200);
});

/** One file, asked again for as long as the gate against floods is shut. */
async function send(name, bytes) {
  for (;;) {
    const body = new FormData();
    body.append('file', new Blob([bytes]), name);
    const response = await fetch(`${server}/v1/files`, { method: 'POST', body });
    const text = await response.text();
    if (response.status !== 429) return { status: response.status, answer: JSON.parse(text) };
    await new Promise((resume) => setTimeout(resume, 2000));
  }
}

/** At least one of each kind and attack; those that hang a reader are few, for they take 20 s. */
const PAGE = [
  'zip-flat.zip',
  'zip-lying-small.zip',
  'zip-overlapping.zip',
  'zip-nested.zip',
  'zip-many.zip',
  'gzip-bomb.gz',
  'tar-pax-bomb.tar',
  'docx-600-mb.docx',
  'docx-laughs.docx',
  'docx-300000-tags.docx',
  'docx-attributes.docx',
  'docx-nested-30.docx',
  'xlsx-shared-string.xlsx',
  'ods-rows.ods',
  'pptx-same-slide.pptx',
  'pdf-locked.pdf',
  'pdf-page-circle.pdf',
  'pdf-object-stream-circle.pdf',
  'pdf-xref-widths-0.pdf',
  'pdf-deep-array.pdf',
  'pdf-blank-400-mb.pdf',
  'pdf-contents-many.pdf',
  'pdf-forms-exponential.pdf',
  'pdf-picture-flate.pdf',
  'pdf-noise.pdf',
  'html-nested-div.html',
  'html-css-rules.html',
  'html-huge-attribute.html',
  'rtf-groups.rtf',
  'rtf-bin-long.rtf',
  'mail-parts-100000.eml',
  'mail-multipart-deep.eml',
  'mail-rfc822-deep.eml',
  'mail-header-6-mb.eml',
  'mail-base64-garbage.eml',
  'mail-forward-heads.eml',
  'mbox-100000.mbox',
  'cfb-fat-circle.msg',
  'msg-nested-100.msg',
  'letters-combining-falling.txt',
  'run-spaces.txt',
  'noise-zip.zip',
  'noise-pdf.pdf',
  'empty.txt',
];

test('the page answers for bombs, matches the genuine file behind them, and stays usable', async () => {
  const browser = await launch();
  const peak = watchPeak(process.pid);
  try {
    const { page, record } = await openPage(browser);
    await page.goto(`${server}/en`);
    const paths = [...PAGE.map((name) => join(folder, name)), genuine];
    await choose(page, 'Choose files…', paths);
    await page.getByRole('progressbar', { name: /./ }).waitFor();
    const shown = await answers(page, `${paths.length} files checked`);
    const labels = new Map(shown.map(({ name, label }) => [name, label]));
    assert.equal(labels.get('01-untouched.eml'), 'Identical');
    const wrong = PAGE.filter((name) => {
      const read = want.get(name).includes('absent') && labels.get(name) === 'Not in the registry';
      return labels.get(name) !== 'Undecided' && !read;
    });
    assert.deepEqual(
      wrong.map((name) => [name, labels.get(name)]),
      [],
    );
    // A second run in the same page: the readers that were ended left nothing behind.
    await page.getByRole('button', { name: 'Check something else' }).click();
    await choose(page, 'Choose files…', [genuine]);
    const again = await answers(page, '1 file checked');
    assert.equal(again[0].label, 'Identical');
    assert.deepEqual(
      record.errors.filter((text) => text.startsWith('uncaught')),
      [],
    );
    const { mb, command } = peak();
    console.log(`page: at most ${mb} MB in one process`);
    assert.ok(mb <= MAX_MB, `${mb} MB: ${command.slice(0, 80)}`);
  } finally {
    await browser.close();
    peak();
  }
});
