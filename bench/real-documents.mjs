/**
 * Real documents that nobody here wrote, out of Debian packages: 200 are registered and
 * checked back, 200 others are checked. All of the first must be `match/identical`, none of
 * the second `match`, and nothing may crash.
 *
 * `node bench/real-documents.mjs [FOLDER]`: downloads the packages with apt-get into FOLDER
 * (dist/real if not given), unpacks them there without installing, starts a registry of its
 * own and works through the command line.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { build } from '../scripts/build.mjs';
import { cli, localSecrets, migrate, registerDemo, serve } from '../scripts/local.mjs';
import { unpack } from './tamper/packages.mjs';

const PACKAGES = [
  'calligrawords-data',
  'debian-faq',
  'debian-policy',
  'debian-reference-en',
  'debian-reference-fr',
  'developers-reference',
  'developers-reference-fr',
  'finalcif',
  'golang-github-gatherstars-com-jwz-dev',
  'live-manual-odf',
  'live-manual-pdf',
  'mailman3',
  'pique-doc',
  'r-cran-officer',
  'r-cran-openxlsx',
  'texlive-humanities-doc',
  'texlive-lang-french',
  'writer2latex',
  'xlsx2csv',
];
const FORMATS = ['pdf', 'html', 'odt', 'txt', 'eml', 'docx', 'xlsx', 'pptx', 'ods'];
const EACH = 200;

const folder = resolve(process.argv[2] ?? 'dist/real');

/** Two halves of distinct files of all formats by turns, in an order only the bytes decide. */
function choose() {
  const seen = new Set();
  const byFormat = FORMATS.map((format) =>
    globSync(`${folder}/*/**/*.${format}`)
      .filter((file) => statSync(file).isFile() && statSync(file).size < 3_000_000)
      .map((file) => ({
        file,
        sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
      }))
      .filter(({ sha256 }) => !seen.has(sha256) && seen.add(sha256))
      .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
  );
  const halves = [[], []];
  for (let i = 0; halves[1].length < EACH; i += 2) {
    for (const list of byFormat) {
      if (!list[i + 1] || halves[1].length === EACH) continue;
      halves[0].push(list[i].file);
      halves[1].push(list[i + 1].file);
    }
  }
  return halves;
}

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

function tally(title, results) {
  const counts = new Map();
  for (const { path, verdict, grade, reason } of results) {
    const key = `${extname(path).slice(1).padEnd(5)} ${[verdict, grade, reason].filter(Boolean).join(' ')}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  console.log(`\n${title}`);
  for (const [key, count] of [...counts].sort())
    console.log(`  ${String(count).padStart(4)}  ${key}`);
}

function check(into, origin) {
  const run = cli(['check', into, '--json', '--server', origin]);
  if (run.status > 1) throw new Error(`check ended with ${run.status}: ${run.stderr}`);
  return run.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

unpack([folder], PACKAGES);
await build();
const scratch = mkdtempSync(join(tmpdir(), 'empreinte-real-'));
const halves = choose();
['registered', 'others'].forEach((name, half) => {
  mkdirSync(join(scratch, name));
  for (const [i, file] of halves[half].entries()) {
    copyFileSync(file, join(scratch, name, `${String(i).padStart(3, '0')}${extname(file)}`));
  }
});
const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const secrets = localSecrets(join(scratch, 'vars'), join(scratch, 'local'), origin);
migrate(join(scratch, 'state'));
const server = await serve({
  port,
  persistTo: join(scratch, 'state'),
  vars: join(scratch, 'vars'),
});
let failed = false;
try {
  const { registered } = await registerDemo(origin, secrets, join(scratch, 'registered'));
  console.log(`${registered} of ${EACH} documents registered`);
  const back = check(join(scratch, 'registered'), origin);
  const others = check(join(scratch, 'others'), origin);
  tally('registered, checked back', back);
  tally('others', others);
  const missed = back.filter((one) => one.grade !== 'identical');
  const wrong = others.filter((one) => one.verdict === 'match');
  failed = back.length !== EACH || others.length !== EACH || missed.length > 0 || wrong.length > 0;
  console.log(
    `\n${back.length - missed.length} of ${back.length} match/identical; ${wrong.length} of ${others.length} others called match`,
  );
  for (const one of [...missed, ...wrong]) console.log(JSON.stringify(one));
} finally {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
