/**
 * WordprocessingML (ECMA-376 part 1, chapter 17): body, then footnotes, then endnotes;
 * headers and footers as furniture.
 */
import type { Mark } from '../fingerprint/document.ts';
import { readCharts } from './chart-text.ts';
import { DocxBeside } from './docx-beside.ts';
import { WORD_NAMESPACES } from './docx-names.ts';
import { DocxNumbering } from './docx-numbering.ts';
import { hiddenStyles, noteFormats, raisedStyles } from './docx-settings.ts';
import { Story } from './docx-story.ts';
import { LineWriter } from './line-writer.ts';
import { embeddedParts, packageReading } from './office.ts';
import { byId, OpcPackage } from './opc.ts';
import type { Context, Reader } from './reader.ts';
import { parseXml } from './xml.ts';

export const DOCX_EXTRACTOR = 'docx/1';

/** Fields that print a document property, which programs refresh on opening or printing. */
const PROPERTY_FIELD =
  /\b(?:DOCPROPERTY|INFO|TITLE|SUBJECT|AUTHOR|KEYWORDS|COMMENTS|LASTSAVEDBY|CREATEDATE|SAVEDATE|PRINTDATE|REVNUM|EDITTIME|NUMWORDS|NUMCHARS|TEMPLATE)\b/i;

/** Reads a docx; see `Reader`. */
export const readDocx: Reader = async (bytes, context) => {
  const { limits } = context;
  const opc = await OpcPackage.open(bytes, context);
  const main = opc.main();
  const related = opc.relationships(main);
  const ids = byId(related);
  const partOf = (kind: string): Uint8Array | undefined => {
    const target = related.find((one) => one.kind === kind)?.target;
    return target === undefined ? undefined : opc.get(target);
  };
  const beside = new DocxBeside(new DocxNumbering(partOf('numbering'), partOf('styles'), limits));
  const story = new Story(
    limits,
    {
      hidden: hiddenStyles(partOf('styles'), limits),
      raised: raisedStyles(partOf('styles'), limits),
    },
    noteFormats(partOf('settings'), limits),
    beside,
  );
  const body = new LineWriter(limits.maxTextLength);
  story.read(opc.need(main), body);
  for (const kind of ['footnote', 'endnote'] as const) {
    const notes = partOf(`${kind}s`);
    if (notes && story.references[kind].size > 0) story.readNotes(notes, kind, body);
  }

  const furniture = new LineWriter(limits.maxTextLength);
  const seen = new Set<string>();
  for (const id of story.furnitureIds) {
    const header = ids.get(id);
    if (!header || header.external || seen.has(header.target)) continue;
    seen.add(header.target);
    story.read(opc.need(header.target), furniture);
  }

  const marks: Set<Mark> = story.marks;
  if (
    related.some(({ kind }) => /^comments/.test(kind)) &&
    hasComments(partOf('comments'), context)
  ) {
    marks.add('comments');
  }
  for (const mark of beside.look.marks) marks.add(mark);
  if (beside.frames.clipped()) marks.add('clipped_text');
  if (opc.has(/(?:^|\/)vbaProject\.bin$/i)) marks.add('macros');
  const chunks = new Set(
    related.filter(({ kind, external }) => kind === 'aFChunk' && !external).map((r) => r.target),
  );
  const showsProperties = story.boundToData || PROPERTY_FIELD.test(story.fields.join(''));
  return packageReading(
    DOCX_EXTRACTOR,
    {
      pages: [body.finish()],
      furniture: furniture.finish().map((line) => line.text),
      tables: true,
      spaced: 'paragraphs',
    },
    await opc.drawn(showsProperties),
    marks,
    await embeddedParts(opc.members, context, chunks),
    beside.streams(partOf('comments'), readCharts(opc, main, beside.charts, limits, marks), limits),
  );
};

function hasComments(bytes: Uint8Array | undefined, { limits }: Context): boolean {
  let found = false;
  if (!bytes) return found;
  parseXml(bytes, WORD_NAMESPACES, limits, {
    open(element) {
      if (element.name === 'w:comment') found = true;
    },
  });
  return found;
}
