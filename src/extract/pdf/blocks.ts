/**
 * Blocks of a page: text that a program which makes plain text of PDFs holds together, before it
 * puts blocks in their order. A block grows from the leftmost text near the top: by lines of its
 * size above and below that it overlaps, by what stands close beside them on the same lines, and by
 * a few pieces that stand a little further off, such as the numbers of a list. So a table is read
 * by rows where a gap is narrow, by columns where its rows are close, and by cells else. The rules
 * were found by holding them against what pdftotext 22.12 (`-bbox-layout`) makes of documents.
 */
import { type Run, RunPool } from './pool.ts';
import type { Segment } from './segments.ts';
import type { Turn } from './turn.ts';

export interface Block {
  /** Upright where absent. */
  readonly turn?: Turn;
  readonly left: number;
  readonly right: number;
  /** Points, growing upwards from the top of the page. */
  readonly top: number;
  readonly bottom: number;
  /** From top to bottom, each with its blanks. */
  readonly lines: readonly Segment[];
}

/** Steps that may be spent on a document; without any left there is no such reading. */
export interface Work {
  left: number;
}

/** Base lines of one block, in its font sizes: of lines that follow, and on one line. */
const LINE_SPACING = 1.5;
const SAME_LINE = 0.5;
/** How far beside it text may stand to belong to a block, and a few pieces more. */
const BESIDE = 0.7;
const FURTHER = 1;
const FEW = 3;
/** How much sizes may differ, in the block's: of other lines, on its lines, and further off. */
const SIZE_OF_LINES = 0.05;
const SIZE_WITHIN = 0.6;
const SIZE_FURTHER = 0.2;

/** Words of one line, in font sizes: no further apart, and no nearer. */
const WORD_GAP = 1.5;
const OVERLAP = -0.5;
const BLANK = 0.1;

/** Null when the work is too much. */
export function blocksOf(runs: readonly Run[], work: Work): Block[] | null {
  const pool = new RunPool(runs, work);
  const blocks: Block[] = [];
  for (let seed = pool.seed(); seed !== null; seed = pool.seed()) {
    blocks.push(blockOf(new Growing(pool, seed).runs, work));
    if (work.left <= 0) return null;
  }
  return blocks;
}

class Growing {
  readonly runs: Run[] = [];
  readonly #pool: RunPool;
  readonly #size: number;
  #left: number;
  #right: number;
  #first: number;
  #last: number;

  constructor(pool: RunPool, seed: Run) {
    this.#pool = pool;
    this.#size = seed.size;
    this.#left = seed.left;
    this.#right = seed.right;
    this.#first = seed.base;
    this.#last = seed.base;
    this.#add(seed);
    while (this.#addLines() || this.#addFew());
  }

  #add(run: Run): void {
    this.#pool.take(run);
    this.runs.push(run);
    this.#left = Math.min(this.#left, run.left);
    this.#right = Math.max(this.#right, run.right);
  }

  /** Lines above, lines below, and what stands beside them. */
  #addLines(): boolean {
    const spacing = LINE_SPACING * this.#size;
    const [first, last] = [this.#first, this.#last];
    const above = this.#addAll(first, first - spacing, (run) => {
      if (run.base >= first || run.base < first - spacing) return false;
      return this.#overlaps(run) && this.#isOfSize(run, SIZE_OF_LINES);
    });
    if (above !== null) this.#first = above.base;
    const below = this.#addAll(last, last + spacing, (run) => {
      if (run.base <= last || run.base > last + spacing) return false;
      return this.#overlaps(run) && this.#isOfSize(run, SIZE_OF_LINES);
    });
    if (below !== null) this.#last = below.base;
    const beside = BESIDE * this.#size;
    const within = this.#addAll(this.#from, this.#to, (run) => {
      if (!this.#isOnLines(run) || !this.#isOfSize(run, SIZE_WITHIN)) return false;
      return run.left < this.#right + beside && run.right > this.#left - beside;
    });
    return above !== null || below !== null || within !== null;
  }

  #addFew(): boolean {
    const reach = FURTHER * this.#size;
    const isFar = (run: Run) => this.#isOnLines(run) && this.#isOfSize(run, SIZE_FURTHER);
    const isLeft = (run: Run) =>
      run.right <= this.#left && run.right > this.#left - reach && isFar(run);
    const isRight = (run: Run) =>
      run.left >= this.#right && run.left < this.#right + reach && isFar(run);
    let found = false;
    for (const isBeside of [isLeft, isRight]) {
      const rows = this.#pool.count(this.#from, this.#to, isBeside);
      if (rows === 0 || rows > FEW) continue;
      for (const run of this.#pool.each(this.#from, this.#to)) {
        if (!isBeside(run)) continue;
        this.#add(run);
        this.#first = Math.min(this.#first, run.base);
        this.#last = Math.max(this.#last, run.base);
        found = true;
      }
    }
    return found;
  }

  /** @returns the last run added, null for none */
  #addAll(from: number, to: number, belongs: (run: Run) => boolean): Run | null {
    let added: Run | null = null;
    for (const run of this.#pool.each(from, to)) {
      if (!belongs(run)) continue;
      this.#add(run);
      added = run;
    }
    return added;
  }

  get #from(): number {
    return this.#first - SAME_LINE * this.#size;
  }

  get #to(): number {
    return this.#last + SAME_LINE * this.#size;
  }

  #isOnLines({ base }: Run): boolean {
    return base >= this.#from && base <= this.#to;
  }

  #overlaps({ left, right }: Run): boolean {
    return left < this.#right && right > this.#left;
  }

  #isOfSize({ size }: Run, share: number): boolean {
    return Math.abs(size - this.#size) < share * this.#size;
  }
}

function blockOf(runs: readonly Run[], work: Work): Block {
  let [left, right, top, bottom] = [Infinity, -Infinity, -Infinity, Infinity];
  for (const run of runs) {
    left = Math.min(left, run.left);
    right = Math.max(right, run.right);
    top = Math.max(top, run.ascent * run.size - run.base);
    bottom = Math.min(bottom, run.descent * run.size - run.base);
  }
  return { left, right, top, bottom, lines: linesOf(runs, work) };
}

/** The lines of a block, each from its leftmost run on, from top to bottom. */
function linesOf(runs: readonly Run[], work: Work): Segment[] {
  const pool = new RunPool(runs, work);
  const lines: Run[] = [];
  for (let seed = pool.seed(); seed !== null; seed = pool.seed()) {
    pool.take(seed);
    const line = { ...seed };
    let last = seed;
    for (;;) {
      const next = nextOf(pool, line, last);
      if (next === null) break;
      pool.take(next);
      line.text += jointOf(last, next) + next.text;
      line.right = Math.max(line.right, next.right);
      last = next;
    }
    if (last === seed) line.text = withoutBlanks(line);
    lines.push(line);
  }
  return lines.sort((a, b) => a.base - b.base || a.left - b.left);
}

const SPACE = 0x20;
const SINGLE_SIGNS = /^\S(?: \S)+$/u;
/** Blanks between the signs of such a line that are narrower part no words, in font sizes. */
const BLANK_BETWEEN_SIGNS = 0.4;

/**
 * What stands in single signs on a line of its own is read as one word: "- 3 -" under a page is
 * "-3-" in plain text. Not figures: "1 2" is not "12".
 */
function withoutBlanks({ text, blank }: Run): string {
  // Nearly every text has a blank behind neither its first unit nor its second.
  if (text.charCodeAt(1) !== SPACE && text.charCodeAt(2) !== SPACE) return text;
  const isOne = blank < BLANK_BETWEEN_SIGNS && SINGLE_SIGNS.test(text);
  return isOne && !/\p{Nd} \p{Nd}/u.test(text) ? text.replaceAll(' ', '') : text;
}

function jointOf(last: Run, next: Run): string {
  if (next.joint !== undefined && next.order === last.order + 1) return next.joint;
  return next.left - last.right > BLANK * last.size ? ' ' : '';
}

function nextOf(pool: RunPool, line: Run, last: Run): Run | null {
  const level = SAME_LINE * line.size;
  let next: Run | null = null;
  for (const run of pool.firsts(line.base - level, line.base + level, line.base, level)) {
    const gap = run.left - last.right;
    if (gap < OVERLAP * line.size) return null;
    if (gap < WORD_GAP * line.size && (next === null || run.left < next.left)) next = run;
  }
  return next;
}
