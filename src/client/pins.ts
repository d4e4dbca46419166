import type { KeysAnswer } from '../registry/contract.ts';
import { malformed } from '../tlog/error.ts';
import { parsePolicy } from '../tlog/policy.ts';
import { type ReceiptKey, receiptKeyId } from '../tlog/receipt.ts';
import type { PinFile } from './pin-file.ts';
import type { Pins } from './verify.ts';

export type { PinFile } from './pin-file.ts';

/** What the registry says of its keys, as a pin file. */
export function pinFileOf(origin: string, { log, receipts }: KeysAnswer): PinFile {
  return { v: 1, origin, log, receipts };
}

/** @throws LogError `malformed`, also for a key that is not the one that its `kid` names */
export async function readPins(text: string): Promise<{ file: PinFile; pins: Pins }> {
  const file = asPinFile(text);
  for (const key of file.receipts) {
    if ((await receiptKeyId(key.x)) !== key.kid) malformed('pins: a receipt key under another kid');
  }
  return {
    file,
    pins: { origin: file.origin, receiptKeys: file.receipts, policy: policyOf(file) },
  };
}

/** The operator's witnesses and quorum; of logs, only the pinned keys are believed. */
function policyOf({ log }: PinFile) {
  const lines = log.policy.split('\n').filter((line) => !/^\s*log\s/.test(line));
  const asks = lines.some((line) => /^\s*quorum\s/.test(line));
  const logs = log.keys.map((key) => `log ${key}`);
  return parsePolicy([...logs, ...lines, ...(asks ? [] : ['quorum none'])].join('\n'));
}

function asPinFile(text: string): PinFile {
  const file = parse(text) as Partial<PinFile> | null;
  const strings = (list: unknown): boolean =>
    Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string');
  const known =
    file?.v === 1 &&
    typeof file.origin === 'string' &&
    strings(file.log?.keys) &&
    typeof file.log?.policy === 'string' &&
    Array.isArray(file.receipts) &&
    file.receipts.every(isReceiptKey);
  return known ? (file as PinFile) : malformed('not a pin file');
}

function isReceiptKey(value: unknown): value is ReceiptKey {
  const key = value as Partial<ReceiptKey> | null;
  return (
    key?.kty === 'OKP' &&
    key.crv === 'Ed25519' &&
    typeof key.x === 'string' &&
    typeof key.kid === 'string'
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return malformed('not a pin file');
  }
}
