import { generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';

/** Modules of quiet around a code (ISO/IEC 18004 asks for four). */
export const QUIET = 4;

/** A QR code as one SVG path. */
export interface QrCode {
  /** Modules on a side, without the quiet around them. */
  readonly size: number;
  /** In units of one module, from the corner of the code itself. */
  readonly path: string;
}

/** @throws Error for more text than the largest code holds */
export function qrOf(text: string): QrCode {
  const code = generate(text);
  return { size: code.size, path: toSvgPath(code) };
}

/** The part of a drawing that the code and its quiet fill. */
export function viewBoxOf({ size }: QrCode): string {
  const side = size + 2 * QUIET;
  return `${-QUIET} ${-QUIET} ${side} ${side}`;
}
