import type { KeysAnswer } from '../registry/contract.ts';
import { LogError } from '../tlog/error.ts';
import { keysStatement } from '../tlog/keys-statement.ts';
import { createLogClient, type LogClientOptions, verifyEntry } from './log.ts';
import { type PinFile, readPins } from './pins.ts';

/**
 * The pin file that follows from a pinned one after a change of keys: the log must have stated the new keys,
 * in an entry that a checkpoint signed with a pinned key holds. Who can only forge the answer of the
 * registry cannot do that.
 *
 * Keys of receipts that were pinned stay, for what they signed; so do the pinned witnesses.
 *
 * @param now what the registry says of its keys
 * @throws LogError `unknown_key` when no pinned key signs the log any more, `missing` when the log has not
 *   stated these keys, and whatever the log's client throws
 */
export async function followKeys(
  pinned: PinFile,
  now: KeysAnswer,
  options: Pick<LogClientOptions, 'fetch'> = {},
): Promise<PinFile> {
  const { pins } = await readPins(JSON.stringify(pinned));
  const next: PinFile = { ...pinned, log: { ...now.log, policy: pinned.log.policy }, receipts: [] };
  const kept = pinned.receipts.filter(({ kid }) => now.receipts.every((key) => key.kid !== kid));
  const log = createLogClient({ ...options, url: `${pinned.origin}/log`, policy: pins.policy });
  const stated = keysStatement({
    log: now.log.keys,
    receipts: now.receipts.map(({ kid }) => kid),
  });
  const index = await log.find(stated.leaf);
  if (index === null) throw new LogError('missing', 'the log has not stated these keys');
  await verifyEntry(await log.prove({ ...stated, index }), stated, pins.policy);
  return { ...next, receipts: [...now.receipts, ...kept] };
}
