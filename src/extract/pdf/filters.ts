/** Stream filters (ISO 32000-1, 7.4): undone as far as the result is one byte string. */
import type { Limits } from '../limits.ts';
import { decodeAscii85, decodeHex, decodeRunLength } from './ascii.ts';
import { inflateZlib } from './flate.ts';
import { decodeLzw } from './lzw.ts';
import { undoPredictor } from './predictor.ts';
import type { Ref, Stream, Value } from './values.ts';
import { countOf, type Dict, Doubt, isArray, isDict, isRef, nameOf, TooMuch } from './values.ts';

/** Below this size a stream may be any number of times its encoded bytes: see `maxRatio`. */
const RATIO_FREE_BYTES = 1024 * 1024;

/** Image filters; their bytes are compared as they stand, without decoding the picture. */
const IMAGE_FILTERS = new Set(['DCTDecode', 'JPXDecode', 'CCITTFaxDecode', 'JBIG2Decode']);

export interface Decoded {
  readonly data: Uint8Array;
  /** The image filter that `data` is still encoded with, with its parameters. */
  readonly image: { readonly filter: string; readonly parms: Value } | null;
}

/** What may still be decoded, shared by all streams of one file. */
export interface Allowance {
  bytes: number;
}

/** Fetches the object a reference names; must not return a stream's bytes by itself. */
export type Resolve = (ref: Ref) => Value | Stream;

/**
 * Decodes a stream.
 *
 * @throws Doubt for unknown filters, external data and broken data; as `TooMuch` when this
 *   very stream is above the limits, rather than all streams together
 */
export function decodeStream(
  stream: Stream,
  resolve: Resolve,
  limits: Limits,
  allowance: Allowance,
): Decoded {
  const left = allowance.bytes;
  try {
    return decode(stream, resolve, limits, allowance);
  } catch (error) {
    if (!(error instanceof TooMuch) || left >= limits.maxMemberBytes) throw error;
    throw new Doubt('file decodes to more than the limit', { cause: error });
  }
}

function decode(stream: Stream, resolve: Resolve, limits: Limits, allowance: Allowance): Decoded {
  const direct = (value: Value | undefined): Value => {
    const found = isRef(value) ? resolve(value) : (value ?? null);
    if (found !== null && typeof found === 'object' && 'raw' in found) {
      throw new Doubt('stream where a value is expected');
    }
    return found;
  };
  for (const key of ['F', 'FFilter', 'FDecodeParms']) {
    if (stream.dict.has(key)) throw new Doubt('stream data outside the file');
  }
  const filters = listOf(direct(stream.dict.get('Filter'))).map((item) => nameOf(direct(item)));
  const parms = listOf(direct(stream.dict.get('DecodeParms'))).map(direct);
  if (parms.length > filters.length) throw new Doubt('more parameters than filters');
  const own = Math.max(RATIO_FREE_BYTES, stream.raw.length * limits.maxRatio);
  const max = Math.min(limits.maxMemberBytes, own, allowance.bytes);
  let data = stream.raw;
  let image: Decoded['image'] = null;
  for (const [index, filter] of filters.entries()) {
    const parm = parms[index] ?? null;
    if (filter !== null && IMAGE_FILTERS.has(filter)) {
      if (index !== filters.length - 1) throw new Doubt('filter after an image filter');
      image = { filter, parms: parm };
    } else {
      data = undo(filter, data, parm === null ? new Map() : parm, direct, max);
    }
  }
  allowance.bytes -= data.length;
  if (allowance.bytes < 0) throw new Doubt('file decodes to more than the limit');
  return { data, image };
}

function listOf(value: Value): readonly Value[] {
  if (value === null) return [];
  return isArray(value) ? value : [value];
}

function undo(
  filter: string | null,
  data: Uint8Array,
  parms: Value,
  direct: (value: Value | undefined) => Value,
  max: number,
): Uint8Array {
  if (!isDict(parms)) throw new Doubt('filter parameters are no dictionary');
  switch (filter) {
    case 'FlateDecode':
      return unpredicted(inflateZlib(data, max), parms, direct);
    case 'LZWDecode': {
      const early = number(parms, 'EarlyChange', 1, direct);
      if (early !== 0 && early !== 1) throw new Doubt('bad EarlyChange');
      return unpredicted(decodeLzw(data, early, max), parms, direct);
    }
    case 'ASCII85Decode':
      return decodeAscii85(data, max);
    case 'ASCIIHexDecode':
      return decodeHex(data, max);
    case 'RunLengthDecode':
      return decodeRunLength(data, max);
    default:
      throw new Doubt(`unknown filter ${filter}`);
  }
}

function unpredicted(
  data: Uint8Array,
  parms: Dict,
  direct: (value: Value | undefined) => Value,
): Uint8Array {
  return undoPredictor(data, {
    predictor: number(parms, 'Predictor', 1, direct),
    colors: number(parms, 'Colors', 1, direct),
    bits: number(parms, 'BitsPerComponent', 8, direct),
    columns: number(parms, 'Columns', 1, direct),
  });
}

function number(
  parms: Dict,
  key: string,
  otherwise: number,
  direct: (value: Value | undefined) => Value,
): number {
  const value = direct(parms.get(key));
  const count = value === null ? otherwise : countOf(value);
  if (count === null) throw new Doubt(`bad ${key}`);
  return count;
}
