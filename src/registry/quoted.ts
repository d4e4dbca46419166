import type { ContentPrint, Fingerprint, ThreadPrint } from '../fingerprint/profile.ts';
import { type Evidence, noEvidence } from './compare-text.ts';
import type { VerdictFields } from './contract.ts';
import { tells } from './features.ts';
import { fits, fitsItself } from './fit.ts';
import { bandOf, gradeOf, likeness } from './likeness.ts';
import type { Rarity } from './rarity.ts';

/** What one record says of the thread that a suspect quotes, never of its new words. */
export interface QuotedFinding {
  readonly grade: 'contains' | 'near';
  readonly evidence: Evidence;
  readonly band: VerdictFields['near'][number]['band'];
  /** 0 to 1: the nearer message in the thread first, then the more alike. */
  readonly share: number;
  /** By digest: the registered text stands whole in the thread. */
  readonly equal: boolean;
}

/** What a quoting mail states of a message, by the names of the registered fields. */
const STATED = ['from', 'to', 'cc', 'date', 'subject'] as const;

interface Text {
  readonly content: ContentPrint;
  readonly stated: ThreadPrint | null;
}

/**
 * Looks for a genuine document in the thread that a suspect quotes: by digest, then by likeness.
 *
 * @returns `template` when they share only what many documents share
 */
export function findQuoted(
  suspect: Fingerprint,
  genuine: Fingerprint,
  rarity: Rarity,
): QuotedFinding | 'template' | null {
  const { content } = genuine;
  const texts = textsOf(suspect);
  if (texts.length === 0 || !tells(content)) return null;
  const shareAt = (at: number, alike: number) => 1 - (at + 1 - alike) / (texts.length + 1);
  const at = texts.findIndex((text) => equals(text.content, content));
  const whole = texts[at];
  if (whole && !guessedBeside(suspect, content)) {
    const evidence = evidenceOf(suspect, genuine, whole);
    return { grade: 'contains', evidence, band: 'most', share: shareAt(at, 1), equal: true };
  }
  let template = false;
  let best: QuotedFinding | null = null;
  for (const [i, text] of texts.entries()) {
    const alike = likeness(text.content, content, rarity);
    const grade = gradeOf(alike);
    if (grade === null) template ||= alike.templateOnly;
    else {
      const share = shareAt(i, Math.max(alike.inGenuine, alike.inSuspect));
      if (best !== null && best.share >= share) continue;
      best = {
        grade: grade === 'contains' ? 'contains' : 'near',
        evidence: unequal(suspect),
        band: bandOf(alike),
        share,
        equal: false,
      };
    }
  }
  return best ?? (template ? 'template' : null);
}

/** Every text of a suspect that is quoted, by messages and then as one. */
export function quotedTexts({ mail }: Fingerprint): ContentPrint[] {
  if (!mail) return [];
  return [...mail.thread.map(({ content }) => content), mail.quoted].filter(tells);
}

function textsOf({ mail }: Fingerprint): Text[] {
  if (!mail) return [];
  const texts: { content: ContentPrint | null; stated: ThreadPrint | null }[] = [
    ...mail.thread.map((stated) => ({ content: stated.content, stated })),
    { content: mail.quoted, stated: null },
  ];
  return texts.flatMap(({ content, stated }) => (tells(content) ? [{ content, stated }] : []));
}

/** Equal but for hyphens at most, as re-wrapping leaves a text. */
function equals(s: ContentPrint, g: ContentPrint): boolean {
  const joined = s.body_joined === g.body_joined && s.labels === g.labels;
  return (s.body === g.body || joined) && fitsItself(s, g);
}

/**
 * Whether the suspect holds other versions of the same text too. It is charged for one, so of
 * several none is told to be right.
 */
function guessedBeside(suspect: Fingerprint, genuine: ContentPrint): boolean {
  const thread = suspect.mail?.thread ?? [];
  // The text of a bare forward is its thread.
  const own = suspect.mail?.quoted ? suspect.content : null;
  const texts = [own, ...thread.map(({ content }) => content)].filter(tells);
  return texts.some((text) => fits(text, genuine) && !equals(text, genuine));
}

function evidenceOf(suspect: Fingerprint, genuine: Fingerprint, quoted: Text): Evidence {
  const evidence = noEvidence();
  evidence.agrees.add('quoted');
  if (quoted.content.body !== genuine.content?.body) evidence.unverified.add('hyphens');
  leaveNewWords(suspect, evidence);
  const { mail } = genuine;
  if (mail) {
    for (const field of STATED) {
      const [mine, theirs] = [quoted.stated?.[field] ?? null, mail[field]];
      if (mine === null && theirs === null) continue;
      if (mine === null || theirs === null) evidence.unverified.add(field);
      else evidence[mine === theirs ? 'agrees' : 'differs'].add(field);
    }
    if (mail.names) evidence.unverified.add('names');
    if (mail.signature) evidence.unverified.add('signature');
    if (mail.alternatives.length > 0) evidence.unverified.add('alternatives');
  }
  evidence.unverified.add('appearance');
  if (genuine.parts.length > 0) evidence.unverified.add('parts');
  return evidence;
}

function unequal(suspect: Fingerprint): Evidence {
  const evidence = noEvidence();
  evidence.differs.add('quoted');
  leaveNewWords(suspect, evidence);
  return evidence;
}

/** A bare forward has no words of its own. */
function leaveNewWords({ content, mail }: Fingerprint, evidence: Evidence): void {
  if (content !== null && mail?.quoted) evidence.unverified.add('body');
}
