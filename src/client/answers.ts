import type { Fingerprint } from '../fingerprint/profile.ts';

/**
 * What the registry answers, as an integrator reads it. The same values as in the contract
 * (`src/registry/contract.ts`), written out: a package without dependencies cannot name zod in its
 * types. `test/client/answers-types.test.ts` holds both to each other.
 */

export type Verdict = 'match' | 'differs' | 'absent' | 'undecided';

/** How a `match` or `differs` is meant; only equal digests ever give a `match`. */
export type Grade =
  | 'identical'
  | 'same_content'
  | 'same_text'
  | 'altered'
  | 'part_of'
  | 'contains'
  | 'near'
  | 'members';

/** Why it is `undecided`. */
export type Reason =
  | 'too_short'
  | 'unreadable'
  | 'encrypted'
  | 'no_text_layer'
  | 'over_limit'
  | 'too_many_variants'
  | 'corpora_closed'
  | 'registry_unhealthy';

export type Note =
  | 'may_be_sibling'
  | 'layout_only'
  | 'same_template'
  | 'withdrawn'
  | 'decoy'
  | 'bytes_only';

export interface LogPlace {
  readonly index: number;
  /** False: the registry could show others another log. */
  readonly witnessed: boolean;
}

export interface LogEntry extends LogPlace {
  /** JSON text, byte for byte as it was committed. */
  readonly statement: string;
  /** Hex. */
  readonly salt: string;
}

export interface NearRecord {
  readonly record: string;
  readonly corpus: string;
  readonly band: 'most' | 'part' | 'little';
  /** 0 to 100; for holders of a token only. */
  readonly score?: number | undefined;
}

/** A verdict with all that supports it. */
export interface VerdictFields {
  readonly verdict: Verdict;
  readonly grade: Grade | null;
  readonly reason: Reason | null;
  /** The record that decided; null for `absent` and `undecided`. */
  readonly record: string | null;
  readonly registered_as: 'document' | 'part' | null;
  readonly corpus: string | null;
  readonly registrant: string | null;
  /** UTC instant, by the registry's own clock. */
  readonly registered_at: string | null;
  readonly state_since: string | null;
  readonly log: LogPlace | null;
  readonly near: readonly NearRecord[];
  readonly notes: readonly Note[];
  readonly same_template: number | null;
  /** Layers of the document, by name: `bytes`, `body`, `from`, `subject`, `parts`, … */
  readonly evidence: {
    readonly agrees: readonly string[];
    readonly differs: readonly string[];
    readonly unverified: readonly string[];
  };
}

export interface PartResult extends VerdictFields {
  /** Position among the file's parts, e.g. `0/2`: the third part of its first. */
  readonly path: string;
  readonly parts: readonly PartResult[];
}

export interface CheckResult extends VerdictFields {
  readonly parts: readonly PartResult[];
  /** When it was registered, seen from `leakedAt`. */
  readonly timing?: 'registered_before' | 'same_day' | 'registered_after' | undefined;
  /** Whose clock that rests on; with `unwitnessed` it is the registry's word and nothing else. */
  readonly timing_basis?: 'witness_time' | 'log_time' | 'unwitnessed' | undefined;
  /** One sentence each, in English. */
  readonly shows: string;
  readonly does_not_show: string;
}

export interface Corpus {
  readonly id: string;
  readonly title: string;
  readonly registrant: string;
  readonly policy: 'public' | 'accredited' | 'sealed';
  readonly sealed_until: string | null;
  readonly coverage: string;
  readonly locate: 'on' | 'off';
  readonly records: number;
}

/** What was asked, and what is closed to the caller. */
export interface Corpora {
  readonly consulted: readonly Corpus[];
  readonly closed: readonly string[];
}

/** What the registry signed of an answer; to be kept with the file. */
export interface Receipt {
  /** Compact JWS. */
  readonly receipt: string;
  readonly salt: string;
  readonly entry: LogEntry | null;
  readonly proof: string | null;
  readonly openings: readonly LayerOpening[];
}

export interface LayerOpening {
  readonly path: string;
  readonly value: string;
  readonly salt: string;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly string[];
}

/** Where in a request something is wrong: an RFC 6901 pointer and a sentence. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/** The answer for one file: the registry's, with what is known only here. */
export interface Checked extends CheckResult {
  /** The file's name, where it has one; it was not sent. */
  readonly name: string | null;
  /** What was asked about; null for a bare digest, and for a file whose bytes could not be had. */
  readonly fingerprint: Fingerprint | null;
  /** What went wrong in reading the file, in one sentence. */
  readonly detail: string | null;
  /** Null when the registry was not asked. */
  readonly corpora: Corpora | null;
  /** UTC instant of the answer. */
  readonly at: string | null;
  /** Null where it was not asked for. */
  readonly receipt: Receipt | null;
}
