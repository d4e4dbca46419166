import { toBase64 } from '../tlog/base64.ts';
import { openCheckpoint } from '../tlog/checkpoint.ts';
import { malformed } from '../tlog/error.ts';
import { formatVerifierKey, parseVerifierKey } from '../tlog/key.ts';
import { decodeLeaf } from '../tlog/leaf.ts';
import { NO_POLICY, type Policy, parsePolicy } from '../tlog/policy.ts';
import { readBundle, TILE_WIDTH, tilePath, widthIn } from '../tlog/tile.ts';
import type { LogKeys, PublicLog } from './log.ts';

/** What an auditor is shown of the log before fetching anything of it. */
export interface LogSummary {
  readonly checkpoint: {
    /** As served, byte for byte. */
    readonly text: string;
    readonly origin: string;
    readonly size: number;
    /** Base64, as its line in the checkpoint. */
    readonly root: string;
  };
  readonly keys: LogKeys;
  /** Those of the operator's policy, in its order. */
  readonly witnesses: readonly WitnessSeen[];
  /** Whether they are as many as the policy asks for. */
  readonly witnessed: boolean;
  /** How the log grew, rising; empty for an empty log. */
  readonly growth: readonly Grown[];
}

export interface WitnessSeen {
  readonly name: string;
  /** Verifier key as signed notes write it. */
  readonly key: string;
  /** UTC instant of its cosignature of this checkpoint, by its own clock; null for none. */
  readonly cosignedAt: string | null;
}

/** From `at` on the log held at least `size` entries, by the sequencer's clock. */
export interface Grown {
  readonly at: string;
  readonly size: number;
}

/** Bundles read for the growth: each is one request to the mirror or the sequencer. */
const SAMPLES = 24;

/**
 * Reads the log as any outsider would, its cosignatures verified and its growth taken from its own
 * entries.
 *
 * @throws RegistryError `log_closed`; LogError for a log that does not fit its own keys
 */
export async function logSummary(log: PublicLog): Promise<LogSummary> {
  const [found, keys] = await Promise.all([log.read('checkpoint'), log.keys()]);
  const text = new TextDecoder().decode(found?.bytes ?? malformed('the log has no checkpoint'));
  const policy = policyOf(keys.policy);
  const checkpoint = await openCheckpoint(
    text,
    keys.keys.map((key) => parseVerifierKey(key) ?? malformed('a key of the log')),
    policy.witnesses.map(({ key }) => key),
  );
  const { origin, size, root, cosigners } = checkpoint;
  const witnesses = policy.witnesses.map(({ key }) => {
    const time = cosigners.find((one) => one.key === key)?.time ?? null;
    const cosignedAt = time === null ? null : new Date(time * 1000).toISOString();
    return { name: key.name, key: formatVerifierKey(key), cosignedAt };
  });
  const signed = cosigners.map(({ key }) => key);
  return {
    checkpoint: { text, origin, size, root: toBase64(root) },
    keys,
    witnesses,
    witnessed: signed.length > 0 && policy.quorum(signed),
    growth: await growthOf(log, size),
  };
}

/** What cannot be read asks for no witness, as the sequencer has it. */
function policyOf(text: string): Policy {
  try {
    return text === '' ? NO_POLICY : parsePolicy(text);
  } catch {
    return NO_POLICY;
  }
}

/**
 * Sizes and times of evenly spaced entries. Entries of one change have one time: each sample goes to the
 * last of its time that its bundle holds, so that a small log is told exactly.
 */
async function growthOf(log: PublicLog, size: number): Promise<Grown[]> {
  const count = Math.min(size, SAMPLES);
  const wanted = Array.from({ length: count }, (_, k) => Math.ceil((size * (k + 1)) / count) - 1);
  const bundles = [...new Set([0, ...wanted].map((index) => Math.floor(index / TILE_WIDTH)))];
  const times = new Map<number, number[]>();
  await Promise.all(
    (size > 0 ? bundles : []).map(async (bundle) => {
      const width = widthIn('entries', bundle, size);
      const path = tilePath({ level: 'entries', index: bundle, width });
      const found = await log.read(path);
      const entries = found && readBundle(found.bytes);
      if (!entries) malformed(path);
      times.set(
        bundle,
        entries.map((entry) => decodeLeaf(entry)?.time ?? malformed('an entry')),
      );
    }),
  );
  const grown = new Map<number, number>();
  let latest = 0;
  for (const index of size > 0 ? [0, ...wanted] : []) {
    const bundle = Math.floor(index / TILE_WIDTH);
    const of = times.get(bundle) ?? [];
    const time = of[index % TILE_WIDTH] ?? malformed('an entry');
    // A clock that was set back would draw a log that shrinks.
    latest = Math.max(latest, time);
    grown.set(latest, bundle * TILE_WIDTH + of.lastIndexOf(time) + 1);
  }
  return [...grown].map(([time, reached]) => ({ at: new Date(time).toISOString(), size: reached }));
}
