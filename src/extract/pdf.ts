/**
 * PDF (ISO 32000-1): text by PDF.js, a digest of what is drawn by an own strict reader.
 *
 * PDF.js weighs half a megabyte, so this file is imported dynamically by the dispatcher and
 * itself loads PDF.js on first use.
 */
import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs';
import type { Document, Line, Mark } from '../fingerprint/document.ts';
import { readDrawn } from './pdf/drawn.ts';
import { openPdf } from './pdf/engine.ts';
import type { Allowance } from './pdf/filters.ts';
import { LineJoiner, type Piece } from './pdf/lines.ts';
import { dominantLetter } from './pdf/reliable.ts';
import type { Extracted, Reader } from './reader.ts';
import { type Budget, type Context, ExtractError } from './reader.ts';

export const PDF_EXTRACTOR = 'pdf/unpdf-1.7.0+c1';

/** Reads a PDF; see `Reader`. The given bytes stay usable by the caller. */
export const readPdf: Reader = async (bytes, context) => {
  const open = await openPdf(bytes);
  try {
    const text = await readText(open.pdf, context);
    const parts = await readAttachments(open.pdf, context);
    const without = (detail: string): Extracted => ({
      reading: null,
      mail: null,
      parts,
      problem: 'no_text_layer',
      detail,
    });
    if (open.lacksCharacterMap()) {
      return without('A font needs a character map that the PDF does not embed.');
    }
    if (text.pages.every((page) => page.length === 0)) {
      return without('No page has text; it may be a scan.');
    }
    const letter = dominantLetter(text.pages.flat().map((line) => line.text));
    if (letter !== null) {
      return without(`The text layer is unreliable: it is mostly the letter ${letter}.`);
    }
    const drawn = readDrawn(bytes, context.limits, allowanceOf(context));
    const marks: Mark[] = text.annotated ? ['annotations'] : [];
    const { pages } = text;
    return {
      reading: { extractor: PDF_EXTRACTOR, text: { pages }, drawn: drawn?.digest ?? null, marks },
      mail: null,
      parts,
    };
  } catch (error) {
    if (error instanceof ExtractError) throw error;
    throw new ExtractError('unreadable', 'The PDF is damaged.', { cause: error });
  } finally {
    await open.close();
  }
};

/**
 * Bytes that the digests of one submission may still decode. Kept apart from the shared
 * budget: a zip of many PDFs must not fail for a digest that it can do without.
 */
const allowances = new WeakMap<Budget, Allowance>();

function allowanceOf({ budget, limits }: Context): Allowance {
  let allowance = allowances.get(budget);
  if (allowance === undefined) {
    allowance = { bytes: limits.maxTotalBytes };
    allowances.set(budget, allowance);
  }
  return allowance;
}

interface PagesText {
  readonly pages: readonly (readonly Line[])[];
  readonly annotated: boolean;
}

async function readText(pdf: PDFDocumentProxy, { limits }: Context): Promise<PagesText> {
  // The page count is what the file declares, 10^8 in one known attack.
  if (pdf.numPages > limits.maxPdfPages) {
    throw new ExtractError('over_limit', `The PDF has more than ${limits.maxPdfPages} pages.`);
  }
  const pages: (readonly Line[])[] = [];
  let annotated = false;
  let left = limits.maxTextLength;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const joiner = await readPage(page, left);
    left -= joiner.length;
    pages.push(joiner.end());
    annotated ||= (await page.getAnnotations()).some(({ subtype }) => subtype !== 'Link');
    page.cleanup();
  }
  return { pages, annotated };
}

async function readPage(page: PDFPageProxy, maxLength: number): Promise<LineJoiner> {
  const joiner = new LineJoiner();
  const reader = page
    .streamTextContent({ includeMarkedContent: false, disableNormalization: true })
    .getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joiner;
    joiner.add((value as { items: Piece[] }).items);
    if (joiner.length > maxLength) {
      await reader.cancel(new Error('over the limit')).catch(() => undefined);
      throw new ExtractError('over_limit', 'The PDF holds more text than the limit.');
    }
  }
}

/** Files embedded in the document, by name order of the PDF's own name tree. */
async function readAttachments(pdf: PDFDocumentProxy, context: Context): Promise<Document[]> {
  const files: unknown = await pdf.getAttachments();
  if (files === null || typeof files !== 'object') return [];
  const parts: Document[] = [];
  const list = files instanceof Map ? files.values() : Object.values(files);
  for (const file of list as Iterable<{ filename?: unknown; content?: unknown }>) {
    if (!(file.content instanceof Uint8Array)) continue;
    const name = typeof file.filename === 'string' ? file.filename : null;
    parts.push(await context.nested(file.content, name, 'embedded'));
  }
  return parts;
}
