/**
 * Where strings stand for a program that counts from the top of the page, in the very steps in which
 * it multiplies: whether a line is more than one and a half font sizes below another is decided by
 * the last bit where a renderer sets lines just so (ISO 32000-1, 8.3.4, 9.4.2, 9.4.4).
 */
import { IDENTITY, type Matrix } from './geometry.ts';

/** The text matrix and the start of the line in it, which move apart by `Td`. */
export class DeviceText {
  #matrix: Matrix = IDENTITY;
  #x = 0;
  #y = 0;

  set(matrix: Matrix): void {
    this.#matrix = matrix;
    this.#x = 0;
    this.#y = 0;
  }

  move(x: number, y: number): void {
    this.#x += x;
    this.#y += y;
  }

  /** Points: the base line from the top of the page, and the font size. */
  placeOf(device: Matrix, fontSize: number): { base: number; size: number } {
    const [a, b, c, d, e, f] = this.#matrix;
    const x = a * this.#x + c * this.#y + e;
    const y = b * this.#x + d * this.#y + f;
    const up = [c * fontSize, d * fontSize] as const;
    const across = device[0] * up[0] + device[2] * up[1];
    const along = device[1] * up[0] + device[3] * up[1];
    return {
      base: device[1] * x + device[3] * y + device[5],
      size: Math.sqrt(across * across + along * along),
    };
  }
}
