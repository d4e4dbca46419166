import { type NameTree, partName } from '../client/names.ts';
import { nothingKnown } from '../client/unread.ts';
import type { Mark } from '../fingerprint/document.ts';
import { marksOf } from '../fingerprint/marks.ts';
import { partAt } from '../fingerprint/part-at.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import type {
  CheckAnswer,
  CheckResult,
  PartResult,
  Receipt,
  VerdictFields,
} from '../registry/contract.ts';
import { pathFields } from './escape.ts';
import type { Kept } from './kept.ts';
import {
  gradeWith,
  type Located,
  leavesOpen,
  locatedFields,
  notesWith,
  type Wanted,
} from './located.ts';

/** The answer for one file: the registry's, with part names and faults known only here. */
export type Checked = Omit<CheckResult, 'id' | 'parts'> & {
  readonly parts: readonly NamedPart[];
  /** What a reader may not see, or sees otherwise than the text says; found here. */
  readonly marks: readonly Mark[];
  /** What went wrong in reading the file, in one sentence. */
  readonly detail: string | null;
  /** Null when the registry was not asked. */
  readonly corpora: CheckAnswer['corpora'] | null;
  readonly at: string | null;
  /** What the registry signed, when that was asked for. */
  readonly receipt?: Receipt;
  /** Where the receipt is kept, when that was asked for; null where it was not taken. */
  readonly kept?: Kept | null;
  /** Where it departs from its record, when that was asked for. */
  readonly located?: Located | undefined;
};

export type NamedPart = Omit<PartResult, 'parts'> & {
  readonly name: string;
  readonly marks: readonly Mark[];
  readonly located?: Located | undefined;
  readonly parts: readonly NamedPart[];
};

export function namedPart(
  part: PartResult,
  names: NameTree | null,
  whole: Fingerprint | null,
): NamedPart {
  return {
    ...part,
    marks: marksAt(whole, part.path),
    name: names ? partName(names, part.path) : `part ${part.path}`,
    parts: part.parts.map((inner) => namedPart(inner, names, whole)),
  };
}

/** Marks of the part at a path, of which the registry's answer says nothing. */
export function marksAt(whole: Fingerprint | null, path: string): Mark[] {
  const print = whole === null ? undefined : partAt(whole, path);
  return print ? marksOf(print) : [];
}

/** Texts of an answer that a comparison can say more of. */
export function openIn(checked: Checked): Wanted[] {
  const wanted: Wanted[] = [];
  const add = (path: string, one: Checked | NamedPart): void => {
    if (one.record !== null && leavesOpen(one)) wanted.push({ path, record: one.record });
    for (const part of one.parts) add(part.path, part);
  };
  add('', checked);
  return wanted;
}

/** The answer with what comparisons found, by part path. */
export function withLocated(checked: Checked, located: ReadonlyMap<string, Located>): Checked {
  const told = (path: string, { grade, notes }: Pick<Checked, 'grade' | 'notes'>) => ({
    grade: gradeWith(grade, located.get(path)),
    notes: notesWith(notes, located.get(path)),
    located: located.get(path),
  });
  const inPart = (part: NamedPart): NamedPart => ({
    ...part,
    ...told(part.path, part),
    parts: part.parts.map(inPart),
  });
  return { ...checked, ...told('', checked), parts: checked.parts.map(inPart) };
}

/** The answer for a file that could not be asked about. */
export function unread(reason: 'unreadable' | 'over_limit', detail: string): Checked {
  return {
    ...nothingKnown(reason, detail),
    marks: [],
    shows: `This file could not be read here: ${detail}.`,
  };
}

/** The answer for a file whose fingerprint the registry does not take. */
export function refused(detail: string): Checked {
  return {
    ...unread('unreadable', detail),
    shows: 'The registry refused the fingerprint of this file and compared nothing.',
  };
}

/** One line of `--json`: the promised fields first, in their order, then the rest. */
export function recordOf(path: Buffer, { detail, ...checked }: Checked): object {
  const { shows, does_not_show, corpora, at } = checked;
  return {
    ...pathFields(path),
    ...fieldsOf(checked),
    parts: checked.parts.map(partOf),
    ...locatedFields(checked.located),
    ...evidenceOf(checked),
    marks: checked.marks,
    ...(checked.timing ? { timing: checked.timing, timing_basis: checked.timing_basis } : {}),
    shows,
    does_not_show,
    corpora: corpora && {
      consulted: corpora.consulted.map((corpus) => corpus.id),
      closed: corpora.closed,
    },
    at,
    ...(detail === null ? {} : { detail }),
    ...(checked.receipt ? { receipt: checked.receipt } : {}),
    ...(checked.kept === undefined ? {} : { kept: checked.kept }),
  };
}

function partOf(part: NamedPart): object {
  return {
    name: part.name,
    ...fieldsOf(part),
    parts: part.parts.map(partOf),
    path: part.path,
    ...locatedFields(part.located),
    ...evidenceOf(part),
    marks: part.marks,
  };
}

function fieldsOf(one: VerdictFields): object {
  const { verdict, grade, reason, record, corpus, registered_at, near } = one;
  return { verdict, grade, reason, record, corpus, registered_at, near };
}

function evidenceOf(one: VerdictFields): object {
  const { notes, same_template, evidence, registrant, registered_as, state_since, log } = one;
  return { notes, same_template, evidence, registrant, registered_as, state_since, log };
}
