import type { ContentPrint, Fingerprint } from '../fingerprint/profile.ts';
import { compareMail, leaveMailOpen } from './compare-mail.ts';
import { compareText, type Evidence, noEvidence, type TextRelation } from './compare-text.ts';
import { tells } from './features.ts';
import { fits, sameBytes } from './fit.ts';
import { kindOf } from './kind.ts';

/**
 * What digests alone say of a suspect and a genuine document:
 * - `identical`: the same bytes;
 * - `same_content`: all layers and parts equal, drawing included;
 * - `same_text`: the text equal, nothing known to differ, something unverified;
 * - `altered`: the text equal or the mail's Message-ID the same, and something differs;
 * - `parts`: the text differs, a part is equal;
 * - `none`: nothing that decides.
 */
export type Relation = 'identical' | 'same_content' | 'same_text' | 'altered' | 'parts' | 'none';

export interface Comparison {
  readonly relation: Relation;
  readonly evidence: Evidence;
}

/**
 * Compares by equality of digests only (law 1).
 *
 * @param bound the text stands in a mail or container that fits already, so that its being
 *   short invites no guessing
 */
export function compare(s: Fingerprint, g: Fingerprint, bound = false): Comparison {
  const evidence = noEvidence();
  if (sameBytes(s, g)) {
    evidence.agrees.add('bytes');
    return { relation: 'identical', evidence };
  }
  // What was not read to its end has not been compared, whatever the rest says.
  if (s.problem !== null || g.problem !== null) return { relation: 'none', evidence };
  const sameId = s.mail?.message_id != null && s.mail.message_id === g.mail?.message_id;
  const short = !tells(s.content) && !sameId && !bound;
  if (s.content && g.content && !short) return compareTexts(s, g, sameId, evidence);
  if (s.content === null && g.content === null && s.parts.length > 0) {
    return compareWithoutText(s, g, evidence);
  }
  if (sameId) {
    evidence.differs.add('body');
    return { relation: 'altered', evidence: withRest(s, g, evidence) };
  }
  return { relation: 'none', evidence };
}

function compareTexts(
  s: Fingerprint,
  g: Fingerprint,
  sameId: boolean,
  evidence: Evidence,
): Comparison {
  if (!s.content || !g.content) return { relation: 'none', evidence };
  const text = vouchedFor(s.content, g.content)
    ? compareText(s.content, g.content, evidence)
    : otherText(evidence);
  withRest(s, g, evidence);
  if (text === 'other') {
    const shared = s.mail !== null && g.mail !== null && sharesPart(s, g);
    return { relation: sameId ? 'altered' : shared ? 'parts' : 'none', evidence };
  }
  if (evidence.differs.size > 0) return { relation: 'altered', evidence };
  const whole =
    text === 'equal' && evidence.unverified.size === 0 && kindOf(s.type) === kindOf(g.type);
  return { relation: whole ? 'same_content' : 'same_text', evidence };
}

/** Below the words that tell, the mail or container around a text has been looked at already. */
function vouchedFor(s: ContentPrint, g: ContentPrint): boolean {
  return tells(g) ? fits(s, g) : !tells(s);
}

function otherText(evidence: Evidence): TextRelation {
  evidence.differs.add('body');
  return 'other';
}

/** Archives, and mails of attachments alone: their parts are all they hold. */
function compareWithoutText(s: Fingerprint, g: Fingerprint, evidence: Evidence): Comparison {
  if (kindOf(s.type) !== kindOf(g.type)) return { relation: 'none', evidence };
  withRest(s, g, evidence);
  if (evidence.differs.size === 0) {
    const all = evidence.unverified.size === 0;
    if (all) return { relation: 'same_content', evidence };
    return { relation: s.mail ? 'same_text' : 'none', evidence };
  }
  const mailWithParts = s.mail !== null && g.mail !== null && !evidence.differs.has('parts');
  return { relation: mailWithParts ? 'altered' : 'none', evidence };
}

/** Headers and parts. */
function withRest(s: Fingerprint, g: Fingerprint, evidence: Evidence): Evidence {
  if (s.mail && g.mail) compareMail(s.mail, g.mail, evidence);
  else if (s.mail || g.mail) {
    for (const mail of [s.mail, g.mail]) if (mail) leaveMailOpen(mail, evidence);
  }
  compareParts(s, g, evidence);
  return evidence;
}

/**
 * All parts of both must pair up. In a mail or archive an odd one is a change. In other
 * documents images belong to the appearance, and a conversion to another format drops or
 * re-encodes parts: they are then left unverified, which keeps the answer at `same_text`.
 */
function compareParts(s: Fingerprint, g: Fingerprint, evidence: Evidence): void {
  if (s.parts.length === 0 && g.parts.length === 0) return;
  const odd = oddParts(s.parts, g.parts);
  if (odd.all.length === 0) evidence[odd.exact ? 'agrees' : 'unverified'].add('parts');
  else if (kindOf(s.type) !== kindOf(g.type)) evidence.unverified.add('parts');
  else if (s.mail || s.content === null) evidence.differs.add('parts');
  else {
    const images = odd.all.every((part) => part.type.startsWith('image/'));
    evidence[images ? 'unverified' : 'differs'].add('parts');
  }
}

function oddParts(s: readonly Fingerprint[], g: readonly Fingerprint[]) {
  const left = groupBy(g, (part) => part.bytes.sha256);
  const odd = s.filter((part) => {
    const twins = left.get(part.bytes.sha256);
    const twin = twins?.at(-1);
    if (!twin || !sameBytes(part, twin)) return true;
    twins?.pop();
    return false;
  });
  const byText = groupBy([...left.values()].flat(), pairingKey);
  let exact = true;
  const added: Fingerprint[] = [];
  for (const part of odd) {
    const list = byText.get(pairingKey(part));
    const other = list?.at(-1);
    const relation = other ? compare(part, other, true).relation : 'none';
    if (relation === 'same_content' || relation === 'same_text') {
      list?.pop();
      if (relation === 'same_text') exact = false;
    } else added.push(part);
  }
  return { all: [...added, ...[...byText.values()].flat()], exact };
}

/** Parts can only be the same content if this is equal. */
function pairingKey(part: Fingerprint): string {
  if (part.content) return part.content.body_joined;
  return `${part.type} ${part.parts.length} ${part.parts.length === 0 ? part.bytes.sha256 : ''}`;
}

function sharesPart(s: Fingerprint, g: Fingerprint): boolean {
  const theirs = new Set(g.parts.map((part) => part.bytes.sha256));
  return s.parts.some((part) => theirs.has(part.bytes.sha256) && !part.type.startsWith('image/'));
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const list = groups.get(key(item));
    if (list) list.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
