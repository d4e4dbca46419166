/**
 * The text of one WordprocessingML part (ECMA-376 part 1, chapter 17): paragraphs, tables,
 * text boxes, notes.
 *
 * Equations are no part of it: as letters in a row they would say something else. Tracked
 * changes are read as accepted. Hidden text is kept as written, and marked.
 */
import type { Line, Mark } from '../fingerprint/document.ts';
import type { DocxBeside } from './docx-beside.ts';
import { isOn, WORD_NAMESPACES } from './docx-names.ts';
import { closeInTable, openInTable, RaisedRuns } from './docx-run.ts';
import type { NoteFormats } from './docx-settings.ts';
import type { Limits } from './limits.ts';
import type { LineWriter } from './line-writer.ts';
import { AlternateContent } from './markup-compatibility.ts';
import { noteNumber } from './note-number.ts';
import { noteReference, type Raised, raisedText } from './raised.ts';
import { TableGrid } from './table-grid.ts';
import { parseXml, type XmlElement } from './xml.ts';

type NoteKind = 'footnote' | 'endnote';

/** A paragraph under way; text boxes put paragraphs within paragraphs. */
interface Paragraph {
  text: string;
  /** Last character of the text, kept because taking it off a text that grows copies it. */
  last: string;
  readonly lines: string[];
  /** Lines of text boxes anchored here, which follow it. */
  readonly boxes: Line[];
  /** The end of the paragraph is deleted: it runs on into the next. */
  joined: boolean;
  /** Raised or lowered text that may go on in the next run. */
  held: { text: string; raised: Raised } | null;
}

/** Separators and the like are notes too, but hold no text of the author. */
const NOTE_TYPES = new Set(['separator', 'continuationSeparator', 'continuationNotice']);

export class Story {
  readonly marks = new Set<Mark>();
  /** Codes of all fields. */
  readonly fields: string[] = [];
  /** Ids of the relationships of headers and footers, in document order. */
  readonly furnitureIds: string[] = [];
  /** Some text is a copy of data kept elsewhere, which wins when Word opens the file. */
  boundToData = false;
  /** Printed numbers by note id, in order of reference. */
  readonly references = { footnote: new Map<string, string>(), endnote: new Map<string, string>() };
  readonly #numbered = { footnote: 0, endnote: 0 };
  readonly #limits: Limits;
  readonly #hiddenStyles: ReadonlySet<string>;
  readonly #raisedStyles: ReadonlyMap<string, Raised>;
  readonly #grid = new TableGrid();
  readonly #formats: NoteFormats;
  readonly #beside: DocxBeside;

  constructor(
    limits: Limits,
    styles: { hidden: ReadonlySet<string>; raised: ReadonlyMap<string, Raised> },
    formats: NoteFormats,
    beside: DocxBeside,
  ) {
    this.#beside = beside;
    this.#limits = limits;
    this.#hiddenStyles = styles.hidden;
    this.#raisedStyles = styles.raised;
    this.#formats = formats;
  }

  /** Appends the lines of a part. */
  read(bytes: Uint8Array, out: LineWriter): void {
    for (const line of this.#walk(bytes).get('') ?? []) out.copy(line);
  }

  /** Appends the notes that the text read before refers to, in order of reference. */
  readNotes(bytes: Uint8Array, kind: NoteKind, out: LineWriter): void {
    const notes = this.#walk(bytes, kind);
    for (const id of this.references[kind].keys()) {
      for (const line of notes.get(id) ?? []) out.copy(line);
    }
  }

  #walk(bytes: Uint8Array, kind?: NoteKind): Map<string, Line[]> {
    const lines = new Map<string, Line[]>();
    const path: string[] = [];
    const paragraphs: Paragraph[] = [];
    const preserved: boolean[] = [];
    const alternates = new AlternateContent(this.marks);
    let carried = '';
    const runs = new RaisedRuns(this.#raisedStyles);
    let cells = 0;
    let note = '';
    let run = '';
    let shape = '';
    let code = '';

    const put = (paragraph: Paragraph, text: string): void => {
      paragraph.text += text;
      paragraph.last = text.at(-1) ?? paragraph.last;
    };
    /** Word parts a run wherever the language or the script of its letters changes. */
    const settle = (): Paragraph | undefined => {
      const paragraph = paragraphs.at(-1);
      if (!paragraph?.held) return paragraph;
      const { text, raised } = paragraph.held;
      paragraph.held = null;
      put(paragraph, raisedText(text, raised, paragraph.last));
      return paragraph;
    };
    const write = (text: string): void => {
      const paragraph = settle();
      if (paragraph) put(paragraph, text);
    };
    const add = (text: string): void => {
      const raised = runs.now();
      const held = paragraphs.at(-1)?.held;
      if (held && held.raised === raised) held.text += text;
      else {
        const paragraph = settle();
        if (paragraph && raised !== null) paragraph.held = { text, raised };
        else if (paragraph) put(paragraph, text);
      }
    };
    const refer = (number: string): void => {
      const before = settle()?.last ?? '';
      write(noteReference(number, before));
    };
    const endLine = (): void => {
      const paragraph = settle();
      if (!paragraph) return;
      paragraph.lines.push(paragraph.text);
      paragraph.text = '';
      paragraph.last = '';
    };
    /** Words that a drawing shapes itself (WordArt, locked canvas) follow like a text box. */
    const addBox = (text: string): void => {
      if (text.trim() !== '') paragraphs.at(-1)?.boxes.push({ text });
    };
    const endParagraph = (): void => {
      const paragraph = settle();
      if (!paragraph) return;
      paragraphs.pop();
      if (paragraph.joined && paragraphs.length === 0) carried = paragraph.text;
      else paragraph.lines.push(paragraph.text);
      const outer = paragraphs.at(-1);
      const target = outer ? outer.boxes : (lines.get(note) ?? []);
      if (!outer) lines.set(note, target);
      const at = this.#grid.at();
      for (const text of paragraph.lines) {
        target.push(cells > 0 ? { text, cell: true, at } : { text });
      }
      target.push(...paragraph.boxes);
    };

    parseXml(bytes, WORD_NAMESPACES, this.#limits, {
      skip: (element) => {
        const { name } = element;
        if (name === 'w:del' || name === 'w:moveFrom') {
          this.marks.add('tracked_changes');
          const paragraph = paragraphs.at(-1);
          if (paragraph && path.at(-1) === 'w:rPr' && path.at(-2) === 'w:pPr') {
            paragraph.joined = true;
          }
          return true;
        }
        if (/^w:\w+Change$/.test(name)) this.marks.add('tracked_changes');
        return SKIPPED.test(name) || alternates.skips(element);
      },
      open: (element) => {
        const { name } = element;
        path.push(name);
        this.#beside.open(element);
        openInTable(this.#grid, element);
        runs.open(element, path);
        const space = element.attribute('xml:space');
        preserved.push(space === undefined ? (preserved.at(-1) ?? false) : space === 'preserve');
        if (name === 'w:p') {
          paragraphs.push({
            text: carried,
            last: carried.at(-1) ?? '',
            lines: [],
            boxes: [],
            joined: false,
            held: null,
          });
          carried = '';
        } else if (name === 'w:t' || name === 'w:instrText') run = '';
        else if (name === 'a:p') shape = '';
        else if (name === 'w:fldChar') {
          this.#beside.field(code);
          code = '';
        } else if (name === 'v:textpath') addBox(element.attribute('string') ?? '');
        else if (name === 'w:tc') cells++;
        else if (name === 'w:br' || name === 'w:cr') endLine();
        else if (name === 'w:footnote' || name === 'w:endnote') {
          const type = element.attribute('w:type') ?? '';
          note = NOTE_TYPES.has(type) ? '' : (element.attribute('w:id') ?? '');
        } else if (name === 'w:footnoteRef' || name === 'w:endnoteRef') {
          const number = kind && this.references[kind].get(note);
          if (number != null) refer(`${number} `);
        } else if (name === 'w:footnoteReference') refer(this.#refer('footnote', element));
        else if (name === 'w:endnoteReference') refer(this.#refer('endnote', element));
        else this.#inline(element, add);
      },
      text: (text) => {
        this.#beside.text(text);
        const inside = path.at(-1);
        if (inside === 'w:t' || inside === 'w:instrText') run += text;
        else if (inside === 'a:t') shape += text;
      },
      close: (name) => {
        path.pop();
        this.#beside.close(name);
        closeInTable(this.#grid, name);
        runs.close(name);
        const keep = preserved.pop() ?? false;
        if (name === 'w:t') add(keep ? run : run.trim());
        else if (name === 'w:instrText') {
          this.fields.push(run);
          code += run;
        } else if (name === 'a:p') addBox(shape);
        else if (name === 'w:p') endParagraph();
        else if (name === 'w:tc') cells--;
        alternates.close(name);
      },
    });
    if (carried !== '') lines.set(note, [...(lines.get(note) ?? []), { text: carried }]);
    return lines;
  }

  /** Elements that stand for a character, or that say something about the text. */
  #inline(element: XmlElement, add: (text: string) => void): void {
    const character = CHARACTERS.get(element.name);
    if (character !== undefined) add(character);
    switch (element.name) {
      case 'w:sym':
        add(symbol(element.attribute('w:char') ?? ''));
        return;
      case 'w:headerReference':
      case 'w:footerReference':
        this.furnitureIds.push(element.attribute('r:id') ?? '');
        return;
      case 'w:fldSimple':
        this.fields.push(element.attribute('w:instr') ?? '');
        this.#beside.field(element.attribute('w:instr') ?? '');
        return;
      case 'w:dataBinding':
        this.boundToData = true;
        return;
      case 'w:vanish':
      case 'w:specVanish':
        if (isOn(element)) this.marks.add('hidden_text');
        return;
      case 'w:rStyle':
      case 'w:pStyle':
        if (this.#hiddenStyles.has(element.attribute('w:val') ?? '')) this.marks.add('hidden_text');
        return;
      case 'w:ins':
      case 'w:moveTo':
        this.marks.add('tracked_changes');
        return;
      case 'w:commentReference':
        this.marks.add('comments');
    }
  }

  #refer(kind: NoteKind, element: XmlElement): string {
    const numbers = this.references[kind];
    const id = element.attribute('w:id') ?? '';
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const custom = element.attribute('w:customMarkFollows') !== undefined;
    const number = custom ? '' : noteNumber(++this.#numbered[kind], this.#formats[kind]);
    numbers.set(id, number);
    return number;
  }
}

/** Deleted text, former formatting, positions of tabs, pronunciation over the text. */
const SKIPPED = /^w:(?:delText|delInstrText|rt|tabs|\w+Change)$/;

const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['w:tab', '\t'],
  ['w:ptab', '\t'],
  ['w:noBreakHyphen', '\u2011'],
  ['w:softHyphen', '\u00ad'],
]);

function symbol(hex: string): string {
  return /^[0-9a-f]{1,4}$/i.test(hex) ? String.fromCharCode(Number.parseInt(hex, 16)) : '';
}
