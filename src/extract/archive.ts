/** Zip archives: every regular member a part, in the order of their names. */
import type { Document } from '../fingerprint/document.ts';
import { type Context, ExtractError, type Reader } from './reader.ts';
import { readZipDirectory, type ZipMember } from './zip.ts';
import { inflateMember } from './zip-inflate.ts';

/**
 * Reads a zip archive; see `Reader`.
 *
 * Members are sorted, so that the same files zipped again in another order are the same
 * parts. Where the archive contradicts itself, two programs may unpack different files: the
 * parts found stand and the archive itself is `unreadable`.
 */
export const readZip: Reader = async (bytes, context) => {
  if (context.archiveDepth >= context.limits.maxArchiveDepth) {
    throw new ExtractError('over_limit', 'Archives are nested too deeply.');
  }
  const { members, faults } = readZipDirectory(bytes, context.limits);
  const files = members.filter((member) => !member.directory && !isClutter(member.name));
  const parts: Document[] = [];
  for (const member of files.sort(byName)) {
    parts.push(await readMember(bytes, member, context));
  }
  const found = { reading: null, mail: null, parts };
  const fault = faults[0];
  return fault === undefined ? found : { ...found, problem: 'unreadable', detail: fault };
};

/** By UTF-16 code units, which no locale changes; equal names keep their order. */
function byName(a: ZipMember, b: ZipMember): number {
  if (a.name === b.name) return a.crc32 - b.crc32;
  return a.name < b.name ? -1 : 1;
}

/** What macOS adds for itself. */
function isClutter(name: string): boolean {
  return name.startsWith('__MACOSX/') || /(?:^|\/)\.DS_Store$/.test(name);
}

async function readMember(
  bytes: Uint8Array,
  member: ZipMember,
  context: Context,
): Promise<Document> {
  let content: Uint8Array;
  try {
    content = inflateMember(bytes, member, context);
  } catch (error) {
    if (!(error instanceof ExtractError)) throw error;
    return unread(bytes, member, error, context);
  }
  return await context.nested(content, member.name, 'archive');
}

/** A member that cannot be inflated: a part all the same, with its compressed bytes. */
function unread(
  bytes: Uint8Array,
  member: ZipMember,
  error: ExtractError,
  { budget, limits }: Context,
): Document {
  if (++budget.parts > limits.maxParts) {
    throw new ExtractError('over_limit', `The file has more than ${limits.maxParts} parts.`);
  }
  return {
    name: member.name,
    type: 'application/octet-stream',
    bytes: bytes.subarray(member.dataOffset, member.dataOffset + member.compressedSize),
    reading: null,
    mail: null,
    parts: [],
    problem: error.problem,
    detail: error.message,
  };
}
