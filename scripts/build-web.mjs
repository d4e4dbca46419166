/** Bundles the page's script, worker and style into dist/public and prints their sizes. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { buildKernel, KERNEL } from './build-kernel.mjs';

const OUT = 'dist/public';
/** Scripts and style that the first view needs, gzip bytes: what a phone fetches first. */
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

/sw.js
  ! Content-Security-Policy
  Content-Security-Policy: default-src 'none'; connect-src 'self'; frame-ancestors 'none'
  Cache-Control: no-cache

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
  // Names of chunks follow paths: packages that are linked in give the same page.
  preserveSymlinks: true,
};

/**
 * Writes over what is there and removes what is left over only at the end: a server that is
 * running meanwhile, as in tests, then never misses the worker or the style.
 *
 * @returns gzip bytes of the first view's scripts and style
 */
export async function buildWeb() {
  await mkdir(OUT, { recursive: true });
  const page = await esbuild.build({
    ...common,
    entryPoints: {
      'app-fr': 'src/web/client/app-fr.ts',
      'app-en': 'src/web/client/app-en.ts',
      'verify-fr': 'src/web/client/verify-fr.ts',
      'verify-en': 'src/web/client/verify-en.ts',
      receipt: 'src/web/client/receipt.ts',
      page: 'src/web/styles/page.css',
      corner: 'src/web/styles/corner.css',
    },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // Components are shared with the server; here they make elements, not strings.
    alias: { 'hono/jsx/jsx-runtime': 'hono/jsx/dom/jsx-runtime' },
  });
  const worker = await buildWorker();
  await copyFile(KERNEL, `${OUT}/assets/fuzzy.wasm`);
  await writeFile(`${OUT}/_headers`, HEADERS);
  await writeFile(`${OUT}/favicon.svg`, FAVICON);
  const made = [page, worker].flatMap(({ metafile }) => Object.keys(metafile.outputs));
  await buildServiceWorker([...made, `${OUT}/favicon.svg`, `${OUT}/assets/fuzzy.wasm`]);
  const beside = ['favicon.svg', 'sw.js', 'assets/fuzzy.wasm'].map((name) => `${OUT}/${name}`);
  const served = [...made, ...beside];
  await writeFile(`${OUT}/build.json`, await listOf(served));
  await removeOthers(new Set([...served, `${OUT}/_headers`, `${OUT}/build.json`]));
  return report(page.metafile);
}

const WORKER = 'src/web/client/analyse.worker.ts';

/**
 * The worker that reads files, and beside it a file for each format. esbuild keeps apart what each set of
 * formats shares, which makes two dozen small files that every worker waits for; where each format counts as
 * needing all that the worker begins with, that is one file.
 */
async function buildWorker() {
  const options = {
    ...common,
    entryPoints: { 'analyse.worker': WORKER },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  };
  const { metafile } = await esbuild.build({ ...options, write: false });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const formats = imports.filter(({ kind, path }) => kind === 'dynamic-import' && !isForeign(path));
  const begun = new Set(formats.map(({ path }) => resolve(path)));
  const afterWorker = {
    name: 'after-worker',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!begun.has(path)) return null;
        const worker = JSON.stringify(`./${relative(dirname(path), WORKER)}`);
        return { contents: `import ${worker};\n${await readFile(path, 'utf8')}`, loader: 'ts' };
      });
    },
  };
  return esbuild.build({ ...options, plugins: [afterWorker] });
}

const isForeign = (path) => path.includes('node_modules/');

/**
 * SHA-256 of each file by its path, sorted: whoever builds the same source has the same list, whose
 * digest the log states (`schema/log.md`, "The page").
 */
async function listOf(paths) {
  const rows = [];
  for (const path of paths.sort()) {
    const digest = createHash('sha256').update(await readFile(path));
    rows.push([path.slice(OUT.length), digest.digest('hex')]);
  }
  return `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`;
}

async function removeOthers(kept) {
  const entries = await readdir(OUT, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = `${entry.parentPath}/${entry.name}`;
    if (!kept.has(path)) await rm(path);
  }
}

/**
 * The service worker, with the files that it keeps and a digest of them: another build is another
 * script, which is how a browser notices it.
 */
async function buildServiceWorker(paths) {
  const hash = createHash('sha256');
  const files = [...paths].sort();
  for (const path of files) hash.update(path).update(await readFile(path));
  const served = files.map((path) => path.slice(OUT.length));
  await esbuild.build({
    ...common,
    outdir: OUT,
    entryPoints: { sw: 'src/web/client/service-worker.ts' },
    format: 'iife',
    define: {
      BUILD: JSON.stringify(hash.digest('hex').slice(0, 16)),
      FILES: JSON.stringify(served),
    },
  });
}

/** Files that an entry loads before anything is asked of it: itself and its static imports. */
function firstOf({ outputs }, entry) {
  const found = new Set();
  const open = [`${OUT}/assets/${entry}.js`];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const statics = outputs[path].imports.filter(({ kind }) => kind === 'import-statement');
    open.push(...statics.map((one) => one.path));
  }
  return found;
}

async function report(metafile) {
  const files = (await readdir(`${OUT}/assets`, { recursive: true })).filter((name) =>
    /\.(?:js|css|wasm)$/.test(name),
  );
  const first = firstOf(metafile, 'app-fr');
  let initial = 0;
  for (const name of files.sort()) {
    const bytes = await readFile(`${OUT}/assets/${name}`);
    const gzip = gzipSync(bytes, { level: 9 }).length;
    if (first.has(`${OUT}/assets/${name}`) || name === 'page.css') initial += gzip;
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
