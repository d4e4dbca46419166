import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Charge, Quota } from '../registry/quota.ts';
import { parseKeys } from './keys.ts';
import type { KeyedCharge, QuotaCalls } from './quota.ts';

/**
 * The quota over one object a caller. What leaves here is keyed: names of callers, records and
 * suspects are the first 16 bytes of HMAC-SHA-256 under a key derived from the first look-up
 * key, so that the object's rows confirm no guess to who steals them.
 *
 * @param objectOf the object of a caller by its keyed name
 * @throws TypeError for secrets that cannot be read
 */
export function quotaOver(objectOf: (name: string) => QuotaCalls, lookupKeys: string): Quota {
  const [current] = parseKeys(lookupKeys, 'LOOKUP_KEYS');
  const key = hmac(sha256, current.bytes, utf8ToBytes('empreinte/quota/v1'));
  const mac = hmac.create(sha256, key);
  const keyed = (...parts: readonly string[]) =>
    bytesToHex(
      mac
        .clone()
        .update(utf8ToBytes(parts.join('\0')))
        .digest(),
    ).slice(0, 32);
  const ofCaller = (caller: string) => objectOf(keyed('caller', caller));
  const keyedCharge = ({ record, suspect, entries, units, equal }: Charge): KeyedCharge => ({
    record: keyed('record', record),
    suspect: keyed('suspect', record, suspect),
    entries: entries === undefined ? null : keyed('entries', record, suspect, entries),
    other: keyed('suspect', record, suspect, entries ?? ''),
    units,
    equal,
  });
  return {
    charge: (caller, day, charges, limit) =>
      ofCaller(caller).charge(day, charges.map(keyedCharge), limit),
    spend: (caller, day, count, limit) => ofCaller(caller).spend(day, count, limit),
    take: (caller, hour, count, limit, partly) => ofCaller(caller).take(hour, count, limit, partly),
  };
}
