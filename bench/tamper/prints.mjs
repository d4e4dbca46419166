/**
 * Reads the corpus, the cases and the negatives once and keeps their fingerprints, so that rules
 * can be tried on them in seconds (`replay.mjs`).
 *
 * `node bench/tamper/prints.mjs FILE [--cases=40] [--negatives=9000] [--only=NAME,…] [--seed=1]
 * [--folders=PATH,…]`
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { casesOf } from './cases.mjs';
import { OPERATORS } from './operators.mjs';
import { read, tellsEnough } from './registered.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '40' },
    negatives: { type: 'string', default: '9000' },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    folders: { type: 'string', default: 'dist/real' },
  },
});
const [file] = positionals;
if (!file) throw new Error('name a file to write');
const only = options.only.split(',').filter(Boolean);
const chosen = OPERATORS.filter(({ name }) => only.length === 0 || only.includes(name));

const log = (text) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
const put = (value) => appendFileSync(file, `${JSON.stringify(value)}\n`);
const print = (bytes, name) =>
  read(bytes, name).then(
    ({ fingerprint }) => fingerprint,
    () => null,
  );

const corpus = await build({
  seed: options.seed,
  folders: options.folders.split(',').map((folder) => resolve(folder)),
  negatives: Number(options.negatives),
  log,
});
writeFileSync(file, '');
for (const base of corpus.registered) {
  base.print = await print(base.bytes, `genuine.${base.kind}`);
  if (base.print) {
    const { id, work, path, source } = base;
    put({ row: 'registered', id, work, path, source, kind: base.kind, print: base.print });
  }
}
log('registered');
corpus.bases = corpus.bases.filter(({ print }) => print?.problem === null && tellsEnough(print));
for (const [row, list] of Object.entries(corpus.negatives)) {
  if (only.length > 0 && !only.includes(row) && !only.includes('negatives')) continue;
  for (const { id, kind, half, path, source, bytes } of list) {
    const found = await print(bytes, `suspect.${kind}`);
    const truth = /registered|duplicate/.test(row) ? 'related' : 'negative';
    if (found) put({ row, truth, id, kind, half, path, source, print: found });
  }
  log(row);
}
if (only.includes('negatives')) process.exit();
for (const operator of chosen) {
  for (const [half, share] of [
    ['tune', 1],
    ['report', 1],
  ]) {
    const wanted = Math.ceil(Number(options.cases) * share);
    for (const one of await casesOf(operator, corpus, half, wanted, options.seed)) {
      const found = await print(one.bytes, `suspect.${one.kind}`);
      const { name: row, group, truth } = operator;
      const { id, work } = one.base;
      const { kind, parts, note } = one;
      if (found) put({ row, group, truth, half, id, work, kind, parts, note, print: found });
    }
  }
  log(operator.name);
}
