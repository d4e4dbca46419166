/** Builds the library into dist/client: one ES module with its chunks, and its types. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import * as esbuild from 'esbuild';

const OUT = 'dist/client';

/** @throws Error for types that do not compile or name a package */
export async function buildClient() {
  rmSync(OUT, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: { index: 'src/client/index.ts' },
    outdir: OUT,
    bundle: true,
    splitting: true,
    format: 'esm',
    // No Node: what it needs is in every runtime.
    platform: 'browser',
    target: 'es2022',
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  buildTypes();
}

function buildTypes() {
  const scratch = mkdtempSync(join(tmpdir(), 'empreinte-types-'));
  try {
    const emit = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly'];
    const args = ['--project', 'src/client/tsconfig.json', ...emit, '--rootDir', 'src'];
    const done = spawnSync('tsc', [...args, '--outDir', scratch], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`the types do not compile:\n${done.stdout}`);
    copyReached(scratch, join(scratch, 'client/index.d.ts'), new Set());
    const types = `export * from './types/client/index.js';\n`;
    writeFileSync(join(OUT, 'index.d.ts'), types);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Where a declaration names another file. */
const NAMED = /^((?:import|export)\b[^;='"]*?\bfrom\s*|.*?\bimport\()(['"])([^'"]+)\2/gm;

/** Of all that is declared, only what the entry leads to: the rest would name zod. */
function copyReached(root, file, seen) {
  if (seen.has(file)) return;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, , , specifier] of text.matchAll(NAMED)) {
    if (!specifier.startsWith('.')) {
      throw new Error(`${relative(root, file)} names ${specifier} in the library's types`);
    }
    copyReached(root, resolve(dirname(file), specifier.replace(/\.ts$/, '.d.ts')), seen);
  }
  const into = join(OUT, 'types', relative(root, file));
  mkdirSync(dirname(into), { recursive: true });
  writeFileSync(
    into,
    text.replace(NAMED, (all) => all.replace(/\.ts(['"])$/, '.js$1')),
  );
}

if (import.meta.main ?? process.argv[1]?.endsWith('build-client.mjs')) await buildClient();
