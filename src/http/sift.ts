/**
 * Validation of hostile fingerprints that stops early. A schema lists every fault before any
 * can be counted, at about 2 kB each: 16 MiB of empty strings in place of sketch entries
 * would be five million faults, hence gigabytes. So a fingerprint is first looked at part by
 * part, and the whole schema only sees what came through.
 */
import * as z from 'zod';
import { type Fault, Fingerprint } from '../registry/contract.ts';
import { faults, MAX_FAULTS, type Path, pointer } from './fault.ts';

/** A fingerprint whose parts are looked at one by one. */
const Node = Fingerprint.omit({ parts: true }).extend({ parts: z.array(z.unknown()).max(2000) });

const SKETCH_ENTRY = /^[0-9a-f]{16}$/;

/** Faults of what should be a fingerprint at `base`, of the first faulty parts only. */
export function sift(fingerprint: unknown, base: Path): Fault[] {
  const found: Fault[] = [];
  const queue: { readonly value: unknown; readonly path: Path }[] = [
    { value: fingerprint, path: base },
  ];
  // Grows while it is walked.
  for (const { value, path } of queue) {
    const { content, mail } = (value ?? {}) as { content?: unknown; mail?: unknown };
    const bad = badSketch(content, [...path, 'content']) ?? badSketch(mail, [...path, 'mail']);
    const node = bad ? null : Node.safeParse(value);
    if (bad) found.push(bad);
    else if (node?.error) found.push(...faults(node.error, path));
    else {
      for (const [i, part] of (node?.data?.parts ?? []).entries()) {
        queue.push({ value: part, path: [...path, 'parts', i] });
      }
    }
    if (found.length >= MAX_FAULTS) break;
  }
  return found.slice(0, MAX_FAULTS);
}

/** First wrong entry of a sketch; no other list within a content or a mail exceeds 20. */
function badSketch(value: unknown, path: Path): Fault | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value) && value.length > 20) {
    const at = value.findIndex((entry) => typeof entry !== 'string' || !SKETCH_ENTRY.test(entry));
    if (at < 0) return null;
    return { pointer: pointer([...path, at]), detail: 'expected 16 lower-case hex digits' };
  }
  for (const [key, inner] of Object.entries(value)) {
    const bad = badSketch(inner, [...path, key]);
    if (bad) return bad;
  }
  return null;
}
