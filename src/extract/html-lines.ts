/**
 * Text of an HTML page put into lines: white space collapses as CSS Text 3 has it (4.1.1),
 * cells of tables are told, raised characters written as such.
 */
import type { Line } from '../fingerprint/document.ts';
import type { LineWriter } from './line-writer.ts';
import { noteReference, type Raised, raisedBy, raisedText } from './raised.ts';
import { countOf, TableGrid } from './table-grid.ts';

/** HTML 4.9.11: a cell is at most this many rows high, 0 meaning all that follow. */
const MAX_ROWS = 65_534;

/** Elements within which an element of the same name is raised or lowered. */
const RAISING: Readonly<Record<string, Raised>> = { sup: 'up', sub: 'down' };
const VERTICAL_ALIGN = /(?:^|[;\s])vertical-align\s*:\s*([^;!]+)/i;

export class HtmlLines {
  readonly #out: LineWriter;
  readonly #grid = new TableGrid();
  /** By open element: raised or lowered, as far as it says. */
  readonly #raised: Raised[] = [];
  #cells = 0;
  #links = 0;

  constructor(out: LineWriter) {
    this.#out = out;
  }

  open(name: string, attributes: Readonly<Record<string, string>>, style: string): void {
    const align = VERTICAL_ALIGN.exec(style)?.[1];
    const inherited = this.#raised.at(-1) ?? null;
    // In a table the property places text in its cell.
    const own = name === 'td' || name === 'th' || align === undefined ? null : raisedBy(align);
    this.#raised.push(align === 'baseline' ? null : (own ?? RAISING[name] ?? inherited));
    if (name === 'a') this.#links++;
    else if (name === 'table') this.#grid.openTable();
    else if (name === 'tr') this.#grid.openRow();
    else if (name === 'td' || name === 'th') {
      const rows = attributes.rowspan === '0' ? MAX_ROWS : countOf(attributes.rowspan, MAX_ROWS);
      this.#grid.openCell(countOf(attributes.colspan), rows);
      this.#cells++;
    }
  }

  close(name: string): void {
    this.#raised.pop();
    if (name === 'a') this.#links--;
    else if (name === 'table') this.#grid.closeTable();
    else if (name === 'td' || name === 'th') {
      this.#grid.closeCell();
      this.#cells--;
    }
  }

  /** @param preformatted white space stands as it is written */
  text(text: string, preformatted: boolean): void {
    if (!preformatted) {
      const collapsed = text.replace(/[ \t\n\f\r]+/g, ' ');
      this.#write(/^[ \t]?$/.test(this.#out.last) ? collapsed.replace(/^ /, '') : collapsed);
      return;
    }
    text.split('\n').forEach((line, i) => {
      if (i > 0) this.end();
      this.#write(line);
    });
  }

  /** Ends the line under way. */
  end(): void {
    this.#out.end(this.#cells > 0, this.#grid.at());
  }

  finish(): Line[] {
    this.end();
    return this.#out.finish();
  }

  #write(text: string): void {
    const raised = this.#raised.at(-1) ?? null;
    // What links from above the line is a note, as word processors export them.
    const isNote = raised === 'up' && this.#links > 0;
    this.#out.write(
      isNote ? noteReference(text, this.#out.last) : raisedText(text, raised, this.#out.last),
    );
  }
}
