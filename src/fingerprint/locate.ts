import type { Alignment, Segment } from './align.ts';
import type { Text } from './document.ts';
import { type PositionedToken, plainText, positionedTokens } from './locate-tokens.ts';

export { plainText, positionedTokens } from './locate-tokens.ts';

/** A passage of the suspect that is not as in the genuine text. */
export interface Altered {
  readonly kind: 'changed' | 'added' | 'removed_here' | 'moved';
  /** UTF-16 offsets in `plainText(text)`, end exclusive; equal for `removed_here`. */
  readonly start: number;
  readonly end: number;
  /** What stands there in the extracted text, line breaks included. */
  readonly text: string;
  /** Words of the genuine text that are missing here. */
  readonly missing: number;
}

/**
 * Altered passages of a suspect in its own extracted text.
 *
 * Runs on the side that holds the text; the alignment may come from a registry. Neighbouring
 * passages are not merged: edits with fewer than five words between them arrive as one, since
 * no shingle stands between them.
 *
 * @param text the text whose entries were aligned
 * @returns in the order of the text
 * @throws RangeError if the alignment is not one of this text
 */
export function locate(text: Text, alignment: Alignment): Altered[] {
  const plain = plainText(text);
  const tokens = positionedTokens(text);
  if (!isTiling(alignment.segments, tokens.length)) {
    throw new RangeError('the alignment is not of this text');
  }
  return alignment.segments.flatMap((segment): Altered[] => {
    const { kind, missing } = segment;
    if (kind === 'same') return [];
    if (kind === 'removed') {
      const at = placeBefore(tokens, segment.start);
      return [{ kind: 'removed_here', start: at, end: at, text: '', missing }];
    }
    const start = tokens[segment.start]?.start ?? 0;
    const end = tokens[segment.end - 1]?.end ?? start;
    return [{ kind, start, end, text: plain.slice(start, end), missing }];
  });
}

/** Right behind the word before, or at the first word when there is none before. */
function placeBefore(tokens: readonly PositionedToken[], token: number): number {
  return tokens[token - 1]?.end ?? tokens[0]?.start ?? 0;
}

/** Whether the segments hold every token once: what a registry answers is not trusted. */
function isTiling(segments: readonly Segment[], tokens: number): boolean {
  let end = 0;
  for (const segment of segments) {
    if (segment.start !== end || !(segment.end >= segment.start)) return false;
    if ((segment.end === segment.start) !== (segment.kind === 'removed')) return false;
    end = segment.end;
  }
  return end === tokens;
}
