/** Geometry of the chart of a log's growth: a line of steps over time, in SVG units. */

export interface Step {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly size: number;
}

export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The path of a size that rises in steps and stays as it is until `until`.
 *
 * @param steps rising in both; not empty
 * @param most the size at the top of the frame, above 0
 */
export function stepPath(
  steps: readonly Step[],
  until: number,
  most: number,
  frame: Frame,
): string {
  const { left, right, top, bottom } = frame;
  const from = steps[0]?.at ?? until;
  const span = Math.max(1, until - from);
  const x = (at: number) => left + ((right - left) * (at - from)) / span;
  const y = (size: number) => bottom - ((bottom - top) * size) / most;
  const moves = steps.map(({ at, size }) => `H${x(at).toFixed(1)}V${y(size).toFixed(1)}`);
  return `M${left} ${bottom}${moves.join('')}H${right}`;
}

/**
 * Up to four round values from above 0 to the first that is not below `most`: steps of 1, 2 or 5
 * times a power of ten.
 */
export function ticks(most: number): number[] {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? power;
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count }, (_, i) => step * (i + 1));
}
