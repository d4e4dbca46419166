import type { ContentPrint, Fingerprint } from '../fingerprint/profile.ts';
import { compareMail, compareOrder, leaveMailOpen, onlyFooterAdded } from './compare-mail.ts';
import { compareText, type Evidence, noEvidence, type TextRelation } from './compare-text.ts';
import { tells } from './features.ts';
import { fits, fitsItself, sameBytes } from './fit.ts';
import { kindOf } from './kind.ts';

/**
 * What digests alone say of a suspect and a genuine document:
 * - `identical`: the same bytes;
 * - `same_content`: all layers and parts equal, drawing included;
 * - `same_text`: the text equal, nothing known to differ, something unverified;
 * - `contains`: all equal, and the footer of a mailing list below it;
 * - `altered`: the text equal or the mail's Message-ID the same, and something differs;
 * - `parts`: the text differs, a part is equal;
 * - `none`: nothing that decides.
 */
export type Relation =
  | 'identical'
  | 'same_content'
  | 'same_text'
  | 'contains'
  | 'altered'
  | 'parts'
  | 'none';

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
  const short = !tells(s.content) && !sameId && !bound && !sameWhole(s, g);
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
  const [mine, theirs] = sameDivision(s, g);
  if (!mine || !theirs) return { relation: 'none', evidence };
  const text = vouchedFor(mine, theirs) ? compareText(mine, theirs, evidence) : otherText(evidence);
  withRest(s, g, evidence, mine !== s.content || theirs !== g.content);
  if (text === 'other') {
    const shared = s.mail !== null && g.mail !== null && sharesPart(s, g);
    return { relation: sameId ? 'altered' : shared ? 'parts' : 'none', evidence };
  }
  if (onlyFooterAdded(s.mail, g.mail, evidence)) return { relation: 'contains', evidence };
  if (evidence.differs.size > 0) return { relation: 'altered', evidence };
  const whole =
    text === 'equal' && evidence.unverified.size === 0 && kindOf(s.type) === kindOf(g.type);
  return { relation: whole ? 'same_content' : 'same_text', evidence };
}

/** A short answer with a thread below it: the two together tell. */
function sameWhole(s: Fingerprint, g: Fingerprint): boolean {
  const [mine, theirs] = [s.mail?.whole ?? null, g.mail?.whole ?? null];
  if (!tells(mine) || !tells(theirs)) return false;
  return mine.body_joined === theirs.body_joined && fitsItself(mine, theirs);
}

/** A mail saved as text has thread, signature and footer in the text: it is compared undivided. */
function sameDivision(s: Fingerprint, g: Fingerprint): [ContentPrint | null, ContentPrint | null] {
  const equal = (text: ContentPrint | null | undefined, whole: ContentPrint | null | undefined) =>
    text != null && whole != null && text.body_joined === whole.body_joined;
  if (!s.mail && equal(s.content, g.mail?.whole)) return [s.content, g.mail?.whole ?? null];
  if (!g.mail && equal(g.content, s.mail?.whole)) return [s.mail?.whole ?? null, g.content];
  return [s.content, g.content];
}

/** Below the words that tell, the mail or container around a text has been looked at already. */
function vouchedFor(s: ContentPrint, g: ContentPrint): boolean {
  const found = s.body === g.body || s.body_joined === g.body_joined;
  return tells(g) ? (found ? fitsItself(s, g) : fits(s, g)) : !tells(s);
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

/**
 * Headers and parts.
 *
 * @param whole the body of the mail was compared undivided
 */
function withRest(s: Fingerprint, g: Fingerprint, evidence: Evidence, whole = false): Evidence {
  if (s.mail && g.mail) {
    compareMail(s.mail, g.mail, evidence);
    compareOrder(s, g, evidence);
  } else if (s.mail || g.mail) {
    for (const mail of [s.mail, g.mail]) if (mail) leaveMailOpen(mail, whole, evidence);
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
  if (odd.names !== null) evidence[odd.names].add('filenames');
  if (odd.all.length === 0) evidence[odd.exact ? 'agrees' : 'unverified'].add('parts');
  else if (kindOf(s.type) !== kindOf(g.type)) evidence.unverified.add('parts');
  else if (s.mail || s.content === null) evidence.differs.add('parts');
  else {
    const images = odd.all.every((part) => part.type.startsWith('image/'));
    evidence[images ? 'unverified' : 'differs'].add('parts');
  }
}

/** Pairs parts by their bytes, then by their text; of equal ones those of one name first. */
function oddParts(s: readonly Fingerprint[], g: readonly Fingerprint[]) {
  const names = new Set<keyof Evidence>();
  let exact = true;
  const pair = (mine: readonly Fingerprint[], lists: Map<string, Fingerprint[]>, by: Pairing) =>
    mine.filter((part) => {
      const list = lists.get(by.key(part)) ?? [];
      const at = list.findLastIndex((one) => !by.sameName || one.name === part.name);
      const twin = list[at];
      const relation = twin ? by.relate(part, twin) : null;
      if (!twin || relation === null) return true;
      list.splice(at, 1);
      if (relation === 'same_text') exact = false;
      if (part.name === twin.name) {
        if (part.name !== null) names.add('agrees');
      } else names.add(part.name === null || twin.name === null ? 'unverified' : 'differs');
      return false;
    });
  const bytes = groupBy(g, BYTES.key);
  let odd = pair(s, bytes, { ...BYTES, sameName: true });
  odd = pair(odd, bytes, BYTES);
  const texts = groupBy([...bytes.values()].flat(), TEXTS.key);
  odd = pair(odd, texts, { ...TEXTS, sameName: true });
  odd = pair(odd, texts, TEXTS);
  const worst = (['differs', 'unverified', 'agrees'] as const).find((one) => names.has(one));
  return { all: [...odd, ...[...texts.values()].flat()], exact, names: worst ?? null };
}

interface Pairing {
  readonly key: (part: Fingerprint) => string;
  readonly relate: (s: Fingerprint, g: Fingerprint) => 'same_content' | 'same_text' | null;
  readonly sameName?: boolean;
}

const BYTES: Pairing = {
  key: (part) => part.bytes.sha256,
  relate: (s, g) => (sameBytes(s, g) ? 'same_content' : null),
};

const TEXTS: Pairing = {
  key: pairingKey,
  relate(s, g) {
    const { relation } = compare(s, g, true);
    return relation === 'same_content' || relation === 'same_text' ? relation : null;
  },
};

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
