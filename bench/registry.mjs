/**
 * What a check costs the registry, by the number of documents it holds: rows read and CPU time
 * beside those of a route that looks one key up in D1, in one run; bytes and rows written a
 * document, documents registered a second.
 *
 *   npm run bench:registry -- [--documents 10000] [--filled 100000,1000000] [--digests 100000]
 *     [--checks 300] [--seed 1] [--curves] [--folding] [--paced] [--profile PORT]
 *
 * `--documents` are made up (`bench/corpus`), signed for as the command line does and registered in
 * workerd, with D1, R2 and Durable Objects on this machine's disk: everything but HTTP's routing and
 * tokens. Each size is measured unfolded and packed.
 * `--filled` sizes are packed in bulk around those (`registry/fill.mjs`). `--digests` puts the
 * 7-gram stage and whole checks of the size equal to it beside a loop of libfuzzy. `--curves` writes docs/curves.
 *
 * CPU time is that of the workerd process, D1's SQLite and all: more than a Worker is billed for.
 */
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ed25519 } from '@noble/curves/ed25519.js';
import { KERNEL } from '../scripts/build-kernel.mjs';
import { startRun } from '../src/client/manifest.ts';
import { useKernel } from '../src/fingerprint/kernel.ts';
import { recordPostings } from '../src/registry/features.ts';
import { FOLD_ROWS, SHARE } from '../src/storage/fold-policy.ts';
import { parseKeys } from '../src/storage/keys.ts';
import { Lookup } from '../src/storage/lookup.ts';
import { publicKeyLine } from '../src/tlog/sshsig.ts';
import { documentOf } from './corpus/documents.mjs';
import { printOf } from './corpus/prints.mjs';
import { besideLibfuzzy } from './registry/beside-libfuzzy.mjs';
import { ask, KINDS, lookUp, suspectsOf } from './registry/checks.mjs';
import { cpuOf, mean, percentile } from './registry/cpu.mjs';
import { writeCurves } from './registry/curves.mjs';
import { fill, Held } from './registry/fill.mjs';
import { hottest, openProfiler } from './registry/profile.mjs';
import { report, summarise } from './registry/report.mjs';
import { LOOKUP_KEYS, startServer } from './registry/server.mjs';

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '10000' },
    filled: { type: 'string', default: '' },
    digests: { type: 'string', default: '0' },
    checks: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    curves: { type: 'boolean', default: false },
    /** Rows are folded while documents are registered, by the compactor's alarm. */
    folding: { type: 'boolean', default: false },
    /** They are folded as often, between batches: what that takes is told apart. */
    paced: { type: 'boolean', default: false },
    /** Port for workerd's inspector: prints where the Worker's own time goes. */
    profile: { type: 'string' },
  },
});
const numbers = (list) => list.split(',').filter(Boolean).map(Number);
const sizes = numbers(options.documents).sort((a, b) => a - b);
const filled = numbers(options.filled).sort((a, b) => a - b);
const checks = Number(options.checks);
const { seed } = options;
/** Documents a batch, as the command line sends them. */
const BATCH = 500;
/** Batches whose documents are made up at a time, outside of what is measured. */
const BATCHES = 8;

async function documentToRegister(index) {
  const { fingerprint, entries } = await printOf(documentOf(seed, index), `${index}@bench.example`);
  return { id: `${index}`, fingerprint, entries };
}

const server = await startServer({
  inspectorPort: options.profile && Number(options.profile),
  folding: options.folding,
});
let profiler = options.profile ? await openProfiler(options.profile) : null;
const lookup = new Lookup(parseKeys(LOOKUP_KEYS, 'LOOKUP_KEYS')[0]);
const held = new Held();
const records = [];
/** Postings registered since rows were folded, and before. */
let unfolded = 0;
let packed = 0;

// As the command line does; the server has built it.
useKernel(new WebAssembly.Module(readFileSync(KERNEL)));
/** Signs for nobody. */
const secretKey = new Uint8Array(32).fill(3);
const publicKey = ed25519.getPublicKey(secretKey);
const run = startRun({
  origin: server.site.origin,
  environment: server.site.environment,
  corpus: 'bench',
  state: 'authentic',
  signer: { publicKey, sign: (data) => ed25519.sign(data, secretKey) },
});

/** Does `work`, with the functions that took longest printed where that was asked for. */
async function profiled(name, work) {
  if (!profiler) return work();
  await profiler.start();
  const result = await work();
  console.log(`\nprofile of ${name}, ms`);
  for (const [where, ms] of hottest(await profiler.stop())) {
    console.log(`${ms.toFixed(1).padStart(9)} ${where}`);
  }
  return result;
}

/**
 * Registers up to `size` documents, from their fingerprints on. As the command line does, the next
 * batch is made while one is under way. CPU time is the server's.
 */
async function load(size) {
  const from = records.length;
  const totals = { documents: size - from, seconds: 0, client: 0, cpu: 0, postings: 0, written: 0 };
  totals.folding = { seconds: 0, cpu: 0 };
  for (let at = from; at < size; at += BATCHES * BATCH) {
    const batches = [];
    for (let first = at; first < Math.min(at + BATCHES * BATCH, size); first += BATCH) {
      const numbers = Array.from({ length: Math.min(BATCH, size - first) }, (_, i) => first + i);
      batches.push(await Promise.all(numbers.map(documentToRegister)));
    }
    for (const one of batches.flat()) {
      const postings = recordPostings(one.fingerprint).length;
      totals.postings += postings;
      unfolded += postings;
      if (filled.length > 0) await held.add(seed, one);
    }
    const make = async (documents) => {
      // What was made before goes out first.
      await setTimeout(1);
      const start = performance.now();
      const body = documents && JSON.stringify(await run.next(documents));
      totals.client += (performance.now() - start) / 1000;
      return body;
    };
    const cpu = cpuOf(server.pid);
    const start = performance.now();
    for (let i = 0, next = make(batches[0]); i < batches.length; i++) {
      const call = server.call('/load', await next);
      next = make(batches[i + 1]);
      const { results, counts } = await call;
      totals.written += counts.written;
      for (const { status, record } of results) {
        if (status !== 'registered') throw new Error(`a document was ${status}`);
        records.push(record);
      }
    }
    totals.seconds += (performance.now() - start) / 1000;
    totals.cpu += (cpuOf(server.pid) - cpu) / 1000;
    if (options.paced && unfolded >= Math.max(FOLD_ROWS, packed / SHARE)) {
      const { seconds, cpu } = await compact();
      totals.folding.seconds += seconds;
      totals.folding.cpu += cpu;
    }
  }
  return totals;
}

/** Folds what stands in rows. */
async function compact() {
  const totals = { seconds: 0, cpu: 0, written: 0 };
  for (let begin = true, more = true; more; begin = false) {
    const cpu = cpuOf(server.pid);
    const start = performance.now();
    const answer = await server.call('/compact', { begin, steps: 12 });
    totals.seconds += (performance.now() - start) / 1000;
    totals.cpu += (cpuOf(server.pid) - cpu) / 1000;
    totals.written += answer.counts.written;
    more = answer.more;
  }
  packed += unfolded;
  unfolded = 0;
  return totals;
}

/** What a suspect was that did not lead to its document first. */
function tellMissed(kind, { index, body, verdict, notes, grade }) {
  const { words, sketch } = body.items[0].fingerprint.content;
  console.log(
    `${kind} of document ${index} (${documentOf(seed, index).kind}), ${words} words, ${sketch.length} values: ${verdict} ${grade ?? ''} ${notes.join(' ')}`,
  );
}

/** Rows and CPU of every kind of check, beside the look-up by key in the same minute. */
async function measure(name, documents, suspects, extra = {}) {
  // Warm before measured: what V8 compiles in the first calls is nobody's cost later.
  for (const list of Object.values(suspects)) await ask(server, list.slice(0, 50), records, seed);
  const peer = await lookUp(server, records, checks, seed);
  const kinds = {};
  for (const [kind, list] of Object.entries(suspects)) {
    const { cpu, read, requests, found, whole, missed } = await profiled(kind, () =>
      ask(server, list, records, seed),
    );
    if (kind === 'edit' || kind === 'excerpt') for (const one of missed) tellMissed(kind, one);
    kinds[kind] = {
      cpu: { mean: mean(cpu), p50: percentile(cpu, 0.5), p99: percentile(cpu, 0.99) },
      read: { p50: percentile(read, 0.5), p99: percentile(read, 0.99) },
      requests: Math.max(...requests),
      ratio: mean(cpu) / mean(peer),
      found: kind === 'absent' || kind === 'grams' ? null : (found + whole) / list.length,
      others: whole,
    };
  }
  const bytes = server.sizes();
  const all = Object.values(bytes).reduce((sum, one) => sum + one, 0);
  const size = {
    name,
    documents,
    peer: { mean: mean(peer), p50: percentile(peer, 0.5), p99: percentile(peer, 0.99) },
    kinds,
    bytes: {
      index: (bytes.posting + bytes.bucket) / documents,
      all: all / documents,
      tables: Object.entries(bytes).map(([table, size]) => [table, size / documents]),
    },
    load: loadavg()[0],
    ...extra,
  };
  report(size);
  return size;
}

const measured = [];
let beside = null;
try {
  console.log(
    `Node ${process.version}, ${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`,
  );
  await server.call('/setup', { sshKey: publicKeyLine(publicKey) });
  let suspects = {};
  for (const size of sizes) {
    const loaded = await profiled('load', () => load(size));
    suspects = {};
    for (const kind of KINDS) suspects[kind] = await suspectsOf(kind, size, checks, seed);
    measured.push(await measure('unfolded', size, suspects, { loaded }));
    const folded = await profiled('compaction', compact);
    measured.push(
      await measure('packed', size, suspects, { folded, registered: loaded.documents }),
    );
  }
  for (const documents of filled) {
    await server.offline(async (file) => {
      const start = performance.now();
      const postings = fill(file, lookup, held, records, documents);
      const seconds = (performance.now() - start) / 1000;
      console.log(`\n${documents}: ${postings} postings packed in bulk in ${seconds.toFixed(0)} s`);
      if (documents !== Number(options.digests)) return;
      beside = await besideLibfuzzy(file, suspects, documents, seed);
    });
    // The server is another process since.
    profiler?.close();
    if (profiler) profiler = await openProfiler(options.profile);
    measured.push(await measure('filled', documents, suspects));
  }
} finally {
  profiler?.close();
  await server.stop();
}
if (options.curves) writeCurves(measured);
summarise(measured, beside);
