import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import type { EntryLists, Fingerprint } from '../fingerprint/profile.ts';

/** What is sealed of a record in its own row. */
export interface RecordBody {
  readonly fingerprint: Fingerprint;
  readonly salt: string;
  readonly decoy: boolean;
  /** What the record's entry in the log commits to; missing in records from before the log. */
  readonly statement?: string;
  /** Where the record's sealed entries stand in its batch's object, bytes; null for none. */
  readonly entries: { readonly offset: number; readonly length: number } | null;
}

/** What a stored block adds (RFC 1951, section 3.2.4), and the length that `pad` puts in front. */
const STORED_BYTES = 5 + 4;

/**
 * JSON, deflated: hex digests shrink to a little over half. What fits into the smallest size class
 * as it is would fill the rest of it with zeros, so it is stored.
 *
 * @param floor smallest size class of what is then sealed, bytes
 */
export function packJson(value: unknown, floor: number): Uint8Array {
  const text = strToU8(JSON.stringify(value));
  return deflateSync(text, { level: text.length + STORED_BYTES <= floor ? 0 : 6 });
}

/** Takes back what `packJson` made; only ever fed with what a seal has authenticated. */
export function unpackJson(bytes: Uint8Array): unknown {
  return JSON.parse(strFromU8(inflateSync(bytes)));
}

/** Per list: path length (16 bits), path, count (32 bits), entries; all little-endian. */
export function packEntries(lists: EntryLists): Uint8Array {
  const named = Object.entries(lists).map(([path, list]) => ({ path: strToU8(path), list }));
  const size = named.reduce((sum, { path, list }) => sum + 6 + path.length + 2 * list.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { path, list } of named) {
    view.setUint16(at, path.length, true);
    bytes.set(path, at + 2);
    view.setUint32(at + 2 + path.length, list.length, true);
    at += 6 + path.length;
    for (const entry of list) {
      view.setUint16(at, entry, true);
      at += 2;
    }
  }
  return bytes;
}

export function unpackEntries(bytes: Uint8Array): EntryLists {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lists: Record<string, Uint16Array> = {};
  for (let at = 0; at < bytes.length; ) {
    const pathLength = view.getUint16(at, true);
    const path = strFromU8(bytes.subarray(at + 2, at + 2 + pathLength));
    const list = new Uint16Array(view.getUint32(at + 2 + pathLength, true));
    at += 6 + pathLength;
    for (let i = 0; i < list.length; i++, at += 2) list[i] = view.getUint16(at, true);
    lists[path] = list;
  }
  return lists;
}
