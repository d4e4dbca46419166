/** Files of a multipart/form-data body (RFC 7578), held in memory for one request only. */
import { readBody, requireMediaType } from './body.ts';
import { invalid } from './fault.ts';
import { HttpProblem } from './problem.ts';

/** Files of one request together, bytes. */
export const MAX_FILES_BYTES = 5 * 1024 * 1024;
export const MAX_FILES = 20;
/** Boundaries and part headers: 20 files at under 1 KiB each, rounded up. */
const MAX_ENVELOPE_BYTES = 64 * 1024;

/** A file as it was sent; `name` is the sender's and only ever shown back. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a request brought. */
export interface SentFiles {
  readonly files: readonly SentFile[];
  /** The field `receipts`: whether the answer is to bring a signed receipt a file. */
  readonly receipts: boolean;
}

/**
 * Reads the files of the fields named `file`, and the one text field there may be.
 *
 * @throws HttpProblem `unsupported_media_type`, `unsupported_encoding`, `body_too_large`,
 *   `invalid_multipart`, `validation_failed`
 */
export async function readFiles(request: Request): Promise<SentFiles> {
  requireMediaType(request, 'multipart/form-data');
  const limit = MAX_FILES_BYTES + MAX_ENVELOPE_BYTES;
  const body = await readBody(request, limit, 'invalid_multipart');
  const form = await formData(body, request.headers.get('content-type') ?? '');
  const receipts = readReceipts(form.getAll('receipts'));
  form.delete('receipts');
  const fields = [...form];
  if (fields.length === 0) {
    throw invalid([{ pointer: '/file', detail: 'expected at least one file' }]);
  }
  if (fields.length > MAX_FILES) {
    throw invalid([{ pointer: '/file', detail: `expected at most ${MAX_FILES} files` }]);
  }
  const files: SentFile[] = [];
  let total = 0;
  for (const [field, value] of fields) {
    if (field !== 'file') {
      throw invalid([{ pointer: '', detail: 'every field must be named "file" or "receipts"' }]);
    }
    if (typeof value === 'string') {
      throw invalid([
        { pointer: `/file/${files.length}`, detail: 'expected a file with a filename, not text' },
      ]);
    }
    total += value.size;
    if (total > MAX_FILES_BYTES) {
      throw new HttpProblem(
        'body_too_large',
        `This route reads at most ${MAX_FILES_BYTES} bytes of files in one request.`,
      );
    }
    files.push({ name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { files, receipts };
}

function readReceipts(values: readonly unknown[]): boolean {
  const [value = 'false', ...more] = values;
  if (more.length === 0 && (value === 'true' || value === 'false')) return value === 'true';
  throw invalid([{ pointer: '/receipts', detail: 'expected "true" or "false", once' }]);
}

async function formData(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new HttpProblem('invalid_multipart');
  }
}
