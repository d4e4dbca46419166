/** Rebuilds a text from its entries, word by word; the steps are told in `../decode.mjs`. */
import { PADDING } from '../../src/fingerprint/shingle.ts';
import { entryOf } from './entries.mjs';

const BEAM = 24;
/** Words at the end of a 16-bit path that nothing after them confirmed. */
const UNSURE = 3;
/**
 * Words that must fit beside a 16-bit anchor of one and of two runs. Of 20,000 words 0.3 fit by
 * chance, and 10^6 runs meet 600 entries 10^4 times: 10^4 x 0.3^10 = 0.06 false anchors a text.
 */
const SUPPORT = [0, 10, 4];

const buffer = new Uint8Array(1 << 16);

/** One attack on one text. */
export class Attack {
  #model;
  #width;
  #hashes;
  #spent = 0;

  /** @param hashes after which it gives up */
  constructor(model, width, hashes) {
    this.#model = model;
    this.#width = width;
    this.#hashes = hashes;
  }

  /** @returns word numbers by place, null where nothing was found */
  decode(entries) {
    const text = Array(entries.length + PADDING).fill(null);
    const empty = Array(PADDING).fill(this.#model.empty);
    const last = text.length - PADDING;
    empty.forEach((word, k) => {
      text[k] = word;
      text[last + k] = word;
    });
    const put = (words, at) =>
      words.forEach((word, k) => {
        text[at + k] ??= word;
      });
    const isKnown = (place) => text[place] !== null;
    put(this.#follow(entries, [0, ...empty], -1, true, isKnown).sure, PADDING);
    const ending = this.#follow(entries, [...empty, 0], last, false, isKnown).sure.toReversed();
    put(ending, last - ending.length);
    for (const { run, at, chain } of this.#anchorsIn(entries)) {
      if (this.#spent > this.#hashes) break;
      if (run.every((_, k) => text[at + k] !== null)) continue;
      const after = this.#follow(entries, run, at, true, isKnown);
      const before = this.#follow(entries, run, at, false, isKnown);
      if (this.#width === 16 && after.fitted + before.fitted < (SUPPORT[chain] ?? 0)) continue;
      put([...before.sure.toReversed(), ...run, ...after.sure], at - before.sure.length);
    }
    return text.slice(PADDING, last);
  }

  /** Writes the words of a run into the buffer from its start, with spaces between. */
  #write(run) {
    let end = 0;
    run.forEach((word, k) => {
      if (k > 0) buffer[end++] = 32;
      const bytes = this.#model.utf8[word];
      buffer.set(bytes, end);
      end += bytes.length;
    });
    return end;
  }

  /** Every word that with the four known ones gives `entry`. */
  #candidates(known, entry, forward) {
    const { words, utf8 } = this.#model;
    const found = [];
    const prefix = forward ? this.#write(known) : 0;
    if (forward) buffer[prefix] = 32;
    const tail = forward ? null : buffer.slice(0, this.#write(known));
    for (let w = 1; w < words.length; w++) {
      const bytes = utf8[w];
      let length;
      if (forward) {
        buffer.set(bytes, prefix + 1);
        length = prefix + 1 + bytes.length;
      } else {
        buffer.set(bytes, 0);
        buffer[bytes.length] = 32;
        buffer.set(tail, bytes.length + 1);
        length = bytes.length + 1 + tail.length;
      }
      if (entryOf(buffer, length, this.#width) === entry) found.push(w);
    }
    this.#spent += words.length;
    return found;
  }

  /**
   * Follows the entries from a known run at `at`.
   *
   * @returns the words found, the nearest first, and how many fitted before the unsure were left out
   */
  #follow(entries, run, at, forward, isKnown) {
    const { likelihood, one, total } = this.#model;
    let states = [{ known: forward ? run.slice(1) : run.slice(0, 4), score: 0, path: [] }];
    let best = states[0];
    for (let step = 1; ; step++) {
      const place = forward ? at + step : at - step;
      if (place < 0 || place >= entries.length || this.#spent > this.#hashes) break;
      if (isKnown(forward ? place + 4 : place)) break;
      const next = [];
      for (const { known, score, path } of states) {
        for (const w of this.#candidates(known, entries[place], forward)) {
          const gain = forward
            ? likelihood(known[2], known[3], w)
            : likelihood(w, known[0], known[1]) + Math.log(one[w] / total);
          const shifted = forward ? [...known.slice(1), w] : [w, ...known.slice(0, 3)];
          next.push({ known: shifted, score: score + gain, path: [...path, w] });
        }
      }
      if (next.length === 0) break;
      states = next.sort((a, b) => b.score - a.score).slice(0, BEAM);
      best = states[0];
    }
    const { path } = best;
    const sure = this.#width === 16 ? path.slice(0, Math.max(0, path.length - UNSURE)) : path;
    return { sure, fitted: path.length };
  }

  /** Anchors: learnt five-word runs that fit the entries, those most surely right first. */
  #anchorsIn(entries) {
    const { runs, fives } = this.#model;
    const places = new Map();
    entries.forEach((entry, i) => {
      places.set(entry, [...(places.get(entry) ?? []), i]);
    });
    const fits = entries.map(() => []);
    for (const run of runs) {
      if (this.#spent > this.#hashes / 2) break;
      const entry = entryOf(buffer, this.#write(run), this.#width);
      this.#spent++;
      for (const i of places.get(entry) ?? []) fits[i].push({ run, at: i, chain: 1, next: null });
    }
    for (let i = entries.length - 2; i >= 0; i--) {
      for (const one of fits[i]) {
        for (const next of fits[i + 1]) {
          if (!next.run.slice(0, 4).every((word, k) => word === one.run[k + 1])) continue;
          if (next.chain + 1 > one.chain) Object.assign(one, { chain: next.chain + 1, next });
        }
      }
    }
    return fits
      .flat()
      .sort((a, b) => b.chain - a.chain || fives.get(b.run.join(' ')) - fives.get(a.run.join(' ')));
  }
}
