/**
 * Speed of our ssdeep and TLSH in plain TypeScript beside libfuzzy, libtlsh and ssdeep.js, in
 * one run; `kernels.mjs` has WebAssembly.
 *
 *   npm run bench:digest
 *
 * Each round measures every program once, one after another, so that a busy machine slows
 * all of them; figures are medians of CPU time. The native columns need gcc with
 * libfuzzy-dev, and g++ with libtlsh-dev; without them the run goes on and says so.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ssdeepDigest } from '../src/fingerprint/ssdeep.ts';
import { tlshDigest } from '../src/fingerprint/tlsh.ts';
import { input } from '../test/vectors/inputs.ts';
import { compile, runNative } from './kernels/native.mjs';
import { median, tell } from './table.mjs';

const ssdeepJs = createRequire(import.meta.url)('ssdeep.js');

const ROUNDS = 7;
/** Bytes hashed in one measurement: long enough for the clock, short enough for a round. */
const BUDGET = 16 * 1024 * 1024;
/** ssdeep.js is some ten times as slow and gets a tenth of the budget, 2 MiB at most. */
const SLOW_BUDGET = 2 * 1024 * 1024;
const GOAL = 0.9;
const GOAL_FROM = 100_000;

const SIZES = [
  ['10 kB', 10_000],
  ['100 kB', 100_000],
  ['1 MiB', 2 ** 20],
  ['16 MiB', 2 ** 24],
];

const work = mkdtempSync(join(tmpdir(), 'empreinte-bench-'));

function runJs(digest, bytes, repeats) {
  const start = process.cpuUsage();
  let last;
  for (let i = 0; i < repeats; i++) last = digest(bytes);
  const { user, system } = process.cpuUsage(start);
  return { seconds: (user + system) / 1e6 / repeats, result: last };
}

const fuzzy = compile(work, 'gcc', 'fuzzy.c', ['-O2'], '-lfuzzy');
const tlsh = compile(work, 'g++', 'tlsh.cc', ['-O2'], '-ltlsh');

function contenders(path, bytes) {
  const repeats = Math.max(1, Math.floor(BUDGET / bytes.length));
  const slice = bytes.subarray(0, SLOW_BUDGET);
  const slow = Math.max(1, Math.floor(SLOW_BUDGET / bytes.length));
  return {
    ssdeep: { size: bytes.length, run: () => runJs(ssdeepDigest, bytes, repeats) },
    ...(fuzzy && {
      libfuzzy: { size: bytes.length, run: () => runNative(fuzzy, ['time', path], repeats) },
    }),
    'ssdeep.js': { size: slice.length, run: () => runJs((b) => ssdeepJs.digest(b), slice, slow) },
    tlsh: { size: bytes.length, run: () => runJs(tlshDigest, bytes, repeats) },
    ...(tlsh && { libtlsh: { size: bytes.length, run: () => runNative(tlsh, [path], repeats) } }),
  };
}

/** MB/s of every contender, medians over interleaved rounds. */
function measure(bytes) {
  const path = join(work, 'input');
  writeFileSync(path, bytes);
  const entries = Object.entries(contenders(path, bytes));
  const seconds = new Map(entries.map(([name]) => [name, []]));
  const digests = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, { run }] of entries) {
      const result = run();
      seconds.get(name).push(result.seconds);
      digests[name] = result.result;
    }
  }
  if (digests.libfuzzy && digests.libfuzzy !== digests.ssdeep) throw new Error('ssdeep differs');
  if (digests.libtlsh && `T1${digests.libtlsh}` !== digests.tlsh) throw new Error('TLSH differs');
  return Object.fromEntries(
    entries.map(([name, { size }]) => [name, size / median(seconds.get(name)) / 1e6]),
  );
}

const number = (value) => (value === undefined ? '-' : value.toFixed(1)).padStart(7);

function ratio(ours, theirs) {
  return theirs === undefined ? '-'.padStart(6) : (ours / theirs).toFixed(2).padStart(6);
}

function verdict(ours, theirs) {
  if (theirs === undefined) return 'not measured';
  return `goal ${GOAL}: ${ours / theirs >= GOAL ? 'met' : 'missed'}`;
}

console.log(
  `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, medians of ${ROUNDS} interleaved rounds, MB/s of CPU time (1 MB = 10^6 bytes)`,
);
console.log('ssdeep.js hashes at most the first 2 MiB of each input.\n');
console.log('input            ssdeep libfuzzy  ratio  ssdeep.js  ratio');
const rows = [];
try {
  for (const kind of ['random', 'text']) {
    for (const [label, size] of SIZES) {
      const speed = measure(input(`${kind}/77/${size}`));
      rows.push({ name: `${kind} ${label}`, size, speed });
      if (speed.libfuzzy !== undefined) {
        const ratio = speed.ssdeep / speed.libfuzzy;
        tell({
          question: `ssdeep digest in plain TypeScript: ${kind} ${label}`,
          ours: `${speed.ssdeep.toFixed(1)} MB/s`,
          peer: `${speed.libfuzzy.toFixed(1)} MB/s (libfuzzy)`,
          ratio,
          ...(size >= GOAL_FROM && { goal: `≥ ${GOAL} ×`, met: ratio >= GOAL }),
        });
      }
      const goal = size >= GOAL_FROM ? verdict(speed.ssdeep, speed.libfuzzy) : '';
      console.log(
        `${rows.at(-1).name.padEnd(15)} ${number(speed.ssdeep)}  ${number(speed.libfuzzy)} ${ratio(speed.ssdeep, speed.libfuzzy)}    ${number(speed['ssdeep.js'])} ${ratio(speed.ssdeep, speed['ssdeep.js'])}  ${goal}`,
      );
    }
  }
} finally {
  rmSync(work, { recursive: true });
}
console.log(
  '\nlibtlsh is what the system has: Debian ships 3.4.4, which 4.12 outruns by about three.',
);
console.log('input              TLSH  libtlsh  ratio');
for (const { name, speed } of rows) {
  console.log(
    `${name.padEnd(15)} ${number(speed.tlsh)}  ${number(speed.libtlsh)} ${ratio(speed.tlsh, speed.libtlsh)}`,
  );
}
