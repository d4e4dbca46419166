import { readFileSync, statSync } from 'node:fs';
import { comparisonsIn } from '../client/comparisons-in.ts';
import type { Found } from '../client/finding.ts';
import { findingsOf } from '../client/findings.ts';
import { type KeptReceipt, MAX_REPORT_BYTES, receiptsIn } from '../client/receipts-in.ts';
import { type Pins, type VerifiedReceipt, verifyReceipt } from '../client/verify.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import { LogError, type LogErrorCode } from '../tlog/error.ts';
import { decodeStrict, safeJson, safePath, safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { fetchKept, keptAddress } from './kept.ts';
import { loadPins } from './pin-file.ts';
import { MAX_FILE_BYTES, printOf } from './prepare.ts';
import { type CommonOptions, poolOf } from './settings.ts';
import { openSource } from './source.ts';
import type { LocalPrint } from './task.ts';
import { verifyComparisons } from './verify-comparison.ts';
import { findingText, foundLines, refusalText } from './verify-words.ts';
import { faultOf, isStdin, walk } from './walk.ts';

export interface VerifyOptions extends CommonOptions {
  readonly keys?: string;
}

/** What became of one receipt. */
type Judged = { readonly kept: KeptReceipt } & (
  | { readonly refused: LogErrorCode; readonly detail: string }
  | { readonly refused: null; readonly verified: VerifiedReceipt; readonly found: Found }
);

/**
 * `empreinte verify`: what the receipts of a report prove about a file, and what they only state. Nothing
 * is fetched, but a kept receipt that is named by its address, and only pinned keys are believed.
 *
 * @param filePath null for none: then no verdict is shown
 */
export async function verifyCommand(
  reportPath: Buffer,
  filePath: Buffer | null,
  options: VerifyOptions,
  io: Io,
): Promise<number> {
  const pins = await loadPins(options.keys, io);
  // Only an address given on purpose is fetched; everything else is a file.
  const address = keptAddress(reportPath);
  const text = address ? '' : await textOf(reportPath, io);
  const comparisons = comparisonsIn(text);
  if (comparisons.length > 0) {
    const print = filePath === null ? null : await printAt(filePath, options, io);
    const told = await verifyComparisons(comparisons, pins, print, options.json === true);
    io.stdout.write(told.text);
    return told.clean ? EXIT.ok : EXIT.findings;
  }
  const { kept, without } = address
    ? await fetchKept(address, pins.origin)
    : readReport(reportPath, text);
  if (kept.length === 0) {
    throw new Failure(
      `${safePath(reportPath)} holds no receipts; \`empreinte check … --json --receipts\` keeps them`,
    );
  }
  const file = filePath === null ? null : await fingerprintOf(filePath, options, io);
  const judged: Judged[] = [];
  for (const one of kept) judged.push(await judge(one, pins, file));
  // About a file one wants to hear what is about it, and what may have been.
  const shown = judged.filter((one) => file === null || one.refused || !isElsewhere(one.verified));
  for (const one of shown) {
    io.stdout.write(options.json ? `${safeJson(lineOf(one))}\n` : textFor(one));
  }
  const others = judged.length - shown.length;
  if (others > 0) io.stderr.write(`${others} receipts of the report are not about this file\n`);
  if (without > 0) io.stderr.write(`${without} answers of the report have no receipt\n`);
  const about = judged.filter((one) => !one.refused && one.verified.tied === 'this_file');
  if (filePath !== null && about.length === 0) {
    io.stderr.write(`${safePath(filePath)}: no receipt of the report is tied to this file\n`);
  }
  return about.length > 0 && shown.every(isClean) ? EXIT.ok : EXIT.findings;
}

async function judge(kept: KeptReceipt, pins: Pins, file: Fingerprint | null): Promise<Judged> {
  try {
    const verified = await verifyReceipt(kept.receipt, pins, file);
    return { kept, refused: null, verified, found: findingsOf(verified, kept.told) };
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return { kept, refused: error.code, detail: error.message };
  }
}

function isElsewhere({ tied }: VerifiedReceipt): boolean {
  return tied === 'other_file' || tied === 'no_file';
}

function isClean(one: Judged): boolean {
  if (one.refused) return false;
  const { conclusion, findings } = one.found;
  return conclusion === 'proven' && findings.every(({ code }) => code !== 'report_differs');
}

/** What is not tied to a file shows no verdict, record or registrant. */
function lineOf(one: Judged): object {
  const name = one.kept.name;
  if (one.refused) return { path: name, refused: one.refused, detail: one.detail };
  const { verified, found } = one;
  const { verdict, grade, record, at, iss } = verified.claims;
  const tied = verified.tied === 'this_file';
  return {
    path: name,
    refused: null,
    tied: verified.tied,
    conclusion: found.conclusion,
    registry: iss,
    at,
    ...(tied ? { verdict, grade, record } : {}),
    findings: found.findings.map((finding) => ({ ...finding, text: findingText(finding) })),
  };
}

function textFor(one: Judged): string {
  const lines = [safeText(one.kept.name ?? 'a receipt')];
  if (one.refused) lines.push(`  ${refusalText(one.refused, one.detail)}`);
  else lines.push(...foundLines(one.found));
  return `${lines.join('\n')}\n`;
}

function readReport(path: Buffer, text: string) {
  try {
    return receiptsIn(text);
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new Failure(`${safePath(path)}: ${error.message}`, { cause: error });
  }
}

async function textOf(path: Buffer, io: Io): Promise<string> {
  const name = safePath(path);
  let bytes: Uint8Array;
  try {
    if (isStdin(path)) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of io.stdin) chunks.push(chunk);
      bytes = Buffer.concat(chunks);
    } else {
      if (statSync(path).size > MAX_REPORT_BYTES) throw new Failure(`${name}: too long a report`);
      bytes = readFileSync(path);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${name}: ${faultOf(error)}`, { cause: error });
  }
  const text = decodeStrict(bytes);
  if (text === null) throw new Failure(`${name}: not a report of this program`);
  return text;
}

/** @throws Failure for what is no single readable file */
async function fingerprintOf(path: Buffer, options: VerifyOptions, io: Io): Promise<Fingerprint> {
  const found = await readAt(path, options, io);
  return found.kind === 'large' ? found.fingerprint : found.print.fingerprint;
}

/** @throws Failure also for a file too large to be compared */
async function printAt(path: Buffer, options: VerifyOptions, io: Io): Promise<LocalPrint> {
  const found = await readAt(path, options, io);
  if (found.kind === 'print') return found.print;
  throw new Failure(`${safePath(path)}: larger than a file may be to be compared`);
}

async function readAt(path: Buffer, options: VerifyOptions, io: Io) {
  const name = safePath(path);
  const [target, second] = await walk([path], () => {});
  if (second || !target) throw new Failure(`${name} is a folder; name one file`);
  const pool = poolOf(options, io);
  try {
    const found = await pool.lend(async (runner) =>
      printOf(await openSource(target, io.stdin, MAX_FILE_BYTES, runner), target.path, runner),
    );
    if (found.kind === 'fault') throw new Failure(`${name}: ${found.detail}`);
    if (found.kind === 'large') return found;
    const { fingerprint, detail } = found.print;
    if (fingerprint.problem) {
      io.stderr.write(`${name}: ${fingerprint.problem}, ${detail ?? 'read in part'}\n`);
    }
    return found;
  } finally {
    pool.close();
  }
}
