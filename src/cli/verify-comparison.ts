import type { Pins, VerifiedReceipt } from '../client/verify.ts';
import { verifyComparison } from '../client/verify-comparison.ts';
import { partAt } from '../fingerprint/part-at.ts';
import type { CompareAnswer } from '../registry/contract.ts';
import { LogError, type LogErrorCode } from '../tlog/error.ts';
import { safeJson, safeText } from './escape.ts';
import type { LocalPrint } from './task.ts';
import { CONCLUSIONS, HEADINGS, REFUSALS } from './verify-words.ts';
import { gradeText } from './words.ts';

/** A signed page of a comparison, as `compare --json --receipts` keeps it. */
export interface SignedComparison {
  readonly name: string | null;
  /** Of the suspect, `''` the document itself. */
  readonly part: string;
  readonly answer: CompareAnswer;
}

/** The signed comparisons of a report; empty for a report of something else. */
export function comparisonsIn(text: string): SignedComparison[] {
  return text
    .split('\n')
    .filter((line) => line.includes('"signed":'))
    .flatMap((line) => {
      const { path, signed } = fields(parsed(line));
      if (!Array.isArray(signed)) return [];
      return signed.map((one) => {
        const { part, answer } = fields(one);
        const name = typeof path === 'string' ? path : null;
        return { name, part: String(part), answer: answer as CompareAnswer };
      });
    });
}

/**
 * What the receipts of a comparison prove about a file.
 *
 * @param file null without it: then nothing of the comparison is shown
 * @returns lines for stdout, and whether all is proven
 */
export async function verifyComparisons(
  comparisons: readonly SignedComparison[],
  pins: Pins,
  file: LocalPrint | null,
  json: boolean,
): Promise<{ readonly text: string; readonly clean: boolean }> {
  let text = '';
  let clean = true;
  for (const { name, part, answer } of comparisons) {
    const fingerprint = file && partAt(file.fingerprint, part);
    const entries = file?.entries[part];
    const suspect = fingerprint && entries ? { fingerprint, entries } : null;
    try {
      const { receipt: _receipt, ...said } = answer;
      const verified = await verifyComparison(answer, pins, suspect);
      // The file is there, but it has no such part.
      const tied = file && !suspect ? 'other_file' : verified.tied;
      const told = linesOf(tied, said, verified.equal.length > 0, pins.origin);
      clean &&= told.conclusion === 'proven';
      text += json
        ? `${safeJson({ path: name, part, refused: null, tied, ...told })}\n`
        : textOf(name, part, told);
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      clean = false;
      text += json
        ? `${safeJson({ path: name, part, refused: error.code, detail: error.message })}\n`
        : `${safeText(name ?? 'a comparison')}\n  ${refusal(error.code)} (${safeText(error.message)}).\n`;
    }
  }
  return { text, clean };
}

interface ToldOf {
  readonly conclusion: 'proven' | 'stated' | 'untied';
  readonly proven: readonly string[];
  readonly stated: readonly string[];
  readonly open: readonly string[];
}

function linesOf(
  tied: VerifiedReceipt['tied'],
  { record, grade, at, complete, segments }: CompareAnswer,
  equal: boolean,
  registry: string,
): ToldOf {
  const proven = [`${registry} signed this comparison, with a key that you have pinned.`];
  if (tied !== 'this_file') {
    return {
      conclusion: 'untied',
      proven,
      stated: [],
      open: ['It is about another text than the one given, or no file was given with --file.'],
    };
  }
  proven.push('It is about this text: its fingerprint and its ordered entries are those covered.');
  if (equal) proven.push(`A layer of record ${record} has the digest that this text has.`);
  const changed = segments.filter(({ kind }) => kind !== 'same').length;
  const cut = complete ? '' : ', as far as it was compared';
  return {
    conclusion: equal ? 'proven' : 'stated',
    proven,
    stated: [
      `Against record ${record}: ${grade === null ? 'little in common' : gradeText(grade)}, ${changed} places of this page differ${cut}.`,
      `The answer was given at ${at}.`,
    ],
    open: ['What stands in the registered document instead: nobody is shown its words.'],
  };
}

function textOf(name: string | null, part: string, told: ToldOf): string {
  const where = part === '' ? '' : `, part ${part}`;
  const lines = [`${safeText(name ?? 'a comparison')}${safeText(where)}`];
  lines.push(`  ${CONCLUSIONS[told.conclusion]}.`);
  for (const kind of ['proven', 'stated', 'open'] as const) {
    if (told[kind].length > 0) lines.push(`  ${HEADINGS[kind]}:`);
    for (const sentence of told[kind]) lines.push(`    ${safeText(sentence)}`);
  }
  return `${lines.join('\n')}\n`;
}

function refusal(code: LogErrorCode): string {
  return REFUSALS[code];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
