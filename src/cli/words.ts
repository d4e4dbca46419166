import type { Grade, Note, Reason, VerdictFields } from '../registry/contract.ts';

/** The words of the answers, the same on every surface. */
const GRADES: Readonly<Record<Grade, string>> = {
  identical: 'Identical',
  same_content: 'Same content',
  same_text: 'Same text, appearance not verified',
  altered: 'Altered',
  part_of: 'Excerpt',
  contains: 'Contains',
  near: 'Resembles',
  members: 'By its members',
};

const REASONS: Readonly<Record<Reason, string>> = {
  too_short: 'too short to tell',
  unreadable: 'cannot be read',
  encrypted: 'encrypted',
  no_text_layer: 'no text layer',
  over_limit: 'over a limit',
  too_many_variants: 'too many variants of one document were asked about; again tomorrow',
  corpora_closed: 'a corpus is closed to you',
  registry_unhealthy: 'the registry is not well',
};

const NOTES: Readonly<Record<Note, string>> = {
  may_be_sibling: 'may be another document of the same series, or an altered copy: cannot tell',
  layout_only: 'the same words, in another order or layout: their order was not verified',
  same_template: 'shares only a template with registered documents',
  withdrawn: 'its registrant withdrew this record',
  decoy: 'its registrant planted this document as a decoy: it is known to be false',
  bytes_only: 'only the bytes were compared',
};

const DATED = { withdrawn: 'on', decoy: 'said on' } as const;

/** What an answer is called, e.g. `Undecided: encrypted`. */
export function title({ verdict, grade, reason }: VerdictFields): string {
  if (verdict === 'absent') return 'Not in the registry';
  if (verdict === 'undecided') {
    return `Undecided: ${reason === null ? 'no reason given' : reasonText(reason)}`;
  }
  const word = grade === null ? (verdict === 'match' ? 'Matches' : 'Differs') : GRADES[grade];
  // An archive takes its worst member, whose verdict its own word does not tell.
  if (grade === 'members') return verdict === 'match' ? 'All members match' : 'A member differs';
  return word ?? String(grade);
}

export function reasonText(reason: Reason): string {
  return REASONS[reason] ?? reason;
}

/** @param since instant from which on the note holds, where there is one */
export function noteText(note: Note, since: string | null = null): string {
  const dated = since !== null && (note === 'withdrawn' || note === 'decoy');
  return `${NOTES[note] ?? note}${dated ? ` (${DATED[note]} ${since})` : ''}`;
}
