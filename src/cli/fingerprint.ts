import { safeJson, safePath } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { MAX_FILE_BYTES, printOf } from './prepare.ts';
import { type CommonOptions, poolOf } from './settings.ts';
import { openSource } from './source.ts';
import { walk } from './walk.ts';

/**
 * `empreinte fingerprint`: one item of a `/v1/check` body, for callers in other languages.
 * It carries no file name: what is printed may be sent as it is.
 */
export async function fingerprintCommand(
  path: Buffer,
  options: CommonOptions,
  io: Io,
): Promise<number> {
  const [target, second] = await walk([path], () => {});
  if (second || !target) throw new Failure(`${safePath(path)} is a folder; name one file`);
  const pool = poolOf(options, io);
  try {
    const found = await pool.lend(async (runner) => {
      const source = await openSource(target, io.stdin, MAX_FILE_BYTES, runner);
      return printOf(source, target.path, runner);
    });
    if (found.kind === 'fault') throw new Failure(`${safePath(path)}: ${found.detail}`);
    if (found.kind === 'large') {
      io.stderr.write(`${safePath(path)}: ${found.detail}; only its bytes are digested\n`);
      io.stdout.write(`${safeJson({ fingerprint: found.fingerprint })}\n`);
      return EXIT.findings;
    }
    const { fingerprint, detail } = found.print;
    if (fingerprint.problem) {
      io.stderr.write(`${safePath(path)}: ${fingerprint.problem}${detail ? `, ${detail}` : ''}\n`);
    }
    io.stdout.write(`${safeJson({ fingerprint })}\n`);
    return fingerprint.problem ? EXIT.findings : EXIT.ok;
  } finally {
    pool.close();
  }
}
