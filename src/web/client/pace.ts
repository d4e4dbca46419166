/** How fast a run goes, from the last seconds of it. */

/** Long enough for one large PDF not to look like a standstill, milliseconds. */
const WINDOW_MS = 20_000;
/** Before that an estimate would only jump about. */
const WARM_UP_MS = 2000;

interface Point {
  readonly at: number;
  readonly done: number;
}

export class Pace {
  #points: Point[] = [];

  /** Told whenever more is done; `at` in milliseconds of any clock that only rises. */
  note(done: number, at: number): void {
    const last = this.#points.at(-1);
    if (last !== undefined && at - last.at < 200) return;
    this.#points.push({ at, done });
    while (this.#points.length > 2 && at - (this.#points[1]?.at ?? at) >= WINDOW_MS) {
      this.#points.shift();
    }
  }

  /** A pause is no slowness. */
  restart(): void {
    this.#points = [];
  }

  /** Files a second; null as long as nobody can tell. */
  perSecond(): number | null {
    const first = this.#points[0];
    const last = this.#points.at(-1);
    if (first === undefined || last === undefined) return null;
    const ms = last.at - first.at;
    const done = last.done - first.done;
    return ms < WARM_UP_MS || done <= 0 ? null : (done * 1000) / ms;
  }

  /** Seconds until all is done; null as long as nobody can tell. */
  secondsLeft(left: number): number | null {
    const rate = this.perSecond();
    return rate === null ? null : left / rate;
  }
}
