import type { Mark } from '../fingerprint/document.ts';
import { deceives } from '../fingerprint/marks.ts';
import type { Grade, Layer, Note, Reason, VerdictFields } from '../registry/contract.ts';

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

const MARKS: Readonly<Record<Mark, string>> = {
  hidden_text: 'hidden text',
  covered_text: 'covered text',
  clipped_text: 'clipped text',
  annotations: 'annotations',
  comments: 'comments',
  tracked_changes: 'tracked changes',
  hidden_sheet: 'a hidden sheet, row or slide',
  literal_format: 'a cell format that shows something else than the value',
  struck_text: 'text struck out',
  generated_text: 'text that a style sheet writes',
  garbled_text: 'a text layer that nobody can read',
  macros: 'macros or scripts',
};

/** Layers whose own name says little. */
const LAYERS: Readonly<Partial<Record<Layer, string>>> = {
  body: 'text',
  labels: 'list labels',
  furniture: 'page headers and footers',
  numbering: 'numbers of lists and headings',
  charts: 'charts and diagrams',
  form: 'form fields',
  cells: 'places of cells in tables',
  layout: 'tabs and gaps between columns',
  message_id: 'Message-ID',
  reply_to: 'reply address',
  names: 'display names',
  alternatives: 'other versions of the body',
  quoted: 'quoted thread',
  footer: 'mailing list footer',
  filenames: 'names of attachments',
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

/** @param reason as the registry names it; a newer one may have others */
export function reasonText(reason: string): string {
  return REASONS[reason as Reason] ?? reason;
}

/** @param grade as the registry names it */
export function gradeText(grade: string): string {
  return GRADES[grade as Grade] ?? grade;
}

/** @param wraps a registered document stands in this one, whose own words are not its words */
export function layersText(layers: readonly Layer[], wraps = false): string {
  const words = (layer: Layer) =>
    wraps && layer === 'body' ? 'the text around it' : LAYERS[layer];
  return layers.map((layer) => words(layer) ?? layer).join(', ');
}

/** What was found in the file, and what that means for whoever looks at it. */
export function marksText(marks: readonly Mark[]): string {
  const found = `found in it: ${marks.map((mark) => MARKS[mark]).join(', ')}`;
  return deceives(marks) ? `${found} (what you see may not be what was compared)` : found;
}

/** @param since instant from which on the note holds, where there is one */
export function noteText(note: Note, since: string | null = null): string {
  const dated = since !== null && (note === 'withdrawn' || note === 'decoy');
  return `${NOTES[note] ?? note}${dated ? ` (${DATED[note]} ${since})` : ''}`;
}
