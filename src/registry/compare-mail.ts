import {
  type ContentPrint,
  type Fingerprint,
  MAIL_FIELDS,
  type MailPrint,
} from '../fingerprint/profile.ts';
import { type Evidence, sameContent, sameWords } from './compare-text.ts';

/** What is cut out of the text of a mail. */
const LAYERS = ['quoted', 'signature', 'footer'] as const;
/**
 * Fields that a reader sees as said of the mail, or that send the answer elsewhere: adding one is
 * a change. Relays and lists add Sender, which is then left open.
 */
const ADDED_ACCUSES = new Set<string>(['from', 'to', 'cc', 'reply_to', 'importance', 'subject']);

/**
 * Compares the own fields of two mails. A header that the suspect lacks never accuses: clients
 * and exports drop them. One that differs, or a visible one that was added, does.
 */
export function compareMail(s: MailPrint, g: MailPrint, into: Evidence): void {
  for (const field of MAIL_FIELDS) {
    const [mine, theirs] = [s[field], g[field]];
    if (mine === theirs) {
      if (mine !== null) into.agrees.add(field);
    } else if (mine === null || (theirs === null && !ADDED_ACCUSES.has(field))) {
      into.unverified.add(field);
    } else into.differs.add(field);
  }
  compareAlternatives(s.alternatives, g.alternatives, into);
  for (const layer of LAYERS) {
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
  // Which of them is shown, or shown first, goes by their order.
  for (const body of s) {
    const exact = left.findIndex((other) => sameContent(body, other));
    const found = exact >= 0 ? exact : left.findIndex((other) => sameWords(body, other));
    if (found < 0) {
      into.differs.add('alternatives');
      return;
    }
    if (exact !== 0) verified = false;
    left.splice(found, 1);
  }
  into[verified ? 'agrees' : 'unverified'].add('alternatives');
}

/**
 * The same words and the same thread, told apart and yet not in the same order: an answer that
 * stands below another question.
 */
export function compareOrder(s: Fingerprint, g: Fingerprint, into: Evidence): void {
  const [mine, theirs] = [s.mail?.whole, g.mail?.whole];
  if (!mine || !theirs || s.content?.body_joined !== g.content?.body_joined) return;
  if (LAYERS.some((layer) => into.differs.has(layer))) return;
  if (mine.body !== theirs.body && mine.body_joined !== theirs.body_joined) {
    into.differs.add('quoted');
  }
}

/** Whether all that was found is the footer of a mailing list below a mail that had none. */
export function onlyFooterAdded(
  s: MailPrint | null,
  g: MailPrint | null,
  found: Evidence,
): boolean {
  if (!s?.footer || !g || g.footer) return false;
  return found.differs.size === 1 && found.differs.has('footer');
}

/**
 * What a comparison of a mail with something that is no mail must leave open.
 *
 * @param whole its body was compared undivided
 */
export function leaveMailOpen(mail: MailPrint, whole: boolean, into: Evidence): void {
  for (const field of MAIL_FIELDS) if (mail[field] !== null) into.unverified.add(field);
  if (mail.alternatives.length > 0) into.unverified.add('alternatives');
  if (whole) return;
  for (const layer of LAYERS) {
    if (mail[layer]) into.unverified.add(layer);
  }
}
