import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { alignmentOf } from '../client/compare.ts';
import type { Alignment } from '../fingerprint/align.ts';
import { partAt } from '../fingerprint/part-at.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import type { Grade, Note, VerdictFields } from '../registry/contract.ts';
import { asFailure } from './api-failure.ts';
import { Failure } from './failure.ts';
import type { LocalPrint, Passage, Quoted, QuoteRequest } from './task.ts';
import { reasonText } from './words.ts';

/** Where one text of a file departs from a record. */
export interface Located {
  /** What the pair is, the place now being known; null when they share little. */
  readonly grade: Grade | null;
  /** False when the comparison was cut off: what is named may only not have been found. */
  readonly complete: boolean;
  /** No word differs, yet the digests do: punctuation, case, hyphens or spacing. */
  readonly onlyMarks: boolean;
  /** What the comparison adds; it takes the place of what `check` could only suppose. */
  readonly notes: readonly Note[];
  /** Null when it could not be told, and `detail` says why. */
  readonly altered: readonly Passage[] | null;
  readonly detail: string | null;
}

/** A text of a suspect, by its part path, and the record that it is to be compared with. */
export interface Wanted {
  readonly path: string;
  readonly record: string;
}

/** Finds words in the file again; null when the file can no longer be read. */
export type QuoteIn = (asked: readonly QuoteRequest[]) => Promise<readonly Quoted[] | null>;

const OPERATOR = 'go to the registry; its operator could rebuild part of the text from them.';
export const CHECK_WARNING = `Digests of groups of words of each text that resembles a record ${OPERATOR}`;
export const COMPARE_WARNING = `Digests of groups of words of this file ${OPERATOR}`;
export const ONLY_MARKS = 'no word difference found; punctuation, case or spacing differ';
const LITTLE = 'little of it stands in the registered document, or of that in it';
const CUT_OFF = 'the comparison was cut off: what is named may only not have been found';

/** Refusals that concern one text; after any other failure there is no point in going on. */
const REFUSED = new Set(['locate_off', 'unknown_record', 'entries_invalid', 'body_too_large']);

/** Whether a verdict leaves open where the text departs from its record. */
export function leavesOpen({ verdict, grade, record, evidence }: VerdictFields): boolean {
  if (verdict !== 'differs' || record === null) return false;
  if (grade === 'altered') return evidence.differs.includes('body');
  return grade === 'near' || grade === 'part_of' || grade === 'contains';
}

/**
 * Compares texts of one file with records and quotes what is altered from the file itself.
 *
 * @returns by part path
 * @throws Failure when the registry cannot be asked
 */
export async function locateAll(
  client: Client,
  { fingerprint, entries }: Pick<LocalPrint, 'fingerprint' | 'entries'>,
  wanted: readonly Wanted[],
  quoteIn: QuoteIn,
): Promise<Map<string, Located>> {
  const located = new Map<string, Located>();
  const aligned: Aligned[] = [];
  for (const { path, record } of wanted) {
    const part = partAt(fingerprint, path);
    const list = entries[path];
    if (!part?.content || !list || list.length === 0) {
      located.set(path, untold('it has no text to compare'));
      continue;
    }
    const said = await ask(client, { record, fingerprint: part, entries: list });
    if ('altered' in said) located.set(path, said);
    else aligned.push({ path, record, alignment: said.alignment, said });
  }
  if (aligned.length === 0) return located;
  const quoted = await quoteIn(aligned.map(({ path, alignment }) => ({ path, alignment })));
  const better = quoted ? await relabelled(client, fingerprint, aligned, quoted, quoteIn) : null;
  aligned.forEach(({ path, said }, i) => {
    const found = better?.get(path) ?? quoted?.[i];
    const { grade, onlyMarks, notes } = said;
    if (!found || !('passages' in found)) {
      located.set(
        path,
        untold(quoted ? 'the answer does not fit the text' : 'cannot be read again'),
      );
      return;
    }
    const { complete } = said.alignment;
    const little = grade === null ? LITTLE : null;
    const detail = onlyMarks ? ONLY_MARKS : complete ? little : CUT_OFF;
    located.set(path, { grade, complete, onlyMarks, notes, altered: found.passages, detail });
  });
  return located;
}

interface Aligned extends Wanted {
  readonly alignment: Alignment;
  readonly said: Said;
}

/** Passages from a second comparison, of texts whose labels hid them; the first stands if it fails. */
async function relabelled(
  client: Client,
  fingerprint: Fingerprint,
  aligned: readonly Aligned[],
  quoted: readonly Quoted[],
  quoteIn: QuoteIn,
): Promise<Map<string, Quoted>> {
  const asked: { path: string; alignment: Alignment; second: Alignment }[] = [];
  for (const [i, { path, record, alignment }] of aligned.entries()) {
    const found = quoted[i];
    const part = partAt(fingerprint, path);
    if (!part || !found || !('passages' in found) || found.again === null) continue;
    const entries = found.again;
    const turned = { record, fingerprint: part, entries, relabelled: true };
    const said = await ask(client, turned).catch((error: unknown) => {
      if (error instanceof Failure) return untold(error.message);
      throw error;
    });
    if (!('altered' in said) && said.alignment.complete) {
      asked.push({ path, alignment, second: said.alignment });
    }
  }
  const better = asked.length > 0 ? await quoteIn(asked) : null;
  return new Map(asked.flatMap(({ path }, i) => (better?.[i] ? [[path, better[i]]] : [])));
}

interface Said {
  readonly alignment: Alignment;
  readonly grade: Grade | null;
  readonly onlyMarks: boolean;
  readonly notes: readonly Note[];
}

async function ask(
  client: Client,
  suspect: Parameters<Client['compare']>[0],
): Promise<Said | Located> {
  try {
    const answer = await client.compare(suspect);
    if (answer.reason !== null) return untold(reasonText(answer.reason));
    const { grade, marks_only: onlyMarks, notes } = answer;
    return { alignment: alignmentOf(answer), grade, onlyMarks, notes };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!REFUSED.has(error.code)) throw asFailure(error);
    return untold(error.detail);
  }
}

export function untold(detail: string): Located {
  return { grade: null, complete: false, onlyMarks: false, notes: [], altered: null, detail };
}

/**
 * The notes of a verdict once its places are known: whether it may be a sibling was supposed from
 * sketches, and the ordered entries confirm it or not.
 */
export function notesWith(notes: readonly Note[], located: Located | undefined): Note[] {
  if (!located?.complete || located.altered === null) return [...notes];
  return [...notes.filter((note) => note !== 'may_be_sibling'), ...located.notes];
}

/** `near` becomes what the whole alignment shows; every other grade stands. */
export function gradeWith(grade: Grade | null, located: Located | undefined): Grade | null {
  if (grade !== 'near' || !located?.complete || located.altered === null) return grade;
  const told = located.grade;
  return told === 'altered' || told === 'part_of' || told === 'contains' ? told : grade;
}

/** The fields of `--json`. */
export function locatedFields(located: Located | undefined): object {
  if (!located) return {};
  const { altered, complete, onlyMarks, detail } = located;
  return {
    altered:
      altered?.map(({ kind, start, end, text, missing }) => ({
        kind,
        start,
        end,
        text,
        missing,
      })) ?? null,
    complete,
    ...(onlyMarks ? { only_marks: true } : {}),
    ...(detail === null ? {} : { locate_detail: detail }),
  };
}
