/** RFC 4648 base64 with padding, without Buffer. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // 32 KiB at a time: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

/** Base64 of 16-bit little-endian values, whatever the order of this machine. */
export function entriesToBase64(entries: Uint16Array): string {
  const bytes = new Uint8Array(2 * entries.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of entries.entries()) view.setUint16(2 * i, value, true);
  return toBase64(bytes);
}
