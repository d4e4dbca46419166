import { deceives, marksOf } from '../fingerprint/marks.ts';
import type { Layer, Note, PartResult, Reason, VerdictFields } from '../registry/contract.ts';
import {
  type Answer,
  type AnswerContext,
  type AnswerKey,
  answerKey,
  countKeys,
  keyOf,
} from './answer.ts';
import type { Catalogue, Noun, Wrapped } from './locales/index.ts';
import { notesWith, type Told, toldOf } from './located.ts';
import type { PrintShown } from './print-shown.ts';
import { MIN_WORDS } from './wording-limits.ts';

/** The sentences of one card. */
export interface Wording {
  readonly label: string;
  readonly sentence: string;
  readonly shows: readonly string[];
  readonly notShown: string;
  readonly notes: readonly string[];
}

type Result = VerdictFields & { readonly parts: readonly PartResult[] };

export function wordingOf(t: Catalogue, answer: Answer): Wording {
  const { outcome } = answer;
  if (outcome.kind === 'answered') {
    const noun: Noun = answer.fingerprint?.mail ? 'mail' : 'file';
    const words = answer.fingerprint?.content?.words ?? null;
    const told = toldOf(answer.located);
    const result = { ...outcome.result, notes: notesWith(outcome.result.notes, told) };
    const worded = wordResult(t, result, keyOf(answer), noun, words, outcome.context);
    return told === null ? worded : { ...worded, ...locatedWords(t, answer, noun, told) };
  }
  if (outcome.kind === 'unread') return undecided(t, t.reasons[outcome.problem]);
  const { failure } = outcome;
  if (failure.code === 'quota') return undecided(t, t.reasons.quota(failure.retryMinutes));
  return undecided(
    t,
    failure.code === 'refused' ? t.reasons.refused : t.reasons.registry_unhealthy,
  );
}

function undecided(t: Catalogue, reason: string): Wording {
  return {
    label: t.labels.undecided,
    sentence: t.sentences.undecided(reason),
    shows: [t.shows.undecided],
    notShown: t.notShown.undecided,
    notes: [],
  };
}

function wordResult(
  t: Catalogue,
  result: Result,
  key: AnswerKey,
  noun: Noun,
  words: number | null,
  context: AnswerContext,
): Wording {
  const notes = notesOf(t, result);
  if (result.grade === 'members' && result.parts.length > 0) {
    return {
      label: t.labels[key],
      sentence: t.sentences.members(result.parts.length, countsList(t, result.parts)),
      shows: [t.shows.members],
      notShown: t.notShown.members,
      notes,
    };
  }
  if (key === 'undecided') {
    return { ...undecided(t, reasonOf(t, result, words, context)), notes };
  }
  if (key === 'absent' && recordsOf(context) === 0) {
    return {
      label: t.labels.absent,
      sentence: t.sentences.absent_empty,
      shows: [t.shows.absentEmpty],
      notShown: t.notShown.absent_empty,
      notes,
    };
  }
  return {
    label: t.labels[key],
    sentence: sentenceOf(t, key, noun, result),
    shows: showsOf(t, key, result, context),
    notShown: result.notes.includes('decoy') ? t.notShown.decoy : t.notShown[notShownKey(key)],
    notes,
  };
}

/** What is said otherwise once the passages have been located. */
function locatedWords(t: Catalogue, answer: Answer, noun: Noun, told: Told): Partial<Wording> {
  const { outcome } = answer;
  if (outcome.kind !== 'answered') return {};
  switch (keyOf(answer)) {
    case 'near': {
      if (!told.complete) return { sentence: t.sentences.near_partly(noun) };
      const sentence = t.sentences.near_located(noun, told.passages);
      return { sentence, notShown: t.notShown.altered };
    }
    case 'altered':
    case 'altered_heavy': {
      // A header that differs as well is worth more than a count.
      const others = differing(outcome.result).filter((layer) => layer !== 'body');
      if (!told.complete || told.passages === 0 || others.length > 0) return {};
      return { sentence: t.sentences.altered_located(noun, told.passages) };
    }
    default:
      return {};
  }
}

/** Parts counted by answer, as in a sentence. */
export function countsList(t: Catalogue, parts: readonly PartResult[]): string {
  const counts = countKeys(parts.map(answerKey));
  return t.format.list(counts.map(([key, n]) => `${t.format.number(n)}\u00a0× ${t.labels[key]}`));
}

type Plain = Exclude<AnswerKey, 'altered_heavy'>;
const notShownKey = (key: AnswerKey): Plain => (key === 'altered_heavy' ? 'altered' : key);

/** Layers in a sentence, or null when there are none. */
export function layerList(t: Catalogue, layers: readonly Layer[]): string | null {
  const known = layers.flatMap((layer) => {
    const words = t.layersInText[layer] as string | undefined;
    return words === undefined ? [] : [words];
  });
  return known.length === 0 ? null : t.format.list(known);
}

function sentenceOf(
  t: Catalogue,
  key: Exclude<AnswerKey, 'undecided'>,
  noun: Noun,
  result: Result,
): string {
  if (key === 'altered' || key === 'altered_heavy') {
    return t.sentences.altered(noun, layerList(t, differing(result)));
  }
  if (key === 'contains') return t.sentences.contains(noun, wrappedBy(result));
  return t.sentences[key](noun);
}

/** What is known of how a registered document stands in this one. */
export function wrappedBy({ evidence }: Pick<VerdictFields, 'evidence'>): Wrapped {
  if (evidence.differs.includes('footer')) return 'footer';
  if (evidence.agrees.includes('quoted')) return 'quoted';
  return evidence.agrees.length === 1 && evidence.agrees[0] === 'parts' ? 'part' : null;
}

/** Other bytes are the rule as soon as anything differs, so they are not worth naming. */
function differing(result: Result): Layer[] {
  return result.evidence.differs.filter((layer) => layer !== 'bytes');
}

function showsOf(
  t: Catalogue,
  key: Exclude<AnswerKey, 'undecided'>,
  result: Result,
  context: AnswerContext,
): string[] {
  if (key === 'absent') return [absence(t, context)];
  const who = result.registrant ?? t.shows.someone;
  const when =
    result.registered_at === null ? t.shows.someDay : t.format.instant(result.registered_at);
  const lines: string[] = [];
  if (result.notes.includes('decoy')) lines.push(t.shows.decoy(who, when));
  else if (key === 'altered' || key === 'altered_heavy') lines.push(t.shows.altered(who, when));
  else if (key === 'same_text') {
    lines.push(t.shows.same_text(who, when, layerList(t, result.evidence.unverified)));
  } else lines.push(t.shows[key](who, when));
  if (result.registered_as === 'part' && key !== 'contains') lines.push(t.shows.part);
  return lines;
}

/** Documents that the answer had to compare with. */
const recordsOf = ({ consulted }: AnswerContext): number =>
  consulted.reduce((sum, corpus) => sum + corpus.records, 0);

function absence(t: Catalogue, context: AnswerContext): string {
  const count = recordsOf(context);
  const registrants = [...new Set(context.consulted.map((corpus) => corpus.registrant))];
  return t.shows.absent(count, t.format.list(registrants), t.format.instant(context.at));
}

function reasonOf(
  t: Catalogue,
  result: Result,
  words: number | null,
  context: AnswerContext,
): string {
  return reasonText(t, result.reason, words, context.closed);
}

/** A reason in words, for the middle of a sentence. */
export function reasonText(
  t: Catalogue,
  reason: Reason | null,
  words: number | null = null,
  closed: readonly string[] = [],
): string {
  switch (reason) {
    case 'too_short':
      return t.reasons.too_short(words !== null && words < MIN_WORDS ? words : null, MIN_WORDS);
    case 'corpora_closed':
      return t.reasons.corpora_closed(closed.length === 0 ? null : t.format.list([...closed]));
    case 'unreadable':
    case 'encrypted':
    case 'no_text_layer':
    case 'over_limit':
    case 'too_many_variants':
    case 'registry_unhealthy':
      return t.reasons[reason];
    default:
      return t.reasons.unknown;
  }
}

export function notesOf(t: Catalogue, result: VerdictFields): string[] {
  const who = result.registrant ?? t.shows.someone;
  const since = result.state_since ? t.format.instant(result.state_since) : t.shows.someDay;
  const words: Record<Note, () => string> = {
    may_be_sibling: () => t.notes.may_be_sibling,
    layout_only: () => t.notes.layout_only,
    same_template: () => t.notes.same_template(result.same_template ?? 1),
    withdrawn: () => t.notes.withdrawn(who, since),
    decoy: () => t.notes.decoy(who, since),
    bytes_only: () => t.notes.bytes_only,
  };
  return result.notes.flatMap((note) => (Object.hasOwn(words, note) ? [words[note]()] : []));
}

/** What was found in a file or part, and whether it may show something else; null for nothing. */
export function marksLine(
  t: Catalogue,
  print: Pick<PrintShown, 'content' | 'mail'>,
): string | null {
  const marks = marksOf(print);
  if (marks.length === 0) return null;
  return t.marksLine(t.format.list(marks.map((mark) => t.marks[mark])), deceives(marks));
}

/** Why a part is undecided, in words; null for other verdicts. */
export function partReason(t: Catalogue, part: PartResult, words: number | null): string | null {
  if (answerKey(part) !== 'undecided' || part.grade === 'members') return null;
  return reasonOf(t, part, words, { consulted: [], closed: [], at: '' });
}
