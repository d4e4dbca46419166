import type { Conclusion, Finding } from '../../client/finding.ts';
import type { FindingWords, Writing } from '../../client/verify-words.ts';
import type { Reason } from '../../registry/contract.ts';
import type { LogErrorCode } from '../../tlog/error.ts';
import type { Catalogue } from '../locales/index.ts';
import { reasonText } from '../wording.ts';

/** Words of the verify view, beside the catalogue: the first view has no use for them. */
export interface VerifyWords {
  readonly over: string;
  readonly chooseReport: string;
  readonly chooseFile: string;
  readonly choosePins: string;
  readonly report: (name: string, receipts: number, without: number) => string;
  readonly noReport: string;
  readonly file: (name: string) => string;
  readonly noFile: string;
  readonly reading: string;
  readonly keys: string;
  readonly keysHere: string;
  readonly keysOfPage: string;
  readonly keysFrom: (name: string) => string;
  readonly noKeys: string;
  readonly receiptKey: string;
  readonly logKey: string;
  readonly registry: string;
  readonly result: string;
  readonly unnamed: string;
  readonly others: (n: number) => string;
  readonly nothingTied: string;
  readonly fault: Readonly<
    Record<'report' | 'receipts' | 'kept' | 'file' | 'pins' | 'browser', string>
  >;
  readonly headings: Readonly<Record<Finding['kind'], string>>;
  readonly conclusions: Readonly<Record<Conclusion, string>>;
  readonly refusals: Readonly<Record<LogErrorCode, string>>;
  readonly findings: FindingWords;
}

/** Codes and instants as the rest of the page writes them. */
export function writingOf(t: Catalogue): Writing {
  const labels = new Map<string, string>(Object.entries(t.labels));
  return {
    grade: (code) => labels.get(code) ?? code,
    reason: (code) => reasonText(t, code as Reason),
    instant: t.format.instant,
  };
}
