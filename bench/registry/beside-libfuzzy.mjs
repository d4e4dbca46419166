/**
 * Checks in one process, over D1's file by Node's SQLite, beside libfuzzy's loop over all digests: the
 * 7-gram stage by itself, and whole checks by the registry's own code, all but HTTP and D1's protocol.
 * A process of its own: what the bench holds of its documents would be collected again and again, and
 * counted as theirs.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { buildKernel, KERNEL } from '../../scripts/build-kernel.mjs';
import { useKernel } from '../../src/fingerprint/kernel.ts';
import { ssdeepDigest } from '../../src/fingerprint/ssdeep.ts';
import { gramFeatures } from '../../src/registry/features.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { ASKED_GRAMS, MAX_ROWS_A_KEY } from '../../src/registry/thresholds.ts';
import { d1Store } from '../../src/storage/d1.ts';
import { readIndex } from '../../src/storage/d1-index.ts';
import { parseKeys } from '../../src/storage/keys.ts';
import { Lookup } from '../../src/storage/lookup.ts';
import { documentOf } from '../corpus/documents.mjs';
import { compile, runNative } from '../kernels/native.mjs';
import { median } from '../table.mjs';
import { LOOKUP_KEYS, SEAL_KEYS, SITE } from './server.mjs';

const ROUNDS = 5;
const QUERIES = 20;

/** As much of D1 as a check asks, over SQLite in this process. */
function inProcess(file) {
  const database = new DatabaseSync(file, { readOnly: true });
  // In memory, as libfuzzy's digests are: a call of the system for each page would be half of a check.
  database.exec(`PRAGMA mmap_size = ${2 ** 31}`);
  const prepared = new Map();
  const bound = (statement, values) => ({
    all: async () => ({ results: statement.all(...values) }),
    first: async () => statement.get(...values) ?? null,
    bind: (...others) => bound(statement, others),
  });
  return {
    prepare(sql) {
      if (!prepared.has(sql)) prepared.set(sql, database.prepare(sql));
      return bound(prepared.get(sql), []);
    },
    close: () => database.close(),
  };
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * @param file D1's database, closed by all others
 * @param suspects by kind, as `suspectsOf` makes them
 * @param documents digests that libfuzzy's loop goes through
 * @returns medians of CPU milliseconds a suspect, of the stage and of checks by kind; libfuzzy's null
 *   where it does not compile
 */
export async function besideLibfuzzy(file, suspects, documents, seed) {
  const child = fork(import.meta.filename, { serialization: 'advanced' });
  child.send({ file, suspects, documents, seed });
  return new Promise((done, fail) => {
    child.once('message', done);
    child.once('exit', (code) => fail(new Error(`beside libfuzzy: ended with ${code}`)));
  });
}

async function measureAll({ file, suspects, documents, seed }) {
  const lookup = new Lookup(parseKeys(LOOKUP_KEYS, 'LOOKUP_KEYS')[0]);
  await buildKernel();
  useKernel(new WebAssembly.Module(readFileSync(KERNEL)));
  const folder = mkdtempSync(join(tmpdir(), 'empreinte-fuzzy-'));
  const fuzzy = compile(folder, 'gcc', 'fuzzy.c', ['-O2'], '-lfuzzy');
  const encoder = new TextEncoder();
  const digests = Array.from({ length: documents }, (_, index) => {
    const { own, whole } = documentOf(seed, index);
    return ssdeepDigest(encoder.encode((whole ?? own).join(' ')));
  });
  const asked = suspects.grams.map(({ body }) => body.items[0].ssdeep);
  const lines = `${[...asked.slice(0, QUERIES), ...digests].join('\n')}\n`;
  const database = inProcess(file);
  const store = d1Store({ db: database, lookupKeys: LOOKUP_KEYS, sealKeys: SEAL_KEYS });
  const registry = createRegistry({ store, clock: () => new Date(), site: SITE });
  const [stage, theirs] = [[], []];
  const checks = Object.fromEntries(Object.keys(suspects).map((kind) => [kind, []]));
  const measured = async (list, work) => {
    const start = cpuMs();
    for (const one of list) await work(one);
    return (cpuMs() - start) / list.length;
  };
  try {
    // The first round warms caches and compilers up.
    for (let round = 0; round <= ROUNDS; round++) {
      const spent = await measured(asked, (digest) => {
        const features = gramFeatures(digest).slice(0, ASKED_GRAMS);
        return readIndex(database, [lookup], 'posting', features, MAX_ROWS_A_KEY);
      });
      if (round > 0) stage.push(spent);
      if (round > 0 && fuzzy) {
        theirs.push(1000 * runNative(fuzzy, ['against'], QUERIES, lines).seconds);
      }
      for (const [kind, list] of Object.entries(suspects)) {
        const whole = await measured(list, ({ body }) => registry.check(body, 'bench'));
        if (round > 0) checks[kind].push(whole);
      }
    }
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const medians = Object.entries(checks).map(([kind, list]) => [kind, median(list)]);
  return {
    documents,
    stage: median(stage),
    checks: Object.fromEntries(medians),
    theirs: fuzzy ? median(theirs) : null,
  };
}

if (import.meta.main) {
  process.once('message', async (task) => {
    process.send(await measureAll(task));
    process.disconnect();
  });
}
