import { bytesPrint } from '../client/stream-print.ts';
import { LOCAL_LIMITS } from '../extract/limits.ts';
import type { Problem } from '../fingerprint/document.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import { safePath } from './escape.ts';
import type { Runner } from './pool.ts';
import type { Source } from './source.ts';
import type { LocalPrint, PrintText } from './task.ts';

/** A file as far as this machine can read it. */
export type Print =
  | { readonly kind: 'print'; readonly print: LocalPrint; readonly cutShort: boolean }
  /** Too large to read: only digests of its bytes are known. */
  | { readonly kind: 'large'; readonly fingerprint: Fingerprint; readonly detail: string }
  | { readonly kind: 'fault'; readonly detail: string };

export const MAX_FILE_BYTES = LOCAL_LIMITS.maxInputBytes;

/**
 * Fingerprint of a file. When reading its content overruns a limit or fails, that of its
 * bytes is taken, with the problem named in it: identical bytes can still be recognised.
 *
 * @param entries whether the ordered entries of its texts are wanted
 */
export async function printOf(
  source: Source,
  path: Buffer,
  runner: Runner,
  entries = true,
): Promise<Print> {
  if (source.kind === 'fault') return { kind: 'fault', detail: source.detail };
  if (source.kind === 'large') {
    const limit = MAX_FILE_BYTES / (1024 * 1024);
    const { size, sha256, ssdeep } = source;
    const fingerprint = bytesPrint({ size, sha256, ssdeep, tlsh: null });
    return { kind: 'large', fingerprint, detail: `larger than ${limit} MiB` };
  }
  const { input } = source;
  const name = safePath(path);
  const whole =
    source.analysed ?? (await runner.analyse({ ...input, kind: 'analyse', name, entries }));
  if (whole.kind === 'done') return { kind: 'print', print: readOf(whole.value), cutShort: false };
  const problem: Problem = whole.kind === 'over_limit' ? 'over_limit' : 'unreadable';
  const { detail } = whole;
  if ('held' in input) {
    const fingerprint = { ...bytesPrint(input.print), problem };
    const names = { name, type: fingerprint.type, parts: [] };
    return { kind: 'print', print: { fingerprint, entries: {}, names, detail }, cutShort: true };
  }
  const cut = await runner.analyse({ ...input, kind: 'bytes', name, problem, detail });
  if (cut.kind === 'done') return { kind: 'print', print: cut.value, cutShort: true };
  return { kind: 'fault', detail };
}

/** What a text says. */
function readOf(print: LocalPrint | PrintText): LocalPrint {
  if (!('json' in print)) return print;
  const { json, names, detail } = print;
  return { fingerprint: JSON.parse(json) as Fingerprint, entries: {}, names, detail };
}
