import * as z from 'zod';
import type { Fingerprint as FingerprintValue } from '../fingerprint/profile.ts';
import { MAIL_FIELDS } from '../fingerprint/profile.ts';
import { Coverage, Threshold } from './contract-admin.ts';
import { LogPlace } from './contract-log.ts';
import { Fingerprint, sha256, ssdeep } from './contract-print.ts';
import { Receipt } from './contract-receipt.ts';

/** Items one `POST /v1/check` may carry. */
export const MAX_CHECK_ITEMS = 1000;

const itemId = z.string().min(1).max(200).optional();

/** A suspect: a whole fingerprint, or a bare digest from callers without our client. */
export const CheckItem = z.union([
  z.strictObject({ id: itemId, fingerprint: Fingerprint }),
  z.strictObject({ id: itemId, sha256 }),
  z.strictObject({ id: itemId, ssdeep }),
]);
/** As sent: what the fingerprint core makes, whose lists are read-only. */
export type CheckItem = { id?: string | undefined } & (
  | { fingerprint: FingerprintValue }
  | { sha256: string }
  | { ssdeep: string }
);

export const CheckRequest = z.strictObject({
  items: z.array(CheckItem).min(1).max(MAX_CHECK_ITEMS),
  /** UTC day or instant at which the documents were first published, as far as the caller knows. */
  leaked_at: z.union([z.iso.date(), z.iso.datetime()]).optional(),
  /** Whether the answer is to bring a signed receipt an item. */
  receipts: z.boolean().optional(),
});
export type CheckRequest = {
  items: CheckItem[];
  leaked_at?: string | undefined;
  receipts?: boolean | undefined;
};

/** When a record was registered, seen from the time of the leak that the caller gave. */
export const Timing = z.enum(['registered_before', 'same_day', 'registered_after']);
export type Timing = z.infer<typeof Timing>;

/**
 * Whose clock that rests on: that of the witnesses, who had cosigned the log with the record before; the
 * registry's own, in a log that they have cosigned since; or the registry's own word and nothing else.
 */
export const TimingBasis = z.enum(['witness_time', 'log_time', 'unwitnessed']);
export type TimingBasis = z.infer<typeof TimingBasis>;

export const Verdict = z.enum(['match', 'differs', 'absent', 'undecided']);
export type Verdict = z.infer<typeof Verdict>;

export const Grade = z.enum([
  'identical',
  'same_content',
  'same_text',
  'altered',
  'part_of',
  'contains',
  'near',
  'members',
]);
export type Grade = z.infer<typeof Grade>;

export const Reason = z.enum([
  'too_short',
  'unreadable',
  'encrypted',
  'no_text_layer',
  'over_limit',
  'too_many_variants',
  'corpora_closed',
  'registry_unhealthy',
]);
export type Reason = z.infer<typeof Reason>;

/** What an answer adds in words of its own; each has its sentence on every surface. */
export const Note = z.enum([
  /** Differs only in slots that vary within its family. */
  'may_be_sibling',
  /** Said by `compare`: the same words in another order or layout, as conversions leave them. */
  'layout_only',
  /** Shares only a template with registered documents; see `same_template`. */
  'same_template',
  /** The record was withdrawn by its registrant. */
  'withdrawn',
  /** The record is a decoy that its registrant has opened. */
  'decoy',
  /** Only the bytes were compared, because only a bare digest was sent. */
  'bytes_only',
]);
export type Note = z.infer<typeof Note>;

/** A layer of a document, as named in evidence. */
export const Layer = z.enum([
  'bytes',
  'body',
  'labels',
  'hyphens',
  'furniture',
  'appearance',
  'comments',
  'numbering',
  'equations',
  'charts',
  'form',
  'cells',
  'layout',
  ...MAIL_FIELDS,
  'alternatives',
  'quoted',
  'signature',
  'footer',
  'filenames',
  'parts',
]);
export type Layer = z.infer<typeof Layer>;

export const NearRecord = z.strictObject({
  record: z.string(),
  corpus: z.string(),
  /** How much is shared, in bands and never as a score. */
  band: z.enum(['most', 'part', 'little']),
  /** How much of the suspect the record explains, 0 to 100; for holders of a token only. */
  score: z.int().min(0).max(100).optional(),
});

const VerdictFields = z.strictObject({
  verdict: Verdict,
  grade: Grade.nullable(),
  reason: Reason.nullable(),
  /** The record that decided; null for absent and undecided. */
  record: z.string().nullable(),
  /** Whether the record is of the whole document or of one that holds it as a part. */
  registered_as: z.enum(['document', 'part']).nullable(),
  corpus: z.string().nullable(),
  registrant: z.string().nullable(),
  /** UTC instant. */
  registered_at: z.string().nullable(),
  /** UTC instant of the withdrawal, or of the decoy's opening; null for other records. */
  state_since: z.string().nullable(),
  /** Where the record stands in the public log; null where there is no record. */
  log: LogPlace.nullable(),
  near: z.array(NearRecord).max(20),
  notes: z.array(Note),
  /** Records that share the template, for the note of that name. */
  same_template: z.int().nullable(),
  evidence: z.strictObject({
    agrees: z.array(Layer),
    differs: z.array(Layer),
    /** What could not be compared, so that the answer does not speak of it. */
    unverified: z.array(Layer),
  }),
});
/** One verdict with all that supports it. */
export type VerdictFields = z.infer<typeof VerdictFields>;

export interface PartResult extends VerdictFields {
  /** Position among the fingerprint's parts, e.g. `0/2`. */
  path: string;
  parts: PartResult[];
}
export const PartResult: z.ZodType<PartResult> = VerdictFields.extend({
  path: z.string(),
  get parts() {
    return z.array(PartResult);
  },
});

export const CheckResult = z.strictObject({
  id: z.string().nullable(),
  ...VerdictFields.shape,
  parts: z.array(PartResult),
  /** Left out without `leaked_at` or record. */
  timing: Timing.optional(),
  /** Beside `timing`. */
  timing_basis: TimingBasis.optional(),
  /** One sentence each, in English: what this answer shows and what it does not. */
  shows: z.string(),
  does_not_show: z.string(),
});
export type CheckResult = z.infer<typeof CheckResult>;

export const Corpus = z.strictObject({
  id: z.string(),
  title: z.string(),
  registrant: z.string(),
  policy: z.enum(['public', 'accredited', 'sealed']),
  /** UTC instant from which a sealed corpus is public; null for others. */
  sealed_until: z.string().nullable(),
  /** What the registrant declares that the corpus covers, in its own words. */
  coverage: z.string(),
  /** Whether `POST /v1/compare` may say where a suspect departs from a document of it. */
  locate: z.enum(['on', 'off']),
  /** Documents registered and live. */
  records: z.int(),
  /** What was signed of its coverage; left out where nobody has signed anything. */
  statement: Coverage.optional(),
});
export type Corpus = z.infer<typeof Corpus>;

export const CheckAnswer = z.strictObject({
  results: z.array(CheckResult),
  corpora: z.strictObject({ consulted: z.array(Corpus), closed: z.array(z.string()) }),
  /** Left out by a registry that nobody has set up. */
  threshold: Threshold.optional(),
  /** UTC instant of the answer. */
  at: z.string(),
  /** One a result, in order, where they were asked for. */
  receipts: z.array(Receipt).optional(),
});
export type CheckAnswer = z.infer<typeof CheckAnswer>;
