/** The messages of a quoted thread, each without its marks, the thread below it and its ends. */
import type { Line, QuotedMessage } from '../fingerprint/document.ts';
import { type Segment, splitThread } from './quote.ts';
import { attributed, readStated } from './quote-header.ts';

/** Messages told; a longer thread is known by the nearest ones. */
const MAX_MESSAGES = 16;
/** Mails quoted in mails: every level reads the lines below it once more. */
const MAX_DEPTH = 16;

/**
 * Reads a thread by the same rules as the mails in it were read on their own, so that the
 * words of a message that was forwarded whole are those of the mail itself.
 */
export function messagesOf(segments: readonly Segment[]): QuotedMessage[] {
  const messages: QuotedMessage[] = [];
  addMessages(segments, messages, 0);
  return messages.slice(0, MAX_MESSAGES);
}

function addMessages(segments: readonly Segment[], into: QuotedMessage[], depth: number): void {
  for (const { lead, lines } of segments) {
    if (into.length >= MAX_MESSAGES || depth >= MAX_DEPTH) return;
    const { stated, rest } = readStated(lines);
    const split = splitThread(rest);
    const text = { pages: [split.body.filter(hasText)] };
    if (split.body.some(hasText)) {
      into.push({ ...(lead === '' ? stated : attributed(lead)), text });
    }
    addMessages(split.segments, into, depth + 1);
  }
}

function hasText({ text }: Line): boolean {
  return text.trim() !== '';
}
