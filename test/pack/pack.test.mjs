/** The packed command line and library in an empty folder, with no network and nothing but Node. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { pack } from '../../scripts/pack.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-pack-'));
const home = join(scratch, 'empty');
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Only Node and the shell's own programs are found. */
const env = { PATH: `${dirname(process.execPath)}:/bin:/usr/bin`, HOME: scratch };
const run = (program, args, cwd = home) =>
  spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 26 });

before(async () => {
  const tarball = await pack(scratch);
  assert.ok(existsSync(tarball), tarball);
  assert.ok(statSync(tarball).size < 4_000_000, `${statSync(tarball).size} bytes`);
  spawnSync('mkdir', [home]);
  const args = [
    'install',
    '--offline',
    '--no-audit',
    '--no-fund',
    '--cache',
    join(scratch, 'cache'),
  ];
  const { status, stderr } = spawnSync('npm', [...args, tarball], {
    cwd: home,
    env: { ...process.env, HOME: scratch },
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

test('brings no dependency and nothing of the registry', () => {
  const listed = readFileSync(join(home, 'node_modules/.package-lock.json'), 'utf8');
  assert.deepEqual(Object.keys(JSON.parse(listed).packages), ['node_modules/empreinte']);
  assert.ok(!existsSync(join(home, 'node_modules/empreinte/dist/public')));
});

test('digests, reads a PDF and shows its help', () => {
  const program = join(home, 'node_modules/.bin/empreinte');
  writeFileSync(join(home, 'a.txt'), 'Empreinte');
  const digest = run(program, ['digest', '--json', 'a.txt']);
  assert.equal(digest.status, 0, digest.stderr);
  const { sha256 } = JSON.parse(digest.stdout);
  assert.equal(sha256, createHash('sha256').update('Empreinte').digest('hex'));
  const pdf = join(process.cwd(), 'demo/genuine/contrats/coach-hire-contract.pdf');
  const print = run(program, ['fingerprint', pdf]);
  assert.equal(print.status, 0, print.stderr);
  assert.ok(JSON.parse(print.stdout).fingerprint.content.words > 100);
  assert.match(run(program, ['--help']).stdout, /^Examples:\n/);
});

const CONSUMER = `
import { ApiError, Empreinte, type Checked, type Suspect } from 'empreinte';

const registry: Empreinte = new Empreinte({ server: 'http://127.0.0.1:9', timeoutMs: 1000 });
export async function ask(suspects: Suspect[]): Promise<string[]> {
  const found: string[] = [];
  for await (const one of registry.checkMany(suspects, { receipts: true })) found.push(said(one));
  return found;
}
function said({ verdict, parts, corpora }: Checked): string {
  switch (verdict) {
    case 'match':
    case 'differs':
    case 'absent':
    case 'undecided':
      return \`\${verdict} \${parts.length} \${corpora?.consulted.length ?? 0}\`;
    default:
      return verdict satisfies never;
  }
}
export const codeOf = (error: unknown): string => (error instanceof ApiError ? error.code : '');
`;

test('the library is imported by name, and asks nobody before it is told to', () => {
  const script = `
    import { ApiError, Empreinte, useKernel } from 'empreinte';
    import { readFileSync } from 'node:fs';
    import { createRequire } from 'node:module';
    const kernel = createRequire(import.meta.url).resolve('empreinte/fuzzy.wasm');
    if (!useKernel(new WebAssembly.Module(readFileSync(kernel)))) throw new Error('no kernel');
    const registry = new Empreinte({ server: 'http://127.0.0.1:9' });
    const { fingerprint } = await registry.analyse(new TextEncoder().encode('Empreinte'));
    const error = await registry.check({ sha256: fingerprint.bytes.sha256 }).catch((e) => e);
    console.log(fingerprint.bytes.sha256, error instanceof ApiError, error.code);`;
  const ran = run(process.execPath, ['--input-type=module', '--eval', script]);
  assert.equal(ran.status, 0, ran.stderr);
  const sha256 = createHash('sha256').update('Empreinte').digest('hex');
  assert.equal(ran.stdout, `${sha256} true unreachable\n`);
});

test('its types are whole: a strict consumer compiles, and a wrong one does not', () => {
  const tsc = join(process.cwd(), 'node_modules/.bin/tsc');
  writeFileSync(join(home, 'consumer.mts'), CONSUMER);
  writeFileSync(join(home, 'wrong.mts'), CONSUMER.replace("case 'absent':", ''));
  const check = (file, ...lib) => {
    const strict = ['--strict', '--noEmit', '--skipLibCheck', 'false', '--module', 'nodenext'];
    return run(tsc, [...strict, '--types', '', '--target', 'es2023', '--lib', lib.join(','), file]);
  };
  for (const runtime of ['dom', 'webworker']) {
    const whole = check('consumer.mts', 'es2023', runtime);
    assert.equal(whole.status, 0, whole.stdout);
  }
  assert.match(check('wrong.mts', 'es2023', 'dom').stdout, /wrong\.mts.*"absent".*never/);
});
