/**
 * Verdicts on kept fingerprints (`prints.mjs`), to try rules and thresholds in seconds.
 *
 * `node bench/tamper/replay.mjs FILE [--half=tune|report|both] [--only=ROW,…] [--show=ROW]
 * [--out=FILE]`: `--show` lists what went wrong in a row, `--out` keeps every answer.
 */
import { createReadStream, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { PADDING } from '../../src/fingerprint/shingle.ts';
import { walk } from '../../src/registry/features.ts';
import { labelOf, outcome, outcomeOfParts } from './judge.mjs';
import { openRegistry } from './registered.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    half: { type: 'string', default: 'tune' },
    only: { type: 'string', default: '' },
    show: { type: 'string', default: '' },
    out: { type: 'string', default: '' },
  },
});
const only = options.only.split(',').filter(Boolean);
const wanted = ({ row, half }) =>
  row === 'registered' ||
  ((options.half === 'both' || half === options.half) && (only.length === 0 || only.includes(row)));

/** As many as a text's words ask for; their values decide nothing here. */
const blankEntries = (print) =>
  Object.fromEntries(
    [...walk(print)].flatMap(([path, { content }]) =>
      content ? [[path, new Uint16Array(content.words === 0 ? 0 : content.words + PADDING)]] : [],
    ),
  );

const registry = await openRegistry();
const genuine = [];
const cases = [];
for await (const line of createInterface({ input: createReadStream(positionals[0]) })) {
  if (!line.endsWith('}')) continue;
  const one = JSON.parse(line);
  if (wanted(one)) (one.row === 'registered' ? genuine : cases).push(one);
}
const ids = await registry.register(
  genuine.map(({ print }) => ({ fingerprint: print, entries: blankEntries(print) })),
);
const works = new Map();
const byRecord = new Map();
for (const [i, one] of genuine.entries()) {
  works.set(one.work, new Set(works.get(one.work)).add(ids[i]));
  byRecord.set(ids[i], one);
}

const rows = new Map();
const out = [];
const started = performance.now();
for (const one of cases) {
  const answer = await registry.check(one.print);
  const right = works.get(one.work) ?? new Set();
  const isRight = ({ record }) => right.has(record);
  const result = one.parts
    ? outcomeOfParts(one.parts, answer, isRight)
    : outcome(one.truth, answer, isRight(answer));
  const label = `${labelOf(answer)}${answer.notes.map((note) => `+${note}`).join('')}`;
  const row = rows.get(one.row) ?? { truth: one.truth, n: 0, ok: 0, sibling: 0, labels: {} };
  rows.set(one.row, row);
  row.n++;
  if (result === 'ok') row.ok++;
  if (answer.notes.includes('may_be_sibling')) row.sibling++;
  const shown = result === 'ok' ? label : `${label}!${result}`;
  row.labels[shown] = (row.labels[shown] ?? 0) + 1;
  const named = byRecord.get(answer.record);
  const { print: _, ...rest } = one;
  const words = one.print.content?.words;
  out.push({
    ...rest,
    words,
    label,
    result,
    of: named?.id,
    ofPath: named?.path,
    near: answer.near,
  });
  if (one.row === options.show && result !== 'ok') {
    const { id, work, path } = one;
    const of = named?.path ?? named?.id;
    console.log(JSON.stringify({ shown, id, work, path, words, of, note: one.note }));
  }
}
for (const [name, { truth, n, ok, sibling, labels }] of [...rows].sort()) {
  const share = ((100 * ok) / n).toFixed(1);
  const list = Object.entries(labels).sort(([, a], [, b]) => b - a);
  console.log(
    `${name.padEnd(28)} ${truth.padEnd(12)} n ${n} ok ${share} sibling ${sibling}: ${list
      .map(([label, count]) => `${label} ${count}`)
      .join(', ')}`,
  );
}
console.log(`${cases.length} checks in ${((performance.now() - started) / 1000).toFixed(1)} s`);
if (options.out) writeFileSync(options.out, out.map((one) => `${JSON.stringify(one)}\n`).join(''));
