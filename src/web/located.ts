import type { Problem } from '../fingerprint/document.ts';
import type {
  CompareAnswer,
  Grade,
  Note,
  PartResult,
  Reason,
  VerdictFields,
} from '../registry/contract.ts';
import type { Excerpt } from './excerpts.ts';

/** Where one file departs from its record, once its reader has asked for it. */
export type Locating =
  | { readonly kind: 'asking' }
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'failed'; readonly failure: LocateFailure };

export interface Told {
  /** Path of the part whose passages these are, `''` the file's own text. */
  readonly part: string;
  /** What the pair is, the place now being known; null when they share little. */
  readonly grade: Grade | null;
  /** False when the comparison was cut off: what is named may only not have been found. */
  readonly complete: boolean;
  /** No word differs, yet the digests do. */
  readonly onlyMarks: boolean;
  /** What the comparison adds; it takes the place of what `check` could only suppose. */
  readonly notes: readonly Note[];
  /** Whether a tenth of the words or more is not as registered. */
  readonly heavy: boolean;
  readonly passages: number;
  /** Where in the text each of the first `MAX_PASSAGES` passages begins, 0 to 1. */
  readonly places: readonly number[];
  /** Where in the text each page after the first begins, 0 to 1; none without pages. */
  readonly pages: readonly number[];
  /** Of the first `MAX_PASSAGES` passages. */
  readonly excerpts: readonly Excerpt[];
}

export type LocateFailure =
  | {
      readonly code:
        | 'off'
        | 'gone'
        | 'quota'
        | 'refused'
        | 'unhealthy'
        | 'changed'
        | 'no_text'
        | 'unfit';
    }
  | { readonly code: 'unread'; readonly problem: Problem }
  | { readonly code: 'reason'; readonly reason: Reason };

/** Passages shown of one file: more than anyone steps through, and quickly drawn. */
export const MAX_PASSAGES = 200;
const HEAVY = 0.1;

/** Whether a verdict leaves open where the text departs from its record. */
export function leavesOpen({ verdict, grade, record, evidence }: VerdictFields): boolean {
  if (verdict !== 'differs' || record === null) return false;
  if (grade === 'altered') return evidence.differs.includes('body');
  return grade === 'near' || grade === 'part_of' || grade === 'contains';
}

/** A text that a comparison can say more of, and the record to compare it with. */
export interface Open {
  /** Path of the part, `''` the file's own text. */
  readonly path: string;
  readonly record: string;
  readonly corpus: string | null;
}

/** The text to locate passages in: the file's own, else that of the first part it depends on. */
export function openIn(
  result: VerdictFields & { readonly parts: readonly PartResult[] },
  path = '',
): Open | null {
  if (leavesOpen(result) && result.record !== null) {
    return { path, record: result.record, corpus: result.corpus };
  }
  for (const part of result.parts) {
    const open = openIn(part, part.path);
    if (open !== null) return open;
  }
  return null;
}

/** Whether a tenth or more of the words of either side is not where it was. */
export function isHeavy(answer: CompareAnswer): boolean {
  const { segments, suspect_words, registered_words } = answer;
  let other = 0;
  let missing = 0;
  for (const segment of segments) {
    if (segment.kind !== 'same') other += segment.end - segment.start;
    missing += segment.missing;
  }
  return other >= HEAVY * suspect_words || missing >= HEAVY * registered_words;
}

/** `near` becomes what the whole alignment shows; every other grade stands. */
export function gradeWith(grade: Grade | null, told: Told | null): Grade | null {
  if (grade !== 'near' || !told?.complete) return grade;
  const now = told.grade;
  return now === 'altered' || now === 'part_of' || now === 'contains' ? now : grade;
}

/**
 * The notes of a verdict once its places are known: whether it may be a sibling was supposed from
 * sketches, and the ordered entries confirm it or not.
 */
export function notesWith(notes: readonly Note[], told: Told | null): Note[] {
  if (!told?.complete) return [...notes];
  return [...notes.filter((note) => note !== 'may_be_sibling'), ...told.notes];
}

/** What was told of the file's own text; of a part's, nothing of the whole follows. */
export const toldOf = (locating: Locating | undefined): Told | null =>
  locating?.kind === 'told' && locating.told.part === '' ? locating.told : null;
