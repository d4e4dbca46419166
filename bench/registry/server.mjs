/** The bench's Worker in workerd with D1, R2 and Durable Objects on disk. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as esbuild from 'esbuild';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { buildKernel, KERNEL } from '../../scripts/build-kernel.mjs';

/** Each statement on one line, without comments, as `exec` wants it. */
function statementsOf(file) {
  return readFileSync(file, 'utf8')
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((sql) => sql.replaceAll(/\s+/g, ' ').trim())
    .filter((sql) => sql !== '');
}

const key = (id, byte) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
/** Of the bench's registry; they guard nothing. */
export const LOOKUP_KEYS = key('k1', 7);
export const SEAL_KEYS = key('s1', 9);

/** The databases of Durable Objects and R2 stand beside D1's. */
function hasRecords(file) {
  const database = new DatabaseSync(file, { readOnly: true });
  const found = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'record'").get();
  database.close();
  return found !== undefined;
}

/** What manifests are signed for. */
export const SITE = { origin: 'http://127.0.0.1', environment: 'local' };

/** `call` takes a value or the text of one.
 *
 * @returns {Promise<{call(path: string, body?: unknown): Promise<any>, pid: number, site: object,
 *   sizes(): Record<string, number>, offline(work: (file: string) => unknown): Promise<void>,
 *   stop(): Promise<void>}>} */
export async function startServer({ inspectorPort, folding = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'empreinte-bench-'));
  await buildKernel();
  const { outputFiles } = await esbuild.build({
    entryPoints: ['bench/registry/worker.mjs'],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    external: ['cloudflare:workers', '*.wasm'],
  });
  const databaseFile = () =>
    globSync(join(folder, '**/*.sqlite')).filter((one) => hasRecords(one))[0];
  const again = () => start(outputFiles[0].text, folder, { inspectorPort, folding });
  let running = await again();
  const db = await running.miniflare.getD1Database('DB');
  for (const file of globSync('schema/migrations/*.sql').sort()) {
    for (const sql of statementsOf(file)) await db.exec(sql);
  }
  return {
    site: SITE,
    get pid() {
      return running.pid;
    },
    async call(path, body) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const init = body ? { method: 'POST', body: text } : {};
      const answer = await fetch(new URL(path, running.origin), init);
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    /** Bytes of the pages that each table and index of D1 takes. */
    sizes() {
      const database = new DatabaseSync(databaseFile(), { readOnly: true });
      const rows = database
        .prepare('SELECT name, sum(pgsize) AS n FROM dbstat GROUP BY name')
        .all();
      database.close();
      return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
    },
    /** Hands D1's file to `work` while nobody else has it open. */
    async offline(work) {
      await running.miniflare.dispose();
      await work(databaseFile());
      running = await again();
    },
    async stop() {
      await running.miniflare.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(script, folder, { inspectorPort, folding }) {
  const children = () =>
    globSync('/proc/self/task/*/children').flatMap((file) =>
      readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  const before = new Set(children());
  const miniflare = new Miniflare({
    ...convertV4MiniflareOptions({
      ...(inspectorPort && { inspectorPort }),
      modules: [
        { type: 'ESModule', path: 'worker.mjs', contents: script },
        { type: 'CompiledWasm', path: 'fuzzy.wasm', contents: readFileSync(KERNEL) },
      ],
      modulesRoot: '/',
      compatibilityDate: '2026-10-01',
      d1Databases: ['DB'],
      r2Buckets: ['ENTRIES', 'LOG'],
      // The log states what page is served: none.
      serviceBindings: { ASSETS: () => new Response(null, { status: 404 }) },
      durableObjects: {
        SEQUENCER: { className: 'Sequencer', useSQLite: true },
        COMPACTOR: { className: 'Compactor', useSQLite: true },
      },
      bindings: {
        FOLDING: folding,
        LOOKUP_KEYS,
        SEAL_KEYS,
        // RFC 8410 before a seed of zeros.
        LOG_KEYS: Buffer.from(`302e020100300506032b657004220420${'00'.repeat(32)}`, 'hex').toString(
          'base64',
        ),
        ORIGIN: SITE.origin,
      },
    }),
    resourcePersistencePath: folder,
  });
  const origin = await miniflare.ready;
  const pid = children().find(
    (one) => !before.has(one) && readFileSync(`/proc/${one}/comm`, 'utf8').startsWith('workerd'),
  );
  if (pid === undefined) throw new Error('no workerd among the children of this process');
  return { miniflare, origin, pid };
}
