/**
 * Pasted digests, one a line: bare SHA-256 or ssdeep, or the output lines of `sha256sum`
 * (`DIGEST  NAME`, `DIGEST *NAME`) and `ssdeep` (`BLOCK:PART:PART,"NAME"` under a header
 * line). Names stay out of what is sent; they come back as labels on the answer.
 */

/** Lines one form may carry; a page of answers stays readable and cheap. */
export const MAX_LINES = 100;
/** `MAX_LINES` lines of 148 ssdeep characters and a 255-character name, URL-encoded × 3. */
export const MAX_FORM_BYTES = 128 * 1024;

export interface PastedDigest {
  readonly label: string;
  readonly item: { readonly sha256: string } | { readonly ssdeep: string };
}

export interface Pasted {
  readonly digests: readonly PastedDigest[];
  /** Lines that are neither, counted from 1. */
  readonly faults: readonly number[];
  readonly tooMany: boolean;
}

const SHA256 = /^([0-9a-f]{64})(?:\s+\*?(\S.*))?$/i;
const SSDEEP = /^(\d{1,10}:[A-Za-z0-9+/]{0,64}:[A-Za-z0-9+/]{0,64})(?:,"(.*)")?$/;
const SSDEEP_HEADER = /^ssdeep,1\.\d--blocksize:hash:hash,filename$/;

/** Never throws; what is not understood is named by its line. */
export function parsePasted(text: string, maxLines = MAX_LINES): Pasted {
  const digests: PastedDigest[] = [];
  const faults: number[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  let seen = 0;
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || SSDEEP_HEADER.test(line)) continue;
    if (++seen > maxLines) return { digests, faults, tooMany: true };
    const digest = parseLine(line);
    if (digest === null) faults.push(index + 1);
    else digests.push(digest);
  }
  return { digests, faults, tooMany: false };
}

function parseLine(line: string): PastedDigest | null {
  const sha256 = SHA256.exec(line);
  if (sha256?.[1] !== undefined) {
    return { label: sha256[2] ?? sha256[1], item: { sha256: sha256[1].toLowerCase() } };
  }
  const ssdeep = SSDEEP.exec(line);
  if (ssdeep?.[1] !== undefined) {
    return { label: ssdeep[2] || ssdeep[1], item: { ssdeep: ssdeep[1] } };
  }
  return null;
}
