/** Bytes that come in chunks, kept in one array. */
export interface Growing {
  readonly length: number;
  add(chunk: Uint8Array): void;
  /** A view of what there is so far, valid until the next `add`. */
  bytes(): Uint8Array;
}

/** Doubles its array when full, so that adding is linear over all. */
export function growing(): Growing {
  let array = new Uint8Array(65_536);
  let length = 0;
  return {
    get length() {
      return length;
    },
    add(chunk) {
      if (length + chunk.length > array.length) {
        const larger = new Uint8Array(Math.max(array.length * 2, length + chunk.length));
        larger.set(array.subarray(0, length));
        array = larger;
      }
      array.set(chunk, length);
      length += chunk.length;
    },
    bytes: () => array.subarray(0, length),
  };
}
