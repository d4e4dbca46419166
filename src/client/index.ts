/**
 * The package's library: checks, compares, verifies and registers from Node, Deno-style runtimes,
 * Workers and browsers. `docs/client.md` shows it.
 */
export { type Limits, LOCAL_LIMITS, WORKER_LIMITS } from '../extract/limits.ts';
export { useKernel } from '../fingerprint/kernel.ts';
export type { Altered } from '../fingerprint/locate.ts';
export type { Fingerprint } from '../fingerprint/profile.ts';
export type {
  Checked,
  CheckResult,
  Corpora,
  Corpus,
  Fault,
  Grade,
  NearRecord,
  Note,
  PartResult,
  Reason,
  Receipt,
  Verdict,
} from './answers.ts';
export { ApiError } from './api-error.ts';
export { Empreinte } from './empreinte.ts';
export type {
  CallOptions,
  CheckManyOptions,
  CheckOptions,
  CompareOptions,
  Comparison,
  EmpreinteOptions,
  Suspect,
  Verified,
} from './empreinte-options.ts';
export type { FileBytes, FileInput, NamedFile } from './file-input.ts';
export type { Finding, FindingCode } from './finding.ts';
export type { PinFile } from './pin-file.ts';
export { type Registered, type RegisterOptions, type Signer, webCryptoSigner } from './signer.ts';
