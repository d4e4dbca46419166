import * as z from 'zod';
import type { Fingerprint as FingerprintValue } from '../fingerprint/profile.ts';

/**
 * What crosses the registry's edge, once: requests are parsed with these schemas and
 * trusted inside; answers are built to these types. Page, CLI and client import the types.
 */

/** Items one `POST /v1/check` may carry. */
export const MAX_CHECK_ITEMS = 1000;
/** Fingerprints one `POST /v1/batches` may carry. */
export const MAX_BATCH_ITEMS = 500;
/** Ordered entries that `POST /v1/compare` takes of either side: 800 pages. */
export const MAX_COMPARE_ENTRIES = 200_000;
/** Segments in one answer of `POST /v1/compare`. */
export const MAX_SEGMENTS = 1000;
/** Nesting of parts within a fingerprint, as the extractors limit it. */
export const MAX_PART_DEPTH = 20;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits');
/** 3·2ᵏ for k from 0 to 30, as libfuzzy has them. */
const SSDEEP_BLOCK_SIZES = new Set(Array.from({ length: 31 }, (_, k) => String(3 * 2 ** k)));
const ssdeep = z
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
  'macros',
]);

/** A value that counts twice, or a sample that is not the smallest, would tell more than it should. */
function ascends(values: readonly string[]): boolean {
  return values.every((value, i) => i === 0 || (values[i - 1] ?? '') < value);
}

export const ContentPrint = z.strictObject({
  extractor: z.string().min(1).max(60),
  words: z.int().min(0),
  body: sha256,
  body_joined: sha256,
  labels: sha256.nullable(),
  furniture: sha256.nullable(),
  drawn: sha256.nullable(),
  ssdeep,
  tlsh: tlsh.nullable(),
  bands: z.array(z.string().regex(/^[0-9a-f]{12}$/)).max(20),
  sketch: z
    .array(z.string().regex(/^[0-9a-f]{16}$/))
    .max(20_000)
    .refine(ascends, 'expected distinct values, ascending'),
  marks: z.array(Mark).max(9),
});

export const MailPrint = z.strictObject({
  message_id: sha256.nullable(),
  from: sha256.nullable(),
  to: sha256.nullable(),
  cc: sha256.nullable(),
  date: sha256.nullable(),
  subject: sha256.nullable(),
  names: sha256.nullable(),
  alternatives: z.array(ContentPrint).max(20),
  quoted: ContentPrint.nullable(),
  signature: ContentPrint.nullable(),
});

export const Fingerprint = z.strictObject({
  profile: z.literal('empreinte/1'),
  type: z.string().min(3).max(100),
  bytes: z.strictObject({ size: z.int().min(0), sha256, ssdeep, tlsh: tlsh.nullable() }),
  content: ContentPrint.nullable(),
  mail: MailPrint.nullable(),
  get parts() {
    return z.array(Fingerprint).max(2000);
  },
  problem: Problem.nullable(),
});

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
});
export type CheckRequest = { items: CheckItem[] };

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
  'message_id',
  'from',
  'to',
  'cc',
  'date',
  'subject',
  'names',
  'alternatives',
  'quoted',
  'signature',
  'parts',
]);
export type Layer = z.infer<typeof Layer>;

export const NearRecord = z.strictObject({
  record: z.string(),
  corpus: z.string(),
  /** How much is shared, in bands and never as a score. */
  band: z.enum(['most', 'part', 'little']),
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
  /** Position in the public log; null until the registry runs one. */
  log: z.null(),
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
  /** What the registrant declares that the corpus covers, in its own words. */
  coverage: z.string(),
  /** Whether `POST /v1/compare` may say where a suspect departs from a document of it. */
  locate: z.enum(['on', 'off']),
  /** Documents registered and live. */
  records: z.int(),
});
export type Corpus = z.infer<typeof Corpus>;

export const CheckAnswer = z.strictObject({
  results: z.array(CheckResult),
  corpora: z.strictObject({ consulted: z.array(Corpus), closed: z.array(z.string()) }),
  /** UTC instant of the answer. */
  at: z.string(),
});
export type CheckAnswer = z.infer<typeof CheckAnswer>;

/**
 * What a registrar signs for a batch: the JSON text of this value, byte for byte, under
 * the SSH signature namespace `empreinte-manifest@v1`.
 */
export const Manifest = z.strictObject({
  /** Origin of the registry it is meant for, e.g. `https://registre.example`. */
  origin: z.string().min(1).max(200),
  environment: z.enum(['production', 'staging', 'local']),
  corpus: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  batch: z.uuid(),
  /** Counts up by one per key and client run, from 0. */
  sequence: z.int().min(0),
  /** SHA-256 of the manifest before this one in the run; null for the first. */
  previous: sha256.nullable(),
  /** UTC instant after which the manifest is void. */
  expires: z.iso.datetime(),
  state: z.enum(['authentic', 'decoy']),
  /** 32 random bytes, hex; keeps the manifest's digest from confirming a guess. */
  nonce: z.string().regex(/^[0-9a-f]{64}$/),
  count: z.int().min(1).max(MAX_BATCH_ITEMS),
  /** RFC 6962 root over the items' salted commitments, in order. */
  root: sha256,
});
export type Manifest = z.infer<typeof Manifest>;

const base64 = z.string().regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);

export const BatchItem = z.strictObject({
  /** The caller's own name for the item, echoed in the answer and not stored. */
  id: z.string().min(1).max(200),
  /** 32 random bytes, hex, made by the registrar's client; salts the commitments. */
  salt: sha256,
  fingerprint: Fingerprint,
  /** Ordered entries by part path: base64 of 16-bit little-endian values. */
  entries: z.record(z.string().regex(/^(?:\d+(?:\/\d+)*)?$/), base64),
});
export type BatchItem = Omit<z.infer<typeof BatchItem>, 'fingerprint'> & {
  fingerprint: FingerprintValue;
};

export const BatchRequest = z.strictObject({
  /** JSON text of a `Manifest`, the bytes that were signed. */
  manifest: z.string().min(2).max(4000),
  /** OpenSSH armored signature over `manifest`. */
  signature: z.string().min(1).max(4000),
  /** Parsed one by one, so that one bad item names itself and loses no other. */
  items: z.array(z.unknown()).min(1).max(MAX_BATCH_ITEMS),
});
export type BatchRequest = z.infer<typeof BatchRequest>;

/** Where in a request something is wrong: an RFC 6901 pointer and a sentence. */
export const Fault = z.strictObject({ pointer: z.string(), detail: z.string() });
export type Fault = z.infer<typeof Fault>;

export const BatchItemResult = z.strictObject({
  id: z.string().nullable(),
  status: z.enum(['registered', 'already_registered', 'failed']),
  /** The record, new or already there; null for a failed item. */
  record: z.string().nullable(),
  errors: z.array(Fault),
});
export type BatchItemResult = z.infer<typeof BatchItemResult>;

export const BatchAnswer = z.strictObject({
  batch: z.string(),
  corpus: z.string(),
  results: z.array(BatchItemResult),
  log: z.null(),
});
export type BatchAnswer = z.infer<typeof BatchAnswer>;

export const RecordAnswer = z.strictObject({
  record: z.string(),
  corpus: z.string(),
  registrant: z.string(),
  registered_at: z.string(),
  /** What kind of document: its media type's family, nothing of its content. */
  kind: z.enum(['mail', 'text', 'pdf', 'office', 'web', 'archive', 'image', 'other']),
  state: z.enum(['authentic', 'decoy', 'withdrawn']),
  log: z.null(),
});
export type RecordAnswer = z.infer<typeof RecordAnswer>;

const partPath = z.string().regex(/^(?:\d+(?:\/\d+)*)?$/);

/** Where a suspect departs from a record: asked for on purpose, by who holds the suspect. */
export const CompareRequest = z.strictObject({
  record: z.string().regex(/^rec_[a-z2-7]{26}$/, 'expected a record id'),
  /** The record's part to compare with, `''` the document itself; null for the most like. */
  path: partPath.nullable().optional(),
  /** The suspect's ordered entries: base64 of 16-bit little-endian values. */
  entries: base64.max(4 * Math.ceil((2 * MAX_COMPARE_ENTRIES) / 3)),
  /** The suspect's fingerprint, of the part whose entries are sent. */
  fingerprint: Fingerprint,
  /** From the answer before, for the segments that follow. */
  cursor: z
    .string()
    .regex(/^\d{1,6}$/)
    .nullable()
    .optional(),
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

export const CompareAnswer = z.strictObject({
  record: z.string(),
  /** The record's part that was compared; null when none was. */
  path: z.string().nullable(),
  /** What the pair is, the place now being known; null when they share little or `reason` says why not. */
  grade: Grade.nullable(),
  reason: Reason.nullable(),
  /** Every word stands where it stood: what differs is punctuation, case, hyphens or spacing. */
  marks_only: z.boolean(),
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
});
export type CompareAnswer = z.infer<typeof CompareAnswer>;

export const CorporaAnswer = z.strictObject({ corpora: z.array(Corpus) });
export type CorporaAnswer = z.infer<typeof CorporaAnswer>;

/** RFC 9457 problem document; `code` is stable, `errors` point into the request. */
export const ProblemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(Fault).optional(),
});
export type ProblemDocument = z.infer<typeof ProblemDocument>;

/** Admin: declare or change a corpus. */
export const CorpusRequest = z.strictObject({
  title: z.string().min(1).max(200),
  registrant: z.string().min(1).max(200),
  coverage: z.string().max(2000),
  policy: z.enum(['public']),
  /** Left out, it stays as it is; a new corpus has `on`. */
  locate: z.enum(['on', 'off']).optional(),
});
export type CorpusRequest = z.infer<typeof CorpusRequest>;

/** Admin: declare a registrar for one corpus; the token is stored as a digest only. */
export const RegistrarRequest = z.strictObject({
  corpus: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  name: z.string().min(1).max(200),
  token_sha256: sha256,
  /** OpenSSH public key line, `ssh-ed25519 AAAA…`. */
  ssh_key: z.string().regex(/^ssh-ed25519 [A-Za-z0-9+/]{68}(?: .*)?$/),
});
export type RegistrarRequest = z.infer<typeof RegistrarRequest>;
