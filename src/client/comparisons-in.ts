import type { CompareAnswer } from '../registry/contract.ts';

/** A signed page of a comparison, as `compare --json --receipts` keeps it. */
export interface SignedComparison {
  /** The suspect's name in the report; null where it has none. */
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
