/**
 * PresentationML (ECMA-376 part 1, chapter 19): slides in the order of the show, each with
 * its diagrams and then its notes.
 */
import type { Mark } from '../fingerprint/document.ts';
import { placedCharts, readCharts } from './chart-text.ts';
import { readDrawing } from './drawing-text.ts';
import { LineWriter } from './line-writer.ts';
import { embeddedParts, packageReading } from './office.ts';
import { ooxmlComments } from './ooxml-comments.ts';
import { DRAWING_NAMESPACES } from './ooxml-names.ts';
import { byId, OpcPackage } from './opc.ts';
import { ExtractError, type Reader } from './reader.ts';
import type { SlideSize } from './slide-edge.ts';
import { TableGrid } from './table-grid.ts';
import { parseXml } from './xml.ts';

export const PPTX_EXTRACTOR = 'pptx/1';

/** Reads a pptx; see `Reader`. Text of layouts and masters counts as drawn, not as body. */
export const readPptx: Reader = async (bytes, context) => {
  const { limits } = context;
  const opc = await OpcPackage.open(bytes, context);
  const main = opc.main();
  const related = byId(opc.relationships(main));
  const ids: string[] = [];
  let size: SlideSize | null = null;
  parseXml(opc.need(main), DRAWING_NAMESPACES, limits, {
    open(element) {
      if (element.name === 'p:sldId') ids.push(element.attribute('r:id') ?? '');
      else if (element.name === 'p:sldSz') {
        size = {
          width: Number(element.attribute('cx') ?? Number.NaN),
          height: Number(element.attribute('cy') ?? Number.NaN),
        };
      }
    },
  });
  const marks = new Set<Mark>();
  const grid = new TableGrid();
  const body = new LineWriter(limits.maxTextLength);
  const furniture = new LineWriter(limits.maxTextLength);
  const comments: string[] = [];
  const charts: string[] = [];
  const equations: string[] = [];
  // Notes and diagrams are drawn on pages of another size.
  const append = (part: string, withFurniture: boolean): void => {
    const read = readDrawing(opc.need(part), limits, marks, grid, withFurniture ? size : null);
    for (const line of read.body) body.copy(line);
    if (withFurniture) for (const line of read.furniture) furniture.line(line.text);
    equations.push(...read.equations);
    if (read.hidden) marks.add('hidden_sheet');
  };
  // One slide may be named a million times: each is read once.
  const seen = new Set<string>();
  for (const id of ids) {
    const slide = related.get(id)?.target;
    if (slide === undefined) {
      throw new ExtractError('unreadable', 'The presentation lacks one of its slides.');
    }
    if (seen.has(slide)) continue;
    seen.add(slide);
    append(slide, true);
    const attached = opc.relationships(slide).filter(({ external }) => !external);
    for (const { kind, target } of attached) if (kind === 'diagramData') append(target, false);
    comments.push(...ooxmlComments(opc, slide, limits));
    const placed = placedCharts(opc.need(slide), limits);
    charts.push(...readCharts(opc, slide, placed, limits, marks, /^chart(?:Ex)?$/));
    for (const { kind, target } of attached) if (kind === 'notesSlide') append(target, false);
    if (attached.some(({ kind }) => /comment/i.test(kind))) marks.add('comments');
  }
  if (opc.has(/(?:^|\/)vbaProject\.bin$/i)) marks.add('macros');
  return packageReading(
    PPTX_EXTRACTOR,
    {
      pages: [body.finish()],
      furniture: furniture.finish().map((line) => line.text),
      tables: true,
      spaced: 'paragraphs',
    },
    await opc.drawn(false),
    marks,
    await embeddedParts(opc.members, context),
    { comments, charts, equations },
  );
};
