import type { Fingerprint } from '../fingerprint/profile.ts';
import type { Corpus, Note, PartResult, Reason, VerdictFields } from './contract.ts';
import { tells } from './features.ts';
import { type Finding, find, stronger } from './findings.ts';
import { kindOf } from './kind.ts';
import { placeOf } from './log.ts';
import type { Rarity } from './rarity.ts';
import type { StoredRecord } from './store.ts';
import { MAX_PART_RECORDS } from './thresholds.ts';

/** What a verdict is made from besides the suspect itself. */
export interface Candidates {
  /** Opened records that may fit the part of a suspect at a path. */
  at(path: string): readonly StoredRecord[];
  /** Whether the part at a path was too far down a long list to be looked up by likeness. */
  unasked(path: string): boolean;
  /** Whether this caller has asked too much of what the part at a path is a variant of. */
  refused(path: string): boolean;
  /** How many records hold these bytes, as document or part. */
  holders(sha256: string): number;
  /** What the candidates at a path have in common. */
  rarity(path: string): Rarity;
  readonly corpora: ReadonlyMap<string, Corpus>;
  /** Corpora exist that this caller may not consult. */
  readonly closed: boolean;
  /** Whether scores are told beside bands. */
  readonly scores?: boolean;
}

/** The verdict on a suspect and on each of its parts. */
export function judge(
  suspect: Fingerprint,
  candidates: Candidates,
  path = '',
): VerdictFields & { parts: PartResult[] } {
  const parts = suspect.parts.map((part, i) => {
    const at = path === '' ? `${i}` : `${path}/${i}`;
    return { path: at, ...judge(part, candidates, at) };
  });
  return { ...withParts(suspect, judgeAlone(suspect, candidates, path), parts, candidates), parts };
}

/** What the candidates say of a document, its parts only as layers of it. */
function judgeAlone(suspect: Fingerprint, candidates: Candidates, path: string): VerdictFields {
  if (candidates.refused(path)) return { ...nothing('undecided'), reason: 'too_many_variants' };
  const findings: Finding[] = [];
  let templates = 0;
  const rarity = candidates.rarity(path);
  for (const record of candidates.at(path)) {
    const found = find(suspect, record, rarity);
    if (found === 'template') templates++;
    else if (found) findings.push(found);
  }
  findings.sort(stronger);
  const [best] = findings;
  const told = { consulted: candidates.corpora, scores: candidates.scores ?? false };
  if (best) return fromFindings(best, findings, told, rarity);
  const reason =
    whyUndecided(suspect, candidates.closed) ?? (candidates.unasked(path) ? 'over_limit' : null);
  if (reason) return { ...nothing('undecided'), reason };
  const absent = nothing('absent');
  if (templates === 0) return absent;
  return { ...absent, notes: ['same_template'], same_template: templates };
}

/** What an answer is drawn from, and how much of it is told. */
interface Told {
  readonly consulted: ReadonlyMap<string, Corpus>;
  readonly scores: boolean;
}

export function fromFindings(
  best: Finding,
  findings: readonly Finding[],
  { consulted, scores }: Told,
  rarity: Rarity | null = null,
): VerdictFields {
  const { record, evidence } = best;
  const notes: Note[] = [];
  if (record.state !== 'authentic') notes.push(record.state);
  if (best.verdict === 'differs' && rarity && inFamily(best, rarity)) notes.push('may_be_sibling');
  return {
    verdict: best.verdict,
    grade: best.grade,
    reason: null,
    record: record.id,
    registered_as: best.path === '' ? 'document' : 'part',
    corpus: record.corpus,
    registrant: consulted.get(record.corpus)?.registrant ?? null,
    registered_at: record.registeredAt,
    state_since: record.events.at(-1)?.at ?? null,
    log: record.log && placeOf(record.log),
    near:
      best.verdict === 'match'
        ? []
        : findings.slice(0, 20).map(({ record: { id, corpus }, band, share }) => ({
            record: id,
            corpus,
            band,
            ...(scores ? { score: Math.round(share * 100) } : {}),
          })),
    notes,
    same_template: null,
    evidence: {
      agrees: [...evidence.agrees],
      differs: [...evidence.differs],
      unverified: [...evidence.unverified],
    },
  };
}

/**
 * The nearest record has others so like it, or so little of its own, that the suspect may be one
 * more of its family.
 */
function inFamily({ genuine: { content } }: Finding, rarity: Rarity): boolean {
  return tells(content) && (rarity.hasSiblings(content) || rarity.isTemplateOnly(content));
}

/** Why nothing found does not mean absent; null when it does. */
function whyUndecided(suspect: Fingerprint, closed: boolean): Reason | null {
  if (suspect.problem !== null) return suspect.problem;
  if (isContainer(suspect)) return null;
  if (suspect.content === null) return suspect.mail ? 'too_short' : 'no_text_layer';
  if (!tells(suspect.content)) return 'too_short';
  // Each copy of such a text is garbled in its own way, so that none leads to another.
  if (suspect.content.marks.includes('garbled_text')) return 'no_text_layer';
  return closed ? 'corpora_closed' : null;
}

/** An archive, or anything else that holds only other documents. */
function isContainer({ type, content, mail, parts }: Fingerprint): boolean {
  return content === null && mail === null && (kindOf(type) === 'archive' || parts.length > 0);
}

/** From the best. Ordered so that a fault is never hidden behind an absence. */
const WORSE: readonly VerdictFields['verdict'][] = ['match', 'absent', 'undecided', 'differs'];

/** The whole from its parts. */
function withParts(
  suspect: Fingerprint,
  own: VerdictFields,
  parts: readonly PartResult[],
  candidates: Candidates,
): VerdictFields {
  if (own.verdict === 'match' || own.verdict === 'differs') return own;
  if (parts.length === 0) {
    return isContainer(suspect) && own.verdict === 'absent'
      ? { ...nothing('undecided'), reason: 'no_text_layer' }
      : own;
  }
  const worst = parts.reduce((a, b) => (rank(b) > rank(a) ? b : a));
  if (isContainer(suspect)) {
    const { path: _, parts: __, ...fields } = worst;
    // Members that could not be read are not known to match.
    return rank(own) > rank(worst) && own.verdict === 'undecided'
      ? own
      : { ...fields, grade: 'members' };
  }
  const wrapped = parts.find(
    (part, i) =>
      part.verdict === 'match' &&
      candidates.holders(suspect.parts[i]?.bytes.sha256 ?? '') <= MAX_PART_RECORDS,
  );
  if (wrapped) return contains(wrapped);
  const { path: _, parts: __, ...fields } = worst;
  // A picture or a line of text beside a body that was compared leaves nothing undecided.
  const idle = worst.reason === 'no_text_layer' || worst.reason === 'too_short';
  if (worst.verdict === 'match' || rank(worst) <= rank(own)) return own;
  return worst.verdict === 'undecided' && idle ? own : fields;
}

function rank({ verdict }: VerdictFields): number {
  return WORSE.indexOf(verdict);
}

function contains(part: PartResult): VerdictFields {
  const { path: _, parts: __, ...fields } = part;
  return {
    ...fields,
    verdict: 'differs',
    grade: 'contains',
    near: [],
    evidence: { agrees: ['parts'], differs: [], unverified: [] },
  };
}

/** An answer that names no record. */
export function nothing(verdict: 'absent' | 'undecided'): VerdictFields {
  return {
    verdict,
    grade: null,
    reason: null,
    record: null,
    registered_as: null,
    corpus: null,
    registrant: null,
    registered_at: null,
    state_since: null,
    log: null,
    near: [],
    notes: [],
    same_template: null,
    evidence: { agrees: [], differs: [], unverified: [] },
  };
}
