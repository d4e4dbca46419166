/**
 * Speed of the WebAssembly kernels in Node, workerd and Chromium beside libfuzzy and libtlsh, in
 * one run.
 *
 *   npm run bench:kernels
 *
 * Each round measures everyone once, one after another, so that a busy machine slows all of
 * them; figures are medians of CPU time over the rounds, and ratios are of these. Needs Linux,
 * Chromium, gcc with libfuzzy-dev, g++ with libtlsh-dev; a peer that does not compile is left
 * out, and said so.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildKernel, KERNEL } from '../scripts/build-kernel.mjs';
import { histogram } from '../src/fingerprint/tlsh-histogram.ts';
import { PEARSON } from '../src/fingerprint/tlsh-tables.ts';
import { input } from '../test/vectors/inputs.ts';
import { compile, runNative } from './kernels/native.mjs';
import { inChromium, inNode, inWorkerd } from './kernels/runtimes.mjs';
import { SETS } from './kernels/work.mjs';
import { median, tell } from './table.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
/** Bytes that one measurement digests: long enough for a request not to count. */
const BYTES = {
  'ssdeep digest': { wasm: 2 ** 27, plain: 2 ** 23, native: 2 ** 24 },
  'TLSH digest': { wasm: 2 ** 25, plain: 2 ** 23, native: 2 ** 23 },
};
/** Times that one measurement compares all pairs of a set. */
const AGAINST = { wasm: 160, plain: 1, native: 8 };
const READING = { wasm: 40, plain: 40, native: 0 };
const PAIRS = { wasm: 8, plain: 1, native: 8 };

const INPUTS = [
  ['random', 10_000],
  ['random', 100_000],
  ['random', 2 ** 20],
  ['random', 2 ** 24],
  ['text', 10_000],
  ['text', 100_000],
  ['text', 2 ** 20],
  ['text', 2 ** 24],
];
const sizeName = (size) => (size < 2 ** 20 ? `${size / 1000} kB` : `${size / 2 ** 20} MiB`);

const folder = mkdtempSync(join(tmpdir(), 'empreinte-kernels-'));
await buildKernel();
const module = new WebAssembly.Module(readFileSync(KERNEL));
const fuzzy = compile(folder, 'gcc', 'fuzzy.c', ['-O2'], '-lfuzzy');
const tlsh = compile(folder, 'g++', 'tlsh.cc', ['-O2'], '-ltlsh');
const triplets = compile(folder, 'gcc', 'triplets.c', ['-O3']);
const tableFile = join(folder, 'pearson');
writeFileSync(tableFile, PEARSON);
const workerd = await inWorkerd(folder);
const chromium = await inChromium();

/** Ours, by column; all but the last run the module. */
const RUNTIMES = {
  node: inNode(module),
  workerd: workerd.run,
  chromium: chromium.run,
  plain: inNode(null),
};

/**
 * Medians of CPU seconds of every contender.
 *
 * @param question.repeats times that each kind of contender does the work in one measurement
 * @param question.native gives seconds and result of one native measurement
 * @param question.same whether a native result is ours
 */
async function measure({ task, on, repeats, native, same }) {
  const contenders = Object.entries(RUNTIMES).map(([name, run]) => {
    const times = name === 'plain' ? repeats.plain : repeats.wasm;
    return [name, () => run({ task, on, repeats: times })];
  });
  if (native) contenders.unshift(['native', () => native(repeats.native)]);
  const seconds = new Map(contenders.map(([name]) => [name, []]));
  // The first round warms caches and compilers up.
  for (let round = 0; round <= ROUNDS; round++) {
    const results = {};
    for (const [name, run] of contenders) {
      const measured = await run();
      results[name] = measured.result;
      if (round > 0) seconds.get(name).push(measured.seconds);
    }
    const { native: theirs, ...ours } = results;
    if (new Set(Object.values(ours)).size > 1) throw new Error(`${task}: ${JSON.stringify(ours)}`);
    if (theirs !== undefined && !same(ours.node, theirs)) {
      throw new Error(`${task} on ${on}: ours ${ours.node}, theirs ${theirs}`);
    }
  }
  return Object.fromEntries([...seconds].map(([name, values]) => [name, median(values)]));
}

/** Milliseconds with three digits. */
const ms = (seconds) => (seconds * 1000).toPrecision(3).padStart(8);
const times = (value) => (value === undefined ? '-' : value.toFixed(2)).padStart(6);

const missed = [];
/** Question and peer of the table that is being printed. */
let asked = ['', ''];

function row(name, found, scale, goal) {
  const ratio = (ours) => (found.native === undefined ? undefined : found.native / ours);
  const ours = ['node', 'workerd', 'chromium'].map((runtime) => ratio(found[runtime]));
  const met = goal === null || found.native === undefined ? null : Math.min(...ours) >= goal;
  if (met === false) missed.push(name);
  const cells = ['node', 'workerd', 'chromium', 'plain'].map(
    (runtime) => `${ms(found[runtime] * scale)} ${times(ratio(found[runtime]))}`,
  );
  const theirs = found.native === undefined ? '-'.padStart(8) : ms(found.native * scale);
  const verdict = met === null ? '' : `${goal}: ${met ? 'met' : 'missed'}`;
  console.log(`${name.padEnd(24)} ${theirs} ${cells.join(' ')}  ${verdict}`);
  const [question, peer] = asked;
  const slowest = Math.max(...['node', 'workerd', 'chromium'].map((runtime) => found[runtime]));
  tell({
    question: `${question}: ${name}`,
    ours: `${ms(slowest * scale).trim()} (slowest of Node, workerd, Chromium)`,
    ...(found.native !== undefined && {
      peer: `${theirs.trim()} (${peer})`,
      ratio: found.native / slowest,
      ...(goal !== null && { goal: `≥ ${goal} ×`, met }),
    }),
  });
}

function heading(question, peer) {
  asked = [question, peer];
  console.log(`\n${question}; peer: ${peer}`);
  console.log(
    `${''.padEnd(24)}     peer     Node  ratio  workerd  ratio Chromium  ratio plain TS  ratio  goal`,
  );
}

async function digestRows(task, native, same, goalOf, inputs = INPUTS) {
  for (const [kind, size] of inputs) {
    const on = `${kind}/77/${size}`;
    const path = join(folder, 'input');
    writeFileSync(path, input(on));
    const repeats = Object.fromEntries(
      Object.entries(BYTES[task]).map(([name, bytes]) => [
        name,
        Math.max(1, Math.floor(bytes / size)),
      ]),
    );
    const found = await measure({ task, on, repeats, native: native?.(path), same });
    row(`${kind} ${sizeName(size)}`, found, 1, goalOf(size));
  }
}

/** Milliseconds of a million pairs. */
async function pairRow(label, task, on, repeats, native, goal) {
  const found = await measure({
    task,
    on,
    repeats,
    native,
    same: (ours, theirs) => ours === theirs,
  });
  row(label, found, 1e6 / SETS[on].length ** 2, goal);
}

/** Milliseconds of reading a million digests, which the peers do anew for each pair or not at all. */
async function readingRow(task, on) {
  const found = await measure({ task, on, repeats: READING });
  row('a million read before', found, 1e6 / SETS[on].length, null);
}

const lines = (digests) => `${digests.join('\n')}\n`;
const fuzzyPairs = (on) =>
  fuzzy && ((repeats) => runNative(fuzzy, ['pairs'], repeats, lines(SETS[on])));
/** libtlsh 3.4.4 does not know the version in front. */
const oldTlsh = (on) => lines(SETS[on].map((digest) => digest.slice(2)));
const tlshPairs = (mode, on) =>
  tlsh && ((repeats) => runNative(tlsh, [mode], repeats, oldTlsh(on)));

console.log(
  `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, CPU milliseconds, medians of ${ROUNDS} interleaved rounds.`,
);
console.log('Ratios are how many times as fast as the peer; goals hold for all three runtimes.');
try {
  heading('ssdeep digest, ms an input', 'libfuzzy, fuzzy_hash_buf');
  await digestRows(
    'ssdeep digest',
    fuzzy && ((path) => (repeats) => runNative(fuzzy, ['time', path], repeats)),
    (ours, theirs) => ours === theirs,
    (size) => (size >= 100_000 ? 6 : 2.5),
  );
  heading('ssdeep score, ms a million pairs', 'libfuzzy, fuzzy_compare');
  for (const on of ['ssdeep versions', 'ssdeep mixed']) {
    const name = on.replace('ssdeep ', '');
    await pairRow(`${name}, one to many`, 'ssdeep against', on, AGAINST, fuzzyPairs(on), 10);
    await pairRow(`${name}, two texts`, 'ssdeep pairs', on, PAIRS, fuzzyPairs(on), null);
  }
  await readingRow('ssdeep reading', 'ssdeep mixed');
  heading('TLSH digest, ms an input', 'libtlsh 3.4.4 of Debian');
  await digestRows(
    'TLSH digest',
    tlsh && ((path) => (repeats) => runNative(tlsh, [path], repeats)),
    (ours, theirs) => ours === `T1${theirs}`,
    () => 1.2,
    INPUTS.filter(([, size]) => size < 2 ** 24),
  );
  heading('TLSH digest, ms an input', 'the counting loop of 4.12 in C (bench/native/triplets.c)');
  await digestRows(
    'TLSH digest',
    triplets && ((path) => (repeats) => runNative(triplets, [tableFile, path], repeats)),
    // It prints no digest; what it counts is held to the twin's below.
    () => true,
    () => null,
    INPUTS.filter(([, size]) => size === 100_000),
  );
  checkTriplets();
  heading('TLSH distance, ms a million pairs', 'libtlsh 3.4.4, totalDiff');
  const on = 'TLSH mixed';
  await pairRow(
    'one to many, parsed',
    'TLSH against',
    on,
    AGAINST,
    tlshPairs('--distances', on),
    1.5,
  );
  await pairRow('two texts, both parsed', 'TLSH pairs', on, PAIRS, tlshPairs('--texts', on), null);
  await readingRow('TLSH reading', on);
} finally {
  await workerd.close();
  await chromium.close();
  rmSync(folder, { recursive: true });
}
console.log(missed.length === 0 ? '\nAll goals met.' : `\nGoals missed: ${missed.join('; ')}.`);

function checkTriplets() {
  if (!triplets) return;
  const bytes = input('text/77/100000');
  const path = join(folder, 'input');
  writeFileSync(path, bytes);
  const { buckets, checksum } = histogram(bytes);
  const squares = buckets.reduce((total, n) => total + BigInt(n) ** 2n, 0n);
  const { result } = runNative(triplets, [tableFile, path], 1);
  if (result !== `${checksum}:${squares}`)
    throw new Error(`triplets.c counts otherwise: ${result}`);
}
