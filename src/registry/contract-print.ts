import * as z from 'zod';
import { MAX_READINGS } from '../fingerprint/document.ts';
import { MAX_ALTERNATIVES, MAX_SKETCH } from '../fingerprint/profile.ts';

/** Fingerprints, profile `empreinte/1`, as they cross the edge. */

/** Nesting of parts within a fingerprint, as the extractors limit it. */
export const MAX_PART_DEPTH = 20;

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits');
/** 3·2ᵏ for k from 0 to 30, as libfuzzy has them. */
const SSDEEP_BLOCK_SIZES = new Set(Array.from({ length: 31 }, (_, k) => String(3 * 2 ** k)));
export const ssdeep = z
  .string()
  .max(148)
  .regex(/^\d{1,10}:[A-Za-z0-9+/]{0,64}:[A-Za-z0-9+/]{0,64}$/, 'expected BLOCKSIZE:PART:PART')
  .refine(
    (digest) => SSDEEP_BLOCK_SIZES.has(digest.slice(0, digest.indexOf(':'))),
    'the block size must be 3 times a power of two, at most 3·2³⁰',
  );
const tlsh = z.string().regex(/^T1[0-9A-F]{70}$/, 'expected T1 and 70 hex digits');

export const Problem = z.enum(['unreadable', 'encrypted', 'no_text_layer', 'over_limit']);
const Mark = z.enum([
  'hidden_text',
  'covered_text',
  'clipped_text',
  'annotations',
  'comments',
  'tracked_changes',
  'hidden_sheet',
  'literal_format',
  'struck_text',
  'generated_text',
  'garbled_text',
  'macros',
]);

/** A value that counts twice, or a sample that is not the smallest, would tell more than it should. */
function ascends(values: readonly string[]): boolean {
  return values.every((value, i) => i === 0 || (values[i - 1] ?? '') < value);
}

const Sketch = z
  .array(z.string().regex(/^[0-9a-f]{16}$/))
  .max(MAX_SKETCH)
  .refine(ascends, 'expected distinct values, ascending');

/** Another way to read the same pages. */
const ReadingPrint = z.strictObject({
  body_joined: sha256,
  labels: sha256.nullable(),
  furniture: sha256.nullable(),
  sketch: Sketch.optional(),
});

export const ContentPrint = z.strictObject({
  extractor: z.string().min(1).max(60),
  words: z.int().min(0),
  body: sha256,
  body_joined: sha256,
  bag: sha256,
  labels: sha256.nullable(),
  furniture: sha256.nullable(),
  drawn: sha256.nullable(),
  ssdeep,
  tlsh: tlsh.nullable(),
  bands: z.array(z.string().regex(/^[0-9a-f]{12}$/)).max(20),
  sketch: Sketch,
  marks: z.array(Mark).max(11),
  beside: z.strictObject({
    comments: sha256.nullable().optional(),
    numbering: sha256.nullable().optional(),
    equations: sha256.nullable().optional(),
    charts: sha256.nullable().optional(),
    form: sha256.nullable().optional(),
    cells: sha256.nullable().optional(),
    layout: sha256.nullable().optional(),
  }),
  readings: z.array(ReadingPrint).max(MAX_READINGS).optional(),
});

export const ThreadPrint = z.strictObject({
  from: sha256.nullable(),
  to: sha256.nullable(),
  cc: sha256.nullable(),
  date: sha256.nullable(),
  subject: sha256.nullable(),
  content: ContentPrint,
});

export const MailPrint = z.strictObject({
  message_id: sha256.nullable(),
  from: sha256.nullable(),
  to: sha256.nullable(),
  cc: sha256.nullable(),
  reply_to: sha256.nullable(),
  sender: sha256.nullable(),
  importance: sha256.nullable(),
  date: sha256.nullable(),
  subject: sha256.nullable(),
  names: sha256.nullable(),
  alternatives: z.array(ContentPrint).max(MAX_ALTERNATIVES),
  quoted: ContentPrint.nullable(),
  signature: ContentPrint.nullable(),
  footer: ContentPrint.nullable(),
  thread: z.array(ThreadPrint).max(8),
  whole: ContentPrint.nullable(),
});

export const Fingerprint = z.strictObject({
  profile: z.literal('empreinte/1'),
  name: sha256.nullable(),
  type: z.string().min(3).max(100),
  bytes: z.strictObject({ size: z.int().min(0), sha256, ssdeep, tlsh: tlsh.nullable() }),
  content: ContentPrint.nullable(),
  mail: MailPrint.nullable(),
  get parts() {
    return z.array(Fingerprint).max(2000);
  },
  problem: Problem.nullable(),
});

export const base64 = z
  .string()
  .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
export const partPath = z.string().regex(/^(?:\d+(?:\/\d+)*)?$/);
