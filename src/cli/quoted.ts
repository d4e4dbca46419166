import type { Document } from '../fingerprint/document.ts';
import { locate, locateRelabelled, plainText, quote } from '../fingerprint/locate.ts';
import { relabel } from '../fingerprint/locate-labels.ts';
import { partAt } from '../fingerprint/part-at.ts';
import type { Quoted, QuoteRequest } from './task.ts';

/**
 * Passages of a document in its own words. Runs in the reader process: the text stays there,
 * and only what is quoted comes back.
 */

/** Words shown on either side of a passage, within this many characters. */
const CONTEXT_WORDS = 6;
const CONTEXT_CHARACTERS = 80;

/** Null where the part has no text, or the words asked for are not of its text. */
export function quotedIn(document: Document, request: QuoteRequest): Quoted {
  const text = partAt(document, request.path)?.reading?.text;
  if (!text) return null;
  try {
    if ('ranges' in request) return { quotes: quote(text, request.ranges) };
    const plain = plainText(text);
    const around = ({ start, end }: { readonly start: number; readonly end: number }) => ({
      before: wordsBefore(plain, start),
      after: wordsAfter(plain, end),
    });
    if ('spans' in request) {
      if (request.spans.some(({ end }) => end > plain.length)) return null;
      const texts = request.spans.map((span) => ({
        text: plain.slice(span.start, span.end),
        ...around(span),
      }));
      return { texts };
    }
    const { alignment, second } = request;
    const again = second ? null : (relabel(text, alignment)?.entries ?? null);
    const altered = second ? locateRelabelled(text, alignment, second) : locate(text, alignment);
    const passages = altered.map((passage) => ({ ...passage, ...around(passage) }));
    return { passages, again };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function wordsBefore(plain: string, end: number): string {
  const from = Math.max(0, end - CONTEXT_CHARACTERS);
  // The first word may be cut in two.
  const near = from === 0 ? plain.slice(0, end) : plain.slice(from, end).replace(/^\S+/, '');
  return near.trim().split(/\s+/).slice(-CONTEXT_WORDS).join(' ');
}

function wordsAfter(plain: string, start: number): string {
  const to = start + CONTEXT_CHARACTERS;
  const near = plain.slice(start, to);
  const whole = to >= plain.length ? near : near.replace(/\S+$/, '');
  return whole.trim().split(/\s+/).slice(0, CONTEXT_WORDS).join(' ');
}
