/**
 * A dump of made-up mails through `empreinte check`, beside what a newsroom would run without it:
 * sha256sum, ssdeep, Python's email and pdftotext over the same files: in one process each (pdftotext,
 * which takes one file, in one after the other), and spread over all cores by xargs.
 *
 *   npm run bench:dump -- [--files 22500] [--pdfs 600] [--rounds 2] [--keep FOLDER]
 *
 * The registry is a stub that answers `absent` at once, in a process of its own: what it and the
 * network cost is not in the figures. Rounds take ours and the peers in turn, so that a busy
 * machine slows both; medians of wall time, CPU seconds beside them.
 */
import { fork, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildCli } from '../scripts/build.mjs';
import { buildKernel } from '../scripts/build-kernel.mjs';
import { makeDump } from './dump/generate.mjs';
import { median, tell } from './table.mjs';

const GOAL = 2;
const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '22500' },
    pdfs: { type: 'string', default: '600' },
    rounds: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string' },
  },
});
const work = values.keep ?? mkdtempSync(join(tmpdir(), 'empreinte-dump-'));
const cores = cpus().length;

/** Runs a shell line; gives wall and CPU seconds of it and of all it started. */
function measured(line, env = {}) {
  const script = `TIMEFORMAT='%R %U %S'; time { ${line}; }`;
  const { status, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 256 * 1024 * 1024,
  });
  const [wall, user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  if (!(wall >= 0)) throw new Error(`${line}: ${status}\n${stderr}`);
  return { wall, cpu: user + system };
}

const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Shell lines of the peers, which a newsroom would run one after the other. */
function peersOf(folder, out, processes) {
  const some = processes === 1 ? '-s 2000000' : `-n 200 -P ${processes}`;
  const all = `find ${folder} -type f -print0 | xargs -0 ${some}`;
  const each = `xargs -0 -n 1 -P ${processes}`;
  const pdfs = `find ${folder} ${out} -name '*.pdf' -print0 | ${each} sh -c 'pdftotext "$0" - >/dev/null 2>&1 || true'`;
  const mails = `python3 bench/dump/mails.py ${folder} ${out} ${processes}`;
  return [
    ['sha256sum', `${all} sha256sum`],
    ['ssdeep', `${all} ssdeep -b`],
    ['python3', `rm -rf ${out}; mkdir ${out}; ${mails}`],
    ['pdftotext', pdfs],
  ].filter(([program]) => has(program));
}

/** What the peers took together, and each. */
function peersMeasured(folder, out, processes) {
  const each = peersOf(folder, out, processes).map(([name, line]) => ({ name, ...measured(line) }));
  const sum = (field) => each.reduce((total, one) => total + one[field], 0);
  return { each, wall: sum('wall'), cpu: sum('cpu') };
}

function startStub() {
  const stub = fork(resolve('bench/dump/stub.mjs'), { stdio: 'ignore' });
  return new Promise((done) => stub.once('message', (port) => done({ stub, port })));
}

/** How the peers are run, and what the ratio is to be, where it is to be any. */
const MANNERS = [
  { manner: 'one process each', processes: 1, goal: GOAL },
  { manner: `on ${cores} cores by xargs`, processes: cores, goal: null },
];

function row(name, counts, runs) {
  const of = (read) => median(runs.map(read));
  const ours = { wall: of(({ ours }) => ours.wall), cpu: of(({ ours }) => ours.cpu) };
  const megabytes = counts.bytes / 1e6;
  const line = (what, { wall, cpu }) =>
    `${what.padEnd(34)}${pad(wall)} ${pad(cpu)} ${pad(counts.files / wall)} ${pad(megabytes / wall, 6)}`;
  console.log(`
${name}: ${counts.files} files, ${counts.mails} of them mails, ${megabytes.toFixed(0)} MB
                                    wall s    CPU s  files/s   MB/s
${line('empreinte check', ours)}`);
  for (const [i, { manner, goal }] of MANNERS.entries()) {
    const peers = { wall: of((run) => run.peers[i].wall), cpu: of((run) => run.peers[i].cpu) };
    console.log(line(`peers, ${manner}`, peers));
    for (const [nth, one] of runs[0].peers[i].each.entries()) {
      const times = (field) => pad(of((run) => run.peers[i].each[nth][field]));
      console.log(`  ${one.name.padEnd(32)}${times('wall')} ${times('cpu')}`);
    }
    const ratio = peers.wall / ours.wall;
    console.log(
      `  ratio of wall times ${ratio.toFixed(2)}, of CPU ${(peers.cpu / ours.cpu).toFixed(2)}`,
    );
    tell({
      question: `dump, ${name}: ${counts.files} files, ${megabytes.toFixed(0)} MB`,
      ours: `${ours.wall.toFixed(1)} s, ${ours.cpu.toFixed(1)} s of CPU`,
      peer: `${peers.wall.toFixed(1)} s, ${peers.cpu.toFixed(1)} s of CPU (${runs[0].peers[i].each.map((one) => one.name).join(' + ')}, ${manner})`,
      ratio,
      ...(name === 'mail' && goal && { goal: `≥ ${goal} ×`, met: ratio >= goal }),
    });
  }
}
const pad = (value, width = 8) => value.toFixed(1).padStart(width);

await buildKernel();
await buildCli();
const { stub, port } = await startStub();
try {
  console.log(
    `Node ${process.version}, ${cpus()[0].model}, ${cores} cores, load before ${loadavg()[0].toFixed(1)}`,
  );
  const sets = [
    ['mail', { files: Number(values.files), mails: 0.9 }],
    ['pdf only', { files: Number(values.pdfs), mails: 0 }],
  ];
  for (const [name, options] of sets.filter(([, { files }]) => files > 0)) {
    const folder = join(work, name.replace(' ', '-'));
    const out = join(work, 'attachments');
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    mkdirSync(folder, { recursive: true });
    const counts = makeDump(folder, { ...options, seed: values.seed });
    const runs = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      const check = `${process.execPath} dist/cli/empreinte.js check ${folder} --json --journal ${work}/journal`;
      const ours = measured(check, { EMPREINTE_SERVER: `http://127.0.0.1:${port}` });
      const peers = MANNERS.map(({ processes }) => peersMeasured(folder, out, processes));
      runs.push({ ours, peers });
    }
    row(name, counts, runs);
    rmSync(out, { recursive: true, force: true });
    if (!values.keep) rmSync(folder, { recursive: true });
  }
  console.log(`load after ${loadavg()[0].toFixed(1)}`);
} finally {
  stub.disconnect();
  if (!values.keep) rmSync(work, { recursive: true, force: true });
}
