/** FlateDecode (ISO 32000-1, 7.4.4; RFC 1950 and 1951) with a ceiling on its output. */
import { Inflate } from 'fflate';
import { inflatedAtOnce } from '../inflate.ts';
import { ByteSink } from './sink.ts';
import { Doubt } from './values.ts';

/** Deflate yields at most 1032 bytes for one, so a step adds at most 8 MiB unchecked. */
const STEP = 8192;

/**
 * Inflates a whole zlib stream.
 *
 * The Adler-32 at its end is not checked: viewers do not either. Bytes after the last block
 * are ignored as they do, but a missing end is a doubt, since readers differ on it.
 *
 * @param maxBytes ceiling on the output
 * @throws Doubt when broken, truncated or above the ceiling
 */
export function inflateZlib(raw: Uint8Array, maxBytes: number): Uint8Array {
  const [method = 0, flags = 0] = raw;
  const validHeader = (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
  if (raw.length < 2 || !validHeader || (flags & 0x20) !== 0) throw new Doubt('not a zlib stream');
  const whole = inflatedAtOnce(raw.subarray(2), maxBytes);
  if (whole !== null) return whole;
  const sink = new ByteSink(maxBytes);
  const inflate = new Inflate((chunk) => sink.append(chunk));
  try {
    for (let pos = 2; pos < raw.length; pos += STEP) {
      inflate.push(raw.subarray(pos, pos + STEP), pos + STEP >= raw.length);
    }
    if (raw.length === 2) throw new Doubt('empty zlib stream');
  } catch (error) {
    throw error instanceof Doubt ? error : new Doubt('broken deflate data', { cause: error });
  }
  return sink.end();
}
