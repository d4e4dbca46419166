import * as z from 'zod';
import { Fault } from './contract-batch.ts';
import { Corpus } from './contract-check.ts';

/**
 * What crosses the registry's edge, once: requests are parsed with these schemas and
 * trusted inside; answers are built to these types. Page, CLI and client import the types.
 */

export * from './contract-admin.ts';
export * from './contract-batch.ts';
export * from './contract-check.ts';
export * from './contract-compare.ts';
export * from './contract-log.ts';
export { ContentPrint, Fingerprint, MAX_PART_DEPTH, MailPrint, Problem } from './contract-print.ts';
export * from './contract-receipt.ts';

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
