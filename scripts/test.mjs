/**
 * `npm test`: types, lint, drift, unit tests (node and workerd), tampered files, the core suite
 * in a browser, end to end against a real server, hostile files against the same, and runs that
 * are killed. The last line counts it all.
 */
import { spawn } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from './build.mjs';
import { localSecrets, migrate, registerDemo, serve } from './local.mjs';
import { typecheck } from './typecheck.mjs';

const tally = { passed: 0, failed: 0 };
const failures = [];
/** Characters of what a kind of tests said. */
const TOLD_AGAIN = 20_000;

/** @param why what the failing tests said: it is told again at the end, where it is looked for */
function count(name, { passed, failed }, why = '') {
  tally.passed += passed;
  tally.failed += failed;
  if (failed > 0) failures.push(`${why.slice(-TOLD_AGAIN)}\n${name}: ${failed} failed`.trimStart());
  console.log(`== ${name}: ${passed} passed, ${failed} failed`);
}

/**
 * Runs a program and prints what it said when it has ended: others run beside it.
 *
 * @returns its exit code, null where a signal ended it, and what it wrote
 */
function run(name, file, args, env = {}) {
  console.log(`== ${name} begins`);
  return new Promise((done, fail) => {
    const child = spawn(file, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => chunks.push(chunk));
    }
    child.once('error', fail);
    child.once('close', (status) => {
      const output = Buffer.concat(chunks);
      console.log(`== ${name}`);
      process.stdout.write(output);
      done({ status, output: output.toString('utf8') });
    });
  });
}

/** One command that must end with 0 counts as one check. */
async function command(name, file, args) {
  const { status, output } = await run(name, file, args);
  if (status === 0) count(name, { passed: 1, failed: 0 });
  else count(name, { passed: 0, failed: 1 }, output);
}

async function unit(scratch) {
  const report = join(scratch, 'vitest.json');
  const { status, output } = await run('unit tests', 'vitest', [
    ...['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  if (!existsSync(report)) return count('unit tests', { passed: 0, failed: 1 }, output);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  // A file that fails to load runs no test, and a skipped test proves nothing: both fail.
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((t) => t.status !== 'failed'),
  ).length;
  const failed = result.numFailedTests + broken + result.numPendingTests;
  // Vitest also ends non-zero for errors outside any test.
  const loose = status !== 0 && failed === 0 ? 1 : 0;
  const why = result.testResults.flatMap((file) => [
    ...(file.status === 'failed' && file.message ? [`${file.name}\n${file.message}`] : []),
    ...file.assertionResults
      .filter((t) => t.status === 'failed')
      .map((t) => `${file.name}\n${t.fullName}\n${t.failureMessages.join('\n')}`),
  ]);
  count(
    'unit tests',
    { passed: result.numPassedTests, failed: failed + loose },
    why.join('\n') || output,
  );
}

async function nodeTests(name, files, env) {
  const args = ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files];
  const { status, output } = await run(name, process.execPath, args, env);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the reporter colours its totals
  const plain = output.replace(/\u001b\[[0-9;]*m/g, '');
  const total = (word) => Number(plain.match(new RegExp(`^ℹ ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  const failed = total('fail') + total('cancelled') + total('skipped') + total('todo');
  const loose = (status !== 0 || total('pass') === 0) && failed === 0 ? 1 : 0;
  const from = Math.max(0, plain.lastIndexOf('✖ failing tests:'));
  count(name, { passed: total('pass'), failed: failed + loose }, plain.slice(from));
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** One kind of tests against a registry of their own with the demo corpus. */
async function againstServer(name, folder, scratch) {
  try {
    const own = join(scratch, folder);
    mkdirSync(own);
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const state = join(own, 'local');
    const vars = join(own, 'dev.vars');
    const secrets = localSecrets(vars, state, origin);
    const persistTo = join(own, 'state');
    migrate(persistTo);
    const server = await serve({ port, persistTo, vars });
    try {
      const { registered } = await registerDemo(origin, secrets);
      console.log(`${name}: registered ${registered} documents of the demo corpus`);
      await nodeTests(name, globSync(`test/${folder}/*.test.mjs`).sort(), {
        EMPREINTE_TEST_SERVER: origin,
        EMPREINTE_DEMO: resolve('demo'),
        EMPREINTE_TEST_STATE: state,
      });
    } finally {
      await server.stop();
    }
  } catch (error) {
    console.error(error);
    count(name, { passed: 0, failed: 1 });
  }
}

async function checksAndUnits(scratch) {
  count('types', await typecheck());
  await command('lint', 'biome', ['check', '.']);
  await command('openapi drift', process.execPath, ['scripts/openapi.mjs', '--check']);
  await command('worker size', process.execPath, ['scripts/worker-size.mjs']);
  await unit(scratch);
}

async function filesAndKills(scratch) {
  await nodeTests('tampered files', globSync('test/tamper/*.test.mjs').sort(), {});
  await nodeTests('core suite in Chromium', globSync('test/runtime/*.test.mjs').sort(), {});
  await nodeTests('killed runs', globSync('test/kill/*.test.mjs').sort(), {});
  await againstServer('hostile files', 'hostile', scratch);
}

// Databases of tests are written through at every commit, which costs a disk a sixth of all time.
const MEMORY = '/dev/shm';
const MEMORY_BYTES = 8 * 1024 ** 3;
if (existsSync(MEMORY)) {
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize > MEMORY_BYTES) process.env.TMPDIR = MEMORY;
}

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-test-'));
process.env.TMPDIR = scratch;
try {
  await build();
  // Builds anew, so nothing that runs what is built may run beside it.
  await nodeTests('packed command line', globSync('test/pack/*.test.mjs').sort(), {});
  const migrated = join(scratch, 'migrated');
  migrate(migrated);
  process.env.EMPREINTE_MIGRATED = migrated;
  // Each waits on one thing or another for much of its time: side by side they fill two cores.
  await Promise.all([
    checksAndUnits(scratch),
    againstServer('end to end', 'e2e', scratch),
    filesAndKills(scratch),
  ]);
} catch (error) {
  console.error(error);
  count('test run', { passed: 0, failed: 1 });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const failure of failures) console.log(failure);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed > 0 ? 1 : 0;
