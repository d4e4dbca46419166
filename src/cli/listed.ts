import { open } from 'node:fs/promises';
import { safePath } from './escape.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';
import { faultOf, isStdin } from './walk.ts';

export interface ListOptions {
  readonly filesFrom?: string;
  /** Names end with a zero byte, as `find -print0` writes them. */
  readonly null?: boolean;
  /** Files are named in another way too. */
  readonly optional?: boolean;
}

/**
 * Paths named on the command line, then those of `--files-from`, a name a line, in bytes.
 *
 * @param list the file of `--files-from`, in bytes; `-` is standard input
 * @throws Failure when nothing is named, or the list cannot be read
 */
export async function pathsOf(
  named: readonly Buffer[],
  list: Buffer | null,
  options: ListOptions,
  io: Io,
): Promise<Buffer[]> {
  if (list === null) {
    if (options.null) throw new Failure('-0 says how the names of --files-from end; give that too');
    if (named.length === 0 && !options.optional)
      throw new Failure('name a file or folder, or a list by --files-from');
    return [...named];
  }
  const whole = isStdin(list) ? await collect(io.stdin) : await contentOf(list);
  const listed = split(whole, options.null ? 0 : 0x0a);
  if (isStdin(list) && [...named, ...listed].some(isStdin)) {
    throw new Failure('standard input is the list of names; it cannot be a file as well');
  }
  return [...named, ...listed];
}

async function contentOf(path: Buffer): Promise<Buffer> {
  try {
    const file = await open(path);
    return await file.readFile().finally(() => file.close());
  } catch (error) {
    throw new Failure(`list ${safePath(path)}: ${faultOf(error)}`, { cause: error });
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** Empty names are left out: a list ends with the end of its last name. */
function split(bytes: Buffer, end: number): Buffer[] {
  const names: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const at = bytes.indexOf(end, start);
    const stop = at === -1 ? bytes.length : at;
    if (stop > start) names.push(bytes.subarray(start, stop));
    start = stop + 1;
  }
  return names;
}
