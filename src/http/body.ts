/** Request bodies: counted while they stream in, before anything looks at them. */
import { HttpProblem } from './problem.ts';

/**
 * 1,000 items of a whole fingerprint (20 bands, some hundred sketch entries of 19 bytes) are
 * about 6 MB, and 16 MiB with its parsed form fits a 128 MB isolate several times.
 */
export const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** A corpus or registrar: 2,000 characters of coverage and a key. */
export const MAX_ADMIN_BYTES = 64 * 1024;

/**
 * A fingerprint puts two levels on each nested part and a request at most 8 around them:
 * 2 × 20 + 8 stays under 64.
 */
export const MAX_JSON_DEPTH = 64;

/**
 * Refuses a request whose body is not of `mediaType` or is compressed.
 *
 * @throws HttpProblem `unsupported_media_type`, `unsupported_encoding`
 */
export function requireMediaType(request: Request, mediaType: string): void {
  if (mediaTypeOf(request) !== mediaType) {
    throw new HttpProblem('unsupported_media_type', `This route takes ${mediaType} only.`, {
      headers: { accept: mediaType },
    });
  }
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity') throw new HttpProblem('unsupported_encoding');
}

/** The media type of the body, in lower case and without parameters. */
export function mediaTypeOf(request: Request): string {
  const sent = request.headers.get('content-type') ?? '';
  return (sent.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/**
 * Reads a whole body.
 *
 * @param limit bytes; Content-Length only makes the refusal quicker
 * @param broken what a body is that breaks off before its end: no fault of ours, whose sender is gone
 * @throws HttpProblem `body_too_large`, `broken`
 */
export async function readBody(
  request: Request,
  limit: number,
  broken: 'invalid_json' | 'invalid_multipart' = 'invalid_json',
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () =>
    new HttpProblem('body_too_large', `This route reads at most ${limit} bytes of body.`);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new HttpProblem(broken, 'The body broke off before its end.');
    });
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel().catch(() => undefined);
      throw tooLarge();
    }
    chunks.push(value);
  }
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
}

/**
 * Parses a JSON body (RFC 8259: UTF-8, no byte order mark).
 *
 * @throws HttpProblem `invalid_json`, `json_too_deep`
 */
export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) throw new HttpProblem('invalid_json', 'The body is empty.');
  if (depthExceeds(body, MAX_JSON_DEPTH)) throw new HttpProblem('json_too_deep');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    // The parser's message quotes the body; it is not passed on.
    throw new HttpProblem('invalid_json');
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Whether brackets outside strings nest deeper than `limit`. Bytes of UTF-8 sequences are
 * all above 0x7f, so none is taken for a bracket. Checked before parsing because schemas
 * recurse over the parsed value.
 */
function depthExceeds(json: Uint8Array, limit: number): boolean {
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i];
    if (byte === QUOTE) {
      for (i++; i < json.length && json[i] !== QUOTE; i++) if (json[i] === BACKSLASH) i++;
    } else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
      if (++depth > limit) return true;
    } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth--;
  }
  return false;
}
