/** CRC-32 as zip uses it: ISO 3309, reflected polynomial 0xEDB88320. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** @param before CRC-32 of the bytes before these */
export type Crc32 = (bytes: Uint8Array, before: number) => number;

let native: Crc32 | null = null;

/** Has a function of the runtime do the work, which is faster; null takes it away. */
export function useCrc32(crc: Crc32 | null): void {
  native = crc;
}

/**
 * CRC-32 of the bytes, an unsigned 32-bit number.
 *
 * @param before that of the bytes before them
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  if (native) return native(bytes, before);
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}
