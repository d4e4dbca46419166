/** Seeded randomness: the same seed and label give the same draws on every machine. */
import { createHash } from 'node:crypto';

export const hashOf = (text) => createHash('sha256').update(text).digest('hex');

/** A number in [0, 1) that only the label decides. */
export const fractionOf = (label) => Number.parseInt(hashOf(label).slice(0, 12), 16) / 2 ** 48;

/** Random source of one case (mulberry32, Tommy Ettinger, public domain algorithm). */
export function randomOf(label) {
  let state = Number.parseInt(hashOf(label).slice(0, 8), 16);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below) => Math.floor(next() * below);
  const pick = (list) => list[int(list.length)];
  const shuffle = (list) => {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = int(i + 1);
      [out[i], out[j]] = [out[j], out[i]];
    }
    return out;
  };
  return { next, int, pick, shuffle };
}
