/**
 * What the Office formats have in common: the digest of all that is drawn, embedded files
 * as parts, and the shape of the result.
 */
import { sha256, sha256Text } from '../fingerprint/digest.ts';
import type { Document, Mark, Reading, Text } from '../fingerprint/document.ts';
import type { Context, Extracted } from './reader.ts';

/** Folders of pictures, sound and embedded files: OPC `word/media/`, ODF `Pictures/`. */
const EMBEDDED = /(?:^|\/)(?:media|embeddings|Pictures)\/[^/]+$/i;

/**
 * SHA-256 over the names and digests of the members, in name order, so that order,
 * compression and times of the container do not count.
 *
 * @param members by name
 * @param rewritten members whose digest is taken of this text instead
 * @param left out names that are not digested
 */
export async function drawnDigest(
  members: ReadonlyMap<string, Uint8Array>,
  rewritten: ReadonlyMap<string, string>,
  leftOut: ReadonlySet<string>,
): Promise<string> {
  const lines: string[] = [];
  for (const name of [...members.keys()].sort()) {
    if (leftOut.has(name)) continue;
    const text = rewritten.get(name);
    const bytes = members.get(name) ?? new Uint8Array();
    // JSON, because a member's name may hold any character, a line end too.
    lines.push(JSON.stringify([name, text === undefined ? await sha256(bytes) : sha256Text(text)]));
  }
  return sha256Text(lines.join('\n'));
}

/** Pictures and embedded files as parts, in name order. */
export async function embeddedParts(
  members: ReadonlyMap<string, Uint8Array>,
  context: Context,
  also: ReadonlySet<string> = new Set(),
): Promise<Document[]> {
  const parts: Document[] = [];
  for (const name of [...members.keys()].sort()) {
    if (!EMBEDDED.test(name) && !also.has(name)) continue;
    const bytes = members.get(name);
    if (bytes) parts.push(await context.nested(bytes, name, 'embedded'));
  }
  return parts;
}

/** A package as its reader hands it back; one without any text is `no_text_layer`. */
export function packageReading(
  extractor: string,
  text: Text,
  drawn: string | null,
  marks: ReadonlySet<Mark>,
  parts: readonly Document[],
  beside: Reading['beside'] = {},
): Extracted {
  if (text.pages.every((page) => page.length === 0)) {
    const detail = 'The file holds no text; it may hold pictures of some.';
    return { reading: null, mail: null, parts, problem: 'no_text_layer', detail };
  }
  const reading = { extractor, text, drawn, marks: [...marks].sort(), beside };
  return { reading, mail: null, parts };
}
