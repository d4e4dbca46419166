import type { Fingerprint } from '../fingerprint/profile.ts';
import { ssdeepScore } from '../fingerprint/ssdeep.ts';
import { compare, type Relation } from './compare.ts';
import { type Evidence, noEvidence } from './compare-text.ts';
import type { Grade, VerdictFields } from './contract.ts';
import { tells, walk } from './features.ts';
import { fits } from './fit.ts';
import { bandOf, gradeOf, likeness, type Rarity } from './likeness.ts';
import type { StoredRecord } from './store.ts';
import { SSDEEP_MOST, SSDEEP_NEAR, SSDEEP_PART } from './thresholds.ts';

/** What one record says of a suspect, at the best place in it. */
export interface Finding {
  readonly record: StoredRecord;
  /** The part of the record that fits, `''` for the document itself. */
  readonly path: string;
  readonly genuine: Fingerprint;
  readonly verdict: 'match' | 'differs';
  readonly grade: Grade;
  readonly evidence: Evidence;
  readonly band: VerdictFields['near'][number]['band'];
  /** 0 to 1; orders findings of one grade and never leaves the registry. */
  readonly share: number;
}

/** From the strongest: what digests prove comes before what resembles. */
const ORDER: readonly Grade[] = [
  'identical',
  'same_content',
  'same_text',
  'altered',
  'contains',
  'part_of',
  'near',
];

/** What a record says of a suspect; `template` when they share only what many documents share. */
export function find(
  suspect: Fingerprint,
  record: StoredRecord,
  rarity: Rarity,
): Finding | 'template' | null {
  let best: Finding | null = null;
  let template = false;
  for (const [path, genuine] of walk(record.fingerprint)) {
    const found = findAt(suspect, record, path, genuine, rarity);
    if (found === 'template') template = true;
    else if (found && (best === null || stronger(found, best) < 0)) best = found;
  }
  return best ?? (template ? 'template' : null);
}

function findAt(
  suspect: Fingerprint,
  record: StoredRecord,
  path: string,
  genuine: Fingerprint,
  rarity: Rarity,
): Finding | 'template' | null {
  const { relation, evidence } = compare(suspect, genuine);
  const at = { record, path, genuine, evidence, band: 'most' as const, share: 1 };
  switch (relation) {
    case 'identical':
    case 'same_content':
      return { ...at, verdict: 'match', grade: relation };
    case 'same_text':
    case 'altered':
      return { ...at, verdict: 'differs', grade: relation };
    default:
      return resembling(suspect, at, relation, rarity);
  }
}

function resembling(
  suspect: Fingerprint,
  at: Omit<Finding, 'verdict' | 'grade'>,
  relation: Relation,
  rarity: Rarity,
): Finding | 'template' | null {
  const { content } = suspect;
  if (quotes(suspect, at.genuine)) {
    const evidence = noEvidence();
    evidence.agrees.add('quoted');
    return { ...at, evidence, verdict: 'differs', grade: 'contains' };
  }
  if (!content) return resemblingBytes(suspect, at);
  if (!tells(content) || !tells(at.genuine.content)) return null;
  const alike = likeness(content, at.genuine.content, rarity);
  const grade = gradeOf(alike);
  if (grade === null) return alike.templateOnly ? 'template' : null;
  const share = Math.max(alike.inGenuine, alike.inSuspect);
  const proven = grade === 'near' && relation === 'parts';
  return {
    ...at,
    verdict: 'differs',
    grade: proven ? 'altered' : grade,
    band: bandOf(alike),
    share,
  };
}

/** A forward: a registered text is the suspect's quoted thread, to the letter. */
function quotes(suspect: Fingerprint, genuine: Fingerprint): boolean {
  const quoted = suspect.mail?.quoted ?? null;
  if (!tells(quoted) || !tells(genuine.content)) return false;
  return quoted.body === genuine.content.body && fits(quoted, genuine.content);
}

/** Files without text have only their bytes to resemble by; containers of parts not even that. */
function resemblingBytes(
  suspect: Fingerprint,
  at: Omit<Finding, 'verdict' | 'grade'>,
): Finding | null {
  if (suspect.parts.length > 0 || at.genuine.content !== null) return null;
  return findSsdeep(suspect.bytes.ssdeep, at);
}

/** What an ssdeep digest says by itself: near at most. */
export function findSsdeep(
  ssdeep: string,
  at: Pick<Finding, 'record' | 'path' | 'genuine'>,
): Finding | null {
  const score = ssdeepScore(ssdeep, at.genuine.bytes.ssdeep);
  if (score < SSDEEP_NEAR) return null;
  const band = score >= SSDEEP_MOST ? 'most' : score >= SSDEEP_PART ? 'part' : 'little';
  const evidence = noEvidence();
  evidence.unverified.add('bytes');
  return { ...at, verdict: 'differs', grade: 'near', evidence, band, share: score / 100 };
}

/** Negative when `a` says more: by grade, then share, then the document before its part. */
export function stronger(a: Finding, b: Finding): number {
  return (
    ORDER.indexOf(a.grade) - ORDER.indexOf(b.grade) ||
    Number(a.record.state !== 'authentic') - Number(b.record.state !== 'authentic') ||
    b.share - a.share ||
    Number(a.path !== '') - Number(b.path !== '') ||
    (a.record.registeredAt < b.record.registeredAt ? -1 : 1)
  );
}
