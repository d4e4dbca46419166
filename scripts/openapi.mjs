/**
 * Writes schema/openapi.json from the routes and the contract; with `--check`, fails when the
 * committed file is another. The app is bundled first because Node does not read the Worker's
 * whole module graph as it stands; no binding is needed, its dependencies are never called.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const TARGET = 'schema/openapi.json';
const folder = mkdtempSync(join(tmpdir(), 'empreinte-openapi-'));
try {
  const outfile = join(folder, 'app.mjs');
  await build({
    entryPoints: ['src/http/app.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  const { createApp } = await import(pathToFileURL(outfile));
  const app = createApp({ files: { enabled: true }, bootstrapTokenSha256: null });
  const answer = await app.request('/openapi.json');
  if (!answer.ok) throw new Error(`/openapi.json: ${answer.status} ${await answer.text()}`);
  const text = `${JSON.stringify(await answer.json(), null, 2)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(TARGET, text);
  else if (readFileSync(TARGET, 'utf8') !== text) {
    console.error(`${TARGET} does not match the routes: run \`npm run openapi\` and commit it.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
