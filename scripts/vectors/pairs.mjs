/** Chooses the digests whose scores become vectors. */

const UNRELATED = 1500;
const MUTATED = 1200;
const SHORT = 400;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Numerical Recipes' LCG: enough to choose pairs, the same on every run. */
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Replaces, inserts or removes a few characters of one part, sometimes as a long run. */
function mutated(digest, random) {
  const [block, ...parts] = digest.split(':');
  const which = random(2);
  const characters = [...parts[which]];
  for (let i = random(6); i >= 0; i--) {
    const at = random(characters.length + 1);
    const text = ALPHABET[random(64)].repeat(random(4) === 0 ? 1 + random(7) : 1);
    characters.splice(at, random(3), ...(random(3) === 0 ? '' : text));
  }
  parts[which] = characters.slice(0, which === 0 ? 64 : 32).join('');
  // Now and then at half or twice the block size, or far away.
  const factor = [1, 1, 1, 1, 2, 0.5, 4][random(7)];
  return [Math.max(3, block * factor), ...parts].join(':');
}

/** A digest with parts of 7 to 14 characters at a small block size, where scores are capped. */
function shortened(digest, random) {
  const parts = digest.split(':').slice(1);
  const cut = parts.map((part) => part.slice(0, 7 + random(8)));
  return [3 * 2 ** random(6), ...cut].join(':');
}

/** @returns the digests and the pairs of their indices to be scored */
export function scoredPairs(ssdeep, families) {
  const list = [];
  const indexOf = new Map();
  const index = (digest) => {
    if (!indexOf.has(digest)) indexOf.set(digest, list.push(digest) - 1);
    return indexOf.get(digest);
  };
  const pairs = [];
  for (const family of families) {
    const digests = family.map((recipe) => ssdeep[recipe]);
    for (let i = 0; i < digests.length; i++) {
      for (let j = i + 1; j < digests.length; j++)
        pairs.push([index(digests[i]), index(digests[j])]);
    }
  }
  const random = generator(1);
  const everything = [...new Set(Object.values(ssdeep))];
  const block = (digest) => Number(digest.split(':')[0]);
  while (pairs.length < families.length * 78 + UNRELATED) {
    const a = everything[random(everything.length)];
    const b = everything[random(everything.length)];
    // Unrelated digests seldom have comparable block sizes: keep one such pair in eight.
    const near = [0.5, 1, 2].includes(block(a) / block(b));
    if (near || random(8) === 0) pairs.push([index(a), index(b)]);
  }
  for (let i = 0; i < MUTATED; i++) {
    const digest = everything[random(everything.length)];
    pairs.push([index(digest), index(mutated(digest, random))]);
  }
  for (let i = 0; i < SHORT; i++) {
    const digest = shortened(everything[random(everything.length)], random);
    const [block, first, second] = digest.split(':');
    // One more character at the end of each part: alike but not identical.
    pairs.push([index(digest), index([block, `${first}x`, `${second}y`].join(':'))]);
  }
  for (let i = 0; i < 60; i++) {
    const digest = everything[random(everything.length)];
    pairs.push([index(digest), index(digest)]);
  }
  return { list, pairs };
}
