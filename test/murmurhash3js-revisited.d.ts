declare module 'murmurhash3js-revisited' {
  const murmur: { x86: { hash128(bytes: ArrayLike<number>, seed: number): string } };
  export default murmur;
}
