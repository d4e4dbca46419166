import type { Fault } from './contract.ts';

/** Stable codes of the failures a caller can cause; the HTTP layer maps them to problems. */
export type RegistryErrorCode =
  /** Other bytes were sent before under this batch's UUID. */
  | 'batch_conflict'
  /** The manifest is not JSON of the described shape, or does not fit the batch it came with. */
  | 'manifest_invalid'
  | 'manifest_expired'
  /** The manifest was signed for another origin or environment. */
  | 'manifest_foreign'
  /** The manifest does not follow the one before it in its run, or another does already. */
  | 'manifest_out_of_sequence'
  | 'signature_required'
  /** Of another key, another namespace or other bytes. */
  | 'signature_invalid'
  /** No origin is configured that a manifest could name. */
  | 'registration_closed'
  /** The manifest names another corpus than the registrar's. */
  | 'corpus_mismatch'
  | 'unknown_corpus'
  | 'unknown_registrar'
  | 'unknown_token'
  | 'unknown_statement'
  /** The token asked for cannot be made so. */
  | 'token_invalid'
  /** The statement is not JSON of the described shape, or says what cannot be. */
  | 'statement_invalid'
  | 'statement_foreign'
  | 'statement_expired'
  /** No keyholders were named yet. */
  | 'not_bootstrapped'
  /** Registration was stopped, and the keyholders have not let it go on. */
  | 'frozen'
  /** The paper code is another. */
  | 'code_unknown'
  | 'unknown_record'
  /** The record is not of a state that this change can follow. */
  | 'state_conflict'
  /** The record's corpus does not let places be told. */
  | 'locate_off'
  /** The entries do not belong to the fingerprint they came with. */
  | 'entries_invalid'
  /** The public log has no key: nothing can be registered or noted. */
  | 'log_closed'
  /** Receipts were asked for, and there is no key to sign them. */
  | 'receipts_closed'
  /** What is to be kept is no receipt that this registry signed. */
  | 'receipt_invalid'
  | 'unknown_receipt'
  /** The platform failed or was too slow; whether the work was done is not known. */
  | 'storage_failed'
  /** What was handed in is not from a backup of this registry, or not its next page. */
  | 'backup_invalid'
  /** Something was registered while the backup was taken. */
  | 'backup_changed'
  /** A backup is restored into an empty registry only. */
  | 'not_empty'
  /** Nothing is sent to such an address. */
  | 'watch_target'
  | 'watch_expires'
  /** The document is not absent: there is an answer already. */
  | 'watch_answered'
  /** The caller has as many watches as it may. */
  | 'watch_limit'
  | 'unknown_watch'
  /** The caller's probes for today are used up. */
  | 'rate_limited';

/** A failure that the caller is told, as opposed to a fault of ours. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: RegistryErrorCode;
  /** Where in the request it is wrong, if it is at one place. */
  readonly faults: readonly Fault[];

  /** Seconds until it is worth asking again, where that can be said. */
  readonly retryAfter: number | null;

  constructor(
    code: RegistryErrorCode,
    detail: string,
    faults: readonly Fault[] = [],
    retryAfter: number | null = null,
  ) {
    super(detail);
    this.code = code;
    this.faults = faults;
    this.retryAfter = retryAfter;
  }
}
