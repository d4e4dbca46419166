import * as z from 'zod';
import { Fault } from './contract-batch.ts';
import { CheckResult, Corpus } from './contract-check.ts';

/**
 * What crosses the registry's edge, once: requests are parsed with these schemas and
 * trusted inside; answers are built to these types. Page, CLI and client import the types.
 */

export * from './contract-admin.ts';
export * from './contract-backup.ts';
export * from './contract-batch.ts';
export * from './contract-check.ts';
export * from './contract-compare.ts';
export * from './contract-doctor.ts';
export * from './contract-kept.ts';
export * from './contract-log.ts';
export { ContentPrint, Fingerprint, MAX_PART_DEPTH, MailPrint, Problem } from './contract-print.ts';
export * from './contract-receipt.ts';
export * from './contract-watch.ts';

export const CorporaAnswer = z.strictObject({
  corpora: z.array(Corpus),
  /** For the next page; null at the end. */
  cursor: z.string().nullable(),
});
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

/** One line of a streamed check: the answer of a suspect, by itself. */
export const StreamResult = z.strictObject({
  ...CheckResult.shape,
  /** Ids of the corpora that the answer is drawn from, and of those not; GET /v1/corpora has more. */
  corpora: z.strictObject({ consulted: z.array(z.string()), closed: z.array(z.string()) }),
  /** UTC instant of the answer. */
  at: z.string(),
});
export type StreamResult = z.infer<typeof StreamResult>;

/** One line of a streamed check that has no answer. Pointers are into the line. */
export const ProblemLine = ProblemDocument.extend({
  /** As sent, where it could be read. */
  id: z.string().nullable(),
  /** Counted from 1, without empty lines. */
  line: z.int().min(1),
  /** Seconds until it is worth asking again, where waiting helps. */
  retry_after: z.int().min(1).optional(),
});
export type ProblemLine = z.infer<typeof ProblemLine>;

/** Admin: declare or change a corpus. */
export const CorpusRequest = z
  .strictObject({
    title: z.string().min(1).max(200),
    registrant: z.string().min(1).max(200),
    coverage: z.string().max(2000),
    /** Whom answers are drawn from it for: anyone, who holds an accredited token, nobody yet. */
    policy: z.enum(['public', 'accredited', 'sealed']),
    /** UTC instant from which a sealed corpus is public. */
    sealed_until: z.iso.datetime().optional(),
    /** Left out, it stays as it is; a new corpus has `on`. */
    locate: z.enum(['on', 'off']).optional(),
  })
  .refine((corpus) => (corpus.policy === 'sealed') === (corpus.sealed_until !== undefined), {
    path: ['sealed_until'],
    error: 'a sealed corpus, and no other, says until when',
  });
export type CorpusRequest = z.infer<typeof CorpusRequest>;
