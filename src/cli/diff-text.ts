import { safeText } from './escape.ts';
import type { Located } from './located.ts';
import type { Passage } from './task.ts';

/** Altered passages for a person: in one line each, or as a diff of words. */

/** Passages listed under a line of `check`; `compare` shows all. */
const MAX_LISTED = 10;
/** Characters of a passage listed there. */
const MAX_QUOTED = 60;

const KINDS: Readonly<Record<Passage['kind'], string>> = {
  changed: 'changed',
  added: 'added',
  removed_here: 'missing here',
  moved: 'moved',
};

export function inOneLine({ altered, detail }: Located): string[] {
  const lines = (altered ?? []).slice(0, MAX_LISTED).map(({ kind, text, missing, before }) => {
    const quoted = flat(text);
    const short = quoted.length > MAX_QUOTED ? `${quoted.slice(0, MAX_QUOTED)}…` : quoted;
    const what = kind === 'removed_here' ? `${words(missing)} after “${before}”` : `“${short}”`;
    return `${KINDS[kind]}: ${what}`;
  });
  const more = (altered?.length ?? 0) - lines.length;
  if (more > 0) lines.push(`and ${more} more passages`);
  if (detail !== null) lines.push(altered === null ? `not located: ${detail}` : detail);
  return lines;
}

/** One passage of a diff; `genuine` is its other side where the original is at hand. */
export interface Hunk extends Passage {
  readonly genuine?: string | null;
}

/** Paints a line by what it is: `-` and `+` as in diff, `~` for moved. */
export type Paint = (line: string, sign: '-' | '+' | '~' | '@') => string;

/** @returns harmless lines: place, words before, what is missing, what stands there, words after */
export function asDiff(hunks: readonly Hunk[], paint: Paint): string[] {
  return hunks.flatMap((hunk) => {
    const { kind, start, end, text, missing, before, after, genuine } = hunk;
    const lines = [paint(`@@ ${KINDS[kind]}, characters ${start} to ${end} @@`, '@')];
    const put = (sign: '-' | '+' | '~', content: string): void => {
      for (const line of content.split(/[\n\f]+/)) {
        if (line.trim() !== '') lines.push(paint(`${sign} ${safeText(line.trim())}`, sign));
      }
    };
    if (before !== '') lines.push(`  … ${safeText(before)}`);
    if (genuine) put('-', genuine);
    else if (missing > 0)
      put(
        '-',
        `[about ${words(missing)} of the registered document ${
          missing === 1 ? 'is' : 'are'
        } missing here]`,
      );
    if (kind === 'moved') put('~', text);
    else put('+', text);
    if (/[\p{L}\p{N}]/u.test(after)) lines.push(`  ${safeText(after)} …`);
    return lines;
  });
}

function words(count: number): string {
  return `${count} word${count === 1 ? '' : 's'}`;
}

function flat(text: string): string {
  return text.trim().split(/\s+/).join(' ');
}
