/**
 * PDF.js (the build inside unpdf 1.7.0), opened so that it reads one byte array and nothing
 * else: no worker of its own, no eval, no network, no fonts from the system, no output.
 */
import type { PDFDocumentProxy } from 'unpdf/pdfjs';
import { ExtractError } from '../reader.ts';
import { watchStrayRejections } from './stray.ts';

export interface OpenPdf {
  readonly pdf: PDFDocumentProxy;
  /** Whether a font asked for a character map that is not embedded in the file. */
  lacksCharacterMap(): boolean;
  /** Frees the document; never throws. */
  close(): Promise<void>;
}

/**
 * Opens a PDF with an empty password.
 *
 * @param bytes the whole file; copied, because PDF.js transfers what it is given
 * @throws ExtractError `encrypted` when a password is needed, else `unreadable`
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const { getDocument } = await import('unpdf/pdfjs');
  let missing = false;
  /**
   * Stands where PDF.js would fetch character maps and standard fonts. A font whose
   * predefined character map is missing loses its text silently, so a request for one is
   * remembered; standard font programs matter for drawing only.
   */
  class NothingToFetch {
    async fetch(request: { kind: string; filename: string }): Promise<never> {
      if (request.kind === 'cMapUrl') missing = true;
      throw new Error(`not bundled: ${request.filename}`);
    }
  }
  const unwatch = watchStrayRejections();
  const task = getDocument({
    data: bytes.slice(),
    verbosity: 0,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: true,
    useWorkerFetch: false,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    enableXfa: false,
    BinaryDataFactory: NothingToFetch,
  } as Parameters<typeof getDocument>[0]);
  const close = async () => {
    try {
      await task.destroy();
    } catch {
      // A document that failed to open may fail to close as well; nothing is left to free.
    }
    await unwatch();
  };
  try {
    return { pdf: await task.promise, lacksCharacterMap: () => missing, close };
  } catch (error) {
    await close();
    if (error instanceof Error && error.name === 'PasswordException') {
      throw new ExtractError('encrypted', 'The PDF opens with a password only.', { cause: error });
    }
    throw new ExtractError('unreadable', 'The PDF is broken or is none.', { cause: error });
  }
}
