import { bytesToHex } from '@noble/hashes/utils.js';
import { formatVerifierKey, type NoteSigner } from '../tlog/key.ts';
import { keysStatement } from '../tlog/keys-statement.ts';
import { type LogSettings, logSigners } from './log-keys.ts';
import type { Change, LogRows } from './log-rows.ts';
import { receiptSigners } from './receipt-keys.ts';

/** Those who sign the log's checkpoints, with the leaf that says so. */
export interface LogIdentity {
  /** Newest first; empty when a setting is missing. */
  readonly signers: readonly NoteSigner[];
  /** States these keys and those of receipts; to be appended unless it was the last of its kind. */
  statedIn(rows: LogRows): Change | null;
}

const STATED = 'keys/';

/** @throws TypeError for keys of the log that cannot be read; those of receipts are as none then */
export async function logIdentity(
  settings: LogSettings & { readonly RECEIPT_KEYS?: string },
): Promise<LogIdentity> {
  const signers = await logSigners(settings);
  const receipts = await receiptSigners(settings.RECEIPT_KEYS).catch(() => []);
  const { leaf } = keysStatement({
    log: signers.map(({ key }) => formatVerifierKey(key)),
    receipts: receipts.map(({ key }) => key.kid),
  });
  const name = bytesToHex(leaf.commitment);
  return {
    signers,
    statedIn(rows) {
      const last = rows.lastOf(STATED);
      if (last?.key.endsWith(name)) return null;
      // Keys that come back after others are stated again, so the place is part of the name.
      return { key: `${STATED}${rows.size()}/${name}`, leaves: [leaf], todo: null };
    },
  };
}
