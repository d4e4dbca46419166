import type { Finding, Found } from '../client/finding.ts';
import {
  CONCLUSIONS,
  type FindingWords,
  findingWords,
  HEADINGS,
  REFUSALS,
} from '../client/verify-words.ts';
import type { LogErrorCode } from '../tlog/error.ts';
import { safeText } from './escape.ts';
import { gradeText, reasonText } from './words.ts';

/** The words of `verify` at a terminal, where instants stand as they came. */
const FINDINGS: FindingWords = {
  ...findingWords({ grade: gradeText, reason: reasonText, instant: (iso) => iso }),
  signed: ({ registry }) => `${registry} signed this answer, with a key that you have pinned.`,
  no_file: () => 'This receipt is not tied to a file: give the file with --file.',
};

const REFUSALS_HERE: Readonly<Record<LogErrorCode, string>> = {
  ...REFUSALS,
  unknown_key:
    'Refused: signed by no key that you have pinned for this registry. A look-alike site, or a key newer than your pin file.',
};

export function findingText({ code, values }: Finding): string {
  return FINDINGS[code](values);
}

/** Lines under the name of what was verified, fit for a terminal. */
export function foundLines({ conclusion, findings }: Found): string[] {
  const lines = [`  ${CONCLUSIONS[conclusion]}`];
  for (const kind of ['proven', 'stated', 'open'] as const) {
    const told = findings.filter((finding) => finding.kind === kind);
    if (told.length > 0) lines.push(`  ${HEADINGS[kind]}:`);
    for (const finding of told) lines.push(`    ${safeText(findingText(finding))}`);
  }
  return lines;
}

/** Why a receipt is not believed, and where it fails. */
export function refusalText(code: LogErrorCode, detail: string): string {
  return `${REFUSALS_HERE[code].replace(/\.$/, '')} (${safeText(detail)}).`;
}
