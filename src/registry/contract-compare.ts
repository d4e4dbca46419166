import * as z from 'zod';
import type { Fingerprint as FingerprintValue } from '../fingerprint/profile.ts';
import { Grade, Reason } from './contract-check.ts';
import { base64, Fingerprint, partPath } from './contract-print.ts';
import { Receipt } from './contract-receipt.ts';

/** Ordered entries that `POST /v1/compare` takes of either side: 800 pages. */
export const MAX_COMPARE_ENTRIES = 200_000;
/** Segments in one answer of `POST /v1/compare`. */
export const MAX_SEGMENTS = 1000;

/** Where a suspect departs from a record: asked for on purpose, by who holds the suspect. */
export const CompareRequest = z.strictObject({
  record: z.string().regex(/^rec_[a-z2-7]{26}$/, 'expected a record id'),
  /** The record's part to compare with, `''` the document itself; null for the most like. */
  path: partPath.nullable().optional(),
  /** The suspect's ordered entries: base64 of 16-bit little-endian values. */
  entries: base64.max(4 * Math.ceil((2 * MAX_COMPARE_ENTRIES) / 3)),
  /** The suspect's fingerprint, of the part whose entries are sent. */
  fingerprint: Fingerprint,
  /**
   * Words that the entries are of, where labels of lists were left out of them or put back after a
   * first answer; else those of the fingerprint.
   */
  words: z.int().min(1).max(MAX_COMPARE_ENTRIES).optional(),
  /** From the answer before, for the segments that follow. */
  cursor: z
    .string()
    .regex(/^\d{1,6}$/)
    .nullable()
    .optional(),
  /** Whether the answer is to bring a signed receipt. */
  receipt: z.boolean().optional(),
});
export type CompareRequest = Omit<z.infer<typeof CompareRequest>, 'fingerprint'> & {
  fingerprint: FingerprintValue;
};

/** A run of the suspect's words (tokens, as its entries have them); `removed` holds none. */
export const CompareSegment = z.strictObject({
  kind: z.enum(['same', 'changed', 'added', 'removed', 'moved']),
  start: z.int(),
  end: z.int(),
  /** Words of the registered text that are missing here. */
  missing: z.int(),
});
export type CompareSegment = z.infer<typeof CompareSegment>;

/** What a comparison adds in words of its own; each has its sentence on every surface. */
export const CompareNote = z.enum([
  /** Differs only where the registered documents of its family differ from one another. */
  'may_be_sibling',
  /**
   * The same words, each as often, in another order or with other running headers, as conversions
   * leave them. Their order is not verified, and it is never `same_text`.
   */
  'layout_only',
]);
export type CompareNote = z.infer<typeof CompareNote>;

export const CompareAnswer = z.strictObject({
  record: z.string(),
  /** The record's part that was compared; null when none was. */
  path: z.string().nullable(),
  /** What the pair is, the place now being known; null when they share little or `reason` says why not. */
  grade: Grade.nullable(),
  reason: Reason.nullable(),
  /** Every word stands where it stood: what differs is punctuation, case, hyphens or spacing. */
  marks_only: z.boolean(),
  notes: z.array(CompareNote),
  /**
   * A reading of the suspect takes lines for running headers and footers, and they are those of
   * the registered text: they are no difference, though segments count their words as added.
   */
  running_lines: z.boolean(),
  /** Words on either side. */
  suspect_words: z.int(),
  registered_words: z.int(),
  /** False when the work was cut off: what is `same` or `moved` is so, the rest may be too. */
  complete: z.boolean(),
  /** In the order of the suspect; together, over all pages, they hold each of its words once. */
  segments: z.array(CompareSegment).max(MAX_SEGMENTS),
  /** Where the next page begins; null on the last. */
  cursor: z.string().nullable(),
  /** UTC instant of the answer. */
  at: z.string(),
  /** Of this page, where it was asked for. */
  receipt: Receipt.optional(),
});
export type CompareAnswer = z.infer<typeof CompareAnswer>;
