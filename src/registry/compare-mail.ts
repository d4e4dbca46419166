import type { ContentPrint, MailPrint } from '../fingerprint/profile.ts';
import { type Evidence, sameContent, sameWords } from './compare-text.ts';

const FIELDS = ['message_id', 'from', 'to', 'cc', 'date', 'subject', 'names'] as const;
/** Fields that a reader sees as said of the mail; adding one is a change. */
const ADDED_ACCUSES = new Set<string>(['from', 'to', 'cc', 'subject']);

/**
 * Compares the own fields of two mails. A header that the suspect lacks never accuses: clients
 * and exports drop them. One that differs, or a visible one that was added, does.
 */
export function compareMail(s: MailPrint, g: MailPrint, into: Evidence): void {
  for (const field of FIELDS) {
    const [mine, theirs] = [s[field], g[field]];
    if (mine === theirs) {
      if (mine !== null) into.agrees.add(field);
    } else if (mine === null || (theirs === null && !ADDED_ACCUSES.has(field))) {
      into.unverified.add(field);
    } else into.differs.add(field);
  }
  compareAlternatives(s.alternatives, g.alternatives, into);
  for (const layer of ['quoted', 'signature'] as const) {
    const [mine, theirs] = [s[layer], g[layer]];
    if (mine === null && theirs === null) continue;
    into[mine && theirs && sameWords(mine, theirs) ? 'agrees' : 'differs'].add(layer);
  }
}

/**
 * Which alternative a reader's program shows is not known, so each must be there. One that is
 * missing is not verified; one that says something else, or was added, is a change.
 */
function compareAlternatives(
  s: readonly ContentPrint[],
  g: readonly ContentPrint[],
  into: Evidence,
): void {
  if (s.length === 0 && g.length === 0) return;
  const left = [...g];
  let verified = s.length === g.length;
  for (const body of s) {
    const exact = left.findIndex((other) => sameContent(body, other));
    const found = exact >= 0 ? exact : left.findIndex((other) => sameWords(body, other));
    if (found < 0) {
      into.differs.add('alternatives');
      return;
    }
    if (exact < 0) verified = false;
    left.splice(found, 1);
  }
  into[verified ? 'agrees' : 'unverified'].add('alternatives');
}

/** What a comparison of a mail with something that is no mail must leave open. */
export function leaveMailOpen(mail: MailPrint, into: Evidence): void {
  for (const field of FIELDS) if (mail[field] !== null) into.unverified.add(field);
  if (mail.alternatives.length > 0) into.unverified.add('alternatives');
  if (mail.quoted) into.unverified.add('quoted');
  if (mail.signature) into.unverified.add('signature');
}
