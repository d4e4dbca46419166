/** PDF objects (ISO 32000-1, 7.3) as the strict reader sees them. */

/** Canonical decimal, so that `1`, `01` and `1.0` are one value; never rounded. */
export interface Num {
  readonly kind: 'number';
  readonly text: string;
}
export interface Name {
  readonly kind: 'name';
  /** Bytes as U+0000–U+00FF, `#` escapes resolved. */
  readonly text: string;
}
export interface Str {
  readonly kind: 'string';
  /** Bytes as U+0000–U+00FF, escapes resolved, literal and hex notation alike. */
  readonly text: string;
}
export interface Ref {
  readonly kind: 'ref';
  readonly num: number;
  readonly gen: number;
}
/** Keys without their slash; keys whose value is null are left out, as 7.3.7 has it. */
export type Dict = ReadonlyMap<string, Value>;
export type Value = null | boolean | Num | Name | Str | Ref | Dict | readonly Value[];

/** A stream; only an indirect object can be one. */
export interface Stream {
  readonly kind: 'stream';
  readonly dict: Dict;
  /** Bytes as they stand in the file, still encoded. */
  readonly raw: Uint8Array;
}

/**
 * Anything that two readers might read in two ways. The strict reader then gives no digest
 * at all: a forger must not be able to show one page to us and another to a viewer.
 */
export class Doubt extends Error {
  override readonly name = 'Doubt';
}

/** A stream that decodes to more than the limits allow. */
export class TooMuch extends Doubt {}

export function isDict(value: Value | Stream | undefined): value is Dict {
  return value instanceof Map;
}
export function isArray(value: Value | Stream | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
export function isStream(value: Value | Stream | undefined): value is Stream {
  return isKind(value, 'stream');
}
export function isRef(value: Value | Stream | undefined): value is Ref {
  return isKind(value, 'ref');
}

/** The name's text, or null for any other value. */
export function nameOf(value: Value | Stream | undefined): string | null {
  return isKind(value, 'name') ? (value as Name).text : null;
}

/** The value as a non-negative integer; null for any other value. */
export function countOf(value: Value | Stream | undefined): number | null {
  if (!isKind(value, 'number')) return null;
  const { text } = value as Num;
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function isKind(value: Value | Stream | undefined, kind: string): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}
