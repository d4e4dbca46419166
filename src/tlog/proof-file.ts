import { fromBase64, hashFromBase64, toBase64 } from './base64.ts';
import { openCheckpoint, type VerifiedCheckpoint } from './checkpoint.ts';
import { readDecimal } from './decimal.ts';
import { LogError, malformed } from './error.ts';
import { leafHash } from './merkle.ts';
import type { Policy } from './policy.ts';
import { equal, inclusionRoot } from './proof.ts';

/**
 * Offline proofs (C2SP tlog-proof), kept in files named `.tlog-proof`:
 *
 *     c2sp.org/tlog-proof@v1
 *     extra <base64>
 *     index 73894
 *     <base64 of a hash, from the leaf's sibling up>…
 *
 *     <checkpoint>
 */
export interface LogProof {
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  /** The checkpoint as served, cosignatures included. */
  readonly checkpoint: string;
  /** Not authenticated; null for none. */
  readonly extra: Uint8Array | null;
}

/** What a proof has shown. */
export interface Proven {
  readonly index: number;
  readonly checkpoint: VerifiedCheckpoint;
  /** Whether the policy's quorum has cosigned; if not, another log may be shown to others. */
  readonly witnessed: boolean;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^53 leaves needs 53. */
const MAX_HASHES = 63;

export function formatProof({ index, hashes, checkpoint, extra }: LogProof): string {
  return [
    HEADER,
    ...(extra === null ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
    '',
    checkpoint,
  ].join('\n');
}

/** @throws LogError `malformed` */
export function parseProof(text: string): LogProof {
  const border = text.indexOf('\n\n');
  if (border < 0) malformed('the proof has no checkpoint');
  const [header, ...lines] = text.slice(0, border).split('\n');
  if (header !== HEADER) malformed('not a proof of this version');
  const extra = lines[0]?.startsWith('extra ') ? readExtra(lines.shift()) : null;
  const index = readDecimal(/^index (\d+)$/.exec(lines.shift() ?? '')?.[1] ?? '');
  if (index === null) malformed('the proof names no index');
  if (lines.length > MAX_HASHES) malformed('the proof is too long');
  const hashes = lines.map((line) => hashFromBase64(line) ?? malformed('not a hash in the proof'));
  return { index, hashes, checkpoint: text.slice(border + 2), extra };
}

function readExtra(line = ''): Uint8Array {
  return fromBase64(line.slice('extra '.length)) ?? malformed('the extra data is not base64');
}

/**
 * Verifies that an entry is in a log of the policy: signature, inclusion, quorum. Nothing is fetched.
 *
 * @param entry the leaf's data, as it stands in the log
 * @throws LogError `malformed`, `unknown_key`, `bad_signature`, `bad_proof`; a missing quorum is
 *   no error but `witnessed: false`
 */
export async function verifyProof(
  text: string,
  entry: Uint8Array,
  policy: Policy,
): Promise<Proven> {
  const { index, hashes, checkpoint } = parseProof(text);
  const opened = await openCheckpoint(
    checkpoint,
    policy.logs.map(({ key }) => key),
    policy.witnesses.map(({ key }) => key),
  );
  const root = inclusionRoot(leafHash(entry), index, opened.size, hashes);
  if (!equal(root, opened.root)) {
    throw new LogError('bad_proof', 'the proof does not lead to the root of its checkpoint');
  }
  const witnessed =
    policy.witnesses.length > 0 && policy.quorum(opened.cosigners.map(({ key }) => key));
  return { index, checkpoint: opened, witnessed };
}
