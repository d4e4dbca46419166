import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { installedKernel } from '../fingerprint/kernel.ts';
import { MAC_BYTES } from '../fingerprint/kernel-sha256.ts';
import type { Ref } from '../registry/store.ts';
import type { Key } from './keys.ts';

/** Bytes of a look-up key that are stored; 10⁸ postings collide by chance once in 2¹¹. */
const KEY_BYTES = { tag: 12, posting: 8 } as const;
const REF_BYTES = 6;
const NONCE_BYTES = 4;
const ROW_KEY_BYTES = 16;

export type Table = keyof typeof KEY_BYTES;

const encoder = new TextEncoder();
/** The longest feature that is encoded in place; three bytes a UTF-16 unit at most. */
const text = new Uint8Array(768);
const EMPTY = sha256.create();
/** Hashes that are set anew for each use: making one takes as long as a hash of 16 bytes. */
const spareHash = sha256.create();
const spareMac = hmac.create(sha256, new Uint8Array());

/** A feature under a key: what is stored of it, and what opens the rows found under it. */
export interface KeyedFeature {
  readonly hex: string;
  readonly rowKey: Uint8Array;
}

/**
 * Turns features into look-up keys and hides which record a row belongs to.
 *
 * Look-up key: the first bytes of HMAC-SHA-256(table key, feature). The last 16 bytes of the
 * same output are never stored: they key the rows under that feature, `nonce || ref ⊕ mask`
 * with nonce = PRF(row key, ref) and mask = PRF(row key, nonce). One mask for all rows of a
 * feature would not do: two rows would then differ by the xor of their references, the same
 * under every feature the two records share, and shared boilerplate would link their rows.
 * A nonce made from the reference keeps a repeated insert the same row.
 *
 * The PRF is SHA-256 over 16 key bytes and an input of fixed length, one compression: HMAC
 * would take four, and a check opens up to 148 × 65 rows.
 */
export class Lookup {
  readonly id: string;
  readonly #mac: Record<Table | 'claim' | 'name', ReturnType<typeof hmac.create>>;
  readonly #keys: Record<Table | 'claim', Uint8Array>;

  constructor(key: Key) {
    this.id = key.id;
    const keyOf = (label: string) =>
      hmac(sha256, key.bytes, utf8ToBytes(`empreinte/lookup/v1/${label}`));
    this.#keys = { tag: keyOf('tag'), posting: keyOf('posting'), claim: keyOf('claim') };
    const derived = (bytes: Uint8Array) => hmac.create(sha256, bytes);
    this.#mac = {
      tag: derived(this.#keys.tag),
      posting: derived(this.#keys.posting),
      claim: derived(this.#keys.claim),
      name: derived(keyOf('name')),
    };
  }

  feature(table: Table, feature: string): KeyedFeature {
    const mac = new Uint8Array(32);
    this.#mac[table]._cloneInto(spareMac);
    spareMac.update(bytesOf(feature)).digestInto(mac);
    return {
      hex: bytesToHex(mac.subarray(0, KEY_BYTES[table])),
      rowKey: mac.subarray(ROW_KEY_BYTES),
    };
  }

  /** `feature` of many. */
  features(table: Table, features: readonly string[]): KeyedFeature[] {
    const keyed: KeyedFeature[] = [];
    for (const some of runs(features)) {
      const macs = installedKernel()?.sha256.macs(this.#keys[table], some);
      if (!macs) {
        for (const one of some) keyed.push(this.feature(table, one));
        continue;
      }
      const hex = bytesToHex(macs);
      for (let at = 0; at < macs.length; at += MAC_BYTES) {
        keyed.push({
          hex: hex.slice(2 * at, 2 * (at + KEY_BYTES[table])),
          rowKey: macs.slice(at + MAC_BYTES - ROW_KEY_BYTES, at + MAC_BYTES),
        });
      }
    }
    return keyed;
  }

  /** Key and reference of a row for each feature and its record: hex, as `hex-rows.ts` takes it. */
  rows(table: Table, features: readonly string[], refs: readonly Ref[]): Uint8Array {
    const digits = 2 * (KEY_BYTES[table] + NONCE_BYTES + REF_BYTES);
    const rows = new Uint8Array(features.length * digits);
    let done = 0;
    for (const some of runs(features)) {
      const refsOfSome = refs.slice(done, done + some.length);
      const kernel = installedKernel()?.sha256;
      const all = kernel?.rows(this.#keys[table], some, refsOfSome, KEY_BYTES[table]);
      if (all) rows.set(all, done * digits);
      else {
        for (const [i, one] of some.entries()) {
          const { hex, rowKey } = this.feature(table, one);
          const row = hex + this.maskRef(rowKey, refsOfSome[i] as Ref);
          encoder.encodeInto(row, rows.subarray((done + i) * digits));
        }
      }
      done += some.length;
    }
    return rows;
  }

  /** Keyed form of a claim, 32 hex digits. */
  claim(feature: string): string {
    return bytesToHex(this.#mac.claim.clone().update(utf8ToBytes(feature)).digest()).slice(0, 32);
  }

  /** `claim` of many. */
  claims(features: readonly string[]): string[] {
    return [...runs(features)].flatMap((some) => {
      const macs = installedKernel()?.sha256.macs(this.#keys.claim, some);
      if (!macs) return some.map((one) => this.claim(one));
      const hex = bytesToHex(macs);
      return some.map((_, i) => hex.slice(2 * MAC_BYTES * i, 2 * MAC_BYTES * i + 32));
    });
  }

  /**
   * Reference and public id of a batch's item: unpredictable without the key, yet the same
   * when a batch is written again after a crash, which then leaves no stray rows.
   */
  name(batch: string, index: number): { ref: Ref; id: string } {
    const mac = this.#mac.name
      .clone()
      .update(utf8ToBytes(`${batch}/${index}`))
      .digest();
    return { ref: readRef(mac), id: `rec_${base32(mac.subarray(REF_BYTES, REF_BYTES + 17))}` };
  }

  /** The reference column of a row, hex. */
  maskRef(rowKey: Uint8Array, ref: Ref): string {
    for (let i = REF_BYTES - 1, rest = ref; i >= 0; i--, rest = Math.floor(rest / 256)) {
      clear[i] = rest % 256;
    }
    row.set(prf(rowKey, 0, clear).subarray(0, NONCE_BYTES));
    const mask = prf(rowKey, 1, nonce);
    for (let i = 0; i < REF_BYTES; i++) row[NONCE_BYTES + i] = (clear[i] ?? 0) ^ (mask[i] ?? 0);
    return bytesToHex(row);
  }

  /** Takes back what `maskRef` made; any number for rows of another feature. */
  unmaskRef(rowKey: Uint8Array, hex: string): Ref {
    row.set(hexToBytes(hex));
    const mask = prf(rowKey, 1, nonce);
    for (let i = 0; i < REF_BYTES; i++) clear[i] = (mask[i] ?? 0) ^ (row[NONCE_BYTES + i] ?? 0);
    return readRef(clear);
  }

  /** `unmaskRef` of many, each with its feature's row key. */
  unmaskRefs(rowKeys: readonly Uint8Array[], masked: readonly string[]): Ref[] {
    let done = 0;
    return [...runs(masked)].flatMap((some) => {
      const keysOfSome = rowKeys.slice(done, done + some.length);
      done += some.length;
      return (
        installedKernel()?.sha256.references(keysOfSome, some) ??
        some.map((one, i) => this.unmaskRef(keysOfSome[i] as Uint8Array, one))
      );
    });
  }
}

/** As many at a time as the kernel takes; all where there is none. */
function* runs(list: readonly string[]): Generator<readonly string[]> {
  const room = installedKernel()?.sha256.room ?? list.length;
  for (let at = 0; at < list.length; at += room) yield list.slice(at, at + room);
}

/** A row under way, its first bytes, and the reference in the clear. */
const row = new Uint8Array(NONCE_BYTES + REF_BYTES);
const nonce = row.subarray(0, NONCE_BYTES);
const clear = new Uint8Array(REF_BYTES);
/** What the two uses hash, and what comes out. */
const blocks = [
  new Uint8Array(ROW_KEY_BYTES + 1 + REF_BYTES),
  new Uint8Array(ROW_KEY_BYTES + 1 + NONCE_BYTES),
] as const;
const output = new Uint8Array(32);

/** One compression: 16 key bytes, the use, at most 6 bytes of input. To be read before the next. */
function prf(rowKey: Uint8Array, use: 0 | 1, input: Uint8Array): Uint8Array {
  const block = blocks[use];
  block.set(rowKey);
  block[ROW_KEY_BYTES] = use;
  block.set(input, ROW_KEY_BYTES + 1);
  EMPTY._cloneInto(spareHash);
  spareHash.update(block).digestInto(output);
  return output;
}

/** UTF-8, to be read before the next call. */
function bytesOf(feature: string): Uint8Array {
  if (3 * feature.length > text.length) return utf8ToBytes(feature);
  return text.subarray(0, encoder.encodeInto(feature, text).written);
}

function readRef(bytes: Uint8Array): Ref {
  let ref = 0;
  for (let i = 0; i < REF_BYTES; i++) ref = ref * 256 + (bytes[i] ?? 0);
  return ref;
}

/** 26 characters of RFC 4648 base32, lower case: 130 bits. */
function base32(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < 26; i++) {
    const bit = i * 5;
    const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    text += 'abcdefghijklmnopqrstuvwxyz234567'.charAt((pair >> (11 - (bit & 7))) & 31);
  }
  return text;
}
