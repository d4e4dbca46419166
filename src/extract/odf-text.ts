/**
 * The text of `content.xml` and `styles.xml` of an ODF file (ODF 1.3 part 3).
 *
 * Footnotes follow the body. Changes are read as accepted. Hidden text is kept and marked.
 */
import type { Line, Mark } from '../fingerprint/document.ts';
import type { Limits } from './limits.ts';
import { OdfBeside } from './odf-beside.ts';
import { NOT_TEXT, ODF_NAMESPACES, PROPERTY_FIELDS, SLIDE_FURNITURE } from './odf-names.ts';
import { Sheet } from './odf-sheet.ts';
import { OdfStyles } from './odf-styles.ts';
import { noteReference, type Raised, raisedText } from './raised.ts';
import { countOf, TableGrid } from './table-grid.ts';
import { parseXml, type XmlElement } from './xml.ts';

interface Paragraph {
  text: string;
  /** Last character of the text, kept because taking it off a text that grows copies it. */
  last: string;
  readonly lines: string[];
  /** Lines of text boxes anchored here, which follow it. */
  readonly boxes: Line[];
  readonly target: Line[];
}

/** Where paragraphs go while an element is open. */
interface Sink {
  readonly lines: Line[];
  /** Of the element. */
  readonly depth: number;
  /** Paragraphs that were open around it. */
  readonly around: number;
}

const FURNITURE =
  /^(?:style:(?:header|footer)(?:-left|-first)?|presentation:(?:header|footer|date-time)-decl)$/;

/** Elements that may leave no room for the text in them, with the family of their styles. */
const CLIPS = new Map([
  ['table:table-row', 'table-row'],
  ['text:p', 'paragraph'],
  ['text:h', 'paragraph'],
]);

export class OdfText {
  readonly marks = new Set<Mark>();
  readonly styles = new OdfStyles();
  readonly beside: OdfBeside;
  readonly body: Line[] = [];
  readonly furniture: Line[] = [];
  /** `text`, `spreadsheet`, `presentation`, `drawing`. */
  kind = '';
  showsProperties = false;
  readonly #notes: { footnote: Line[]; endnote: Line[] } = { footnote: [], endnote: [] };
  readonly #limits: Limits;
  readonly #path: string[] = [];
  readonly #paragraphs: Paragraph[] = [];
  readonly #sinks: Sink[] = [];
  #sheet: Sheet | null = null;
  #cells = 0;
  readonly #grid = new TableGrid();
  readonly #rows = { count: 0 };
  readonly #raised: Raised[] = [];
  /** Rows and paragraphs that are open, by whether they leave no room for text. */
  readonly #clips: boolean[] = [];
  #citation = '';
  #noteClass: 'footnote' | 'endnote' = 'footnote';
  #prefix = '';

  constructor(limits: Limits) {
    this.#limits = limits;
    this.beside = new OdfBeside(limits);
  }

  /** Reads one of the two; `styles.xml` first, because the content refers to it. */
  read(bytes: Uint8Array): void {
    parseXml(bytes, ODF_NAMESPACES, this.#limits, {
      skip: (element) => this.#skips(element),
      open: (element) => this.#open(element),
      text: (text) => this.#text(text),
      close: (name) => this.#close(name),
    });
  }

  /** Body, footnotes, endnotes. */
  lines(): Line[] {
    return [...this.body, ...this.#notes.footnote, ...this.#notes.endnote];
  }

  #skips(element: XmlElement): boolean {
    const { name } = element;
    if (name === 'office:annotation') this.marks.add('comments');
    if (/^(?:text|table):tracked-changes$/.test(name)) this.marks.add('tracked_changes');
    if (/^style:(?:header|footer)/.test(name)) {
      // Properties of the page layout have nearly the same names.
      return !FURNITURE.test(name) || element.attribute('style:display') === 'false';
    }
    return NOT_TEXT.test(name);
  }

  #open(element: XmlElement): void {
    const { name } = element;
    const parent = this.#path.at(-1) ?? '';
    this.#path.push(name);
    this.styles.open(element);
    this.beside.open(element);
    const comment = this.beside.comment(element);
    if (comment) {
      this.#pushSink(comment);
      return;
    }
    if (name === 'office:forms') this.#pushSink([]);
    if (parent === 'office:body') this.kind = name.replace('office:', '');
    if (PROPERTY_FIELDS.test(name)) this.showsProperties = true;
    this.#markHidden(element);
    const family = CLIPS.get(name);
    if (family !== undefined) {
      const style = element.attribute(`${name.slice(0, name.indexOf(':'))}:style-name`);
      this.#clips.push(this.kind === 'text' && this.styles.clips(family, style));
    }
    if (FURNITURE.test(name)) this.#pushSink(this.furniture);
    else if (SLIDE_FURNITURE.test(element.attribute('presentation:class') ?? '')) {
      this.#pushSink(this.furniture);
    } else if (this.kind === 'spreadsheet') this.#openInSheet(element, parent);
    else this.#openInTable(element);

    if (name === 'text:p' || name === 'text:h' || /-decl$/.test(name)) this.#openParagraph();
    else if (name === 'text:s') {
      // More blanks than a line can show would only be there to exhaust memory.
      this.#add(' '.repeat(Math.min(Number(element.attribute('text:c') ?? 1) || 1, 1000)));
    } else if (name === 'text:tab') this.#add('\t');
    else if (name === 'text:span') {
      const own = this.styles.raised(element.attribute('text:style-name'));
      this.#raised.push(own === undefined ? (this.#raised.at(-1) ?? null) : own);
    } else if (name === 'text:line-break') this.#endLine();
    else if (name === 'text:note') {
      this.#noteClass = element.attribute('text:note-class') === 'endnote' ? 'endnote' : 'footnote';
      this.#citation = '';
    } else if (name === 'text:note-body') {
      this.#pushSink(this.#notes[this.#noteClass]);
      this.#prefix = `${this.#citation} `;
    }
  }

  #openInTable(element: XmlElement): void {
    const { name } = element;
    if (name === 'table:table') this.#grid.openTable();
    else if (name === 'table:table-row') this.#grid.openRow();
    else if (isCell(name)) {
      // Covered cells are written out, so each cell counts for one column however wide.
      this.#grid.openCell(countOf(element.attribute('table:number-columns-repeated')));
      if (name === 'table:table-cell') this.#cells++;
    }
  }

  #openInSheet(element: XmlElement, parent: string): void {
    const { name } = element;
    if (name === 'table:table' && parent === 'office:spreadsheet') {
      this.#sheet = new Sheet(
        element,
        this.styles,
        this.marks,
        this.body,
        this.#limits,
        this.#rows,
      );
    } else if (name === 'table:shapes' || (isCell(parent) && name.startsWith('draw:'))) {
      if (this.#sheet) this.#pushSink(this.#sheet.shapes);
    } else if (isCell(name)) this.#pushSink(this.#sheet?.openCell(element) ?? []);
    else this.#sheet?.open(element);
  }

  #text(text: string): void {
    this.styles.text(text);
    if (this.beside.text(text)) return;
    if (this.#clips.includes(true) && /\S/.test(text)) this.marks.add('clipped_text');
    const last = this.#paragraphs.at(-1)?.last ?? '';
    if (this.#path.at(-1) === 'text:note-citation') {
      this.#citation += text;
      this.#add(noteReference(text, last));
      return;
    }
    // ODF 1.3 part 3, 6.1.2: white space collapses, within and across elements.
    const collapsed = text.replace(/[ \t\r\n]+/g, ' ');
    const shown = /^[ \t]?$/.test(last) ? collapsed.replace(/^ /, '') : collapsed;
    this.#add(raisedText(shown, this.#raised.at(-1) ?? null, last));
  }

  #close(name: string): void {
    this.styles.close(name);
    this.beside.close(name);
    if (name === 'text:p' || name === 'text:h' || /-decl$/.test(name)) this.#closeParagraph();
    if (this.#sinks.at(-1)?.depth === this.#path.length) this.#sinks.pop();
    if (this.kind === 'spreadsheet') {
      if (name === 'table:table' && this.#path.at(-2) === 'office:spreadsheet') {
        this.#sheet?.end();
        this.#sheet = null;
      } else if (isCell(name)) this.#sheet?.closeCell();
      else this.#sheet?.close(name);
    } else if (isCell(name)) {
      this.#grid.closeCell();
      if (name === 'table:table-cell') this.#cells--;
    } else if (name === 'table:table') this.#grid.closeTable();
    if (name === 'text:span') this.#raised.pop();
    if (CLIPS.has(name)) this.#clips.pop();
    this.#path.pop();
  }

  #markHidden(element: XmlElement): void {
    const { name } = element;
    const style = element.attribute('text:style-name');
    const hidden =
      (name === 'text:span' && this.styles.hides('text', style)) ||
      ((name === 'text:p' || name === 'text:h') && this.styles.hides('paragraph', style)) ||
      (name === 'text:section' && (element.attribute('text:display') ?? 'true') !== 'true') ||
      /^text:hidden-(?:text|paragraph)$/.test(name);
    if (hidden) this.marks.add('hidden_text');
    if (name === 'text:span' && this.kind === 'text') {
      const { struck, white } = this.styles.look('text', style);
      if (struck) this.marks.add('struck_text');
      // Cells and boxes have grounds of their own, on which white is common.
      if (white && this.#cells === 0 && this.#paragraphs.length < 2) this.marks.add('hidden_text');
    }
    if (
      name === 'draw:page' &&
      this.styles.hides('drawing-page', element.attribute('draw:style-name'))
    ) {
      this.marks.add('hidden_sheet');
    }
  }

  #pushSink(lines: Line[]): void {
    this.#sinks.push({ lines, depth: this.#path.length, around: this.#paragraphs.length });
  }

  #openParagraph(): void {
    const sink = this.#sinks.at(-1);
    const outer =
      this.#paragraphs.length > (sink?.around ?? 0) ? this.#paragraphs.at(-1) : undefined;
    const target = outer?.boxes ?? sink?.lines ?? (this.kind === '' ? [] : this.body);
    this.#paragraphs.push({
      text: this.#prefix,
      last: this.#prefix.at(-1) ?? '',
      lines: [],
      boxes: [],
      target,
    });
    this.#prefix = '';
  }

  #closeParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (!paragraph) return;
    // Notes follow the body, out of the table that refers to them.
    const isNote = Object.values(this.#notes).includes(paragraph.target);
    const at = isNote ? undefined : this.#grid.at();
    for (const text of [...paragraph.lines, paragraph.text]) {
      paragraph.target.push(this.#cells > 0 ? { text, cell: true, at } : { text });
    }
    paragraph.target.push(...paragraph.boxes);
  }

  #add(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (!paragraph) return;
    paragraph.text += text;
    paragraph.last = text.at(-1) ?? paragraph.last;
  }

  #endLine(): void {
    const paragraph = this.#paragraphs.at(-1);
    if (!paragraph) return;
    paragraph.lines.push(paragraph.text);
    paragraph.text = '';
    paragraph.last = '';
  }
}

function isCell(name: string): boolean {
  return name === 'table:table-cell' || name === 'table:covered-table-cell';
}
