/** The 7-gram stage by itself, in this process, beside libfuzzy's loop over all digests. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { buildKernel, KERNEL } from '../../scripts/build-kernel.mjs';
import { useKernel } from '../../src/fingerprint/kernel.ts';
import { ssdeepDigest } from '../../src/fingerprint/ssdeep.ts';
import { gramFeatures } from '../../src/registry/features.ts';
import { ASKED_GRAMS, MAX_ROWS_A_KEY } from '../../src/registry/thresholds.ts';
import { readIndex } from '../../src/storage/d1-index.ts';
import { documentOf } from '../corpus/documents.mjs';
import { compile, runNative } from '../kernels/native.mjs';
import { median } from '../table.mjs';

const ROUNDS = 5;
const QUERIES = 20;

/** As much of D1 as the index asks, over SQLite in this process. */
function inProcess(file) {
  const database = new DatabaseSync(file, { readOnly: true });
  const prepared = new Map();
  return {
    prepare(sql) {
      if (!prepared.has(sql)) prepared.set(sql, database.prepare(sql));
      const statement = prepared.get(sql);
      return {
        bind: (...values) => ({ all: async () => ({ results: statement.all(...values) }) }),
      };
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
 * @param suspects ssdeep digests
 * @param documents digests that libfuzzy's loop goes through
 * @returns medians of CPU milliseconds a suspect; libfuzzy's null where it does not compile
 */
export async function gramStage(file, lookup, suspects, documents, seed) {
  await buildKernel();
  useKernel(new WebAssembly.Module(readFileSync(KERNEL)));
  const folder = mkdtempSync(join(tmpdir(), 'empreinte-fuzzy-'));
  const fuzzy = compile(folder, 'gcc', 'fuzzy.c', ['-O2'], '-lfuzzy');
  const encoder = new TextEncoder();
  const digests = Array.from({ length: documents }, (_, index) => {
    const { own, whole } = documentOf(seed, index);
    return ssdeepDigest(encoder.encode((whole ?? own).join(' ')));
  });
  const lines = `${[...suspects.slice(0, QUERIES), ...digests].join('\n')}\n`;
  const database = inProcess(file);
  const [ours, theirs] = [[], []];
  try {
    // The first round warms caches and compilers up.
    for (let round = 0; round <= ROUNDS; round++) {
      const start = cpuMs();
      for (const digest of suspects) {
        const features = gramFeatures(digest).slice(0, ASKED_GRAMS);
        await readIndex(database, [lookup], 'posting', features, MAX_ROWS_A_KEY);
      }
      const spent = (cpuMs() - start) / suspects.length;
      if (round > 0) ours.push(spent);
      if (round === 0 || !fuzzy) continue;
      theirs.push(1000 * runNative(fuzzy, ['against'], QUERIES, lines).seconds);
    }
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { documents, ours: median(ours), theirs: fuzzy ? median(theirs) : null };
}
