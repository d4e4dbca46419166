import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { CheckAnswer, CheckResult } from './contract.ts';

/**
 * Messages as Standard Webhooks 1.0 has them (standardwebhooks.com): `webhook-id`,
 * `webhook-timestamp`, and `webhook-signature` with one `v1,` signature a secret, separated by
 * spaces while a secret is being changed.
 */

const PREFIX = 'whsec_';

/** A fresh secret: `whsec_` and base64 of 32 bytes. */
export function newSecret(): string {
  return PREFIX + toBase64(randomBytes(32));
}

/**
 * The headers that sign a message.
 *
 * @param at seconds since 1970
 * @param secrets newest first
 */
export function signatureHeaders(
  id: string,
  at: number,
  body: string,
  secrets: readonly string[],
): Record<string, string> {
  const signed = utf8ToBytes(`${id}.${at}.${body}`);
  const signatures = secrets.map((secret) => {
    const key = fromBase64(secret.slice(PREFIX.length));
    return `v1,${toBase64(hmac(sha256, key, signed))}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': signatures.join(' '),
  };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** After the first attempt: about three and a half days in all, as Standard Webhooks proposes. */
const DELAYS = [
  5000,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** Receivers that came down together are not all called at once when they come up. */
const JITTER = 0.2;

/**
 * Milliseconds to the next attempt; null when there is none.
 *
 * @param attempts those that failed
 * @param chance from 0 to 1
 */
export function delayAfter(attempts: number, chance: number): number | null {
  const delay = DELAYS[attempts - 1];
  return delay === undefined ? null : Math.round(delay * (1 + JITTER * chance));
}

/** The body of a message: of the answer that `check` would give, what names the record. */
export function messageOf(watch: string, result: CheckResult, { at }: CheckAnswer): string {
  const { verdict, grade, record, registered_as, corpus, registrant, registered_at } = result;
  const { state_since, log, notes, shows, does_not_show } = result;
  return JSON.stringify({
    type: 'watch.matched',
    timestamp: at,
    data: {
      watch,
      verdict,
      grade,
      record,
      registered_as,
      corpus,
      registrant,
      registered_at,
      state_since,
      log,
      notes,
      shows,
      does_not_show,
    },
  });
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}
