/** Compiles the kernels of the fuzzy hashes, AssemblyScript, to dist/kernel/fuzzy.wasm. */
import { globSync, statSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const SOURCES = 'src/fingerprint/wasm';
export const KERNEL = resolve(root, 'dist/kernel/fuzzy.wasm');

const OPTIONS = [
  // Nothing is allocated, so there is nothing to collect.
  ...['--runtime', 'stub'],
  // A trap without a reason needs no import; bounds are the machine's.
  ...['--use', 'abort=', '--noAssert'],
  ...['--enable', 'simd', '-O3'],
];

/** Newer than its sources, this script and the lock file, which names the compiler. */
function isFresh() {
  const made = statSync(KERNEL, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const needs = globSync([`${SOURCES}/*.ts`, 'scripts/build-kernel.mjs', 'package-lock.json'], {
    cwd: root,
  });
  return needs.every((file) => statSync(resolve(root, file)).mtimeMs <= made);
}

/** @throws Error with the compiler's messages */
export async function buildKernel() {
  if (isFresh()) return;
  const { main } = await import('assemblyscript/asc');
  let wasm;
  const { error, stderr } = await main(
    [`${SOURCES}/index.ts`, '--baseDir', root, '--outFile', 'kernel.wasm', ...OPTIONS],
    {
      writeFile: (_name, contents) => {
        wasm = contents;
      },
    },
  );
  if (error) throw new Error(`the kernels do not compile: ${error.message}\n${stderr}`);
  await mkdir(dirname(KERNEL), { recursive: true });
  // Whoever reads meanwhile finds a whole file: tests and servers may run during a build.
  const half = `${KERNEL}.${process.pid}`;
  await writeFile(half, wasm);
  await rename(half, KERNEL);
}

if (import.meta.main ?? process.argv[1]?.endsWith('build-kernel.mjs')) await buildKernel();
