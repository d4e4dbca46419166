import { ANSWER_KEYS, type Answer, type AnswerKey, answerKey, countKeys, keyOf } from './answer.ts';
import { isLate } from './leak.ts';
import type { Catalogue } from './locales/index.ts';
import { toldOf } from './located.ts';
import { countsList, layerList, notesOf, wordingOf } from './wording.ts';

/** What a list of answers is filtered by. */
export const GROUPS = ['differs', 'undecided', 'absent', 'same_content', 'identical'] as const;
export type Group = (typeof GROUPS)[number];

export interface Filter {
  readonly group: Group | 'all';
  /** Words looked for in names and paths. */
  readonly query: string;
}

export const NO_FILTER: Filter = { group: 'all', query: '' };

export function groupOf(key: AnswerKey): Group {
  switch (key) {
    case 'undecided':
    case 'absent':
    case 'same_content':
    case 'identical':
      return key;
    default:
      return 'differs';
  }
}

/** How many answers of each group. */
export function countGroups(answers: readonly Answer[]): Record<Group | 'all', number> {
  const counts = { all: 0, differs: 0, undecided: 0, absent: 0, same_content: 0, identical: 0 };
  for (const answer of answers) {
    counts.all++;
    counts[groupOf(keyOf(answer))]++;
  }
  return counts;
}

/** Those that pass the filter, most worrying first, in the order of the files within a word. */
export function triaged(answers: readonly Answer[], { group, query }: Filter): Answer[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  // By word, not sorted: of an object an answer, 20,000 of them at every redraw, megabytes gather.
  const byKey = new Map<AnswerKey, Answer[]>();
  for (const key of ANSWER_KEYS) if (group === 'all' || groupOf(key) === group) byKey.set(key, []);
  for (const answer of answers) {
    const list = byKey.get(keyOf(answer));
    if (list && (words.length === 0 || named(answer, words))) list.push(answer);
  }
  return [...byKey.values()].flat();
}

function named(answer: Answer, words: readonly string[]): boolean {
  const names = [answer.name, ...(answer.copies ?? [])].map(folded);
  return names.some((name) => words.every((word) => name.includes(word)));
}

/** Without case and accents, as people search. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Why, in one line: what differs, what is wrong, or what is to be known. Null for nothing. */
export function reasonLine(t: Catalogue, answer: Answer): string | null {
  const { outcome } = answer;
  const key = keyOf(answer);
  if (outcome.kind !== 'answered' || key === 'undecided') {
    return key === 'undecided' ? wordingOf(t, answer).sentence : null;
  }
  const { result } = outcome;
  if (result.grade === 'members') return countsList(t, result.parts);
  const notes = notesOf(t, result);
  const told = toldOf(answer.located);
  if (groupOf(key) === 'differs') {
    if (told !== null && told.passages > 0) return t.triage.passages(told.passages);
    const differs = layerList(
      t,
      result.evidence.differs.filter((layer) => layer !== 'bytes'),
    );
    if (differs !== null) return t.triage.differ(differs);
  }
  return notes[0] ?? null;
}

/** Its parts, counted by answer. */
export function partsLine(t: Catalogue, { outcome }: Answer): string | null {
  if (outcome.kind !== 'answered' || outcome.result.parts.length === 0) return null;
  const { grade, parts } = outcome.result;
  // The line of reasons counts the members by answer.
  if (grade === 'members') return t.triage.members(parts.length);
  return countKeys(parts.map(answerKey))
    .map(([key, n]) => `${t.format.number(n)}\u00a0× ${t.labels[key].toLowerCase()}`)
    .join(', ');
}

export interface RegisteredCell {
  readonly text: string;
  readonly late: boolean;
}

/** The day of registration, and whether it lies after the leak. */
export function registeredCell(
  t: Catalogue,
  { outcome }: Answer,
  leak: string | null,
): RegisteredCell | null {
  const at = outcome.kind === 'answered' ? outcome.result.registered_at : null;
  if (at === null) return null;
  const late = isLate(at, leak);
  const day = t.format.day(at);
  return { text: late ? t.triage.late(day) : day, late };
}
