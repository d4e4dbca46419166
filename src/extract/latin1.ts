/** Arguments a call: more may pass the limit of a stack. */
const AT_A_TIME = 8192;

/** Bytes as the characters of the same numbers, ISO 8859-1; `TextDecoder` has windows-1252 under that name. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += AT_A_TIME) {
    // Spread, each byte would be asked of an iterator: that takes six times as long.
    const some: ArrayLike<number> = bytes.subarray(i, i + AT_A_TIME);
    text += String.fromCharCode.apply(null, some as number[]);
  }
  return text;
}
