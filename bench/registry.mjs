/**
 * What a check costs the registry, by the number of documents it holds: rows read and CPU time
 * beside those of a route that looks one key up in D1, in one run; bytes and rows written a
 * document, documents registered a second.
 *
 * `node bench/registry.mjs [--documents=1000,10000] [--checks=300] [--seed=1]`
 *
 * Documents are made up (`bench/corpus`) and registered through the storage layer in workerd, with
 * D1, R2 and Durable Objects on this machine's disk. CPU time is that of the workerd process, D1's
 * SQLite and all: more than a Worker is billed for.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { documentOf, edited, excerpt } from './corpus/documents.mjs';
import { printOf } from './corpus/prints.mjs';
import { cpuOf, mean, percentile } from './registry/cpu.mjs';
import { hottest, openProfiler } from './registry/profile.mjs';
import { startServer } from './registry/server.mjs';
import { hashOf, randomOf } from './tamper/random.mjs';

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000,10000' },
    checks: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    /** Port for workerd's inspector: prints where the Worker's own time goes. */
    profile: { type: 'string' },
  },
});
const sizes = options.documents.split(',').map(Number);
const checks = Number(options.checks);
const seed = options.seed;
/** Documents a batch, as the command line sends them. */
const BATCH = 100;
/** Numbers of documents that are never registered. */
const STRANGERS = 10_000_000;

const base64 = (list) =>
  Buffer.from(list.buffer, list.byteOffset, list.byteLength).toString('base64');
const nameOf = (index) => `${index}@bench.example`;

async function itemOf(index) {
  const { fingerprint, entries } = await printOf(documentOf(seed, index), nameOf(index));
  return {
    fingerprint,
    salt: hashOf(`salt ${index}`),
    entries: Object.fromEntries(
      Object.entries(entries).map(([path, list]) => [path, base64(list)]),
    ),
  };
}

/** Registers documents `from` to `to`; only the server's time counts. */
async function load(server, from, to) {
  const totals = { seconds: 0, cpu: 0, postings: 0, read: 0, written: 0, records: [] };
  for (let at = from; at < to; at += BATCH) {
    const count = Math.min(BATCH, to - at);
    const items = await Promise.all(Array.from({ length: count }, (_, i) => itemOf(at + i)));
    const cpu = cpuOf(server.pid);
    const start = performance.now();
    const answer = await server.call('/load', { uuid: randomUUID(), items });
    totals.seconds += (performance.now() - start) / 1000;
    totals.cpu += cpuOf(server.pid) - cpu;
    totals.postings += answer.postings;
    totals.read += answer.counts.read;
    totals.written += answer.counts.written;
    totals.records.push(...answer.records);
  }
  return totals;
}

/** Suspects of a kind with the number of the document they were made of. */
const SUSPECTS = {
  exact: (document) => document,
  edit: edited,
  excerpt,
  absent: (document) => document,
};

async function suspectsOf(kind, held) {
  const suspects = [];
  for (let i = 0; suspects.length < checks; i++) {
    const draw = randomOf(`${seed}/${kind}/${i}`);
    const index = kind === 'absent' ? STRANGERS + i : draw.int(held);
    const document = documentOf(seed, index);
    // A text of under 30 words gets no near look-up, and an excerpt of it says nothing.
    if (kind !== 'exact' && document.own.length < 120) continue;
    const { fingerprint } = await printOf(SUSPECTS[kind](document, draw), nameOf(index));
    suspects.push({ index, body: { items: [{ fingerprint }] } });
  }
  return suspects;
}

/** @returns CPU milliseconds, rows read and statements of each check, and how many found theirs */
async function ask(server, suspects, records) {
  const asked = { cpu: [], read: [], statements: [], found: 0 };
  for (const { index, body } of suspects) {
    const before = cpuOf(server.pid);
    const { results, counts } = await server.call('/check', body);
    asked.cpu.push(cpuOf(server.pid) - before);
    asked.read.push(counts.read);
    asked.statements.push(counts.statements);
    if (results[0].record === records[index]) asked.found++;
  }
  return asked;
}

async function lookUp(server, records) {
  const cpu = [];
  for (let i = 0; i < checks; i++) {
    const id = records[randomOf(`${seed}/key/${i}`).int(records.length)];
    const before = cpuOf(server.pid);
    await server.call(`/key?id=${id}`);
    cpu.push(cpuOf(server.pid) - before);
  }
  return cpu;
}

const cell = (value, digits = 1) => value.toFixed(digits).padStart(9);
const print = (name, values) => console.log(name.padEnd(34), ...values);

/** Bytes a document of the near index and of everything, free pages not counted. */
function printBytes(server, documents) {
  const sizes = server.sizes();
  const all = Object.values(sizes).reduce((sum, one) => sum + one, 0);
  print('bytes a document, near index', [cell((sizes.posting + sizes.bucket) / documents, 0)]);
  print('bytes a document, all of D1', [cell(all / documents, 0)]);
}

/** Rows and CPU of every kind of check, beside the look-up by key in the same minute. */
async function measure(server, suspects, records) {
  // Warm before measured: what V8 compiles in the first calls is nobody's cost later.
  for (const list of Object.values(suspects)) await ask(server, list.slice(0, 50), records);
  const peer = await lookUp(server, records);
  const heads = ['mean', 'p50', 'p99', '× look-up', 'rows p50', 'rows p99', 'found'];
  print(
    'CPU, milliseconds',
    heads.map((head) => head.padStart(9)),
  );
  print('one look-up by key', [
    cell(mean(peer), 2),
    cell(percentile(peer, 0.5), 2),
    cell(percentile(peer, 0.99), 2),
  ]);
  for (const [kind, list] of Object.entries(suspects)) {
    const { cpu, read, found } = await profiled(kind, () => ask(server, list, records));
    print(`check, ${kind}`, [
      cell(mean(cpu), 2),
      cell(percentile(cpu, 0.5), 2),
      cell(percentile(cpu, 0.99), 2),
      cell(mean(cpu) / mean(peer)),
      cell(percentile(read, 0.5), 0),
      cell(percentile(read, 0.99), 0),
      kind === 'absent' ? '' : cell(found / list.length, 3),
    ]);
  }
}

/** Folds what stands in rows. @returns seconds, CPU milliseconds and rows written */
async function compact(server) {
  const totals = { seconds: 0, cpu: 0, written: 0 };
  for (let begin = true, more = true; more; begin = false) {
    const cpu = cpuOf(server.pid);
    const start = performance.now();
    const answer = await server.call('/compact', { begin, steps: 12 });
    totals.seconds += (performance.now() - start) / 1000;
    totals.cpu += cpuOf(server.pid) - cpu;
    totals.written += answer.counts.written;
    more = answer.more;
  }
  return totals;
}

const server = await startServer({ inspectorPort: options.profile && Number(options.profile) });
const profiler = options.profile ? await openProfiler(options.profile) : null;

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

try {
  await server.call('/setup');
  const records = [];
  for (const size of sizes.toSorted((a, b) => a - b)) {
    const added = size - records.length;
    const loaded = await profiled('load', () => load(server, records.length, size));
    records.push(...loaded.records);
    const suspects = {};
    for (const kind of Object.keys(SUSPECTS)) suspects[kind] = await suspectsOf(kind, size);

    console.log(`\n## ${size} documents: ${added} registered as rows, ${BATCH} a batch\n`);
    print('documents a second', [cell(added / loaded.seconds)]);
    print('  a second of CPU time', [cell((1000 * added) / loaded.cpu)]);
    print('postings a document', [cell(loaded.postings / added)]);
    print('rows written a document', [cell(loaded.written / added)]);
    printBytes(server, size);
    await measure(server, suspects, records);

    const folded = await compact(server);
    console.log(`\n## ${size} documents: packed\n`);
    print('documents packed a second', [cell(added / folded.seconds)]);
    print('  a second of CPU time', [cell((1000 * added) / folded.cpu)]);
    print('more rows written a document', [cell(folded.written / added)]);
    printBytes(server, size);
    await measure(server, suspects, records);
  }
} finally {
  profiler?.close();
  await server.stop();
}
