import type { ContentPrint, Fingerprint } from '../fingerprint/profile.ts';
import { tells } from './features.ts';
import { kindOf } from './kind.ts';
import { VARIANT, VARIANT_VALUES } from './thresholds.ts';

/**
 * Which equal digests count. A digest alone may be a guess: it counts beside a sketch that fits
 * the record, because suspects whose sketch fits are counted.
 */

/**
 * Whether a sketch is that of the text or of a variant of it, or of another reading of its pages.
 * Equal texts have equal sketches.
 */
export function fits(s: ContentPrint, g: ContentPrint): boolean {
  return (
    fitsSketch(s.sketch, g.sketch) ||
    (g.readings ?? []).some(({ sketch }) => sketch && fitsSketch(s.sketch, sketch)) ||
    (s.readings ?? []).some(({ sketch }) => sketch && fitsSketch(sketch, g.sketch))
  );
}

/**
 * The same without other readings, which no look-up knows: digests that a look-up finds count only
 * so, else a wrong guess of them would lead to no record and be counted with none.
 */
export function fitsItself(s: ContentPrint, g: ContentPrint): boolean {
  return fitsSketch(s.sketch, g.sketch);
}

function fitsSketch(s: readonly string[], g: readonly string[]): boolean {
  const size = Math.max(s.length, g.length);
  if (size === 0) return true;
  const shared = sharedValues(s, g);
  return shared > 0 && size - shared <= Math.max(VARIANT_VALUES, size - Math.ceil(VARIANT * size));
}

/** Values in both, of lists that ascend as the profile has them; fewer of lists that do not. */
export function sharedValues(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i] ?? '', b[j] ?? ''];
    if (left === right) {
      shared++;
      i++;
      j++;
    } else if (left < right) i++;
    else j++;
  }
  return shared;
}

/**
 * Whether the bytes of a file of this type hold more than a reader knows (compression, time
 * stamps, object ids, pixels), so that nobody guesses them from what is seen.
 */
export function unguessable(type: string): boolean {
  const kind = kindOf(type);
  return (
    kind === 'pdf' ||
    kind === 'image' ||
    type === 'application/zip' ||
    type.startsWith('application/vnd.openxmlformats-officedocument.') ||
    type.startsWith('application/vnd.oasis.opendocument.')
  );
}

/** Whether equal bytes count; `g` is the registered side, whose type is known. */
export function sameBytes(s: Fingerprint, g: Fingerprint): boolean {
  if (s.bytes.sha256 !== g.bytes.sha256) return false;
  if (unguessable(g.type)) return true;
  // Without a text that tells, a suspect counts as a bare hash.
  if (!tells(s.content)) return true;
  if (!tells(g.content) || !fitsItself(s.content, g.content)) return false;
  // A reader of another version may read other text from the same bytes.
  return (
    s.content.extractor !== g.content.extractor ||
    s.content.body === g.content.body ||
    s.content.body_joined === g.content.body_joined
  );
}

/** Whether nothing but its bytes speaks for a print, and they can be guessed. */
export function isBare({ bytes, content, type }: Fingerprint): boolean {
  if (bytes.size === 0 || tells(content)) return false;
  return content !== null || !unguessable(type);
}
