import { ALPHABET } from './ssdeep-format.ts';
import { PEARSON } from './tlsh-tables.ts';

/** An instance of the WebAssembly module, `wasm/`, and how texts get into its memory. */

/** What `wasm/index.ts` exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly WINDOW: WebAssembly.Global;
  readonly WINDOW_BYTES: WebAssembly.Global;
  readonly PEARSON: WebAssembly.Global;
  readonly BUCKETS: WebAssembly.Global;
  readonly TEXT: WebAssembly.Global;
  readonly LETTERS: WebAssembly.Global;
  readonly PARTS: WebAssembly.Global;
  readonly MAC_KEY: WebAssembly.Global;
  readonly MACS: WebAssembly.Global;
  readonly REFS: WebAssembly.Global;
  readonly ROWS: WebAssembly.Global;
  readonly SALT: WebAssembly.Global;
  readonly ROOT: WebAssembly.Global;
  readonly STREAMED: WebAssembly.Global;
  readonly DIGEST: WebAssembly.Global;
  readonly TOKENS: WebAssembly.Global;
  readonly TOKEN_BYTES: WebAssembly.Global;
  readonly MAX_TOKENS: WebAssembly.Global;
  readonly HIGH: WebAssembly.Global;
  readonly LOW: WebAssembly.Global;
  readonly ENTRIES: WebAssembly.Global;
  readonly KEPT: WebAssembly.Global;
  readonly BAND_HASHES: WebAssembly.Global;
  prepare(): void;
  windowSum(length: number): number;
  scanStart(lowest: number, highest: number): void;
  scan(length: number): void;
  piecesStart(lowest: number, length: number, sum: number): number;
  pieces(length: number): void;
  piecesEnd(): number;
  tripletsStart(): void;
  triplets(from: number, to: number): void;
  tripletsEnd(): number;
  holdSsdeepText(length: number): number;
  heldLevel(): number;
  scoreText(length: number): number;
  holdTlshText(length: number): number;
  distanceText(length: number, withLength: number): number;
  setRoom(count: number, bytesEach: number): number;
  ssdeepBytes(): number;
  tlshBytes(): number;
  resultsAt(): number;
  putSsdeep(index: number, length: number): number;
  putTlsh(index: number, length: number): number;
  scoreSet(from: number, to: number): void;
  distanceSet(count: number, withLength: number): void;
  holdMacKey(): void;
  macs(count: number): void;
  rows(count: number, keyBytes: number): void;
  references(count: number): void;
  layersRoot(count: number): void;
  leastStart(): void;
  least(count: number): void;
  shingles(length: number): number;
  winnow(count: number): number;
  bandHashes(): void;
  digestStart(): void;
  digestBlocks(length: number): void;
  digestEnd(length: number, total: number): void;
  streamStart(): void;
  stream(length: number): void;
  streamLevel(guess: number): number;
  streamEnd(level: number): number;
}

export interface Instance {
  /** Its functions; the module has no imports, so they can reach nothing but its memory. */
  readonly run: Exports;
  /** Its memory as it is now: growing makes another. */
  memory(): Uint8Array;
  /**
   * Writes a digest's text where functions that end in `Text` read it, and those that put it
   * into a set.
   *
   * @returns its length; 0 for what cannot be a digest, which these functions refuse
   */
  write(text: string): number;
  /** Address of an exported global. */
  address(name: AddressName): number;
  readonly windowBytes: number;
}

type AddressName =
  | 'WINDOW'
  | 'BUCKETS'
  | 'PARTS'
  | 'MAC_KEY'
  | 'MACS'
  | 'REFS'
  | 'ROWS'
  | 'SALT'
  | 'ROOT'
  | 'STREAMED'
  | 'DIGEST'
  | 'TOKENS'
  | 'HIGH'
  | 'LOW'
  | 'ENTRIES'
  | 'KEPT'
  | 'BAND_HASHES';

/** Longest text of a digest, with room; the module has 256 bytes for it. */
const MAX_TEXT = 200;

/** @throws WebAssembly.LinkError, TypeError or RangeError for another module, or without memory */
export function instantiate(module: WebAssembly.Module): Instance {
  const run = new WebAssembly.Instance(module, {}).exports as unknown as Exports;
  let bytes = new Uint8Array(run.memory.buffer);
  bytes.set(PEARSON, run.PEARSON.value);
  bytes.set(new TextEncoder().encode(ALPHABET), run.LETTERS.value);
  run.prepare();
  const textAt: number = run.TEXT.value;
  const memory = () => {
    // Growing detaches the buffer and with it the view.
    if (bytes.length === 0) bytes = new Uint8Array(run.memory.buffer);
    return bytes;
  };
  return {
    run,
    memory,
    windowBytes: run.WINDOW_BYTES.value,
    address: (name) => run[name].value,
    write(text) {
      if (typeof text !== 'string' || text.length > MAX_TEXT) return 0;
      const target = memory();
      let all = 0;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        all |= code;
        target[textAt + i] = code;
      }
      // Other characters would be cut to eight bits, and may then look like a digest's.
      return all < 128 ? text.length : 0;
    },
  };
}
