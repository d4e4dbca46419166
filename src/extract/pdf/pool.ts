/** The runs of a page that belong to no block yet, in bands by their base line. */
import type { Work } from './blocks.ts';
import type { Piece } from './runs.ts';

/** A piece of a run with its base line as a program has it that counts from the top of the page. */
export interface Run extends Piece {
  readonly base: number;
  /** Above the base line, and below it where negative, in font sizes. */
  readonly ascent: number;
  readonly descent: number;
  /** Of its font, in font sizes. */
  readonly blank: number;
  /** Among the pieces of the page, in the order in which they are drawn. */
  readonly order: number;
}

/** Points; text whose base line is in one band is looked at from left to right. */
const BAND = 4;
/** Bands from the first on in which the leftmost text begins a block or a line. */
const FIRST_BANDS = 4;

export class RunPool {
  readonly #bands = new Map<number, Run[]>();
  readonly #work: Work;
  #first = Infinity;
  #last = -Infinity;

  constructor(runs: readonly Run[], work: Work) {
    this.#work = work;
    for (const run of runs) {
      const band = bandOf(run.base);
      const list = this.#bands.get(band);
      if (list) list.push(run);
      else this.#bands.set(band, [run]);
      this.#first = Math.min(this.#first, band);
      this.#last = Math.max(this.#last, band);
    }
    for (const list of this.#bands.values()) list.sort((a, b) => a.left - b.left);
  }

  take(run: Run): void {
    const band = bandOf(run.base);
    const before = this.#bands.get(band) ?? [];
    this.#work.left -= before.length;
    const list = before.filter((other) => other !== run);
    if (list.length > 0) this.#bands.set(band, list);
    else this.#bands.delete(band);
  }

  /** The leftmost run of the first bands, so that nothing begins with a raised sign; null for none. */
  seed(): Run | null {
    while (this.#first <= this.#last && !this.#bands.has(this.#first)) {
      this.#first++;
      this.#work.left--;
    }
    let seed: Run | null = null;
    for (let band = this.#first; band < this.#first + FIRST_BANDS; band++) {
      const [run] = this.#bands.get(band) ?? [];
      if (run && (seed === null || run.left < seed.left)) seed = run;
    }
    return seed;
  }

  /** Runs of the bands from one base line to another, upwards where the second is above the first. */
  *each(from: number, to: number): Generator<Run> {
    const [start, end] = [this.#clamped(from), this.#clamped(to)];
    const step = start <= end ? 1 : -1;
    for (let band = start; band !== end + step; band += step) {
      const list = this.#bands.get(band) ?? [];
      this.#work.left -= 1 + list.length;
      if (this.#work.left <= 0) return;
      yield* list;
    }
  }

  /** In how many bands there is one such run. */
  count(from: number, to: number, is: (run: Run) => boolean): number {
    const bands = new Set<number>();
    for (const run of this.each(from, to)) if (is(run)) bands.add(bandOf(run.base));
    return bands.size;
  }

  /** The first run of each band that stands nearly on a base line. */
  *firsts(from: number, to: number, base: number, level: number): Generator<Run> {
    let last: number | null = null;
    for (const run of this.each(from, to)) {
      const band = bandOf(run.base);
      if (band === last || Math.abs(run.base - base) >= level) continue;
      last = band;
      yield run;
    }
  }

  #clamped(base: number): number {
    return Math.min(this.#last, Math.max(this.#first, bandOf(base)));
  }
}

function bandOf(base: number): number {
  return Math.trunc(base / BAND);
}
