/** Bundles the page's script, worker and style into dist/public and prints their sizes. */
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { buildKernel, KERNEL } from './build-kernel.mjs';

const OUT = 'dist/public';
/** Script and style that the first view needs, gzip bytes: what a phone fetches first. */
const INITIAL_BUDGET = 40 * 1024;

/**
 * Headers of the static files. The worker may compile WebAssembly and load its parsers, and
 * may connect to nothing: what it reads can only go back to the page.
 */
const HEADERS = `/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cross-Origin-Resource-Policy: same-origin
  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'

/assets/*
  Cache-Control: no-cache

/assets/analyse.worker.js
  ! Content-Security-Policy
  Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'; frame-ancestors 'none'

/assets/chunks/*
  ! Cache-Control
  Cache-Control: public, max-age=31536000, immutable
`;

/** The registration mark, in a grey that shows on light and dark tab strips. */
const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><g fill="none" stroke="#767c86" stroke-width="1.8"><circle cx="10" cy="10" r="5.4"/><path d="M10 0v20M0 10h20"/></g></svg>
`;

const common = {
  outdir: `${OUT}/assets`,
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  tsconfig: 'src/web/client/tsconfig.json',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/**
 * Writes over what is there and removes what is left over only at the end: a server that is
 * running meanwhile, as in tests, then never misses the worker or the style.
 *
 * @returns gzip bytes of the first view's script and style
 */
export async function buildWeb() {
  await mkdir(OUT, { recursive: true });
  const page = await esbuild.build({
    ...common,
    entryPoints: { app: 'src/web/client/app.tsx', page: 'src/web/styles/page.css' },
    // Components are shared with the server; here they make elements, not strings.
    alias: { 'hono/jsx/jsx-runtime': 'hono/jsx/dom/jsx-runtime' },
  });
  const worker = await esbuild.build({
    ...common,
    entryPoints: { 'analyse.worker': 'src/web/client/analyse.worker.ts' },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  });
  await copyFile(KERNEL, `${OUT}/assets/fuzzy.wasm`);
  await writeFile(`${OUT}/_headers`, HEADERS);
  await writeFile(`${OUT}/favicon.svg`, FAVICON);
  const made = [page, worker].flatMap(({ metafile }) => Object.keys(metafile.outputs));
  const beside = ['_headers', 'favicon.svg', 'assets/fuzzy.wasm'].map((name) => `${OUT}/${name}`);
  await removeOthers(new Set([...made, ...beside]));
  return report();
}

async function removeOthers(kept) {
  const entries = await readdir(OUT, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = `${entry.parentPath}/${entry.name}`;
    if (!kept.has(path)) await rm(path);
  }
}

async function report() {
  const files = (await readdir(`${OUT}/assets`, { recursive: true })).filter((name) =>
    /\.(?:js|css|wasm)$/.test(name),
  );
  let initial = 0;
  for (const name of files.sort()) {
    const bytes = await readFile(`${OUT}/assets/${name}`);
    const gzip = gzipSync(bytes, { level: 9 }).length;
    if (name === 'app.js' || name === 'page.css') initial += gzip;
    console.log(`web: ${name} ${bytes.length} bytes, ${gzip} gzip`);
  }
  console.log(`web: first view ${initial} gzip bytes of ${INITIAL_BUDGET}`);
  if (initial > INITIAL_BUDGET) throw new Error('the first view is over its budget');
  return initial;
}

if (import.meta.main ?? process.argv[1]?.endsWith('build-web.mjs')) {
  await buildKernel();
  await buildWeb();
}
