/** The table of docs/accuracy.md. */
import { wilson } from './wilson.mjs';

export function report({ rows }) {
  const lines = [];
  for (const row of rows) {
    const cases = row.cases.filter(({ half }) => half === 'report');
    const ok = cases.filter(({ result }) => result === 'ok').length;
    const [low, high] = wilson(ok, cases.length);
    lines.push(
      `| ${row.operator} | ${row.truth} | ${cases.length} | ${ok} | ${low.toFixed(3)}-${high.toFixed(3)} |`,
    );
  }
  return `${lines.join('\n')}\n`;
}
