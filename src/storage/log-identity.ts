import { bytesToHex } from '@noble/hashes/utils.js';
import { failureLine } from '../registry/failure-line.ts';
import { BUILD_PATH, buildStatement } from '../tlog/build-statement.ts';
import { formatVerifierKey, type NoteSigner } from '../tlog/key.ts';
import { keysStatement } from '../tlog/keys-statement.ts';
import type { NewLeaf } from '../tlog/leaf.ts';
import { type LogSettings, logSigners } from './log-keys.ts';
import type { Change, LogRows } from './log-rows.ts';
import { receiptSigners } from './receipt-keys.ts';

/** Those who sign the log's checkpoints, and what the log says of itself. */
export interface LogIdentity {
  /** Newest first; empty when a setting is missing. */
  readonly signers: readonly NoteSigner[];
  /** States these keys, those of receipts, and the page, each unless it was the last of its kind. */
  statedIn(rows: LogRows): Change[];
}

interface LogIdentitySettings extends LogSettings {
  readonly RECEIPT_KEYS?: string;
  /** What serves the page. */
  readonly ASSETS: { fetch(url: string): Promise<Response> };
}

/** @throws TypeError for keys of the log that cannot be read; those of receipts are as none then */
export async function logIdentity(settings: LogIdentitySettings): Promise<LogIdentity> {
  const signers = await logSigners(settings);
  const receipts = await receiptSigners(settings.RECEIPT_KEYS).catch(() => []);
  const { leaf } = keysStatement({
    log: signers.map(({ key }) => formatVerifierKey(key)),
    receipts: receipts.map(({ key }) => key.kid),
  });
  const page = await pageLeaf(settings);
  return {
    signers,
    statedIn(rows) {
      const keys = unlessLast(rows, 'keys/', leaf, 0);
      return [...keys, ...(page ? unlessLast(rows, 'build/', page, keys.length) : [])];
    },
  };
}

/** Null where no page is served, or none can be read now: registration does not wait for that. */
async function pageLeaf({ ASSETS }: LogIdentitySettings): Promise<NewLeaf | null> {
  try {
    const list = await ASSETS.fetch(`https://page.invalid${BUILD_PATH}`);
    if (list.ok) return buildStatement(new Uint8Array(await list.arrayBuffer())).leaf;
    await list.body?.cancel();
  } catch (error) {
    console.error(failureLine('the list of the page cannot be read', error));
  }
  return null;
}

/** @param ahead entries that are appended before it */
function unlessLast(rows: LogRows, kind: string, leaf: NewLeaf, ahead: number): Change[] {
  const name = bytesToHex(leaf.commitment);
  if (rows.lastOf(kind)?.key.endsWith(name)) return [];
  // What comes back after others is stated again, so the place is part of the name.
  return [{ key: `${kind}${rows.size() + ahead}/${name}`, leaves: [leaf], todo: null }];
}
