import { sha256 } from '../fingerprint/digest.ts';
import type { Document } from '../fingerprint/document.ts';
import type { FileMemory, Terms } from '../fingerprint/file-memory.ts';
import type { Limits } from './limits.ts';
import type { Budget, Context } from './reader.ts';
import { DOCX, ODF, PPTX, XLSX } from './sniff-zip.ts';

/** Reads no file twice that takes long to read. */

const LONG = new Set(['application/pdf', DOCX, XLSX, PPTX]);

/** Formats whose files are worth remembering; reading them asks for no name. */
export function isLongToRead(type: string): boolean {
  return LONG.has(type) || type.startsWith(`${ODF}.`);
}

/** A file and where it stands. */
interface Met {
  readonly bytes: Uint8Array;
  readonly name: string | null;
  readonly type: string;
  readonly depth: string;
}

/**
 * The document that `take` makes of a file, or one with the print of equal bytes that were met
 * before. What has a problem is read again.
 */
export async function readOnce(
  { bytes, name, type, depth }: Met,
  { limits, budget }: Context,
  known: FileMemory,
  take: () => Promise<Document>,
): Promise<Document> {
  const key = `${type} ${await sha256(bytes)}`;
  const before = known.find(key);
  if (before && isSame(before.terms, depth, limits, budget)) {
    const { terms, parts, printed } = before;
    budget.decompressedBytes += terms.decompressedBytes;
    budget.drawnBytes += terms.drawnBytes;
    budget.parts += terms.parts;
    return {
      name,
      type,
      bytes,
      reading: null,
      mail: null,
      parts,
      problem: null,
      printed: printed(),
    };
  }
  const { decompressedBytes, drawnBytes, parts } = budget;
  const document = await take();
  if (document.problem === null && isEnough(limits, budget)) {
    known.expect(document, key, {
      limits,
      depth,
      decompressedBytes: budget.decompressedBytes - decompressedBytes,
      drawnBytes: budget.drawnBytes - drawnBytes,
      parts: budget.parts - parts,
    });
  }
  return document;
}

/** Whether the file would be read here as it was there. */
function isSame(terms: Terms, depth: string, limits: Limits, budget: Budget): boolean {
  // Only what holds files can be nested too deeply.
  const stands = terms.parts === 0 || terms.depth === depth;
  return (
    stands &&
    terms.limits === limits &&
    isEnough(limits, {
      decompressedBytes: budget.decompressedBytes + terms.decompressedBytes,
      drawnBytes: budget.drawnBytes + terms.drawnBytes,
      parts: budget.parts + terms.parts,
    })
  );
}

/** Only while as much is left as one member may take does nothing depend on what is left. */
function isEnough(limits: Limits, { decompressedBytes, drawnBytes, parts }: Budget): boolean {
  const most = limits.maxTotalBytes - limits.maxMemberBytes;
  return decompressedBytes <= most && drawnBytes <= most && parts <= limits.maxParts;
}
