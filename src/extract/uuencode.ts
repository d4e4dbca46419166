/** Uuencoded files (POSIX.1-2017, uuencode), as old mail programs put them into the text. */

export interface UuFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BEGIN = /^begin [0-7]{3,4} (\S.{0,254})$/;

/**
 * Takes uuencoded files out of a text.
 *
 * The `begin` line stays. Only what decodes without remainder is taken out, so that no text
 * can be hidden in it: every line as long as it says, unused bits zero, an `end` line.
 *
 * @returns the text with LF line ends where a file was taken out, else as it was
 */
export function takeUuencoded(text: string): { text: string; files: readonly UuFile[] } {
  if (!/(?:^|\n)begin [0-7]{3,4} /.test(text)) return { text, files: [] };
  const lines = text.split(/\r?\n/);
  const kept: string[] = [];
  const files: UuFile[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    kept.push(line);
    const name = BEGIN.exec(line)?.[1];
    const found = name === undefined ? null : decodeFrom(lines, i + 1);
    if (name === undefined || found === null) continue;
    files.push({ name: name.trimEnd(), bytes: found.bytes });
    i = found.end;
  }
  return files.length === 0 ? { text, files } : { text: kept.join('\n'), files };
}

/** Null when the lines from `start` on are no uuencoded file. */
function decodeFrom(
  lines: readonly string[],
  start: number,
): { bytes: Uint8Array; end: number } | null {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let i = start; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.trimEnd() === 'end') {
      if (length === 0) return null;
      const bytes = new Uint8Array(length);
      let at = 0;
      for (const piece of pieces) {
        bytes.set(piece, at);
        at += piece.length;
      }
      return { bytes, end: i };
    }
    const piece = decodeUuLine(line);
    if (piece === null) return null;
    // The empty line, which is the last before `end`.
    if (piece.length === 0 && lines[i + 1]?.trimEnd() !== 'end') return null;
    pieces.push(piece);
    length += piece.length;
  }
  return null;
}

/** Bytes of one line; null when it does not hold exactly what its first character says. */
export function decodeUuLine(line: string): Uint8Array | null {
  // Blanks stand for zero, and relays cut them off at the end of a line.
  const codes = line.trimEnd();
  if (!/^[ -`]*$/.test(codes)) return null;
  const count = codes === '' ? 0 : (codes.charCodeAt(0) - 0x20) & 0x3f;
  const groups = Math.ceil(count / 3);
  if (codes.length > 1 + groups * 4) return null;
  const bytes = new Uint8Array(groups * 3);
  const value = (at: number) => (at < codes.length ? (codes.charCodeAt(at) - 0x20) & 0x3f : 0);
  for (let g = 0; g < groups; g++) {
    const [a, b, c, d] = [1, 2, 3, 4].map((k) => value(g * 4 + k)) as [
      number,
      number,
      number,
      number,
    ];
    bytes.set([(a << 2) | (b >> 4), (b << 4) | (c >> 2), (c << 6) | d], g * 3);
  }
  return bytes.subarray(count).some((byte) => byte !== 0) ? null : bytes.subarray(0, count);
}
