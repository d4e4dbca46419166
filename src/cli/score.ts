import { ssdeepDigest } from '../fingerprint/ssdeep.ts';
import { ssdeepScore } from '../fingerprint/ssdeep-score.ts';
import { tlshDigest } from '../fingerprint/tlsh.ts';
import { tlshDistance } from '../fingerprint/tlsh-distance.ts';
import { MAX_DIGEST_BYTES } from './digest.ts';
import { safeJson, safePath } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { installKernel } from './kernel.ts';
import type { CommonOptions } from './settings.ts';
import { readSource } from './source.ts';
import { walk } from './walk.ts';

/** What there is to compare of one side; null for a kind of digest that it does not have. */
interface Side {
  readonly ssdeep: string | null;
  readonly tlsh: string | null;
}

const SSDEEP = /^\d{1,10}:[A-Za-z0-9+/]{0,64}:[A-Za-z0-9+/]{0,64}$/;
const TLSH = /^(?:T1)?[0-9A-Fa-f]{70}$/;

/** `empreinte score`: how alike two files or digests are, as the published programs say. */
export async function scoreCommand(
  a: Buffer,
  b: Buffer,
  options: CommonOptions,
  io: Io,
): Promise<number> {
  installKernel();
  const left = await sideOf(a, io);
  const right = await sideOf(b, io);
  const ssdeep = compared(left.ssdeep, right.ssdeep, ssdeepScore);
  const tlsh = compared(left.tlsh, right.tlsh, tlshDistance);
  if (ssdeep === null && tlsh === null) {
    throw new Failure('nothing to compare: give two files, two ssdeep or two TLSH digests');
  }
  io.stdout.write(
    options.json
      ? `${safeJson({ ssdeep, tlsh })}\n`
      : `ssdeep\t${ssdeep ?? '-'}\ntlsh\t${tlsh ?? '-'}\n`,
  );
  return EXIT.ok;
}

/** @throws Failure for a digest that only looks like one */
function compared(
  a: string | null,
  b: string | null,
  compare: (a: string, b: string) => number,
): number | null {
  if (a === null || b === null) return null;
  try {
    return compare(a, b);
  } catch (error) {
    throw new Failure((error as Error).message, { cause: error });
  }
}

async function sideOf(argument: Buffer, io: Io): Promise<Side> {
  const text = argument.toString('latin1');
  if (SSDEEP.test(text)) return { ssdeep: text, tlsh: null };
  if (TLSH.test(text)) return { ssdeep: null, tlsh: `T1${text.slice(-70).toUpperCase()}` };
  const [target, second] = await walk([argument], () => {});
  if (second || !target) throw new Failure(`${safePath(argument)} is a folder; name one file`);
  const source = await readSource(target.path, io.stdin, MAX_DIGEST_BYTES);
  if (source.kind === 'read') {
    return { ssdeep: ssdeepDigest(source.bytes), tlsh: tlshDigest(source.bytes) };
  }
  const why = source.kind === 'fault' ? source.detail : 'too large for ssdeep and TLSH';
  throw new Failure(`${safePath(argument)}: ${why}`);
}
