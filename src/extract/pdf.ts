/**
 * PDF (ISO 32000-1): text by PDF.js, a digest of what is drawn by an own strict reader.
 *
 * PDF.js weighs half a megabyte, so this file is imported dynamically by the dispatcher and
 * itself loads PDF.js on first use.
 */
import type { Document, Mark } from '../fingerprint/document.ts';
import { isGarbled } from './garbled.ts';
import { clipsText } from './pdf/clipped.ts';
import { coversText } from './pdf/covered.ts';
import { type Drawn, readDrawn } from './pdf/drawn.ts';
import { openPdf } from './pdf/engine.ts';
import { readingsOf } from './pdf/readings.ts';
import { dominantLetter } from './pdf/reliable.ts';
import { type EmbeddedFile, type PagesText, readAttachments, readText } from './pdf/text.ts';
import type { Extracted, Reader } from './reader.ts';
import { type Context, ExtractError } from './reader.ts';

export const PDF_EXTRACTOR = 'pdf/unpdf-1.7.0+c1';

/** Reads a PDF; see `Reader`. The given bytes stay usable by the caller. */
export const readPdf: Reader = async (bytes, context) => {
  // Before PDF.js, which would not come back from contents that are a decompression bomb.
  const drawn = drawnIn(bytes, context);
  const open = await openPdf(bytes);
  try {
    const stated = (drawn?.paintings ?? []).map((painting) => painting?.stated ?? []);
    const text = await readText(open.pdf, context.limits, stated);
    const parts = await readParts([...(await readAttachments(open.pdf)), ...text.files], context);
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
    const marks: Mark[] = [];
    if (drawn?.hidden) marks.push('hidden_text');
    if (covers(drawn, text.placed)) marks.push('covered_text');
    if (clips(drawn, text.placed)) marks.push('clipped_text');
    if (text.annotated) marks.push('annotations');
    if (isGarbled(text.pages.flat().map((line) => line.text))) marks.push('garbled_text');
    const { pages } = text;
    return {
      reading: {
        extractor: PDF_EXTRACTOR,
        text: { pages, readings: readingsOf(text, drawn?.paintings) },
        drawn: drawn?.digest ?? null,
        marks,
        beside: text.beside,
      },
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

function drawnIn(bytes: Uint8Array, { limits, budget }: Context): Drawn | null {
  const allowance = { bytes: limits.maxTotalBytes - budget.drawnBytes };
  const drawn = readDrawn(bytes, limits, allowance);
  budget.drawnBytes = limits.maxTotalBytes - allowance.bytes;
  return drawn;
}

function covers(drawn: Drawn | null, placed: PagesText['placed']): boolean {
  return (placed ?? []).some(({ segments }, i) => {
    const painting = drawn?.paintings[i];
    return painting && segments ? coversText(painting, segments) : false;
  });
}

function clips(drawn: Drawn | null, placed: PagesText['placed']): boolean {
  return (drawn?.paintings ?? []).some(
    (painting, i) => painting !== null && clipsText(painting, placed?.[i]?.segments ?? null),
  );
}

async function readParts(files: readonly EmbeddedFile[], context: Context): Promise<Document[]> {
  const parts: Document[] = [];
  for (const { name, bytes } of files) parts.push(await context.nested(bytes, name, 'embedded'));
  return parts;
}
