import { crc32, inflateRawSync, inflateSync } from 'node:zlib';
import { decodeAtATime } from '../extract/charset.ts';
import { useRawInflate } from '../extract/inflate.ts';
import { LOCAL_LIMITS } from '../extract/limits.ts';
import { useCrc32 } from '../fingerprint/crc32.ts';

/** Bytes of UTF-8 of which Node makes one byte a character where that is enough. */
const DECODED = 512 * 1024;

/** Lets zlib inflate and count checksums, and long texts be decoded as Node does it best. */
export function installNative(): void {
  decodeAtATime(DECODED);
  useCrc32((bytes, before) => crc32(bytes, before));
  useRawInflate((data, maxBytes) => {
    try {
      const { buffer, byteOffset, length } = inflateRawSync(data, { maxOutputLength: maxBytes });
      // A Buffer copies nothing when it is sliced, and PDF.js takes none.
      return new Uint8Array(buffer, byteOffset, length);
    } catch {
      return null;
    }
  });
  Object.defineProperty(globalThis, 'DecompressionStream', {
    value: InflatedAtOnce,
    configurable: true,
    writable: true,
  });
}

/**
 * As much of a `DecompressionStream` as PDF.js takes: bytes at once in, bytes at once out. That of the
 * runtime takes 2 ms a page for its streams and turns of the event loop. What is broken fails here as
 * it does there, and PDF.js reads it by itself.
 */
class InflatedAtOnce {
  readonly readable: AsyncIterable<Uint8Array>;
  readonly writable: { getWriter(): object };

  constructor(format: string) {
    if (format !== 'deflate') throw new TypeError(`not made for ${format}`);
    let give: (bytes: Uint8Array) => void = () => {};
    let fail: (error: unknown) => void = () => {};
    const inflated = new Promise<Uint8Array>((resolve, reject) => {
      give = resolve;
      fail = reject;
    });
    // Whoever reads is told; until then it must not end the process.
    inflated.catch(() => {});
    this.writable = {
      getWriter: () => ({
        ready: Promise.resolve(),
        close: async () => {},
        write: async (bytes: Uint8Array) => {
          try {
            give(inflateSync(bytes, { maxOutputLength: LOCAL_LIMITS.maxMemberBytes }));
          } catch (error) {
            fail(error);
          }
        },
      }),
    };
    this.readable = (async function* () {
      yield await inflated;
    })();
  }
}
