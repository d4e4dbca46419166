import { type Finding, type FindingCode, type Found, finding } from './finding.ts';
import type { KeptReceipt } from './receipts-in.ts';
import type { VerifiedReceipt } from './verify.ts';

/** @param told what the report says beside the receipt */
export function findingsOf(verified: VerifiedReceipt, told: KeptReceipt['told']): Found {
  const { claims, tied } = verified;
  const signed = finding('proven', 'signed', { registry: claims.iss, at: claims.at });
  if (tied !== 'this_file') {
    return { conclusion: 'untied', findings: [signed, finding('open', tied)] };
  }
  const notes = Array.isArray(claims.notes) ? (claims.notes as unknown[]) : [];
  const equal = equalLayers(verified);
  const bytes = equal.some(({ code }) => code === 'equal_bytes' || code === 'equal_part_bytes');
  const stated = statedBy(verified, bytes, notes);
  const findings = [
    signed,
    finding('proven', coversAll(verified) ? 'tied_fingerprint' : 'tied_bytes'),
    ...equal,
    ...loggedAt(verified),
    ...stated,
    ...openIn(verified, equal.length > 0),
    ...(contradicts(verified, told) ? [finding('open', 'report_differs')] : []),
  ];
  const retracted = stated.some(({ code }) => code === 'withdrawn' || code === 'decoy');
  const plain = equal.length > 0 ? 'proven' : 'stated';
  return { conclusion: retracted ? 'retracted' : plain, findings };
}

function coversAll({ claims }: VerifiedReceipt): boolean {
  return claims.covers.some(({ of }) => of === 'fingerprint');
}

/** A match is proven by the registered document's own bytes or words, and by nothing less. */
function equalLayers({ equal, claims }: VerifiedReceipt): Finding[] {
  const record = claims.record ?? '';
  const codes: Readonly<Record<string, FindingCode>> = {
    'bytes.sha256': 'equal_bytes',
    'content.body': 'equal_text',
    'content.drawn': 'equal_look',
  };
  const found = equal.flatMap((path) => {
    const [part = '', layer = ''] = path.split(':');
    const code = codes[layer];
    if (code === undefined) return [];
    const inPart = part !== '' && code === 'equal_bytes';
    return [finding('proven', inPart ? 'equal_part_bytes' : code, { record })];
  });
  return found.some(({ code }) => code !== 'equal_look') ? found : [];
}

function loggedAt({ logged, claims }: VerifiedReceipt): Finding[] {
  if (!logged) return [];
  const { index, checkpoint, witnessed, witnessedAt } = logged;
  const values = { record: claims.record ?? '', index: `${index}`, log: checkpoint.origin };
  return [
    finding('proven', 'logged', values),
    ...(witnessed
      ? [finding('proven', 'witnessed', { log: checkpoint.origin, at: witnessedAt ?? '' })]
      : []),
  ];
}

function statedBy(
  { claims, logged }: VerifiedReceipt,
  bytes: boolean,
  notes: readonly unknown[],
): Finding[] {
  const { verdict, grade, record, corpus, registrant, registered_at: since } = claims;
  const state = (logged?.statement as { state?: unknown } | null | undefined)?.state;
  const decoy = notes.includes('decoy') || state === 'decoy';
  const values = { grade: grade ?? '', record: record ?? '', reason: textOf(claims.reason) };
  return [
    // Equal words leave the appearance and the rest to the registry's word; equal bytes leave nothing.
    ...(bytes ? [] : [finding('stated', verdict, values)]),
    ...(record === null
      ? []
      : [
          finding('stated', 'registered', {
            record,
            registrant: textOf(registrant),
            corpus: textOf(corpus),
            at: textOf(since),
          }),
        ]),
    ...(decoy ? [finding('stated', 'decoy')] : []),
    ...(notes.includes('withdrawn') ? [finding('stated', 'withdrawn')] : []),
    ...(notes.includes('bytes_only') ? [finding('stated', 'bytes_only')] : []),
    ...(verdict === 'absent' ? consulted(claims.corpora) : []),
    finding('stated', 'as_of', { at: claims.at, size: `${claims.log.size}` }),
  ];
}

/** An absence says no more than what was looked through. */
function consulted(value: unknown): Finding[] {
  const { consulted: open, closed } = (value ?? {}) as { consulted?: unknown; closed?: unknown };
  const found = (Array.isArray(open) ? open : []).map((one: Readonly<Record<string, unknown>>) =>
    finding('stated', 'consulted', {
      corpus: textOf(one?.id),
      records: String(Number(one?.records)),
      coverage: textOf(one?.coverage),
    }),
  );
  const shut = (Array.isArray(closed) ? closed : []).map((id) =>
    finding('stated', 'closed', { corpus: textOf(id) }),
  );
  return [...found, ...shut];
}

function openIn({ claims, logged }: VerifiedReceipt, proven: boolean): Finding[] {
  return [
    ...(claims.verdict === 'match' && !proven ? [finding('open', 'no_proof')] : []),
    ...(logged && !logged.witnessed ? [finding('open', 'unwitnessed')] : []),
    ...(claims.verdict === 'match' ? [finding('open', 'not_true')] : []),
    ...(claims.verdict === 'absent' ? [finding('open', 'not_forged')] : []),
  ];
}

/** A report may say less than its receipt: what was not read here is `undecided`. */
function contradicts({ claims }: VerifiedReceipt, told: KeptReceipt['told']): boolean {
  if (!told || told.verdict === 'undecided') return false;
  return told.verdict !== claims.verdict || told.record !== claims.record;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
