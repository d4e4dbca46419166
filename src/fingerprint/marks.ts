import type { Mark } from './document.ts';
import type { ContentPrint } from './profile.ts';

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

type Marks = Pick<ContentPrint, 'marks'>;

/** What a fingerprint tells of marks. */
interface Marked {
  readonly content: Marks | null;
  readonly mail: { readonly alternatives: readonly Marks[] } | null;
}

/** What was found in a file or part itself, whichever of its bodies holds it; sorted. */
export function marksOf({ content, mail }: Marked): Mark[] {
  const bodies: (Marks | null)[] = [content, ...(mail?.alternatives ?? [])];
  return [...new Set(bodies.flatMap((body) => body?.marks ?? []))].sort();
}

export function deceives(marks: readonly Mark[]): boolean {
  return marks.some((mark) => DECEIVES.has(mark));
}
