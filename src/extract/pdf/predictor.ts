/** Predictors of FlateDecode and LZWDecode (ISO 32000-1, 7.4.4.4; PNG filters: RFC 2083, 6). */
import { Doubt } from './values.ts';

export interface PredictorParms {
  readonly predictor: number;
  readonly colors: number;
  readonly bits: number;
  readonly columns: number;
}

/**
 * Undoes a predictor.
 *
 * @throws Doubt for an unknown predictor or filter type, and for a last row cut short
 */
export function undoPredictor(data: Uint8Array, parms: PredictorParms): Uint8Array {
  const { predictor, colors, bits, columns } = parms;
  if (predictor === 1) return data;
  const validShape = colors >= 1 && colors <= 32 && [1, 2, 4, 8, 16].includes(bits);
  if (!validShape || columns < 1 || columns > 1e8) throw new Doubt('bad predictor parameters');
  const rowBytes = Math.ceil((columns * colors * bits) / 8);
  const pixelBytes = Math.max(1, (colors * bits) >> 3);
  if (predictor === 2) return undoTiff(data, rowBytes, colors, bits);
  if (predictor >= 10 && predictor <= 15) return undoPng(data, rowBytes, pixelBytes);
  throw new Doubt(`unknown predictor ${predictor}`);
}

function undoTiff(data: Uint8Array, rowBytes: number, colors: number, bits: number): Uint8Array {
  if (bits !== 8 || data.length % rowBytes !== 0) throw new Doubt('TIFF predictor not supported');
  const out = data.slice();
  for (let row = 0; row < out.length; row += rowBytes) {
    for (let i = colors; i < rowBytes; i++) {
      out[row + i] = (out[row + i] ?? 0) + (out[row + i - colors] ?? 0);
    }
  }
  return out;
}

function undoPng(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const stride = rowBytes + 1;
  if (data.length % stride !== 0) throw new Doubt('last row cut short');
  const rows = data.length / stride;
  const out = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row++) {
    const type = data[row * stride] ?? 0;
    if (type > 4) throw new Doubt(`unknown PNG filter ${type}`);
    const from = row * stride + 1;
    const to = row * rowBytes;
    for (let i = 0; i < rowBytes; i++) {
      const left = i >= pixelBytes ? (out[to + i - pixelBytes] ?? 0) : 0;
      const up = row > 0 ? (out[to + i - rowBytes] ?? 0) : 0;
      const corner = row > 0 && i >= pixelBytes ? (out[to + i - rowBytes - pixelBytes] ?? 0) : 0;
      out[to + i] = (data[from + i] ?? 0) + predict(type, left, up, corner);
    }
  }
  return out;
}

function predict(type: number, left: number, up: number, corner: number): number {
  if (type === 0) return 0;
  if (type === 1) return left;
  if (type === 2) return up;
  if (type === 3) return (left + up) >> 1;
  const distanceLeft = Math.abs(up - corner);
  const distanceUp = Math.abs(left - corner);
  const distanceCorner = Math.abs(left + up - 2 * corner);
  if (distanceLeft <= distanceUp && distanceLeft <= distanceCorner) return left;
  return distanceUp <= distanceCorner ? up : corner;
}
