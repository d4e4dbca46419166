/** Text of DrawingML shapes and tables (ECMA-376 part 1, chapter 21), slides included. */
import type { Line, Mark } from '../fingerprint/document.ts';
import type { Limits } from './limits.ts';
import { AlternateContent } from './markup-compatibility.ts';
import { officeMathLine } from './math-text.ts';
import { DRAWING_NAMESPACES } from './ooxml-names.ts';
import { type Raised, raisedBy, raisedText } from './raised.ts';
import { SlideEdge, type SlideSize } from './slide-edge.ts';
import { TableGrid } from './table-grid.ts';
import { parseXml } from './xml.ts';
import { TreeBuilder } from './xml-tree.ts';

export interface DrawingText {
  readonly body: Line[];
  /** Text of the placeholders for header, footer, date and slide number. */
  readonly furniture: Line[];
  /** Each in one line; no part of the body. */
  readonly equations: string[];
  /** The slide is left out of the show. */
  readonly hidden: boolean;
}

const FURNITURE = /^(?:hdr|ftr|dt|sldNum)$/;

/**
 * Reads the paragraphs of a drawing or slide in file order.
 *
 * @param grid follows the tables of all that is read into one text
 * @param size of the slide; null where the drawing is none, or its edges are not known
 */
export function readDrawing(
  bytes: Uint8Array,
  limits: Limits,
  marks: Set<Mark>,
  grid = new TableGrid(),
  size: SlideSize | null = null,
): DrawingText {
  const body: Line[] = [];
  const furniture: Line[] = [];
  const equations: string[] = [];
  const equation = new TreeBuilder();
  const path: string[] = [];
  const alternates = new AlternateContent(marks);
  const edge = new SlideEdge(size);
  let hidden = false;
  let cells = 0;
  let inFurniture = false;
  let text = '';
  let raised: Raised = null;
  /** Last character of the text, kept because taking it off a text that grows copies it. */
  let last = '';
  const endLine = (): void => {
    (inFurniture ? furniture : body).push(
      cells > 0 ? { text, cell: true, at: grid.at() } : { text },
    );
    text = '';
    last = '';
  };
  parseXml(bytes, DRAWING_NAMESPACES, limits, {
    skip: (element) => alternates.skips(element),
    open: (element) => {
      const { name } = element;
      path.push(name);
      edge.open(element);
      if (equation.active || name === 'm:oMath') {
        equation.open(element);
        return;
      }
      if (name === 'p:sld') hidden = /^(?:0|false)$/.test(element.attribute('show') ?? '1');
      else if (name === 'a:tbl') grid.openTable();
      else if (name === 'a:tr') grid.openRow();
      else if (name === 'a:tc') {
        cells++;
        // Cells that a wide one covers are written out.
        grid.openCell();
      } else if (name === 'a:r' || name === 'a:fld') raised = null;
      else if (name === 'a:rPr') raised = raisedBy(element.attribute('baseline') ?? '');
      else if (name === 'p:sp') inFurniture = false;
      else if (name === 'p:ph') inFurniture = FURNITURE.test(element.attribute('type') ?? '');
      else if (name === 'a:p') {
        text = '';
        last = '';
      } else if (name === 'a:br') endLine();
      else if (name === 'a:tab') text += '\t';
      if (/[:]cNvPr$/.test(name) && /^(?:1|true)$/.test(element.attribute('hidden') ?? '')) {
        marks.add('hidden_text');
      }
    },
    text: (piece) => {
      const inside = path.at(-1);
      if (equation.active) equation.text(piece);
      else if (inside === 'a:t') {
        if (edge.outside && /\S/.test(piece)) marks.add('clipped_text');
        text += raisedText(piece, raised, last);
        last = piece.at(-1) ?? last;
      }
    },
    close: (name) => {
      path.pop();
      edge.close(name);
      if (equation.active) {
        const whole = equation.close();
        if (whole) equations.push(officeMathLine(whole));
      } else if (name === 'a:p') endLine();
      else if (name === 'a:tc') {
        cells--;
        grid.closeCell();
      } else if (name === 'a:tbl') grid.closeTable();
      else if (name === 'p:sp') inFurniture = false;
      alternates.close(name);
    },
  });
  return { body, furniture, equations, hidden };
}
