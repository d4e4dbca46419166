/**
 * How soon the command line says something: `--help` beside an empty Node
 * program, in turns, in one run. Needs the build.
 *
 *   node bench/start.mjs [ROUNDS]
 */
import { spawnSync } from 'node:child_process';

const rounds = Number(process.argv[2] ?? 10);
const program = 'dist/cli/empreinte.js';
const cases = {
  'an empty program': ['--eval', '0'],
  'empreinte --help': [program, '--help'],
  'empreinte check --help': [program, 'check', '--help'],
};
const best = new Map();

for (let round = 0; round < rounds; round++) {
  for (const [name, args] of Object.entries(cases)) {
    const before = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${name} ended with ${status}; is it built?`);
    best.set(
      name,
      Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, performance.now() - before),
    );
  }
}
const [empty] = best.values();
for (const [name, ms] of best) {
  console.log(
    `${name}: ${ms.toFixed(0)} ms at best of ${rounds}, ${(ms / empty).toFixed(2)} of Node alone`,
  );
}
