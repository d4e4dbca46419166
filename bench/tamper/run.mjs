/**
 * The tamper benchmark: real documents are registered, tampered with in every way below and
 * checked; the table goes to docs/accuracy.md.
 *
 * `node bench/tamper/run.mjs [--cases=100] [--negatives=3000] [--only=NAME,NAME] [--seed=1]
 * [--folders=PATH,PATH] [--keep=FOLDER] [--write]`: `--folders` names where Debian packages are
 * unpacked already, `--keep` gets the files of every case that went wrong.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { casesOf } from './cases.mjs';
import { labelOf, outcome, outcomeOfParts } from './judge.mjs';
import { locateCase } from './located.mjs';
import { OPERATORS } from './operators.mjs';
import { openRegistry, read, tellsEnough } from './registered.mjs';
import { report } from './report.mjs';
import { rivalsOf } from './rivals.mjs';

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: '100' },
    negatives: { type: 'string', default: '3000' },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    folders: { type: 'string', default: 'dist/real' },
    keep: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    rivals: { type: 'boolean', default: true },
    locate: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

/** Files kept of one operator and one kind of failure. */
const KEPT = 6;

const only = new Set(options.only.split(',').filter(Boolean));
const log = (text) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

async function checked(registry, bytes, kind) {
  try {
    const analysis = await read(bytes, `suspect.${kind}`);
    const answer = await registry.check(analysis.fingerprint);
    return { analysis, answer, detail: analysis.document.detail ?? null };
  } catch (error) {
    return { crash: String(error?.stack ?? error) };
  }
}

function keep(row, one, extra) {
  const count = row.kept[extra.result] ?? 0;
  if (!options.keep || count >= KEPT) return;
  row.kept[extra.result] = count + 1;
  const folder = join(resolve(options.keep), `${row.operator}-${extra.result}`);
  mkdirSync(folder, { recursive: true });
  const stem = join(
    folder,
    `${one.base?.id ?? String(one.id).replaceAll(/[^\w.-]/g, '_')}-${one.round ?? 0}`,
  );
  writeFileSync(`${stem}.suspect.${one.kind}`, one.bytes);
  if (one.base) writeFileSync(`${stem}.genuine.${one.base.kind}`, one.base.bytes);
  writeFileSync(`${stem}.json`, JSON.stringify({ note: one.note, ...extra }, null, 1));
}

const SECOND_MS = 1000;
const started = Date.now();
const corpus = await build({
  seed: options.seed,
  folders: options.folders.split(',').map((folder) => resolve(folder)),
  negatives: Number(options.negatives),
  log,
});
const registry = await openRegistry();
const genuine = [];
for (const base of corpus.registered) {
  const { fingerprint, entries, crash } = await read(base.bytes, `genuine.${base.kind}`).catch(
    (error) => ({ crash: String(error) }),
  );
  if (crash || fingerprint.problem)
    log(`registered ${base.id} ${base.path}: ${crash ?? fingerprint.problem}`);
  if (!crash) genuine.push({ base, fingerprint, entries });
}
const ids = await registry.register(genuine);
const works = new Map();
for (const [i, one] of genuine.entries()) {
  one.record = ids[i];
  one.base.print = one.fingerprint;
  works.set(one.base.work, [...(works.get(one.base.work) ?? []), ids[i]]);
}
// What was not read cannot be asked for.
corpus.bases = corpus.bases.filter(({ print }) => print?.problem === null && tellsEnough(print));
const rivals = options.rivals ? rivalsOf(genuine) : () => ({});
log(`${genuine.length} registered, ${corpus.bases.length} to tamper with`);

/** Scores without the records, but whether each is the right one. */
const scoresOf = (found, rightRecords) =>
  Object.fromEntries(
    Object.entries(found).map(([name, { score, record }]) => [
      name,
      { score, right: rightRecords.has(record) },
    ]),
  );

const rows = [];
/** What `--locate` adds, where the body differs from the right document. */
async function placesOf(row, one, analysis, answer, rightRecords) {
  const asked = ['altered', 'same_text'].includes(row.truth) && rightRecords.has(answer.record);
  const body =
    ['near', 'part_of', 'contains'].includes(answer.grade) ||
    answer.evidence.differs.includes('body');
  if (!options.locate || !asked || !body || answer.registered_as !== 'document') return null;
  try {
    return await locateCase(registry, answer.record, analysis, one.change);
  } catch (error) {
    keep(row, one, { result: 'locate-crash', crash: String(error?.stack ?? error) });
    return { grade: 'crash' };
  }
}

async function work(row, one, rightRecords) {
  const { analysis, answer, crash, detail } = await checked(registry, one.bytes, one.kind);
  if (crash) {
    row.cases.push({
      half: one.half,
      kind: one.kind,
      label: 'crash',
      result: 'crash',
      right: false,
      rivals: {},
    });
    keep(row, one, { result: 'crash', crash });
    return;
  }
  const { fingerprint } = analysis;
  const located = await placesOf(row, one, analysis, answer, rightRecords);
  const right =
    rightRecords.has(answer.record) || answer.near.some(({ record }) => rightRecords.has(record));
  const first = rightRecords.has(answer.record);
  const result = one.parts
    ? outcomeOfParts(one.parts, answer, ({ record }) => rightRecords.has(record))
    : outcome(row.truth, answer, first);
  row.cases.push({
    half: one.half,
    kind: one.kind,
    from: one.base?.kind,
    origin: one.base?.origin,
    label: labelOf(answer),
    result,
    right: first,
    near: right,
    sibling: answer.notes.includes('may_be_sibling'),
    words: fingerprint.content?.words ?? 0,
    id: one.base?.id ?? one.id,
    located,
    rivals: scoresOf(rivals(fingerprint), rightRecords),
  });
  if (result !== 'ok')
    keep(row, one, {
      result,
      label: labelOf(answer),
      detail,
      right: first,
      path: one.base?.path ?? one.id,
      answer,
    });
}

for (const operator of OPERATORS) {
  if (only.size > 0 && !only.has(operator.name)) continue;
  const row = {
    operator: operator.name,
    group: operator.group,
    truth: operator.truth,
    cases: [],
    kept: {},
  };
  for (const [half, share] of [
    ['tune', 0.2],
    ['report', 1],
  ]) {
    const wanted = Math.ceil(Number(options.cases) * share);
    for (const one of await casesOf(operator, corpus, half, wanted, options.seed)) {
      await work(row, { ...one, half }, new Set(works.get(one.base.work)));
    }
  }
  rows.push(row);
  const counts = Map.groupBy(
    row.cases,
    ({ label, result }) => `${label}${result === 'ok' ? '' : `!${result}`}`,
  );
  log(
    `${row.operator} ${[...counts].map(([label, list]) => `${label} ${list.length}`).join(', ')}`,
  );
}
for (const [group, list] of Object.entries(corpus.negatives)) {
  if (only.size > 0 && !only.has(group)) continue;
  const truth = /registered|duplicate/.test(group) ? 'related' : 'negative';
  const row = { operator: group, group: 'negatives', truth, cases: [], kept: {} };
  for (const one of list) await work(row, one, new Set());
  rows.push(row);
  const counts = Map.groupBy(
    row.cases,
    ({ label, result }) => `${label}${result === 'ok' ? '' : `!${result}`}`,
  );
  log(
    `${row.operator} ${[...counts].map(([label, found]) => `${label} ${found.length}`).join(', ')}`,
  );
}

const tally = (list, key) =>
  Object.fromEntries(
    [...Map.groupBy(list, key)].map(([name, found]) => [name, found.length]).sort(),
  );
const result = {
  seed: options.seed,
  rows,
  seconds: Math.round((Date.now() - started) / SECOND_MS),
  registered: tally(corpus.registered, ({ kind, origin, lang }) => `${kind} ${origin} ${lang}`),
  sources: tally(corpus.bases, ({ source, half }) => `${source} ${half}`),
  bases: tally(corpus.bases, ({ kind, half }) => `${kind} ${half}`),
};
const text = report(result);
process.stdout.write(text);
if (options.write) writeFileSync(join(import.meta.dirname, '../../docs/accuracy.md'), text);
if (options.keep) {
  mkdirSync(resolve(options.keep), { recursive: true });
  writeFileSync(join(resolve(options.keep), 'result.json'), JSON.stringify(result));
}
process.exitCode = rows.some((row) =>
  row.cases.some(({ result }) => result === 'hard' || result === 'crash'),
)
  ? 1
  : 0;
