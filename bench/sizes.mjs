/** Sizes of what is loaded: the first view of the page, and the Worker's script as deployed. */
import { spawnSync } from 'node:child_process';
import { buildKernel } from '../scripts/build-kernel.mjs';
import { tell } from './table.mjs';

/** Gzip bytes of the page before parsers. */
const FIRST_VIEW = 40_000;

function run(file) {
  const { stdout, stderr, status } = spawnSync(process.execPath, file, { encoding: 'utf8' });
  process.stdout.write(stdout);
  if (status !== 0) throw new Error(`${file.join(' ')}:\n${stderr}`);
  return stdout;
}

await buildKernel();
const web = run([
  '--input-type=module',
  '-e',
  "(await import('./scripts/build-web.mjs')).buildWeb()",
]);
const [, first] = /first view (\d+) gzip bytes/.exec(web);
tell({
  question: 'page, first view before parsers',
  ours: `${(first / 1000).toFixed(1)} kB gzip`,
  goal: `≤ ${FIRST_VIEW / 1000} kB`,
  met: Number(first) <= FIRST_VIEW,
});

const worker = run(['scripts/worker-size.mjs']);
const [, kib, most] = /([\d.]+) KiB gzip of (\d+)/.exec(worker);
tell({
  question: 'Worker script, as a dry-run deploy tells',
  ours: `${kib} KiB gzip`,
  goal: `≤ ${most} KiB`,
  met: Number(kib) <= Number(most),
});
