/** Pages of text, marks and embedded files as PDF.js reads them. */
import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs';
import type { Line, Reading } from '../../fingerprint/document.ts';
import type { Limits } from '../limits.ts';
import { ExtractError } from '../reader.ts';
import { type MarkedPiece, withStatedText } from './actual-text.ts';
import { type Annotation, AnnotationText } from './annotations.ts';
import { LineJoiner } from './lines.ts';
import { mended } from './mend.ts';
import { RiseReader } from './rise.ts';
import { type Piece, RunJoiner } from './runs.ts';
import { type Segment, SegmentJoiner } from './segments.ts';

export interface EmbeddedFile {
  readonly name: string | null;
  readonly bytes: Uint8Array;
}

export interface PagesText {
  readonly pages: readonly (readonly Line[])[];
  /** With exponents set on the line, as programs that make plain text of a PDF have them. */
  readonly flat: readonly (readonly Line[])[];
  /** The same by place; null where a page's places cannot be told. */
  readonly placed: readonly PlacedPage[] | null;
  /** A page bears annotations other than links. */
  readonly annotated: boolean;
  /** Files attached to annotations. */
  readonly files: readonly EmbeddedFile[];
  /** Texts of annotations, values of form fields. */
  readonly beside: NonNullable<Reading['beside']>;
}

export interface PlacedPage {
  /** Null where a text of the page is turned. */
  readonly segments: readonly Segment[] | null;
  /** The same text in the pieces of its runs (`runs.ts`), turned text too. */
  readonly runs: readonly Piece[];
  /** Lower and upper edge of what is shown. */
  readonly bottom: number;
  readonly top: number;
}

/**
 * Reads all pages.
 *
 * @param stated texts that the pages state for what they draw, by page (`actual-text.ts`)
 * @throws ExtractError `over_limit` for too many pages or too much text
 */
export async function readText(
  pdf: PDFDocumentProxy,
  limits: Limits,
  stated: readonly (readonly (string | null)[])[] = [],
): Promise<PagesText> {
  // The page count is what the file declares, 10^8 in one known attack.
  if (pdf.numPages > limits.maxPdfPages) {
    throw new ExtractError('over_limit', `The PDF has more than ${limits.maxPdfPages} pages.`);
  }
  const pages: (readonly Line[])[] = [];
  const flat: (readonly Line[])[] = [];
  const placed: (PlacedPage | null)[] = [];
  const files: EmbeddedFile[] = [];
  const beside = new AnnotationText();
  let annotated = false;
  let left = limits.maxTextLength;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { lines, plain, segments, runs, length } = await readPage(
      page,
      left,
      stated[number - 1] ?? [],
    );
    left -= length;
    pages.push(lines.end());
    flat.push(plain.end());
    placed.push(placedPage(page, segments, runs));
    for (const annotation of await annotationsOf(page)) {
      const { subtype, file } = annotation;
      beside.add(annotation);
      annotated ||= subtype !== 'Link';
      const embedded = embeddedFile(file);
      if (embedded !== null) files.push(embedded);
    }
    page.cleanup();
  }
  const whole = placed.every((page) => page !== null) ? placed : null;
  return { pages, flat, placed: whole, annotated, files, beside: beside.streams() };
}

/** Null for turned pages, and where places cannot be told. */
function placedPage(
  page: PDFPageProxy,
  joiner: SegmentJoiner,
  runJoiner: RunJoiner,
): PlacedPage | null {
  const segments = joiner.end();
  const runs = runJoiner.end();
  const [, bottom = 0, , top = 0] = page.view;
  if (runs === null || page.rotate !== 0) return null;
  return { segments, runs, bottom, top };
}

async function readPage(page: PDFPageProxy, maxLength: number, stated: readonly (string | null)[]) {
  const lines = new LineJoiner();
  const plain = new LineJoiner();
  const segments = new SegmentJoiner();
  const runs = new RunJoiner();
  const states = stated.some((text) => text !== null);
  const reader = page
    .streamTextContent({ includeMarkedContent: states, disableNormalization: true })
    .getReader();
  const pieces: MarkedPiece[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const { items } = value as { items: MarkedPiece[] };
    // Pieces without a letter cost memory as well.
    for (const { str = '' } of items) length += Math.max(1, str.length);
    if (length > maxLength) {
      await reader.cancel(new Error('over the limit')).catch(() => undefined);
      throw new ExtractError('over_limit', 'The PDF holds more text than the limit.');
    }
    pieces.push(...items);
  }
  const shown = mended(states ? withStatedText(pieces, stated) : pieces);
  lines.add(new RiseReader().read(shown));
  plain.add(shown);
  segments.add(shown);
  runs.add(shown);
  return { lines, plain, segments, runs, length };
}

/** Annotations that cannot be parsed are still there, so they count as one. */
async function annotationsOf(page: PDFPageProxy): Promise<readonly Annotation[]> {
  try {
    return await page.getAnnotations();
  } catch {
    return [{ subtype: 'unreadable' }];
  }
}

/** Files of the document's name tree, in its order. */
export async function readAttachments(pdf: PDFDocumentProxy): Promise<EmbeddedFile[]> {
  const files: unknown = await pdf.getAttachments();
  if (files === null || typeof files !== 'object') return [];
  const list: Iterable<unknown> = files instanceof Map ? files.values() : Object.values(files);
  return [...list].map(embeddedFile).filter((file) => file !== null);
}

function embeddedFile(file: unknown): EmbeddedFile | null {
  if (typeof file !== 'object' || file === null) return null;
  const { filename, content } = file as { filename?: unknown; content?: unknown };
  if (!(content instanceof Uint8Array)) return null;
  return { name: typeof filename === 'string' ? filename : null, bytes: content };
}
