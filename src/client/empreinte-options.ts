import type { Limits } from '../extract/limits.ts';
import type { Altered } from '../fingerprint/locate.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import type { Grade, Reason } from './answers.ts';
import type { Claims } from './claims.ts';
import type { FileInput } from './file-input.ts';
import type { Conclusion, Finding } from './finding.ts';
import type { PinFile } from './pin-file.ts';

export interface EmpreinteOptions {
  /** Base address of the registry, e.g. `https://registre.example`. */
  readonly server: string;
  /** Token of a newsroom or registrar. Keep it out of what a browser is sent. */
  readonly token?: string | undefined;
  /** Another `fetch`, e.g. that of a proxy or a service binding. */
  readonly fetch?: typeof fetch | undefined;
  /** Keys to verify receipts with: a pin file (`empreinte keys`) as text or value. */
  readonly pins?: string | PinFile | undefined;
  /** Limits on one attempt and on a `Retry-After`, milliseconds. */
  readonly timeoutMs?: number | undefined;
  readonly maxRetryAfterMs?: number | undefined;
  /** Limits on hostile files; in Workers `WORKER_LIMITS`. */
  readonly limits?: Limits | undefined;
  /** False leaves PDF unread (then `undecided` unless its bytes match): its reader is the largest part. */
  readonly pdf?: boolean | undefined;
}

/** A file, or what is known of one: a fingerprint that was made before, or a bare digest. */
export type Suspect =
  | FileInput
  | { readonly fingerprint: Fingerprint }
  | { readonly sha256: string }
  | { readonly ssdeep: string };

export interface CallOptions {
  /** Ends the call, waits included; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface CheckOptions extends CallOptions {
  /** UTC day or instant of the leak, which times of registration are compared with. */
  readonly leakedAt?: string | undefined;
  /** Whether each answer is to bring a signed receipt. */
  readonly receipts?: boolean;
}

export interface CheckManyOptions extends CheckOptions {
  /** Files read at the same time; default 4. */
  readonly concurrency?: number | undefined;
  /** Files one request asks about at most, up to 1,000; default 100. */
  readonly batch?: number | undefined;
}

export interface CompareOptions extends CallOptions {
  /** Part of the suspect to compare, e.g. `0`; by default the file itself. */
  readonly part?: string | undefined;
}

/** Where a suspect departs from a record; the words are the suspect's own. */
export interface Comparison {
  readonly record: string;
  readonly grade: Grade | null;
  readonly reason: Reason | null;
  readonly notes: readonly string[];
  /** False when the work was cut off: what is named may only not have been found. */
  readonly complete: boolean;
  /** No word differs, though the digests do. */
  readonly marksOnly: boolean;
  /** Null when the answer does not fit the text. */
  readonly altered: readonly Altered[] | null;
}

/** What a receipt shows about a file. */
export interface Verified {
  /** What the registry signed: a statement that it is held to, and no proof by itself. */
  readonly claims: Claims;
  /** Whether the file is the one that the receipt is about. Only `this_file` supports a verdict. */
  readonly tied: 'this_file' | 'no_file' | 'other_file' | 'other_reading';
  /** Layers of the registered document that were shown to be those of the file. */
  readonly equal: readonly string[];
  readonly conclusion: Conclusion;
  readonly findings: readonly Finding[];
}
