/** Builds dist/kernel, the CLI into dist/cli, the library into dist/client, the page into dist/public. */
import { globSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import * as esbuild from 'esbuild';
import { buildClient } from './build-client.mjs';
import { buildKernel } from './build-kernel.mjs';
import { buildWeb } from './build-web.mjs';

/** @param outdir tests have a copy of their own, which no build takes away while they run */
export async function buildCli(outdir = 'dist/cli') {
  await rm(outdir, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: ['src/cli/empreinte.ts', 'src/cli/analyse-worker.ts'],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    // `admin doctor` tells whether the database of a registry is that of this version.
    define: {
      EMPREINTE_MIGRATIONS: JSON.stringify(
        globSync('schema/migrations/*.sql')
          .map((path) => basename(path))
          .sort(),
      ),
    },
    banner: {
      // Bundled CommonJS dependencies call require, which ES modules do not have.
      js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
    },
  });
  await chmod(`${outdir}/empreinte.js`, 0o755);
}

export async function build() {
  // The page serves a copy.
  await buildKernel();
  await Promise.all([buildCli(), buildClient(), buildWeb()]);
}

if (import.meta.main ?? process.argv[1]?.endsWith('build.mjs')) await build();
