import type { SignedComparison } from '../client/comparisons-in.ts';
import type { Found } from '../client/finding.ts';
import { judgeComparison, type ReadHere } from '../client/judge-comparison.ts';
import type { Pins } from '../client/verify.ts';
import { LogError } from '../tlog/error.ts';
import { safeJson, safeText } from './escape.ts';
import type { LocalPrint } from './task.ts';
import { findingText, foundLines, refusalText } from './verify-words.ts';

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
  const read: ReadHere | null = file && {
    fingerprint: file.fingerprint,
    entriesOf: (path) => file.entries[path],
  };
  for (const comparison of comparisons) {
    const { name, part } = comparison;
    try {
      const { tied, found } = await judgeComparison(comparison, pins, read);
      clean &&= found.conclusion === 'proven';
      text += json
        ? `${safeJson({ path: name, part, refused: null, tied, ...toldOf(found) })}\n`
        : textOf(name, part, found);
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      clean = false;
      text += json
        ? `${safeJson({ path: name, part, refused: error.code, detail: error.message })}\n`
        : `${safeText(name ?? 'a comparison')}\n  ${refusalText(error.code, error.message)}\n`;
    }
  }
  return { text, clean };
}

function toldOf({ conclusion, findings }: Found): object {
  return {
    conclusion,
    findings: findings.map((finding) => ({ ...finding, text: findingText(finding) })),
  };
}

function textOf(name: string | null, part: string, found: Found): string {
  const where = part === '' ? '' : `, part ${part}`;
  const lines = [`${safeText(name ?? 'a comparison')}${safeText(where)}`, ...foundLines(found)];
  return `${lines.join('\n')}\n`;
}
