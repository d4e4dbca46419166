import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import type { LogEntry } from '../registry/contract.ts';
import { openCheckpoint, type VerifiedCheckpoint } from '../tlog/checkpoint.ts';
import { LogError, malformed } from '../tlog/error.ts';
import {
  decodeLeaf,
  LEAF_TYPES,
  type Leaf,
  type LeafType,
  type NewLeaf,
  statementCommitment,
} from '../tlog/leaf.ts';
import { leafHash } from '../tlog/merkle.ts';
import type { Policy } from '../tlog/policy.ts';
import {
  consistencyProof,
  equal,
  inclusionProof,
  inclusionRoot,
  type TileFetcher,
  verifyConsistency,
} from '../tlog/proof.ts';
import { formatProof, type Proven, parseProof, verifyProof } from '../tlog/proof-file.ts';
import {
  readBundle,
  sliceTile,
  TILE_WIDTH,
  type TileName,
  tilePath,
  widthIn,
} from '../tlog/tile.ts';
import { quorumTime } from '../tlog/witnessed.ts';

/** A statement and its salt, as the registry opens them. */
export type Opened = Pick<LogEntry, 'statement' | 'salt'>;

/** What was shown of an entry. */
export interface ProvenEntry extends Proven {
  /** What the entry is, and when the registry says that it came. */
  readonly leaf: Leaf;
  /** By when the policy's quorum had cosigned, by the witnesses' clocks, UTC; null for no quorum. */
  readonly witnessedAt: string | null;
  /** The statement, parsed: what its author said, and not more. */
  readonly statement: unknown;
}

export interface LogClientOptions {
  /** Where the log is served, e.g. `https://registre.example/log`. */
  readonly url: string;
  /** Whose checkpoints and cosignatures are believed; pinned by the caller, not fetched. */
  readonly policy: Policy;
  readonly fetch?: typeof fetch;
  /** Limit on one fetch; default 30,000. */
  readonly timeoutMs?: number;
}

/** A checkpoint that was verified, with its text. */
export interface SeenCheckpoint {
  readonly checkpoint: VerifiedCheckpoint;
  /** As served; keep it to hold the log to it later. */
  readonly text: string;
  /** Whether the policy's quorum has cosigned it. */
  readonly witnessed: boolean;
}

/** Reads a log and believes none of it before it is verified. Every method throws `LogError`. */
export interface LogClient {
  checkpoint(): Promise<SeenCheckpoint>;
  /**
   * Proves that an opened entry stands in the log.
   *
   * @returns an offline proof, which `verifyEntry` reads
   */
  prove(entry: Opened & Pick<LogEntry, 'index'>): Promise<string>;
  /**
   * Looks for a leaf that was appended once, from the end, in all that a verified checkpoint holds.
   *
   * @returns the index of its entry, to be proven with `prove`; null for none
   */
  find(leaf: NewLeaf): Promise<number | null>;
  /** Verifies that the log still begins with what a checkpoint said, and gives the present one. */
  follow(earlier: string): Promise<SeenCheckpoint>;
}

/** Larger than any checkpoint that a note's limits let through, or any full bundle of ours. */
const MAX_BYTES = 512 * 1024;
/** Version, type and time of an entry: what of it the statement does not tell. */
const HEAD_BYTES = 10;

export function createLogClient(options: LogClientOptions): LogClient {
  const { policy, timeoutMs = 30_000 } = options;
  const doFetch = options.fetch ?? fetch;
  const url = options.url.replace(/\/+$/, '');

  async function get(path: string): Promise<Uint8Array | null> {
    try {
      const answer = await doFetch(`${url}/${path}`, { signal: AbortSignal.timeout(timeoutMs) });
      if (answer.status === 404) return null;
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (bytes.length > MAX_BYTES) throw new Error('too long an answer');
      return bytes;
    } catch (error) {
      const why = error instanceof Error ? error.message : '';
      throw new LogError('missing', `${path} could not be fetched: ${why}`);
    }
  }

  /** A partial tile may be gone once the full one is there. */
  async function tile(name: TileName): Promise<Uint8Array> {
    const found = await get(tilePath(name));
    if (found) return found;
    const full = name.width < TILE_WIDTH && (await get(tilePath({ ...name, width: TILE_WIDTH })));
    const sliced = full ? sliceTile(full, name) : null;
    if (!sliced) throw new LogError('missing', `the log has no ${tilePath(name)}`);
    return sliced;
  }
  const fetchTile: TileFetcher = tile;

  async function seen(text: string): Promise<SeenCheckpoint> {
    const checkpoint = await openCheckpoint(
      text,
      policy.logs.map(({ key }) => key),
      policy.witnesses.map(({ key }) => key),
    );
    return { checkpoint, text, witnessed: isWitnessed(policy, checkpoint) };
  }

  async function latest(): Promise<SeenCheckpoint> {
    const bytes = await get('checkpoint');
    if (!bytes) throw new LogError('missing', 'the log has no checkpoint');
    return seen(new TextDecoder().decode(bytes));
  }

  return {
    checkpoint: latest,
    async prove({ index, statement, salt }) {
      const { checkpoint, text } = await latest();
      const { size } = checkpoint;
      if (index >= size) throw new LogError('missing', `the log has no entry ${index}`);
      const bundle = Math.floor(index / TILE_WIDTH);
      const name = {
        level: 'entries',
        index: bundle,
        width: widthIn('entries', bundle, size),
      } as const;
      const [bytes, hashes] = await Promise.all([
        tile(name),
        inclusionProof(fetchTile, index, size),
      ]);
      const entry = readBundle(bytes)?.[index % TILE_WIDTH] ?? malformed('a bundle of entries');
      const extra = entry.slice(0, HEAD_BYTES);
      if (!equal(entryOf(extra, { statement, salt }), entry)) {
        throw new LogError('bad_proof', 'the entry is of another statement');
      }
      const root = inclusionRoot(leafHash(entry), index, size, hashes);
      if (!equal(root, checkpoint.root)) {
        throw new LogError('bad_proof', 'the tiles do not lead to the root of the checkpoint');
      }
      return formatProof({ index, hashes, checkpoint: text, extra });
    },
    async find({ type, commitment }) {
      const { size } = (await latest()).checkpoint;
      for (let bundle = Math.ceil(size / TILE_WIDTH) - 1; bundle >= 0; bundle--) {
        const width = widthIn('entries', bundle, size);
        const bytes = await tile({ level: 'entries', index: bundle, width });
        const entries = readBundle(bytes) ?? malformed('a bundle of entries');
        const at = entries.findLastIndex((entry) => {
          const leaf = decodeLeaf(entry);
          return leaf?.type === type && equal(leaf.commitment, commitment);
        });
        if (at >= 0) return bundle * TILE_WIDTH + at;
      }
      return null;
    },
    async follow(earlier) {
      const [before, now] = await Promise.all([seen(earlier), latest()]);
      if (before.checkpoint.origin !== now.checkpoint.origin) {
        throw new LogError('bad_proof', 'the checkpoints are of two logs');
      }
      const sizes = [before.checkpoint.size, now.checkpoint.size] as const;
      if (sizes[0] > sizes[1]) throw new LogError('bad_proof', 'the log has become shorter');
      const proof = await consistencyProof(fetchTile, ...sizes);
      verifyConsistency(before.checkpoint, now.checkpoint, proof);
      return now;
    },
  };
}

/**
 * Verifies offline that a statement was logged, from a proof that `prove` made. Nothing is fetched.
 *
 * @throws LogError; that no quorum has cosigned is no error but `witnessed: false`
 */
export async function verifyEntry(
  proof: string,
  opened: Opened,
  policy: Policy,
): Promise<ProvenEntry> {
  const { extra } = parseProof(proof);
  const entry = entryOf(extra ?? malformed('the proof does not tell the kind of entry'), opened);
  const leaf = decodeLeaf(entry) ?? malformed('an entry of an unknown kind');
  const proven = await verifyProof(proof, entry, policy);
  try {
    const time = proven.witnessed ? quorumTime(policy, proven.checkpoint.cosigners) : null;
    const witnessedAt = time === null ? null : new Date(time * 1000).toISOString();
    return { ...proven, leaf, witnessedAt, statement: JSON.parse(opened.statement) };
  } catch {
    return malformed('the statement is not JSON');
  }
}

/** Whether the witnesses that the policy asks for have cosigned; never without witnesses. */
function isWitnessed(policy: Policy, { cosigners }: VerifiedCheckpoint): boolean {
  return policy.witnesses.length > 0 && policy.quorum(cosigners.map(({ key }) => key));
}

/** The entry that a statement would have. @throws LogError `malformed` */
function entryOf(head: Uint8Array, { statement, salt }: Opened): Uint8Array {
  const [type] = Object.entries(LEAF_TYPES).find(([, number]) => number === head[1]) ?? [];
  if (type === undefined || head.length !== HEAD_BYTES || !/^[0-9a-f]{64}$/.test(salt)) {
    malformed('an entry of an unknown kind');
  }
  return concatBytes(head, statementCommitment(type as LeafType, hexToBytes(salt), statement));
}
