/** Base64 of RFC 4648, section 4; where the runtime has it, its own, which workerd does. */

/** In slices that `String.fromCharCode` can take as arguments. */
export function bytesToBase64(bytes: Uint8Array): string {
  const { toBase64 } = bytes as Uint8Array & { toBase64?: () => string };
  if (toBase64) return toBase64.call(bytes);
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(binary);
}

/** @throws Error for anything else than base64 */
export function base64ToBytes(text: string): Uint8Array {
  const { fromBase64 } = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array };
  if (fromBase64) return fromBase64.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
