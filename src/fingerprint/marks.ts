import type { Mark } from './document.ts';
import type { ContentPrint, Fingerprint } from './profile.ts';

/** Marks after which a reader may see something else than the text that was compared. */
const DECEIVES: ReadonlySet<Mark> = new Set([
  'hidden_text',
  'covered_text',
  'clipped_text',
  'hidden_sheet',
  'literal_format',
  'generated_text',
  'garbled_text',
  'macros',
]);

/** What was found in a file or part itself, whichever of its bodies holds it; sorted. */
export function marksOf({ content, mail }: Pick<Fingerprint, 'content' | 'mail'>): Mark[] {
  const bodies: (ContentPrint | null)[] = [content, ...(mail?.alternatives ?? [])];
  return [...new Set(bodies.flatMap((body) => body?.marks ?? []))].sort();
}

export function deceives(marks: readonly Mark[]): boolean {
  return marks.some((mark) => DECEIVES.has(mark));
}
