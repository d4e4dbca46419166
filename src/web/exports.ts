import type { Fingerprint } from '../fingerprint/profile.ts';
import type { Receipt, VerdictFields } from '../registry/contract.ts';
import { type Answer, keyOf } from './answer.ts';
import { csvOf } from './csv.ts';
import { isLate } from './leak.ts';
import type { Catalogue } from './locales/index.ts';
import { wordingOf } from './wording.ts';

/** Names of the columns stay the same in both languages: scripts read them. */
const COLUMNS = [
  'file',
  'copy_of',
  'size',
  'sha256',
  'answer',
  'verdict',
  'grade',
  'reason',
  'sentence',
  'record',
  'registrant',
  'registered_at',
  'after_leak',
  'differs',
  'unverified',
  'notes',
  'corpora',
  'asked_at',
] as const;

/** One line a file, copies after the one that was read. */
export function csvReport(t: Catalogue, answers: readonly Answer[], leak: string | null): string {
  const rows = answers.flatMap((answer) => {
    const row = csvRow(t, answer, leak);
    const copies = (answer.copies ?? []).map((name) => [name, answer.name, ...row.slice(2)]);
    return [row, ...copies];
  });
  return csvOf([COLUMNS, ...rows], t.lang === 'fr' ? ';' : ',');
}

function csvRow(t: Catalogue, answer: Answer, leak: string | null): string[] {
  const { outcome, fingerprint } = answer;
  const result: VerdictFields | null = outcome.kind === 'answered' ? outcome.result : null;
  const context = outcome.kind === 'answered' ? outcome.context : null;
  const reason = outcome.kind === 'unread' ? outcome.problem : (result?.reason ?? '');
  const late = result?.registered_at && leak ? String(isLate(result.registered_at, leak)) : '';
  const words = wordingOf(t, answer);
  return [
    answer.name,
    '',
    answer.size === null ? '' : String(answer.size),
    fingerprint?.bytes.sha256 ?? '',
    t.labels[keyOf(answer)],
    result?.verdict ?? 'undecided',
    result?.grade ?? '',
    outcome.kind === 'failed' ? outcome.failure.code : reason,
    words.sentence,
    result?.record ?? '',
    result?.registrant ?? '',
    result?.registered_at ?? '',
    late,
    result?.evidence.differs.join(' ') ?? '',
    result?.evidence.unverified.join(' ') ?? '',
    result?.notes.join(' ') ?? '',
    context?.consulted.map(({ id, records }) => `${id} (${records})`).join(' ') ?? '',
    context?.at ?? '',
  ];
}

/** The answers as the registry gave them, beside what only this computer knows. */
export interface JsonReport {
  readonly format: 'empreinte-report/1';
  /** Origin of the registry that was asked. */
  readonly registry: string;
  /** Instant at which this file was made. */
  readonly made_at: string;
  readonly leak_at: string | null;
  readonly documents: readonly JsonDocument[];
}

export interface JsonDocument {
  readonly file: string;
  /** Other files with the same bytes. */
  readonly copies: readonly string[];
  readonly size: number | null;
  readonly sha256: string | null;
  /** What was sent; null for bare digests and files that could not be read. */
  readonly fingerprint: Fingerprint | null;
  /** Names of the parts by path, as the file has them. */
  readonly part_names: Answer['partNames'];
  readonly outcome: Answer['outcome'] | SignedOutcome;
}

/** An answer with what the registry signed of it. */
export type SignedOutcome = Extract<Answer['outcome'], { kind: 'answered' }> & {
  readonly receipt: Receipt;
};

/** Whole fingerprints of answers by their ids, null for those that have none. */
export type PrintsOf = (ids: readonly string[]) => Promise<(Fingerprint | null)[]>;

/** Documents whose fingerprints are in memory at a time. */
const AT_A_TIME = 100;

/**
 * A `JsonReport` as JSON, in pieces: of thousands of documents the whole would not fit beside the page.
 *
 * @param signed answers that were given once more with their receipts, by id
 */
export async function* jsonReport(
  answers: readonly Answer[],
  about: { registry: string; madeAt: string; leak: string | null },
  printsOf: PrintsOf,
  signed: ReadonlyMap<string, SignedOutcome> = new Map(),
): AsyncGenerator<string> {
  const head: Omit<JsonReport, 'documents'> = {
    format: 'empreinte-report/1',
    registry: about.registry,
    made_at: about.madeAt,
    leak_at: about.leak,
  };
  yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n "documents": [`;
  for (let at = 0; at < answers.length; at += AT_A_TIME) {
    const some = answers.slice(at, at + AT_A_TIME);
    const prints = await printsOf(some.map(({ id }) => id));
    const documents = some.map((answer, i): JsonDocument => {
      return {
        file: answer.name,
        copies: answer.copies ?? [],
        size: answer.size,
        sha256: answer.fingerprint?.bytes.sha256 ?? null,
        fingerprint: prints[i] ?? null,
        part_names: answer.partNames,
        outcome: signed.get(answer.id) ?? answer.outcome,
      };
    });
    const text = documents.map((one) => JSON.stringify(one, null, 1).replaceAll('\n', '\n  '));
    yield `${at === 0 ? '' : ','}\n  ${text.join(',\n  ')}`;
  }
  yield '\n ]\n}\n';
}
