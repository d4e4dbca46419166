import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK, importPKCS8 } from 'jose';
import { asked } from '../fingerprint/asked.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import { toBase64 } from './base64.ts';
import { LogError, malformed } from './error.ts';

/**
 * Receipts: what the registry said of a fingerprint that a caller sent, as a compact JWS (RFC 7515,
 * Ed25519 as RFC 9864 names it). A receipt covers digests of the suspect as salted commitments; the
 * salt stays in the caller's report, so a receipt alone is tied to no file and tells of none.
 */

/** Pinned in header and verification: no other JWS of this key passes for a receipt. */
export const RECEIPT_TYPE = 'empreinte-receipt+jws';
const ALGORITHM = 'Ed25519';

/** What of a suspect a receipt is about. */
export type Covered =
  /** SHA-256 of the bytes. */
  | 'bytes.sha256'
  /** Digest over the whole fingerprint: every digest and sketch that was compared. */
  | 'fingerprint'
  /** Digest of the ordered entries that were compared, two bytes each, the low one first. */
  | 'entries';

export interface Commitment {
  readonly of: Covered;
  /** Lower-case hex. */
  readonly commitment: string;
}

/** An Ed25519 public key as JWK, with its RFC 7638 thumbprint as `kid`. */
export interface ReceiptKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
}

export interface ReceiptSigner {
  readonly key: ReceiptKey;
  /** @param claims a JSON value */
  sign(claims: object): Promise<string>;
}

/** @param pkcs8 Ed25519 private key, PKCS #8. @throws TypeError for anything else */
export async function receiptSigner(pkcs8: Uint8Array): Promise<ReceiptSigner> {
  const pem = `-----BEGIN PRIVATE KEY-----\n${toBase64(pkcs8)}\n-----END PRIVATE KEY-----`;
  try {
    const readable = await importPKCS8(pem, ALGORITHM, { extractable: true });
    const { x } = (await crypto.subtle.exportKey('jwk', readable)) as { readonly x?: string };
    const secret = await importPKCS8(pem, ALGORITHM);
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: x ?? '' } as const;
    const kid = await receiptKeyId(jwk.x);
    return {
      key: { ...jwk, kid },
      sign: (claims) =>
        new CompactSign(utf8ToBytes(JSON.stringify(claims)))
          .setProtectedHeader({ alg: ALGORITHM, typ: RECEIPT_TYPE, kid })
          .sign(secret),
    };
  } catch {
    throw new TypeError('expected an Ed25519 private key in PKCS #8');
  }
}

/**
 * Fingerprint of a receipt key: its RFC 7638 thumbprint, SHA-256 in base64url.
 *
 * @param x the public key in base64url, as its JWK has it
 */
export function receiptKeyId(x: string): Promise<string> {
  return calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
}

/**
 * Verifies a receipt's signature with pinned keys.
 *
 * @returns its claims: what the registry said, and nothing that is true for being signed
 * @throws LogError `malformed`, `unknown_key`, `bad_signature`
 */
export async function openReceipt(jws: string, keys: readonly ReceiptKey[]): Promise<unknown> {
  const key = keys.find(({ kid }) => kid === kidOf(jws));
  if (!key) throw new LogError('unknown_key', 'the receipt is signed by no pinned key');
  const { kid: _kid, ...jwk } = key;
  const opened = await compactVerify(jws, await importJWK(jwk, ALGORITHM), {
    algorithms: [ALGORITHM],
  }).catch(() => {
    throw new LogError('bad_signature', 'the receipt was changed, or its key is another');
  });
  if (opened.protectedHeader.typ !== RECEIPT_TYPE) malformed('not a receipt');
  return parseJson(new TextDecoder().decode(opened.payload));
}

/**
 * Commitments to what a receipt is about, in the order of `of`.
 *
 * @param entries ordered entries of the suspect, where they are covered
 */
export function cover(
  suspect: Fingerprint | { readonly sha256: string },
  of: readonly Covered[],
  salt: Uint8Array,
  entries: Uint16Array | null = null,
): Commitment[] {
  return of.map((one) => ({
    of: one,
    commitment: commitTo(one, digestOf(one, suspect, entries), salt),
  }));
}

/**
 * Which of a receipt's commitments a file does not have; empty when it is that file.
 *
 * @param suspect its whole fingerprint: who asked may have sent it without what no answer rests on
 */
export function unlike(
  commitments: readonly Commitment[],
  suspect: Fingerprint,
  salt: Uint8Array,
  entries: Uint16Array | null = null,
): Covered[] {
  const sent = [suspect, asked(suspect)];
  return commitments
    .filter(({ of, commitment }) =>
      sent.every((form) => commitTo(of, digestOf(of, form, entries), salt) !== commitment),
    )
    .map(({ of }) => of);
}

/** Digest of a comparison's segments, of which a receipt holds no more; hex. */
export function segmentsDigest(segments: readonly object[]): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(segments))));
}

function digestOf(
  of: Covered,
  suspect: Fingerprint | { readonly sha256: string },
  entries: Uint16Array | null,
): string {
  if (of === 'entries') return entries ? bytesToHex(sha256(littleEndian(entries))) : '';
  if ('sha256' in suspect) return of === 'bytes.sha256' ? suspect.sha256 : '';
  if (of === 'bytes.sha256') return suspect.bytes.sha256;
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(suspect))));
}

function littleEndian(entries: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * entries.length);
  const view = new DataView(bytes.buffer);
  for (const [i, entry] of entries.entries()) view.setUint16(2 * i, entry, true);
  return bytes;
}

/** Each digest under a salt of its own, so that showing one opens no other. */
function commitTo(of: Covered, value: string, salt: Uint8Array): string {
  const own = hmac(sha256, salt, utf8ToBytes(`receipt/${of}`));
  const data = [utf8ToBytes(`empreinte/receipt/v1\0${of}\0`), own, utf8ToBytes(value)];
  return bytesToHex(sha256(concatBytes(...data)));
}

/**
 * JSON with the names of every object in code unit order and no space: RFC 8785 for the strings,
 * integers, booleans and null that a fingerprint is made of.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
}

function kidOf(jws: string): unknown {
  const [header = ''] = jws.split('.');
  const decoded = header.replaceAll('-', '+').replaceAll('_', '/');
  if (!/^[A-Za-z0-9+/]+$/.test(decoded) || decoded.length > 1000) malformed('not a receipt');
  try {
    return (JSON.parse(atob(decoded)) as { kid?: unknown } | null)?.kid;
  } catch {
    return malformed('not a receipt');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return malformed('not a receipt');
  }
}
