/**
 * Records anew what outside programs make of the fixed subset: `node test/tamper/record.mjs`.
 * Needs LibreOffice, qpdf, poppler-utils and ghostscript; deletes what is no longer asked for.
 */
import { globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keepIn } from '../../bench/tamper/tools.mjs';
import { OPERATORS, openSubset, tamper } from './subset.mjs';

const made = join(import.meta.dirname, 'made');
const used = new Set();
keepIn(made, { recording: true, used });
const subset = await openSubset();
for (const operator of OPERATORS) {
  const cases = await tamper(operator, subset);
  const labels = cases.map(({ what, label, result }) => `${what} ${label} ${result}`);
  console.log(`${operator.name}: ${cases.length}: ${labels.join('; ')}`);
}
for (const file of globSync(`${made}/*/*`)) if (!used.has(file)) rmSync(file);
