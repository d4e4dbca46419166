import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { EntryLists, Fingerprint } from '../fingerprint/profile.ts';
import type { BatchItem, BatchRequest, Manifest } from '../registry/contract.ts';
import { batchRoot, recordCommitment } from '../tlog/commitment.ts';
import { MANIFEST_NAMESPACE } from '../tlog/namespaces.ts';
import { type Signer, sshSignature } from '../tlog/sshsig.ts';
import { entriesToBase64 } from './base64.ts';

/** What a registrar signs for, the same for every batch of one run. */
export interface RunOptions {
  /** Origin of the registry, e.g. `https://registre.example`: valid nowhere else. */
  readonly origin: string;
  readonly environment: Manifest['environment'];
  readonly corpus: string;
  readonly state: Manifest['state'];
  readonly signer: Signer;
  /** Where a run that was interrupted goes on; by default it begins. */
  readonly from?: RunPosition;
  readonly now?: () => Date;
  /** Source of nonces, salts and UUIDs; replaced in tests. */
  readonly random?: (length: number) => Uint8Array;
}

/** Place of the next batch in the chain of a run's manifests. */
export interface RunPosition {
  readonly sequence: number;
  /** Hex SHA-256 of the manifest before it; null for the first. */
  readonly previous: string | null;
}

/** One document to register. */
export interface Registration {
  /** The caller's own name for it, sent and echoed; better a number than a file name. */
  readonly id: string;
  readonly fingerprint: Fingerprint;
  readonly entries: EntryLists;
}

/** Makes the signed batches of one run, each naming the one before it. */
export interface BatchRun {
  /**
   * A batch of 1 to 500 documents, ready to send. Its bytes do not change afterwards: after
   * a lost connection the same value is sent again.
   */
  next(registrations: readonly Registration[]): Promise<SignedBatch>;
}

export type SignedBatch = BatchRequest & { readonly signature: string };

/** Long enough for retries, short enough that a stolen batch is soon worth nothing. */
const LIFETIME_MS = 60 * 60 * 1000;

export function startRun(options: RunOptions): BatchRun {
  const now = options.now ?? (() => new Date());
  const random = options.random ?? randomBytes;
  let { sequence, previous }: RunPosition = options.from ?? { sequence: 0, previous: null };

  return {
    async next(registrations) {
      const items = registrations.map((one) => itemOf(one, random(32)));
      const commitments = items.map((item) =>
        recordCommitment(item.fingerprint as Fingerprint, hexToBytes(item.salt)),
      );
      const manifest = JSON.stringify({
        origin: options.origin,
        environment: options.environment,
        corpus: options.corpus,
        batch: uuid(random(16)),
        sequence,
        previous,
        expires: new Date(now().getTime() + LIFETIME_MS).toISOString(),
        state: options.state,
        nonce: bytesToHex(random(32)),
        count: items.length,
        root: bytesToHex(batchRoot(commitments)),
      } satisfies Manifest);
      const bytes = utf8ToBytes(manifest);
      const signature = await sshSignature(bytes, MANIFEST_NAMESPACE, options.signer);
      sequence++;
      previous = bytesToHex(sha256(bytes));
      return { manifest, signature, items };
    },
  };
}

/** Where a run stands behind a batch that the registry has answered. */
export function positionAfter({ manifest }: Pick<BatchRequest, 'manifest'>): RunPosition {
  const { sequence } = JSON.parse(manifest) as Manifest;
  return { sequence: sequence + 1, previous: bytesToHex(sha256(utf8ToBytes(manifest))) };
}

/** The place of a batch itself: that of the next one, where the registry refused it. */
export function positionOf({ manifest }: Pick<BatchRequest, 'manifest'>): RunPosition {
  const { sequence, previous } = JSON.parse(manifest) as Manifest;
  return { sequence, previous };
}

function itemOf({ id, fingerprint, entries }: Registration, salt: Uint8Array): BatchItem {
  return {
    id,
    salt: bytesToHex(salt),
    // The contract's type is the mutable twin of the same value.
    fingerprint: fingerprint as BatchItem['fingerprint'],
    entries: Object.fromEntries(
      Object.entries(entries).map(([path, list]) => [path, entriesToBase64(list)]),
    ),
  };
}

/** RFC 9562 UUID, version 4, from 16 random bytes. */
function uuid(bytes: Uint8Array): string {
  const set = Uint8Array.from(bytes);
  set[6] = ((set[6] ?? 0) & 0x0f) | 0x40;
  set[8] = ((set[8] ?? 0) & 0x3f) | 0x80;
  return bytesToHex(set).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
