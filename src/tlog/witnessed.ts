import { type Note, type Verified, verifyNote } from './note.ts';
import type { Policy } from './policy.ts';

/**
 * When a quorum had cosigned, by the witnesses' own clocks: what a checkpoint holds was in its log at that
 * time at the latest, whatever the log says.
 *
 * @param cosigners verified cosignatures with their times, seconds since 1970
 * @returns null where they are no quorum
 */
export function quorumTime(policy: Policy, cosigners: readonly Verified[]): number | null {
  const timed = cosigners.flatMap(({ key, time }) => (time === null ? [] : [{ key, time }]));
  for (const { time } of timed.sort((a, b) => a.time - b.time)) {
    const until = timed.filter((one) => one.time <= time).map(({ key }) => key);
    if (policy.quorum(until)) return time;
  }
  return null;
}

/** The same of a note, its cosignatures verified first. */
export async function witnessedTime(policy: Policy, note: Note): Promise<number | null> {
  const keys = policy.witnesses.map(({ key }) => key);
  return quorumTime(policy, await verifyNote(note, keys).catch(() => []));
}
