/**
 * `node bench/tamper/print.mjs RESULT.json…`: the page, from what `run.mjs --keep` wrote. Several
 * runs with one seed, each `--only` some operators, make one page.
 */
import { readFileSync } from 'node:fs';
import { OPERATORS } from './operators.mjs';
import { report } from './report.mjs';

const results = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const [first] = results;
const order = OPERATORS.map(({ name }) => name);
const placeOf = ({ operator }) =>
  order.includes(operator) ? order.indexOf(operator) : order.length;
const rows = results.flatMap((result) => result.rows).sort((a, b) => placeOf(a) - placeOf(b));
process.stdout.write(report({ ...first, rows }));
