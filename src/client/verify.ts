import { hexToBytes } from '@noble/hashes/utils.js';
import type { Fingerprint } from '../fingerprint/profile.ts';
import type { Receipt } from '../registry/contract.ts';
import { committedLayers } from '../tlog/commitment.ts';
import { LogError, malformed } from '../tlog/error.ts';
import { verifyOpening } from '../tlog/opening.ts';
import type { Policy } from '../tlog/policy.ts';
import {
  type Commitment,
  type Covered,
  openReceipt,
  type ReceiptKey,
  unlike,
} from '../tlog/receipt.ts';
import type { Claims } from './claims.ts';
import { type ProvenEntry, verifyEntry } from './log.ts';

/** Whose word is believed; pinned by the caller, never fetched beside the receipt. */
export interface Pins {
  /** Origin of the registry, e.g. `https://registre.example`. */
  readonly origin: string;
  readonly receiptKeys: readonly ReceiptKey[];
  readonly policy: Policy;
}

/** What a receipt says, and how much of that was shown. */
export interface VerifiedReceipt {
  /** What the registry signed: a statement that it is held to, and no proof by itself. */
  readonly claims: Claims;
  /**
   * Whether the file is the one that the receipt is about. `no_file` and `other_file` support no verdict on
   * the file; `other_reading` means the same bytes, read differently by this version or by whoever asked.
   */
  readonly tied: 'this_file' | 'no_file' | 'other_file' | 'other_reading';
  /** The record's entry in the log, for a match that brought its proof. */
  readonly logged: ProvenEntry | null;
  /**
   * Layers of the registered document that were shown to be those of the file: with them a match is
   * proven, whatever the registry says.
   */
  readonly equal: readonly string[];
}

/**
 * Verifies a receipt of check or files offline, against the file if it is there. No clock is read: its time
 * is the registry's word, whatever the time is here.
 *
 * @param file fingerprint of the file as read here; null without it
 * @throws LogError `unknown_key` for another registry's receipt, `bad_signature` for a changed one,
 *   `bad_proof` for a proof of something else, `malformed`
 */
export async function verifyReceipt(
  receipt: Receipt,
  pins: Pins,
  file: Fingerprint | null,
): Promise<VerifiedReceipt> {
  const claims = asClaims(await openPinned(receipt, pins));
  const tied = tieOf(claims.covers, file, receipt.salt);
  const record = claims.verdict === 'match' ? claims.record : null;
  return { claims, tied, ...(await provenRecord(receipt, record, pins, file)) };
}

/** Claims of a receipt that a pinned key of the pinned registry signed. @throws LogError */
export async function openPinned({ receipt }: Receipt, pins: Pins): Promise<unknown> {
  const claims = await openReceipt(receipt, pins.receiptKeys);
  const iss = (claims as { iss?: unknown } | null)?.iss;
  if (iss === pins.origin) return claims;
  throw new LogError('unknown_key', `the receipt is of another registry: ${String(iss)}`);
}

/**
 * What a receipt's proof and openings show of a record, and which opened layers the file has too.
 *
 * @param record the one that the claims name; null for none
 * @throws LogError `bad_proof` for a proof of another record or layer
 */
export async function provenRecord(
  { entry, proof, openings }: Receipt,
  record: string | null,
  pins: Pins,
  file: Fingerprint | null,
): Promise<Pick<VerifiedReceipt, 'logged' | 'equal'>> {
  if (record === null || !entry || proof === null) return { logged: null, equal: [] };
  const logged = await verifyEntry(proof, entry, pins.policy);
  const stated = logged.statement as { record?: unknown; commitment?: unknown } | null;
  if (logged.leaf.type !== 'register' || stated?.record !== record) {
    throw new LogError('bad_proof', 'the proof is of another record than the receipt');
  }
  const commitment = hexToBytes(typeof stated?.commitment === 'string' ? stated.commitment : '');
  const layers = new Map(file ? committedLayers(file).map(({ path, value }) => [path, value]) : []);
  const equal = openings.flatMap((opening) => {
    const hashes = opening.proof.map((hash) => hexToBytes(hash));
    verifyOpening({ ...opening, salt: hexToBytes(opening.salt), proof: hashes }, commitment);
    // A part of a record may be a document of its own: of the path only the layer counts.
    const layer = opening.path.slice(opening.path.indexOf(':'));
    return layers.get(layer) === opening.value ? [opening.path] : [];
  });
  return { logged, equal };
}

/** Whether what a receipt covers is the file, and the entries where it covers them. */
export function tieOf(
  covers: readonly Commitment[],
  file: Fingerprint | null,
  salt: string,
  entries: Uint16Array | null = null,
): VerifiedReceipt['tied'] {
  if (!file || covers.length === 0) return 'no_file';
  const not: readonly Covered[] = unlike(covers, file, hexToBytes(salt), entries);
  if (not.length === 0) return 'this_file';
  return not.includes('bytes.sha256') ? 'other_file' : 'other_reading';
}

function asClaims(value: unknown): Claims {
  const claims = value as Partial<Claims> | null;
  const known =
    claims?.v === 1 &&
    claims.kind === undefined &&
    typeof claims.iss === 'string' &&
    ['match', 'differs', 'absent', 'undecided'].includes(claims.verdict ?? '') &&
    Array.isArray(claims.covers);
  return known ? (claims as Claims) : malformed('a receipt of an unknown version');
}
