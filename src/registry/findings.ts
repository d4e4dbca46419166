import type { Fingerprint } from '../fingerprint/profile.ts';
import { ssdeepScore } from '../fingerprint/ssdeep.ts';
import { compare, type Relation } from './compare.ts';
import { type Evidence, noEvidence } from './compare-text.ts';
import type { Grade, VerdictFields } from './contract.ts';
import { tells, walk } from './features.ts';
import { bandOf, gradeOf, likeness } from './likeness.ts';
import { findQuoted } from './quoted.ts';
import type { Rarity } from './rarity.ts';
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
  /** How much of the suspect it explains, 0 to 1; it orders findings, and is told to holders of a token. */
  readonly share: number;
  /** It speaks of the thread below the suspect's own words, which come first. */
  readonly below?: boolean;
}

/**
 * From the strongest: what digests prove comes before what resembles. Of what resembles, that
 * comes first which explains the most of the suspect, whatever its grade.
 */
const ORDER: readonly (readonly Grade[])[] = [
  ['identical'],
  ['same_content'],
  ['same_text'],
  ['altered'],
  ['contains', 'part_of', 'near'],
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
    case 'contains':
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
  const quoted = findQuoted(suspect, at.genuine, rarity);
  const thread: Finding | null =
    quoted === null || quoted === 'template'
      ? null
      : { ...at, ...quoted, verdict: 'differs', below: suspect.mail?.quoted != null };
  if (thread?.evidence.agrees.has('quoted')) return thread;
  const own = resemblingText(suspect, at, relation, rarity);
  return own && own !== 'template' ? own : (thread ?? (quoted === 'template' ? quoted : own));
}

function resemblingText(
  suspect: Fingerprint,
  at: Omit<Finding, 'verdict' | 'grade'>,
  relation: Relation,
  rarity: Rarity,
): Finding | 'template' | null {
  const { content } = suspect;
  if (!content) return resemblingBytes(suspect, at);
  if (!tells(content)) return null;
  const { content: own, mail } = at.genuine;
  // Who copies a mail into another document often takes its signature and footer along.
  const texts = [own, suspect.mail ? null : (mail?.whole ?? null)].filter(tells);
  const [alike] = texts
    .map((text) => likeness(content, text, rarity))
    .sort((a, b) => Number(b.enough) - Number(a.enough) || b.explained - a.explained);
  if (!alike) return null;
  const grade = gradeOf(alike);
  if (grade === null) return alike.templateOnly ? 'template' : null;
  const share = alike.explained;
  const proven = grade === 'near' && relation === 'parts';
  return {
    ...at,
    verdict: 'differs',
    grade: proven ? 'altered' : grade,
    band: bandOf(alike),
    share,
  };
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

/** What stands in a thread never hides what a suspect's own words are. */
function rankOf({ below, grade }: Finding): number {
  return below ? ORDER.length : ORDER.findIndex((grades) => grades.includes(grade));
}

/**
 * Negative when `a` says more: by grade, then share, then what fewer layers speak against, then
 * the document before its part.
 */
export function stronger(a: Finding, b: Finding): number {
  return (
    rankOf(a) - rankOf(b) ||
    Number(a.record.state !== 'authentic') - Number(b.record.state !== 'authentic') ||
    b.share - a.share ||
    a.evidence.differs.size - b.evidence.differs.size ||
    Number(a.path !== '') - Number(b.path !== '') ||
    (a.record.registeredAt < b.record.registeredAt ? -1 : 1)
  );
}
