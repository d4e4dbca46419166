import type { ContentPrint, Fingerprint } from '../fingerprint/profile.ts';
import { ssdeepGrams } from '../fingerprint/ssdeep.ts';
import { INDEXED_SKETCH, MAX_POSTINGS, MIN_SKETCH, MIN_WORDS } from './thresholds.ts';

/**
 * Features by which a store finds candidates. A feature has its layer in front; a document and
 * a part have the same features, since a part found alone must lead to its document.
 */

/** Every part of a document by path, itself first, under the path `''`. */
export function* walk(print: Fingerprint, path = ''): Generator<[path: string, Fingerprint]> {
  yield [path, print];
  for (const [i, part] of print.parts.entries()) {
    yield* walk(part, path === '' ? `${i}` : `${path}/${i}`);
  }
}

/** Whether a text is long and varied enough for its digests to decide anything. */
export function tells(content: ContentPrint | null): content is ContentPrint {
  return content !== null && content.words >= MIN_WORDS && content.sketch.length >= MIN_SKETCH;
}

/** Exact features of one part, the parts below it not counted. */
export function exactFeatures(print: Fingerprint): string[] {
  const features: string[] = [];
  if (print.bytes.size > 0) features.push(`sha256:${print.bytes.sha256}`);
  if (tells(print.content)) {
    features.push(`body:${print.content.body}`, `joined:${print.content.body_joined}`);
    if (print.content.drawn !== null) features.push(`drawn:${print.content.drawn}`);
  }
  // A mail saved as text has its thread, signature and footer in the text.
  const whole = print.mail?.whole ?? null;
  if (tells(whole)) features.push(`body:${whole.body}`, `joined:${whole.body_joined}`);
  const id = print.mail?.message_id;
  if (id) features.push(`message-id:${id}`);
  return features;
}

/** Exact features of a suspect's quoted thread: a forward holds a registered mail whole. */
export function quotedFeatures({ mail }: Fingerprint): string[] {
  const texts = [...(mail?.thread.map(({ content }) => content) ?? []), mail?.quoted ?? null];
  return texts.filter(tells).flatMap((text) => [`body:${text.body}`, `joined:${text.body_joined}`]);
}

/** Near features of one text: its 20 bands and the smallest shingles of its sketch. */
export function textFeatures(content: ContentPrint, sketch: number): string[] {
  return [
    ...content.bands.map((band, i) => `band${i}:${band}`),
    ...content.sketch.slice(0, sketch).map((hash) => `shingle:${hash}`),
  ];
}

/** Near features of an ssdeep digest: its 7-grams with their block sizes. */
export function gramFeatures(ssdeep: string): string[] {
  return ssdeepGrams(ssdeep).map((gram) => `gram:${gram}`);
}

/** All exact features of a record to register. */
export function recordTags(print: Fingerprint): string[] {
  return [...new Set([...walk(print)].flatMap(([, part]) => exactFeatures(part)))];
}

/** All near features of a record to register, at most `MAX_POSTINGS`. */
export function recordPostings(print: Fingerprint): string[] {
  const features = new Set<string>();
  for (const [, part] of walk(print)) {
    for (const text of [part.content, part.mail?.whole ?? null].filter(tells)) {
      for (const feature of textFeatures(text, INDEXED_SKETCH)) features.add(feature);
    }
    for (const feature of gramFeatures(part.bytes.ssdeep)) features.add(feature);
    if (features.size >= MAX_POSTINGS) break;
  }
  return [...features].slice(0, MAX_POSTINGS);
}

/** Feature that only one live record of a corpus may have. */
export function claimFeature(corpus: string, print: Fingerprint): string {
  return `${corpus}:${print.bytes.sha256}`;
}
