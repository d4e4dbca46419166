/** The messages of a quoted thread, each without its marks, the thread below it and its ends. */
import type { Line, QuotedMessage } from '../fingerprint/document.ts';
import { type Segment, splitThread } from './quote.ts';
import { attributed, readStated } from './quote-header.ts';

/** Messages told; a longer thread is known by the nearest ones. */
const MAX_MESSAGES = 16;
/** Mails quoted in mails: every level reads the lines below it once more. */
const MAX_DEPTH = 10;
/** Lines read at all levels together: a long thread has some thousands. */
const MAX_LINES = 200_000;

interface Found {
  readonly messages: QuotedMessage[];
  lines: number;
}

/**
 * Reads a thread by the same rules as the mails in it were read on their own, so that the
 * words of a message that was forwarded whole are those of the mail itself.
 */
export function messagesOf(segments: readonly Segment[]): QuotedMessage[] {
  const found: Found = { messages: [], lines: 0 };
  addMessages(segments, found, 0);
  return found.messages;
}

function addMessages(segments: readonly Segment[], found: Found, depth: number): void {
  for (const { lead, lines } of segments) {
    found.lines += lines.length;
    if (found.lines > MAX_LINES || depth >= MAX_DEPTH) return;
    if (found.messages.length >= MAX_MESSAGES) return;
    const { stated, rest } = readStated(lines);
    const split = splitThread(rest);
    const text = { pages: [split.body.filter(hasText)] };
    if (split.body.some(hasText)) {
      found.messages.push({ ...(lead === '' ? stated : attributed(lead)), text });
    }
    addMessages(split.segments, found, depth + 1);
  }
}

function hasText({ text }: Line): boolean {
  return text.trim() !== '';
}
