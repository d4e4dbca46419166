/**
 * All benches in one table: question, ours, peer, ratio, goal.
 *
 *   npm run bench -- [--only sizes,registry] [--all] [--list] [--markdown FILE]
 *
 * Without options the parts that take more than some minutes are left out; `--all` runs these too,
 * `--only` runs those named. Each bench is a process of its own, prints what it prints, and gives
 * its rows by `bench/table.mjs`. One that fails is said so below the table.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { markdown, table } from './table.mjs';

const PARTS = [
  { name: 'sizes', about: 'what a browser and a Worker load', run: ['bench/sizes.mjs'] },
  { name: 'digest', about: 'fuzzy hashes in plain TypeScript', run: ['bench/digest.mjs'] },
  { name: 'log', about: 'verifying a proof offline', run: ['bench/log.mjs', '100000'] },
  {
    name: 'registry',
    about: 'checks at 2,000 documents and 10^5 packed in bulk',
    run: 'bench/registry.mjs --documents 2000 --filled 100000 --digests 100000 --checks 150'.split(
      ' ',
    ),
  },
  { name: 'kernels', about: 'fuzzy hashes in WebAssembly', run: ['bench/kernels.mjs'], slow: true },
  { name: 'dump', about: 'a dump of mails', run: ['bench/dump.mjs'], slow: true },
  {
    name: 'registry-large',
    about: 'checks at 10^4 documents, and at 10^5 and 10^6 packed in bulk',
    run: 'bench/registry.mjs --documents 10000 --filled 100000,1000000 --digests 100000 --curves'.split(
      ' ',
    ),
    slow: true,
  },
];

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    all: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    markdown: { type: 'string' },
  },
});

if (options.list) {
  for (const { name, about, slow } of PARTS) {
    console.log(`${name.padEnd(16)} ${about}${slow ? ' (slow)' : ''}`);
  }
  process.exit();
}

const named = options.only?.split(',');
const unknown = named?.filter((name) => !PARTS.some((part) => part.name === name)) ?? [];
if (unknown.length > 0) throw new Error(`no such bench: ${unknown.join(', ')}`);
const chosen = PARTS.filter(({ name, slow }) =>
  named ? named.includes(name) : options.all || !slow,
);

const folder = mkdtempSync(join(tmpdir(), 'empreinte-rows-'));
const rows = [];
const failed = [];
const before = loadavg()[0];
try {
  for (const { name, run } of chosen) {
    console.log(`\n== ${name}`);
    const file = join(folder, name);
    const { status } = spawnSync(process.execPath, run, {
      stdio: 'inherit',
      env: { ...process.env, EMPREINTE_BENCH_ROWS: file },
    });
    if (status !== 0) failed.push(name);
    if (!existsSync(file)) continue;
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    rows.push(...lines.map((line) => JSON.parse(line)));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()} ${arch()}, Node ${process.version}, load ${before.toFixed(1)} before and ${loadavg()[0].toFixed(1)} after`;
console.log(`\n${machine}\n\n${table(rows).join('\n')}`);
const missed = rows.filter(({ met }) => met === false);
const met = rows.filter((row) => row.met === true).length;
console.log(`\n${met} goals met, ${missed.length} missed`);
for (const name of failed) console.log(`${name} failed`);
const left = PARTS.filter((part) => !chosen.includes(part)).map(({ name }) => name);
if (left.length > 0) console.log(`not run: ${left.join(', ')}`);
if (options.markdown) {
  writeFileSync(options.markdown, `${machine}\n\n${markdown(rows).join('\n')}\n`);
}
if (failed.length > 0) process.exitCode = 1;
