/**
 * Equations and charts of an ODF file, which are documents of their own in the package
 * (ODF 1.3 part 3, chapters 11 and 14).
 */
import { chartNumber } from './cell-value.ts';
import type { Limits } from './limits.ts';
import { mathmlLine } from './math-text.ts';
import { ODF_NAMESPACES } from './odf-names.ts';
import { ExtractError } from './reader.ts';
import { parseXml } from './xml.ts';
import { TreeBuilder } from './xml-tree.ts';

export interface OdfObject {
  readonly equation: string | null;
  /** Titles, then name, places and values by series, as of a chart of an Office package. */
  readonly chart: readonly string[];
}

interface Series {
  readonly name: string;
  readonly values: string;
  readonly domains: string[];
}

/** Reads the content of an embedded object; one that is neither has no lines. */
export function readObject(bytes: Uint8Array, limits: Limits): OdfObject {
  const tree = new TreeBuilder();
  const texts: string[] = [];
  const series: Series[] = [];
  const rows: string[][] = [];
  let equation: string | null = null;
  let places = '';
  let inTable = false;
  let text = '';
  let value: string | null = null;
  let repeated = 1;
  parseXml(bytes, ODF_NAMESPACES, limits, {
    open(element) {
      const { name } = element;
      if (tree.active || name === 'math:math') return tree.open(element);
      if (name === 'chart:series') {
        series.push({
          name: element.attribute('chart:label-cell-address') ?? '',
          values: element.attribute('chart:values-cell-range-address') ?? '',
          domains: [],
        });
      } else if (name === 'chart:domain') {
        series.at(-1)?.domains.push(element.attribute('table:cell-range-address') ?? '');
      } else if (name === 'chart:categories') {
        places = element.attribute('table:cell-range-address') ?? '';
      } else if (name === 'table:table') inTable = true;
      else if (name === 'table:table-row') rows.push([]);
      else if (name === 'table:table-cell') {
        value = element.attribute('office:value') ?? null;
        repeated = Math.min(Number(element.attribute('table:number-columns-repeated')) || 1, 1024);
        text = '';
      } else if (name === 'text:p') text = '';
    },
    text(piece) {
      if (tree.active) tree.text(piece);
      else text += piece;
    },
    close(name) {
      if (tree.active) {
        const root = tree.close();
        if (root) equation = mathmlLine(root);
      } else if (name === 'text:p' && !inTable && text.trim() !== '') texts.push(text);
      else if (name === 'table:table') inTable = false;
      else if (name === 'table:table-cell') {
        const cell = value === null ? text : chartNumber(value);
        for (let i = 0; i < repeated; i++) rows.at(-1)?.push(cell);
      }
    },
  });
  const lines = [...texts];
  let cells = 0;
  const add = (role: string, range: string): void => {
    const found = cellsOf(range, rows);
    // A thousand series may show one long column each.
    cells += found.length;
    if (cells > limits.maxTextLength) {
      throw new ExtractError('over_limit', 'A chart shows more values than the limit.');
    }
    const points = found.flatMap((cell, i) => (cell === '' ? [] : [`${i}=${cell}`]));
    if (points.length > 0) lines.push(`${role} ${points.join(' ')}`);
  };
  for (const one of series) {
    add('name', one.name);
    add('at', one.domains[0] ?? places);
    add('value', one.values);
  }
  return { equation, chart: series.length > 0 ? lines : [] };
}

/** Cells of a range such as `local-table.$B$2:.$B$5` or `local-table.B2`, rows before columns. */
function cellsOf(range: string, rows: readonly (readonly string[])[]): string[] {
  const match = /\.\$?([A-Z]{1,3})\$?(\d{1,7})(?::[^.]*\.\$?([A-Z]{1,3})\$?(\d{1,7}))?$/.exec(
    range,
  );
  if (!match) return [];
  const [, left = '', top = '', right = left, bottom = top] = match;
  const [first, last] = [column(left), column(right)];
  const cells: string[] = [];
  for (let row = Number(top); row <= Math.min(Number(bottom), rows.length); row++) {
    const found = rows[row - 1] ?? [];
    for (let at = first; at <= Math.min(last, found.length - 1); at++) cells.push(found[at] ?? '');
  }
  return cells;
}

function column(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}
