/**
 * Rows of one length as hex digits in ASCII, one behind the other. A batch has a hundred thousand: to
 * sort and pack them as strings took longer than to hash what they are made of.
 */

const ascii = new TextDecoder();
/** Digits that rows are ordered by: 28 bits, in two turns of 14. */
const ORDERED_BY = 7;
const TURN_BITS = 14;

/**
 * Numbers of the rows by their first 28 bits: neighbours in the tree. A radix sort, of which the second
 * turn keeps what the first has ordered.
 */
export function orderOf(rows: Uint8Array, digits: number): Uint32Array {
  const places = new Uint32Array(rows.length / digits);
  const asTheyCame = new Uint32Array(places.length);
  for (let i = 0; i < places.length; i++) {
    places[i] = numberAt(rows, i * digits, ORDERED_BY);
    asTheyCame[i] = i;
  }
  return orderedBy(places, TURN_BITS, orderedBy(places, 0, asTheyCame));
}

/** Orders by 14 bits of each row's place; equal ones stay as they were. */
function orderedBy(places: Uint32Array, shift: number, order: Uint32Array): Uint32Array {
  const begins = new Uint32Array(2 ** TURN_BITS + 1);
  for (let i = 0; i < order.length; i++) {
    const next = (((places[i] as number) >> shift) & (2 ** TURN_BITS - 1)) + 1;
    begins[next] = (begins[next] as number) + 1;
  }
  for (let i = 1; i < begins.length; i++)
    begins[i] = (begins[i] as number) + (begins[i - 1] as number);
  const ordered = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const row = order[i] as number;
    const turn = ((places[row] as number) >> shift) & (2 ** TURN_BITS - 1);
    const at = begins[turn] as number;
    ordered[at] = row;
    begins[turn] = at + 1;
  }
  return ordered;
}

/** Puts rows of equal first 28 bits in the order of all their digits. */
export function settle(order: Uint32Array, rows: Uint8Array, digits: number): void {
  const first = (at: number) => numberAt(rows, (order[at] as number) * digits, ORDERED_BY);
  for (let at = 0; at < order.length; ) {
    const from = at;
    const start = first(at++);
    while (at < order.length && first(at) === start) at++;
    if (at - from > 1) order.subarray(from, at).sort((a, b) => compare(rows, digits, a, b));
  }
}

function compare(rows: Uint8Array, digits: number, a: number, b: number): number {
  for (let i = ORDERED_BY; i < digits; i++) {
    const difference = (rows[a * digits + i] as number) - (rows[b * digits + i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The number that some lower-case hex digits are, seven at most. */
export function numberAt(rows: Uint8Array, at: number, digits: number): number {
  let value = 0;
  for (let i = at; i < at + digits; i++) {
    const digit = rows[i] as number;
    value = (value << 4) | (digit - (digit < 58 ? 48 : 87));
  }
  return value;
}

/** The rows as strings, in this order. */
export function rowsIn(order: Uint32Array, rows: Uint8Array, digits: number): string[] {
  const text = ascii.decode(rows);
  return Array.from(order, (row) => text.slice(row * digits, (row + 1) * digits));
}
