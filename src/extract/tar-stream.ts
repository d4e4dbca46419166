/** Tar archives of any size (ustar, pax, GNU), a header at a time; `tar.ts` reads those that fit. */
import { BLOCK, tarHeader, text } from './tar-header.ts';
import { paxRecords } from './tar-pax.ts';

/** A long name, or a pax header: names are 4 KiB at most on any system. */
const MAX_HEADER_DATA = 64 * 1024;

/** Where headers are read from. */
export interface TarInput {
  /** The next bytes in one array; null where there are fewer. */
  exactly(length: number): Promise<Uint8Array | null>;
}

export interface TarEntry {
  /** A label only: it may hold `../` or anything else. */
  readonly name: string;
  /** Bytes of data, which come next. */
  readonly length: number;
  /** Folders need not be told of; links, devices and the like are no files. */
  readonly kind: 'file' | 'folder' | 'other';
}

/**
 * Entries in their order. Who asks for the next one must have taken the data of the last from `input`.
 *
 * @throws Error that says what is wrong with the archive
 */
export async function* tarEntries(input: TarInput): AsyncGenerator<TarEntry> {
  let name: string | null = null;
  let size: number | null = null;
  for (;;) {
    const block = await input.exactly(BLOCK);
    if (block === null) throw new Error('its end is missing');
    if (block.every((byte) => byte === 0)) return;
    const header = tarHeader(block);
    if (header === null) throw new Error('a header has the wrong checksum');
    const { type } = header;
    const length = '123456'.includes(type) ? 0 : (size ?? header.size);
    if (length === null) throw new Error('a member has no size');
    const padding = (BLOCK - (length % BLOCK)) % BLOCK;
    if ('xXgLK'.includes(type)) {
      if (length > MAX_HEADER_DATA) throw new Error('a header is larger than the limit');
      const data = await input.exactly(length);
      if (data === null || (await input.exactly(padding)) === null)
        throw new Error('it is cut off');
      if (type === 'L') name = text(data, 0, data.length);
      else if (type === 'x' || type === 'X') {
        const records = paxRecords(data);
        if (records === null) throw new Error('an extended header is damaged');
        name = records.get('path') ?? name;
        const given = records.get('size');
        if (given !== undefined) size = Number(given);
        if (Number.isNaN(size)) throw new Error('an extended header is damaged');
      }
      continue;
    }
    const member = (name ?? header.name).replace(/^(?:\.\/)+/, '');
    [name, size] = [null, null];
    yield { name: member, length, kind: kindOf(type, member, length) };
    if ((await input.exactly(padding)) === null) throw new Error('it is cut off');
  }
}

function kindOf(type: string, name: string, length: number): TarEntry['kind'] {
  if ('5DV'.includes(type)) return 'folder';
  if (type !== '0' && type !== '7') return 'other';
  // Archives older than ustar tell a folder by its name.
  return name.endsWith('/') && length === 0 ? 'folder' : 'file';
}

/** A stream from which so many bytes are taken at a time. */
export class TarStream implements TarInput {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  /** @param chunks need hold only until the next is asked for */
  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** What stands behind the end of an archive is not asked for. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** @throws Error when there are fewer */
  async *take(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done) throw new Error('it is cut off');
        this.#rest = next.value;
      }
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }

  async exactly(length: number): Promise<Uint8Array | null> {
    const out = new Uint8Array(length);
    let at = 0;
    try {
      for await (const piece of this.take(length)) {
        out.set(piece, at);
        at += piece.length;
      }
    } catch {
      return null;
    }
    return out;
  }
}
