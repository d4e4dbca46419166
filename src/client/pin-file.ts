import type { ReceiptKey } from '../tlog/receipt.ts';

/**
 * A pin file: the keys of a registry as they were when somebody decided to trust them. JSON, described
 * in `schema/receipt.md`. Its keys are compared with those that the registry has printed elsewhere.
 */
export interface PinFile {
  readonly v: 1;
  /** Origin of the registry, e.g. `https://registre.example`. */
  readonly origin: string;
  readonly log: {
    /** Origin line of the log's checkpoints. */
    readonly origin: string;
    /** Verifier keys (C2SP signed-note), newest first. */
    readonly keys: readonly string[];
    /** C2SP tlog-policy; empty for none. */
    readonly policy: string;
  };
  readonly receipts: readonly ReceiptKey[];
}
