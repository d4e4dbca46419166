/**
 * Padmé size classes (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and
 * Communication with PURBs", PoPETs 2019, section 4): a length keeps only as many leading bits
 * as its exponent has, so that padding is at most 12 % and only O(log log) of the size leaks.
 */
export function padme(length: number): number {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const kept = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** Math.max(0, exponent - kept);
  return Math.ceil(length / step) * step;
}

/**
 * Length, data, zeros: the true length stands inside what is then sealed.
 *
 * @param floor smallest class, bytes, the length field included
 */
export function pad(data: Uint8Array, floor: number): Uint8Array {
  const padded = new Uint8Array(padme(Math.max(floor, data.length + 4)));
  new DataView(padded.buffer).setUint32(0, data.length);
  padded.set(data, 4);
  return padded;
}

/** @throws RangeError for what `pad` cannot have made */
export function unpad(padded: Uint8Array): Uint8Array {
  const view = new DataView(padded.buffer, padded.byteOffset, padded.byteLength);
  const length = view.getUint32(0);
  if (length > padded.length - 4) throw new RangeError('a padded length exceeds its data');
  return padded.subarray(4, 4 + length);
}
