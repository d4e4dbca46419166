import type { Problem } from '../fingerprint/document.ts';
import type {
  CheckAnswer,
  CheckResult,
  Corpus,
  PartResult,
  VerdictFields,
} from '../registry/contract.ts';
import { gradeWith, type Locating, toldOf } from './located.ts';
import type { PrintShown } from './print-shown.ts';

/**
 * What one card shows: the registry's answer beside what only this computer knows
 * (the file's name, its parts' names, its words).
 */
export interface Answer {
  /** Anchor of the card, unique on the page. */
  readonly id: string;
  /** File name, path or digest, as the reader knows it. */
  readonly name: string;
  readonly size: number | null;
  readonly fingerprint: PrintShown | null;
  /** Local names of parts by path, `0/2`. */
  readonly partNames: Readonly<Record<string, string>>;
  readonly outcome: Outcome;
  /** Paths of other files with the same bytes, which were read and asked about once. */
  readonly copies?: readonly string[] | undefined;
  /** Where it departs from its record; absent until the reader asks. */
  readonly located?: Locating | undefined;
}

export type Outcome =
  | { readonly kind: 'answered'; readonly result: CheckResult; readonly context: AnswerContext }
  /** The file could not be fingerprinted here; nothing was asked. */
  | { readonly kind: 'unread'; readonly problem: Problem }
  /** The registry was asked and gave no answer: never an `absent`. */
  | { readonly kind: 'failed'; readonly failure: Failure };

export type Failure =
  | { readonly code: 'unhealthy' }
  | { readonly code: 'refused' }
  | { readonly code: 'quota'; readonly retryMinutes: number | null };

/** Corpora and time of the answer that a result came in. */
export interface AnswerContext {
  readonly consulted: readonly Corpus[];
  readonly closed: readonly string[];
  readonly at: string;
}

export function contextOf(answer: CheckAnswer): AnswerContext {
  return {
    consulted: answer.corpora.consulted,
    closed: answer.corpora.closed,
    at: answer.at,
  };
}

/** The words an answer can have, DESIGN section "What it answers". */
export const ANSWER_KEYS = [
  'altered_heavy',
  'altered',
  'contains',
  'part_of',
  'near',
  'same_text',
  'undecided',
  'absent',
  'same_content',
  'identical',
] as const;
export type AnswerKey = (typeof ANSWER_KEYS)[number];

type Judged = VerdictFields & { readonly parts: readonly PartResult[] };

/**
 * The word for a verdict. What is not understood is `undecided`: a newer registry's
 * answer must read neither as a match nor as absent.
 */
export function answerKey(judged: Judged): AnswerKey {
  const { verdict, grade, parts, evidence } = judged;
  if (grade === 'members') return worstMember(verdict, parts);
  if (verdict === 'match') {
    return grade === 'identical' || grade === 'same_content' ? grade : 'undecided';
  }
  if (verdict === 'differs') {
    switch (grade) {
      case 'altered':
        // Under a tenth of the words: none at all when the body is equal by digest. How
        // many of another body's words changed is not known before they are aligned.
        return evidence.agrees.includes('body') ? 'altered' : 'altered_heavy';
      case 'same_text':
      case 'part_of':
      case 'contains':
        return grade;
      default:
        return 'near';
    }
  }
  return verdict === 'absent' ? 'absent' : 'undecided';
}

function worstMember(verdict: string, parts: readonly PartResult[]): AnswerKey {
  const keys = new Set(parts.filter((part) => part.verdict === verdict).map(answerKey));
  return ANSWER_KEYS.find((key) => keys.has(key)) ?? 'undecided';
}

/** The word of a card, which is a surer one when the passages have been located. */
export function keyOf({ outcome, located }: Answer): AnswerKey {
  if (outcome.kind !== 'answered') return 'undecided';
  const { result } = outcome;
  const told = toldOf(located);
  if (!told?.complete || result.verdict !== 'differs') return answerKey(result);
  const grade = gradeWith(result.grade, told);
  if (grade === 'altered') return told.heavy ? 'altered_heavy' : 'altered';
  return answerKey({ ...result, grade });
}

/** How many answers of each word, most worrying first, none with zero. */
export function countKeys(keys: readonly AnswerKey[]): [AnswerKey, number][] {
  const counts = new Map<AnswerKey, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return ANSWER_KEYS.flatMap((key) => {
    const count = counts.get(key);
    return count === undefined ? [] : [[key, count] as [AnswerKey, number]];
  });
}
