import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import type { Fingerprint } from '../fingerprint/profile.ts';
import type { HeldToken } from '../registry/admin-store.ts';
import type { Backups, Restores } from '../registry/backup.ts';
import type { DoctorAnswer, KeysAnswer } from '../registry/contract.ts';
import type { Failing } from '../registry/health.ts';
import type { Idempotency } from '../registry/idempotency.ts';
import type { PublicLog } from '../registry/log.ts';
import type { Registry } from '../registry/registry.ts';
import type { Watches } from '../registry/watches.ts';
import type { RateLimiter } from './flood.ts';
import type { Variables } from './headers.ts';
import type { Metrics } from './metrics.ts';

/** What the registry needs to answer, and whether it has it. */
export interface Health {
  /** A query was answered from the tables. */
  readonly database: boolean;
  /** The look-up and sealing keys could be read. */
  readonly keys: boolean;
  /** What of the canary fails; empty while what is not found may be called absent. */
  readonly failing: readonly Failing[];
  /** Null when the log does not answer. */
  readonly log: {
    /** Whether a checkpoint can be signed: without one nothing is registered. */
    readonly signed: boolean;
    readonly size: number;
    /** Entries that a quorum of witnesses has cosigned. */
    readonly witnessed: number;
    /** Batches that have their entries and are not live yet. */
    readonly unsettled: number;
  } | null;
}

/** All that the API is made of; `worker.ts` builds it from the environment. */
export interface Deps {
  readonly registry: Registry;
  /** The public log. */
  readonly log: PublicLog;
  /** Public keys of receipts, newest first; empty for none. */
  readonly receiptKeys: () => Promise<KeysAnswer['receipts']>;
  /** Must not throw: what fails is `false`. */
  readonly health: () => Promise<Health>;
  readonly doctor: {
    /** Who holds a token, whatever of the secrets cannot be read. */
    holder(sha256: string): Promise<HeldToken | null>;
    examine(): Promise<DoctorAnswer>;
  };
  /** Copies of everything. @throws HttpProblem when the secrets cannot be read */
  readonly backups: () => Backups;
  /** While the operator restores this registry, and nothing else is answered; null otherwise. */
  readonly restores: Restores | null;
  /** Hex SHA-256 of the one-time token that names the keyholders; null closes that route. */
  readonly bootstrapTokenSha256: string | null;
  /** Keys that registrars give to their requests. */
  readonly idempotency: Idempotency;
  /** Keys the daily digests that callers are counted under. */
  readonly callerSecret: string;
  readonly files: {
    readonly enabled: boolean;
    /** Fingerprint of a file's bytes; `name` serves to tell text formats apart. */
    readonly fingerprint: (bytes: Uint8Array, name: string | null) => Promise<Fingerprint>;
  };
  /** Counts of requests and verdicts; by default they begin with the app. */
  readonly metrics?: Metrics;
  /** Takes a line of JSON for each request; left out, none is logged. */
  readonly logRequests?: (line: string) => void;
  /** Whom to tell of a vulnerability (RFC 9116); null for nobody named. */
  readonly securityTxt?: () => string | null;
  /** Counts requests of an address before anything else; null lets all pass. */
  readonly flood?: RateLimiter | null;
  /** Left out where nothing keeps them. */
  readonly watches?: Watches | null;
  /** The server-rendered pages, which bring their own headers. */
  readonly pages?: Hono;
}

export type App = OpenAPIHono<{ Variables: Variables }>;
