import type { Instance } from './kernel-module.ts';

/**
 * What is hashed by the hundred, in WebAssembly (`wasm/keyed.ts`, `wasm/committed.ts`): the rows of
 * look-up keys, what they hide, and the commitments of records. Each answers null for what does not fit, for which
 * its twin is there, `../storage/lookup.ts` and `../tlog/commitment.ts`.
 */

/** Longest message of two blocks: nine bytes of them are padding. */
const MAX_MESSAGE = 119;
const SLOT = 128;
export const MAC_BYTES = 32;
const REF = 8;
/** Of a row, those behind its look-up key. */
const REF_DIGITS = 20;

const encoder = new TextEncoder();

export class Sha256Kernel {
  readonly #instance: Instance;
  readonly #slots: number;
  #key: Uint8Array | null = null;

  constructor(instance: Instance) {
    this.#instance = instance;
    this.#slots = instance.windowBytes / SLOT;
  }

  /** How many messages one call takes. */
  get room(): number {
    return this.#slots;
  }

  /**
   * HMAC-SHA-256 of each message, 32 bytes each, to be read before the next call.
   *
   * @param key 32 bytes, which do not change
   * @param messages at most `room`
   * @returns null where a message is longer than 119 bytes of UTF-8
   */
  macs(key: Uint8Array, messages: readonly string[]): Uint8Array | null {
    const { run, address, memory } = this.#instance;
    const bytes = memory();
    const window = address('WINDOW');
    for (const [i, message] of messages.entries()) {
      const at = window + i * SLOT;
      const { read, written } = encoder.encodeInto(message, bytes.subarray(at, at + MAX_MESSAGE));
      if (read < message.length) return null;
      bytes[at + SLOT - 1] = written;
    }
    if (key !== this.#key) {
      bytes.set(key, address('MAC_KEY'));
      run.holdMacKey();
      this.#key = key;
    }
    run.macs(messages.length);
    const at = address('MACS');
    return bytes.subarray(at, at + messages.length * MAC_BYTES);
  }

  /**
   * Rows as `Lookup.rows` makes them, hex digits in ASCII, to be read before the next call.
   *
   * @param refs a reference a message, below 2⁴⁸
   * @param keyBytes of a look-up key: 8 or 12
   */
  rows(
    key: Uint8Array,
    messages: readonly string[],
    refs: readonly number[],
    keyBytes: number,
  ): Uint8Array | null {
    if (!this.macs(key, messages)) return null;
    const { run, address, memory } = this.#instance;
    const bytes = memory();
    const view = new DataView(bytes.buffer, address('REFS'));
    for (const [i, ref] of refs.entries()) {
      view.setUint32(i * REF, ref, true);
      view.setUint32(i * REF + 4, Math.floor(ref / 2 ** 32), true);
    }
    run.rows(messages.length, keyBytes);
    const at = address('ROWS');
    return bytes.subarray(at, at + messages.length * (2 * keyBytes + REF_DIGITS));
  }

  /**
   * References that rows hide, as `Lookup.unmaskRef` finds them.
   *
   * @param rowKeys 16 bytes each, one a row; at most `room`
   * @param masked nonce and masked reference, 20 hex digits each
   */
  references(rowKeys: readonly Uint8Array[], masked: readonly string[]): number[] {
    const { run, address, memory } = this.#instance;
    const bytes = memory();
    const window = address('WINDOW');
    const slots = new DataView(bytes.buffer, window);
    for (const [i, rowKey] of rowKeys.entries()) {
      const digits = masked[i] as string;
      const at = i * SLOT;
      bytes.set(rowKey, window + at);
      slots.setUint32(at + 16, Number.parseInt(digits.slice(0, 8), 16));
      slots.setUint32(at + 20, Number.parseInt(digits.slice(8, 16), 16));
      slots.setUint16(at + 24, Number.parseInt(digits.slice(16), 16));
    }
    run.references(rowKeys.length);
    const refs = new DataView(bytes.buffer, address('REFS'));
    return rowKeys.map((_, i) => {
      return refs.getUint32(i * REF, true) + 2 ** 32 * refs.getUint32(i * REF + 4, true);
    });
  }

  /**
   * The RFC 6962 root over the salted leaves of a record's layers, 32 bytes.
   *
   * @param salt 32 bytes
   * @param layers at least one
   * @returns null where they do not fit into the window
   */
  layersRoot(
    salt: Uint8Array,
    layers: readonly { readonly path: string; readonly value: string }[],
  ): Uint8Array | null {
    const { run, address, memory, windowBytes } = this.#instance;
    const bytes = memory();
    const end = address('WINDOW') + windowBytes;
    let at = address('WINDOW');
    const put = (text: string): number => {
      const { read, written } = encoder.encodeInto(text, bytes.subarray(at, end));
      at += written;
      return read < text.length ? Number.NaN : written;
    };
    for (const { path, value } of layers) {
      const head = at;
      at += 4;
      if (at > end) return null;
      for (const [i, length] of [put(path), put(value)].entries()) {
        if (Number.isNaN(length)) return null;
        bytes[head + 2 * i] = length;
        bytes[head + 2 * i + 1] = length >>> 8;
      }
    }
    bytes.set(salt, address('SALT'));
    run.layersRoot(layers.length);
    const root = address('ROOT');
    return bytes.slice(root, root + 32);
  }
}
