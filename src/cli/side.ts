import { partName } from '../client/names.ts';
import { safePath, safeText } from './escape.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';
import type { QuoteIn } from './located.ts';
import type { Pool } from './pool.ts';
import { MAX_FILE_BYTES, printOf } from './prepare.ts';
import { quoteIn } from './quote-in.ts';
import { openSource } from './source.ts';
import type { LocalPrint } from './task.ts';
import { walk } from './walk.ts';

/** A file that was read, and can be read again for its words. */
export interface Side {
  readonly path: Buffer;
  readonly print: LocalPrint;
  readonly quote: QuoteIn;
}

/** @throws Failure for what is no single readable file */
export async function sideOf(path: Buffer, pool: Pool, io: Io): Promise<Side> {
  const name = safePath(path);
  const [target, second] = await walk([path], () => {});
  if (second || !target) throw new Failure(`${name} is a folder; name one file`);
  const { source, found } = await pool.lend(async (runner) => {
    const source = await openSource(target, io.stdin, MAX_FILE_BYTES, runner);
    return { source, found: await printOf(source, target.path, runner) };
  });
  if (found.kind === 'fault') throw new Failure(`${name}: ${found.detail}`);
  if (found.kind === 'large' || source.kind !== 'read') {
    throw new Failure(`${name}: larger than a file may be to be compared`);
  }
  const { print } = found;
  if (print.fingerprint.problem) {
    io.stderr.write(`${name}: ${print.fingerprint.problem}, ${print.detail ?? 'read in part'}\n`);
  }
  return { path: target.path, print, quote: quoteIn(pool, name, source.input) };
}

/** The file, or a part of it by the name that the file gives it, as harmless text. */
export function nameOf({ path, print }: Side, part = ''): string {
  const file = safePath(path);
  return part === '' ? file : `${file} > ${safeText(partName(print.names, part))}`;
}
