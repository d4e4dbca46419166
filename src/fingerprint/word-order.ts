/** Bits of a sort key: for each of its first code units, and for the place in the list. */
const UNIT_BITS = 10;
const UNITS = 4;
const PLACES = 2 ** 12;

/** All of the Latin, Greek and combining letters that a key has room for. */
const MAX_UNIT = 2 ** UNIT_BITS;

/**
 * The words in the order of their UTF-16 code units, as `sort()` has them.
 *
 * Sorting strings compares each with ten others, letter by letter. Here the first four letters make a
 * number, of which a list is sorted without calls, and only words that begin alike are compared.
 */
export function inWordOrder(words: readonly string[]): string[] {
  const keys = words.length > PLACES ? null : keysOf(words);
  if (keys === null) return inOrder(words);
  keys.sort();
  const sorted: string[] = [];
  let from = 0;
  let start = -1;
  let alike = true;
  const end = () => {
    if (!alike && sorted.length - from > 1) sorted.push(...sorted.splice(from).sort());
  };
  for (const key of keys) {
    const place = key % PLACES;
    if (key - place !== start) {
      end();
      from = sorted.length;
      start = key - place;
      alike = true;
    }
    const word = words[place] as string;
    sorted.push(word);
    // A key holds the whole of a short word, unless that ends in NUL.
    if (word.length > UNITS || word.length !== sorted[from]?.length) alike = false;
  }
  end();
  return sorted;
}

/** Null where a word begins with letters that a key has no room for. */
function keysOf(words: readonly string[]): Float64Array | null {
  const keys = new Float64Array(words.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    const { length } = word;
    const first = length > 0 ? word.charCodeAt(0) : 0;
    const second = length > 1 ? word.charCodeAt(1) : 0;
    const third = length > 2 ? word.charCodeAt(2) : 0;
    const fourth = length > 3 ? word.charCodeAt(3) : 0;
    if ((first | second | third | fourth) >= MAX_UNIT) return null;
    const high = first * MAX_UNIT + second;
    const low = third * MAX_UNIT + fourth;
    keys[i] = (high * MAX_UNIT * MAX_UNIT + low) * PLACES + i;
  }
  return keys;
}

/** Words of a long text are said again and again; each is sorted once. */
function inOrder(words: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  const sorted: string[] = [];
  for (const word of [...times.keys()].sort()) {
    for (let n = times.get(word) ?? 0; n > 0; n--) sorted.push(word);
  }
  return sorted;
}
