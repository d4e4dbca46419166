/**
 * Packs the command line and the library as one npm package, with everything bundled: it needs Node
 * and nothing else, not even a network to be installed.
 *
 *   node scripts/pack.mjs [FOLDER]     prints the path of the tarball
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildCli } from './build.mjs';
import { buildClient } from './build-client.mjs';
import { buildKernel } from './build-kernel.mjs';

export async function pack(into = 'dist') {
  await buildKernel();
  await buildCli();
  await buildClient();
  const folder = 'dist/package';
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'dist'), { recursive: true });
  for (const name of [
    'dist/cli',
    'dist/client',
    'dist/kernel',
    'LICENSE',
    'NOTICE',
    'docs/cli.md',
  ]) {
    cpSync(name, join(folder, name.replace('docs/cli.md', 'README.md')), { recursive: true });
  }
  const { name, version, description, license, type, engines, bin, exports } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  const manifest = { name, version, description, license, type, engines, bin, exports };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', '--json', '--offline', '--pack-destination', resolve(into), resolve(folder)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  const packed = JSON.parse(stdout);
  // A list, or by name, as the version of npm has it.
  const [{ filename }] = Object.values(packed);
  return join(resolve(into), filename.replace('@', '').replace('/', '-'));
}

if (import.meta.main ?? process.argv[1]?.endsWith('pack.mjs')) {
  console.log(await pack(process.argv[2]));
}
