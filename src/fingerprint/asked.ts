import type { Fingerprint } from './profile.ts';

/**
 * A fingerprint as a check sends it: without the TLSH of bytes, on which no answer rests. TLSH costs
 * more than all other digests of bytes together, and what a registry has no use for it need not be told.
 */
export function asked(print: Fingerprint): Fingerprint {
  const { bytes, parts } = print;
  return { ...print, bytes: { ...bytes, tlsh: null }, parts: parts.map(asked) };
}
