/** Attachments of an Outlook message (MS-OXMSG 2.2.2; methods by MS-OXCMSG 2.2.2.9). */
import type { Document, Problem } from '../fingerprint/document.ts';
import type { Storage } from './cfb.ts';
import { P, PROPERTIES_HEAD, Properties } from './msg-properties.ts';
import { type Context, ExtractError } from './reader.ts';

const ATTACHMENT = /^__ATTACH_VERSION1\.0_#[0-9A-F]{8}$/;

/** Values of `attachMethod`; all others only say where a file is. */
const BY_VALUE = 1;
const EMBEDDED_MESSAGE = 5;

/** Reads a message that stands inside another as a storage of its own. */
export type ReadEmbedded = (
  storage: Storage,
  bytes: Uint8Array,
  name: string | null,
) => Promise<Document>;

/** Attachments in the order of their numbers. */
export async function readAttachments(
  message: Properties,
  context: Context,
  readEmbedded: ReadEmbedded,
): Promise<Document[]> {
  const parts: Document[] = [];
  const storages = [...message.storage.storages].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, storage] of storages) {
    if (!ATTACHMENT.test(key)) continue;
    const attachment = new Properties(storage, PROPERTIES_HEAD.other, message.codePage);
    parts.push(await readAttachment(attachment, context, readEmbedded));
  }
  return parts;
}

async function readAttachment(
  attachment: Properties,
  context: Context,
  readEmbedded: ReadEmbedded,
): Promise<Document> {
  const name =
    attachment.text(P.attachLongFileName) ||
    attachment.text(P.attachFileName) ||
    attachment.text(P.displayName) ||
    null;
  const method = attachment.integer(P.attachMethod) ?? BY_VALUE;
  const data = attachment.binary(P.attachData);
  if (method === BY_VALUE && data !== null) return await context.nested(data, name, 'mail');
  const object = attachment.object(P.attachData);
  const bytes = storageBytes(object ?? attachment.storage, context);
  if (method === EMBEDDED_MESSAGE && object !== null) {
    return await readEmbedded(object, bytes, name);
  }
  const detail =
    object === null ? 'The attachment is not in the message.' : 'Embedded objects are not read.';
  return unreadPart(name, bytes, 'unreadable', detail, context);
}

/** A part that is named and not read. */
export function unreadPart(
  name: string | null,
  bytes: Uint8Array,
  problem: Problem,
  detail: string,
  context: Context,
): Document {
  countPart(context);
  const type = 'application/x-ole-storage';
  return { name, type, bytes, reading: null, mail: null, parts: [], problem, detail };
}

/** @throws ExtractError `over_limit` */
export function countPart({ budget, limits }: Context): void {
  if (++budget.parts > limits.maxParts) {
    throw new ExtractError('over_limit', `The file has more than ${limits.maxParts} parts.`);
  }
}

/**
 * Bytes that stand for a storage: every stream with its path and length, in the order of the
 * paths. They are charged to the budget, since a message in a message in a message is copied
 * at each level.
 *
 * @throws ExtractError `over_limit`
 */
export function storageBytes(storage: Storage, { budget, limits }: Context): Uint8Array {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  const add = (bytes: Uint8Array): void => {
    budget.decompressedBytes += bytes.length;
    if (budget.decompressedBytes > limits.maxTotalBytes) {
      throw new ExtractError('over_limit', 'The message holds more data than the limit.');
    }
    pieces.push(bytes);
  };
  const walk = ({ storages, streams }: Storage, path: string): void => {
    for (const [name, stream] of [...streams].sort(byKey)) {
      const content = stream.read();
      add(encoder.encode(`${path}${name}\0${content.length}\0`));
      add(content);
    }
    for (const [name, inner] of [...storages].sort(byKey)) walk(inner, `${path}${name}/`);
  };
  walk(storage, '');
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
