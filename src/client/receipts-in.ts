import type { Receipt, Verdict } from '../registry/contract.ts';
import { malformed } from '../tlog/error.ts';

/** A receipt as a report keeps it, beside what the report itself says. */
export interface KeptReceipt {
  /** The file's name in the report; null where it has none. */
  readonly name: string | null;
  readonly receipt: Receipt;
  /** The report's own verdict and record, which nobody signed; null where it says none. */
  readonly told: { readonly verdict: Verdict; readonly record: string | null } | null;
}

/** What a report holds. */
export interface ReceiptsIn {
  readonly kept: readonly KeptReceipt[];
  /** Answers of the report that have no receipt. */
  readonly without: number;
}

/** Longer than a report of some 100,000 files with receipts. */
export const MAX_REPORT_BYTES = 512 * 1024 * 1024;

/**
 * Receipts of a report: lines of `empreinte check --json --receipts`, the page's JSON, an answer of the
 * API, or one receipt alone.
 *
 * @throws LogError `malformed` for anything else, and for a receipt that lacks a field
 */
export function receiptsIn(text: string): ReceiptsIn {
  const documents = jsonIn(text).flatMap(answersIn);
  const kept = documents.flatMap(({ receipt, ...rest }) =>
    receipt == null ? [] : [{ ...rest, receipt: asReceipt(receipt) }],
  );
  return { kept, without: documents.length - kept.length };
}

interface Found {
  readonly name: string | null;
  readonly told: KeptReceipt['told'];
  readonly receipt: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** One value, or one a line. */
function jsonIn(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.map((line, i) => {
      try {
        return JSON.parse(line);
      } catch {
        return malformed(`line ${i + 1} of the report is not JSON`);
      }
    });
  }
}

function answersIn(value: unknown): Found[] {
  const one = fields(value);
  if (Array.isArray(one.documents)) {
    return one.documents.map((document) => {
      const { file, outcome } = fields(document);
      const { result, receipt } = fields(outcome);
      return { name: textOf(file), told: toldIn(result), receipt };
    });
  }
  if (Array.isArray(one.results)) {
    const receipts = Array.isArray(one.receipts) ? one.receipts : [];
    return one.results.map((result, i) => ({
      name: textOf(fields(result).id),
      told: toldIn(result),
      receipt: receipts[i],
    }));
  }
  if (typeof one.receipt === 'string') return [{ name: null, told: null, receipt: one }];
  if (typeof one.verdict === 'string') {
    return [{ name: textOf(one.path), told: toldIn(one), receipt: one.receipt }];
  }
  return malformed('not a report of this program');
}

function toldIn(result: unknown): KeptReceipt['told'] {
  const { verdict, record } = fields(result);
  if (typeof verdict !== 'string') return null;
  return { verdict: verdict as Verdict, record: textOf(record) };
}

function asReceipt(value: unknown): Receipt {
  const { receipt, salt, entry, proof, openings } = fields(value);
  const opened = entry === null ? null : fields(entry);
  const known =
    typeof receipt === 'string' &&
    isHash(salt) &&
    (proof === null || typeof proof === 'string') &&
    (opened === null || (typeof opened.statement === 'string' && isHash(opened.salt))) &&
    Array.isArray(openings) &&
    openings.every(isOpening);
  return known ? (value as Receipt) : malformed('a receipt of the report lacks something');
}

function isOpening(value: unknown): boolean {
  const { path, value: opened, salt, index, size, proof } = fields(value);
  return (
    typeof path === 'string' &&
    typeof opened === 'string' &&
    isHash(salt) &&
    Number.isSafeInteger(index) &&
    Number.isSafeInteger(size) &&
    Array.isArray(proof) &&
    proof.every(isHash)
  );
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
