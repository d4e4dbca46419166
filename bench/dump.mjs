/**
 * A dump of made-up mails through `empreinte check`, beside what a newsroom would run without it:
 * sha256sum, ssdeep, Python's email and pdftotext over the same files, each on all cores.
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

function peersOf(folder, out) {
  const all = `find ${folder} -type f -print0 | xargs -0 -n 200 -P ${cores}`;
  const pdfs = `find ${folder} ${out} -name '*.pdf' -print0 | xargs -0 -n 1 -P ${cores} sh -c 'pdftotext "$0" - >/dev/null 2>&1 || true'`;
  return [
    ['sha256sum', `${all} sha256sum`],
    ['ssdeep', `${all} ssdeep -b`],
    ['python3', `rm -rf ${out}; mkdir ${out}; python3 bench/dump/mails.py ${folder} ${out}`],
    ['pdftotext', pdfs],
  ].filter(([program]) => has(program));
}

function startStub() {
  const stub = fork(resolve('bench/dump/stub.mjs'), { stdio: 'ignore' });
  return new Promise((done) => stub.once('message', (port) => done({ stub, port })));
}

function row(name, counts, runs) {
  const ours = median(runs.map((run) => run.ours.wall));
  const peer = median(runs.map((run) => run.peers.reduce((sum, [, { wall }]) => sum + wall, 0)));
  const cpu = median(runs.map((run) => run.ours.cpu));
  const peerCpu = median(runs.map((run) => run.peers.reduce((sum, [, one]) => sum + one.cpu, 0)));
  const megabytes = counts.bytes / 1e6;
  console.log(`
${name}: ${counts.files} files, ${counts.mails} of them mails, ${megabytes.toFixed(0)} MB
                     wall s   CPU s  files/s   MB/s
empreinte check    ${pad(ours)} ${pad(cpu)} ${pad(counts.files / ours, 8)} ${pad(megabytes / ours, 6)}
sum of the peers   ${pad(peer)} ${pad(peerCpu)} ${pad(counts.files / peer, 8)} ${pad(megabytes / peer, 6)}`);
  for (const [program] of runs[0].peers) {
    const of = (field) =>
      median(runs.map((run) => run.peers.find(([other]) => other === program)[1][field]));
    console.log(`  ${program.padEnd(17)}${pad(of('wall'))} ${pad(of('cpu'))}`);
  }
  const ratio = peer / ours;
  console.log(
    `ratio of wall times ${ratio.toFixed(2)}, of CPU times ${(peerCpu / cpu).toFixed(2)}`,
  );
  tell({
    question: `dump, ${name}: ${counts.files} files, ${megabytes.toFixed(0)} MB`,
    ours: `${ours.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU`,
    peer: `${peer.toFixed(1)} s, ${peerCpu.toFixed(1)} s of CPU (${runs[0].peers.map(([program]) => program).join(' + ')})`,
    ratio,
    ...(name === 'mail' && { goal: `≥ ${GOAL} ×`, met: ratio >= GOAL }),
  });
  return { question: name, ratio };
}
const pad = (value, width = 8) => value.toFixed(1).padStart(width);

await buildKernel();
await buildCli();
const { stub, port } = await startStub();
const rows = [];
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
      const peers = peersOf(folder, out).map(([program, line]) => [program, measured(line)]);
      runs.push({ ours, peers });
    }
    rows.push(row(name, counts, runs));
    rmSync(out, { recursive: true, force: true });
    if (!values.keep) rmSync(folder, { recursive: true });
  }
  console.log(`load after ${loadavg()[0].toFixed(1)}`);
  for (const { question, ratio } of rows) {
    const met = question !== 'mail' ? 'none' : ratio >= GOAL ? `${GOAL}: met` : `${GOAL}: missed`;
    console.log(`${question.padEnd(10)} ${ratio.toFixed(2)} x, goal ${met}`);
  }
} finally {
  stub.disconnect();
  if (!values.keep) rmSync(work, { recursive: true, force: true });
}
