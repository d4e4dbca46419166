/** Recipes of the vector inputs, see test/vectors/inputs.ts, by category. */

const range = (count, f) => Array.from({ length: count }, (_, i) => f(i));
/** `count` lengths from `from` to `to`, evenly spread on a logarithmic scale. */
const lengths = (count, from, to) =>
  range(count, (i) => Math.round(from * (to / from) ** (i / (count - 1))));

const KiB = 1024;
const MiB = 1024 * KiB;

/** Block-size boundaries: 64 * 3 * 2^k bytes, one more and one less. */
const boundaries = range(13, (k) => [-1, 0, 1].map((d) => 192 * 2 ** k + d)).flat();

export const plain = {
  empty: ['constant/0/0'],
  oneByte: [0, 1, 10, 65, 127, 255].map((value) => `constant/${value}/1`),
  tiny: [
    ...range(24, (i) => `random/${i}/${2 + 2 * i}`),
    ...range(12, (i) => `text/${i}/${3 + 4 * i}`),
  ],
  zeros: [
    2,
    7,
    8,
    49,
    50,
    100,
    192,
    193,
    384,
    1000,
    4096,
    10_000,
    65_536,
    262_144,
    MiB,
    16 * MiB,
  ].map((n) => `constant/0/${n}`),
  constant: [1, 10, 32, 65, 127, 128, 200, 255].map(
    (value, i) => `constant/${value}/${7 ** (i + 1) % 99_991}`,
  ),
  boundaries: [...boundaries.map((n) => `random/1/${n}`), ...boundaries.map((n) => `text/1/${n}`)],
  randomSmall: lengths(60, 50, 1392).map((n, i) => `random/${100 + i}/${n}`),
  random: lengths(120, 1400, 61_000).map((n, i) => `random/${200 + i}/${n}`),
  text: lengths(90, 60, 200_000).map((n, i) => `text/${300 + i}/${n}`),
  repetitive: [1, 2, 3, 5, 6, 7, 8, 13, 64, 97, 256, 1000].flatMap((period) =>
    [500, 9000, 100_000].map((n) => `repeat/${period}/${n}`),
  ),
  lowVariety: [2, 3, 4, 9].flatMap((k) => lengths(6, 60, 300_000).map((n) => `alphabet/${k}/${n}`)),
  zeroTail: [1, 6, 7, 8, 64, 1000].flatMap((z) =>
    [3007, 20_000, 150_000].map((n) => `zerotail/${z}/${n}`),
  ),
  zeroHead: [1, 7, 500, 2000].flatMap((z) => [3007, 60_000].map((n) => `zerohead/${z}/${n}`)),
  records: lengths(12, 100, 1_000_000).map((n, i) => `records/${i}/${n}`),
  large: [
    ...[256 * KiB, MiB, 2 * MiB, 4 * MiB].flatMap((n) => [`random/9/${n}`, `text/9/${n}`]),
    `zerotail/${4 * MiB}/${5 * MiB}`,
    `random/9/${16 * MiB}`,
    `text/9/${16 * MiB}`,
    `random/9/${64 * MiB}`,
  ],
};

/** Families for scored pairs: an input and twelve edited versions of it. */
export const families = [
  ...lengths(30, 250, 60_000).map((n, i) => `text/${500 + i}/${n}`),
  ...lengths(8, 700, 60_000).map((n, i) => `random/${500 + i}/${n}`),
  ...lengths(4, 1000, 30_000).map((n, i) => `records/${500 + i}/${n}`),
].map((recipe) => [
  recipe,
  ...[1, 1, 1, 2, 2, 3, 4, 6, 9, 15, 30, 60].map((n, i) => `${recipe}/${n}/${i}`),
]);

export const all = [...Object.values(plain).flat(), ...families.flat()];
