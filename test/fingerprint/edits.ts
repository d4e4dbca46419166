/**
 * Random edits of texts whose words are as unevenly frequent as in prose, with the truth
 * kept beside every word.
 */

/** A word of the suspect, with what was done to it and its place in the genuine text. */
export interface Word {
  readonly text: string;
  readonly was: 'kept' | 'altered' | 'moved';
  readonly from: number | null;
}

export interface Edited {
  readonly words: Word[];
  /** Places in the suspect where a passage was cut out; several where they look alike. */
  readonly cuts: { readonly first: number; readonly last: number }[];
}

export type Edit = (genuine: readonly string[], pick: Random) => Edited;
export type Random = (below: number) => number;

/** mulberry32, so that a failing trial can be run again from its seed. */
export function random(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Word `r` of the vocabulary with a frequency near 1/r (Zipf), or an amount. */
function word(pick: Random): string {
  if (pick(15) === 0) return `${pick(999) + 1} ${String(pick(1000)).padStart(3, '0')} €`;
  return `m${Math.floor(Math.exp((pick(10_000) / 10_000) * Math.log(8000)))}`;
}

/** Prose with set phrases, and in longer texts tables whose rows differ in one amount. */
export function textOf(length: number, pick: Random): string[] {
  const phrases = Array.from({ length: 5 }, () => Array.from({ length: 9 }, () => word(pick)));
  const tokens: string[] = [];
  while (tokens.length < length) {
    const kind = pick(60);
    if (kind === 0) tokens.push(...(phrases[pick(5)] ?? []));
    else if (kind === 1 && length > 400) {
      for (let row = 0; row < 12; row++) {
        tokens.push('versement', 'de', word(pick), 'au', 'titre', 'de', 'l', 'exercice');
      }
    } else tokens.push(word(pick));
  }
  return tokens.slice(0, length);
}

const kept = (tokens: readonly string[]): Word[] =>
  tokens.map((text, from) => ({ text, was: 'kept' as const, from }));
const altered = (text: string): Word => ({ text, was: 'altered', from: null });

function other(text: string, pick: Random): string {
  let found = word(pick);
  while (found === text) found = word(pick);
  return found;
}

/** One word in `every`, at least one. */
const replaceWords =
  (every: number): Edit =>
  (genuine, pick) => {
    const words = kept(genuine);
    for (let k = 0; k < Math.max(1, Math.floor(genuine.length / every)); k++) {
      const i = pick(words.length);
      words[i] = altered(other(genuine[i] ?? '', pick));
    }
    return { words, cuts: [] };
  };

/** Inserted where it cannot be told from its neighbours only if no end of it equals them. */
const insertPassage: Edit = (genuine, pick) => {
  const at = pick(genuine.length + 1);
  const passage = Array.from({ length: 1 + pick(60) }, () => word(pick));
  passage[0] = other(genuine[at] ?? '', pick);
  const last = passage.length - 1;
  while (passage[last] === genuine[at - 1] || passage[0] === genuine[at]) {
    passage[last] = word(pick);
  }
  return { words: kept(genuine).toSpliced(at, 0, ...passage.map(altered)), cuts: [] };
};

const removePassage: Edit = (genuine, pick) => {
  const length = 1 + pick(Math.min(60, genuine.length - 10));
  const at = pick(genuine.length - length + 1);
  let [first, last] = [at, at];
  while (first > 0 && genuine[first - 1] === genuine[first - 1 + length]) first--;
  while (last + length < genuine.length && genuine[last] === genuine[last + length]) last++;
  return { words: kept(genuine).toSpliced(at, length), cuts: [{ first, last }] };
};

const paragraphOf = (genuine: readonly string[], pick: Random): [from: number, to: number] => {
  const length = 12 + pick(Math.min(80, Math.max(1, genuine.length / 2 - 18)));
  const from = pick(genuine.length - length + 1);
  return [from, from + length];
};

/** At least twelve words away: nearer, either of two short passages may be the moved one. */
const moveParagraph: Edit = (genuine, pick) => {
  const words = kept(genuine);
  const [from, to] = paragraphOf(genuine, pick);
  const moved = words.splice(from, to - from).map((one): Word => ({ ...one, was: 'moved' }));
  let target = pick(words.length + 1);
  if (Math.abs(target - from) < 12) target = from >= 12 ? 0 : words.length;
  if (Math.abs(target - from) < 12) return { words: kept(genuine), cuts: [] };
  return { words: words.toSpliced(target, 0, ...moved), cuts: [] };
};

const repeatParagraph: Edit = (genuine, pick) => {
  const words = kept(genuine);
  const [from, to] = paragraphOf(genuine, pick);
  const copy = words.slice(from, to).map((one): Word => ({ ...one, was: 'moved' }));
  return { words: words.toSpliced(pick(words.length + 1), 0, ...copy), cuts: [] };
};

const swapAmounts: Edit = (genuine, pick) => {
  const amounts = genuine.flatMap((text, i) => (text.endsWith('€') ? [i] : []));
  const words = kept(genuine);
  const [a, b] = [amounts[pick(amounts.length)] ?? 0, amounts[pick(amounts.length)] ?? 0];
  const [one, two] = [genuine[a] ?? '', genuine[b] ?? ''];
  if (one !== two) [words[a], words[b]] = [altered(two), altered(one)];
  return { words, cuts: [] };
};

export const edits: Readonly<Record<string, Edit>> = {
  'one word in 500 replaced': replaceWords(500),
  'one word in 50 replaced': replaceWords(50),
  'a passage inserted': insertPassage,
  'a passage removed': removePassage,
  'a paragraph moved': moveParagraph,
  'a paragraph repeated': repeatParagraph,
  'two amounts swapped': swapAmounts,
};
