import type { Diagnosis } from '../registry/contract-doctor.ts';
import { fromBase64 } from '../tlog/base64.ts';
import { parseKeys } from './keys.ts';
import { logSigners } from './log-keys.ts';
import { receiptSigners } from './receipt-keys.ts';

/** Bytes before the seed of 32 in PKCS #8 of an Ed25519 key (RFC 8410, section 7). */
const PKCS8_PREFIX = 16;

/**
 * Whether the secrets are there, well-formed, drawn at random and all different. Details name the secret and
 * never a byte of it.
 */
export async function diagnoseSecrets(env: Env): Promise<Diagnosis[]> {
  const { LOOKUP_KEYS, SEAL_KEYS, LOG_KEYS, RECEIPT_KEYS, BOOTSTRAP_TOKEN_SHA256 } = env;
  const found: Diagnosis[] = [];
  const failing = (detail: string) => found.push({ check: 'secrets', state: 'failing', detail });
  const seen = new Map<string, string>();
  const note = (name: string, bytes: Uint8Array) => {
    if (isPattern(bytes)) failing(`${name} is not random: it is a key of tests or of an example`);
    const other = seen.get(bytes.join());
    if (other !== undefined) failing(`${name} is the same key as ${other}`);
    seen.set(bytes.join(), name);
  };
  for (const [name, text] of Object.entries({ LOOKUP_KEYS, SEAL_KEYS })) {
    try {
      for (const { bytes } of parseKeys(text ?? '', name)) note(name, bytes);
    } catch (error) {
      failing((error as Error).message);
    }
  }
  const signing = {
    LOG_KEYS: () => logSigners({ LOG_KEYS: LOG_KEYS ?? '', ORIGIN: 'https://any.example' }),
    RECEIPT_KEYS: () => receiptSigners(RECEIPT_KEYS),
  };
  for (const [name, read] of Object.entries(signing)) {
    const text = (name === 'LOG_KEYS' ? LOG_KEYS : RECEIPT_KEYS) ?? '';
    try {
      if ((await read()).length === 0) failing(`${name} is not set`);
      for (const key of text.split(',')) {
        const pkcs8 = fromBase64(key.trim());
        if (pkcs8) note(name, pkcs8.subarray(PKCS8_PREFIX));
      }
    } catch {
      failing(`${name} wants Ed25519 private keys, base64 of PKCS #8, separated by commas`);
    }
  }
  if (BOOTSTRAP_TOKEN_SHA256 && !/^[0-9a-f]{64}$/i.test(BOOTSTRAP_TOKEN_SHA256)) {
    failing('BOOTSTRAP_TOKEN_SHA256 is no SHA-256 in hex');
  }
  if (found.length > 0) return found;
  return [{ check: 'secrets', state: 'ok', detail: 'present, well-formed, all different' }];
}

/** Whether each byte is the one before it plus the same step: 0, 0, 0 …, or 32, 33, 34 … */
function isPattern(bytes: Uint8Array): boolean {
  const step = ((bytes[1] ?? 0) - (bytes[0] ?? 0)) & 255;
  return bytes.every((byte, i) => i === 0 || ((byte - (bytes[i - 1] ?? 0)) & 255) === step);
}
