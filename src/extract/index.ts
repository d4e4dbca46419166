/** Reads any file into a tree of parts: type by content, one reader a type, shared budgets. */
import type { Document, Problem } from '../fingerprint/document.ts';
import type { FileMemory } from '../fingerprint/file-memory.ts';
import { isLongToRead, readOnce } from './known.ts';
import { type Limits, LOCAL_LIMITS } from './limits.ts';
import { OUTLOOK } from './ole.ts';
import { type Budget, type Context, ExtractError, type Extracted, type Reader } from './reader.ts';
import { GZIP, sniff, TAR } from './sniff.ts';
import { MAIL, MBOX } from './sniff-mail.ts';
import { DOCX, ODF, PPTX, XLSX, ZIP } from './sniff-zip.ts';

export interface ExtractOptions {
  /** File name: a label, and a hint between `.csv` and `.txt`. */
  readonly name?: string | null;
  readonly limits?: Limits;
  /** Loads the PDF reader, which is large; without it a PDF is `unreadable`. */
  readonly pdf?: () => Promise<Reader>;
  /** Files that were printed before: their documents have that print, and no text. */
  readonly known?: FileMemory;
}

/** Loaded on first use, so that bundlers can split them. */
const READERS: Readonly<Record<string, () => Promise<Reader>>> = {
  [MAIL]: async () => (await import('./eml.ts')).readEml,
  [OUTLOOK]: async () => (await import('./msg.ts')).readMsg,
  [DOCX]: async () => (await import('./docx.ts')).readDocx,
  [XLSX]: async () => (await import('./xlsx.ts')).readXlsx,
  [PPTX]: async () => (await import('./pptx.ts')).readPptx,
  [ZIP]: async () => (await import('./archive.ts')).readZip,
  [TAR]: async () => (await import('./tar.ts')).readTar,
  [GZIP]: async () => (await import('./gzip.ts')).readGzip,
  [MBOX]: async () => (await import('./mbox.ts')).readMbox,
  'application/rtf': async () => (await import('./rtf.ts')).readRtf,
  'text/html': async () => (await import('./html.ts')).readHtml,
  'text/plain': async () => (await import('./plain.ts')).readPlain,
  'text/csv': async () => (await import('./plain.ts')).readPlain,
};

/** Importing once more takes a tenth of what a small mail takes to read. */
const loaded = new Map<string, Reader>();

/**
 * Reads a file and everything inside it.
 *
 * Never throws: what cannot be read is a document with a `problem`, whose bytes can still
 * match exactly. `bytes` of the result is the array given.
 */
export async function extract(bytes: Uint8Array, options: ExtractOptions = {}): Promise<Document> {
  const limits = options.limits ?? LOCAL_LIMITS;
  const submission: Submission = {
    limits,
    budget: { decompressedBytes: 0, drawnBytes: 0, parts: 0 },
    known: options.known ?? null,
    pdf: options.pdf ?? null,
  };
  return await read(bytes, options.name ?? null, submission, { archives: 0, mails: 0, all: 0 });
}

interface Submission {
  readonly limits: Limits;
  readonly budget: Budget;
  readonly pdf: (() => Promise<Reader>) | null;
  readonly known: FileMemory | null;
}

/** Containers above a file. */
interface Depth {
  readonly archives: number;
  readonly mails: number;
  readonly all: number;
}

async function read(
  bytes: Uint8Array,
  name: string | null,
  submission: Submission,
  depth: Depth,
): Promise<Document> {
  let type = 'application/octet-stream';
  try {
    if (bytes.length > submission.limits.maxInputBytes) {
      throw new ExtractError(
        'over_limit',
        `The file is larger than ${submission.limits.maxInputBytes} bytes.`,
      );
    }
    const sniffed = sniff(bytes, name, submission.limits);
    type = sniffed.type;
    if (sniffed.problem) throw new ExtractError(sniffed.problem, sniffed.detail ?? '');
    const context = contextFor(submission, depth);
    const take = async () => {
      const reader = await readerFor(type, submission);
      const found = reader === null ? NOTHING : await reader(bytes, context);
      return documentOf(bytes, name, type, found);
    };
    const { known } = submission;
    if (known === null || !isLongToRead(type)) return await take();
    return await readOnce(
      { bytes, name, type, depth: JSON.stringify(depth) },
      context,
      known,
      take,
    );
  } catch (error) {
    const known = error instanceof ExtractError;
    return {
      name,
      type,
      bytes,
      reading: null,
      mail: null,
      parts: [],
      problem: known ? error.problem : 'unreadable',
      detail: known ? error.message : 'The file could not be read.',
    };
  }
}

const NOTHING: Extracted = { reading: null, mail: null, parts: [] };

/** Null for images, which have no text of their own. */
async function readerFor(type: string, submission: Submission): Promise<Reader | null> {
  if (type.startsWith('image/')) return null;
  if (type === 'application/pdf') {
    if (submission.pdf === null) throw new ExtractError('unreadable', 'PDF is not read here.');
    return await submission.pdf();
  }
  if (type.startsWith(`${ODF}.`)) return (await import('./odf.ts')).readOdf;
  const load = READERS[type];
  if (load === undefined) throw new ExtractError('unreadable', `No reader for ${type}.`);
  const reader = loaded.get(type) ?? (await load());
  loaded.set(type, reader);
  return reader;
}

function documentOf(
  bytes: Uint8Array,
  name: string | null,
  type: string,
  found: Extracted,
): Document {
  const { reading, mail, parts } = found;
  const document = { name, type, bytes, reading, mail, parts };
  if (found.problem) {
    return { ...document, problem: found.problem, detail: found.detail ?? '' };
  }
  // An empty text must not be taken for content.
  const blank = reading?.text.pages.every((page) => page.every(({ text }) => text.trim() === ''));
  if (blank && mail === null && parts.length === 0) {
    return { ...document, problem: 'no_text_layer', detail: 'The file holds no text.' };
  }
  return { ...document, problem: null };
}

function contextFor(submission: Submission, depth: Depth): Context {
  const { limits, budget } = submission;
  return {
    limits,
    budget,
    archiveDepth: depth.archives,
    mailDepth: depth.mails,
    nested: async (bytes, name, kind) => {
      budget.parts++;
      if (budget.parts > limits.maxParts) {
        throw new ExtractError('over_limit', `The file has more than ${limits.maxParts} parts.`);
      }
      const inner: Depth = {
        archives: depth.archives + (kind === 'archive' ? 1 : 0),
        mails: depth.mails + (kind === 'mail' ? 1 : 0),
        all: depth.all + 1,
      };
      // Packages embedded in packages count for neither depth, yet may not go on for ever.
      if (inner.all > limits.maxMailDepth + limits.maxArchiveDepth) {
        return tooDeep(bytes, name, limits);
      }
      return await read(bytes, name, submission, inner);
    },
  };
}

function tooDeep(bytes: Uint8Array, name: string | null, limits: Limits): Document {
  const problem: Problem = 'over_limit';
  const detail = 'The file is nested too deeply.';
  const { type } = sniff(bytes, name, limits);
  return { name, type, bytes, reading: null, mail: null, parts: [], problem, detail };
}
