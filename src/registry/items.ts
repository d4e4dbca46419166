import type { EntryLists, Fingerprint } from '../fingerprint/profile.ts';
import { PADDING } from '../fingerprint/shingle.ts';
import { BatchItem, type Fault, MAX_PART_DEPTH } from './contract.ts';
import { walk } from './features.ts';

/**
 * A fingerprint larger than this as JSON is refused: deflated and in base64 it must stay under
 * the 900 kB that one value of the database may have. 2,000 parts of 450 characters fit.
 */
const MAX_FINGERPRINT_JSON = 1_000_000;
/** Entries of one record together: one a word, 2 MB, ten times the longest report seen. */
const MAX_ENTRIES = 1_000_000;
/** Faults told of one item. */
const MAX_FAULTS = 20;
/** Objects and arrays in one another: each part is two of them, and 8 more for the rest. */
const MAX_JSON_DEPTH = 2 * MAX_PART_DEPTH + 8;

/** One item of a batch, read or named by what is wrong with it. */
export interface ParsedItem {
  readonly id: string | null;
  readonly item: BatchItem | null;
  readonly entries: EntryLists;
  readonly faults: readonly Fault[];
}

/** Reads one item of a batch; never throws, so that a bad one loses no other. */
export function parseItem(value: unknown, index: number): ParsedItem {
  const at = `/items/${index}`;
  const id = idOf(value);
  const failed = (faults: Fault[]): ParsedItem => ({ id, item: null, entries: {}, faults });
  if (isDeeper(value, MAX_JSON_DEPTH)) {
    return failed([{ pointer: at, detail: `parts are nested more than ${MAX_PART_DEPTH} deep` }]);
  }
  const parsed = BatchItem.safeParse(value);
  if (!parsed.success) {
    return failed(
      parsed.error.issues
        .slice(0, MAX_FAULTS)
        .map(({ path, message }) => ({ pointer: at + pointer(path), detail: message })),
    );
  }
  const item = parsed.data;
  if (JSON.stringify(item.fingerprint).length > MAX_FINGERPRINT_JSON) {
    return failed([{ pointer: `${at}/fingerprint`, detail: 'the fingerprint is over 1 MB' }]);
  }
  const known = new Map(walk(item.fingerprint));
  const entries: Record<string, Uint16Array> = {};
  const faults: Fault[] = [];
  let total = 0;
  for (const [path, base64] of Object.entries(item.entries)) {
    const list = decodeEntries(base64);
    total += list?.length ?? 0;
    const detail = list ? whyWrong(list, known.get(path)) : 'expected 16-bit values';
    if (list && detail === null) entries[path] = list;
    else faults.push({ pointer: `${at}/entries${pointer([path])}`, detail: detail ?? '' });
  }
  if (total > MAX_ENTRIES) faults.push({ pointer: `${at}/entries`, detail: 'over 1,000,000' });
  return faults.length > 0 ? failed(faults.slice(0, MAX_FAULTS)) : { id, item, entries, faults };
}

/** Entries that are not those of the text would make `compare` name places that do not exist. */
function whyWrong(list: Uint16Array, print: Fingerprint | undefined): string | null {
  if (print === undefined) return 'no such part';
  const words = print.content?.words ?? 0;
  const due = words === 0 ? 0 : words + PADDING;
  return list.length === due ? null : `expected ${due} values for the ${words} words of this part`;
}

/** RFC 6901. */
function pointer(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

function idOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' && value.id.length <= 200 ? value.id : null;
}

/** Null for anything but whole 16-bit values. */
export function decodeEntries(base64: string): Uint16Array | null {
  const binary = atob(base64);
  if (binary.length % 2 !== 0) return null;
  const list = new Uint16Array(binary.length / 2);
  for (let i = 0; i < list.length; i++) {
    list[i] = binary.charCodeAt(2 * i) | (binary.charCodeAt(2 * i + 1) << 8);
  }
  return list;
}

/** Level by level, so that depth costs no stack: the check comes before any recursion. */
export function isDeeper(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const node of level) {
      if (typeof node !== 'object' || node === null) continue;
      if (depth >= limit) return true;
      for (const child of Object.values(node)) next.push(child);
    }
    level = next;
  }
  return false;
}
