/**
 * The one form in which every bench gives what it found: question, ours, peer, ratio, goal. A
 * bench prints what it likes beside; `bench/run.mjs` gathers the rows of all into one table.
 */
import { appendFileSync } from 'node:fs';

/** File that rows are added to, one JSON value a line; set by `bench/run.mjs`. */
const FILE = process.env.EMPREINTE_BENCH_ROWS;

/**
 * @typedef {object} Row
 * @property {string} question
 * @property {string} ours value with its unit
 * @property {string} [peer] the same for who is beside, named
 * @property {number} [ratio] the larger the better for us
 * @property {string} [goal] in words, beginning with a sign
 * @property {boolean} [met] whether the goal is; missing where there is none
 */

/** @param {Row} row */
export function tell(row) {
  if (FILE) appendFileSync(FILE, `${JSON.stringify(row)}\n`);
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** @param {readonly Row[]} rows */
export function table(rows) {
  const heads = ['question', 'ours', 'peer', 'ratio', 'goal', ''];
  const lines = [heads, ...rows.map(cellsOf)];
  const widths = heads.map((_, i) => Math.max(...lines.map((cells) => cells[i].length)));
  return lines.map((cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  );
}

/** The same in Markdown. @param {readonly Row[]} rows */
export function markdown(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const heads = ['question', 'ours', 'peer', 'ratio', 'goal', ''];
  return [line(heads), line(heads.map(() => '---')), ...rows.map((row) => line(cellsOf(row)))];
}

function cellsOf({ question, ours, peer, ratio, goal, met }) {
  return [
    question,
    ours,
    peer ?? '',
    ratio === undefined ? '' : `${ratio.toPrecision(3)} ×`,
    goal ?? '',
    met === undefined ? '' : met ? 'met' : 'missed',
  ];
}
