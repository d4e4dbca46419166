/**
 * Splits a mail's text into what its sender wrote, the thread quoted in it, and the
 * signature (`-- ` line: RFC 3676, 4.3), by the conventions of common mail programs in
 * French and English.
 */
import type { Line } from '../fingerprint/document.ts';

export interface Split {
  readonly body: readonly Line[];
  readonly quoted: readonly Line[];
  readonly signature: readonly Line[];
}

type Place = keyof Split;

const QUOTE = /^ {0,3}>/;
const SIGNATURE = /^--[ \u00a0]*$/;
const ATTRIBUTION = /^(?:Le|On)\s.{6,500}\s(?:a\s+écrit|wrote)\s*:$/i;
/** "Marie Dupont wrote:", believed only right above a quoted line. */
const SHORT_ATTRIBUTION = /^\S.{1,300}\s(?:a\s+écrit|wrote)\s*:$/i;
const SEPARATOR = /^-{3,}\s*(?:Message d['’]origine|Original Message)\s*-{3,}$/i;
const RULE = /^_{10,}$/;
const FROM = /^[*\s]*(?:De|From)\s*:/i;
const SENT = /^[*\s]*(?:Envoyé|Sent|Date)(?:\s+le)?\s*:/i;
const TO_OR_SUBJECT = /^[*\s]*(?:À|A|To|Objet|Subject)\s*:/i;

/** An attribution may be wrapped over this many lines. */
const ATTRIBUTION_LINES = 4;
/** A date, a name and an address; also what keeps the patterns above linear. */
const ATTRIBUTION_LENGTH = 500;

/**
 * Puts every line into exactly one of the three, in its order.
 *
 * A mail with nothing but a thread is a forward: the thread is its body then.
 */
export function splitThread(lines: readonly Line[]): Split {
  const texts = lines.map((line) => line.text.normalize('NFC').trimEnd());
  const places: Place[] = [];
  let place: Place = 'body';
  for (let i = 0; i < lines.length; ) {
    const lead = threadLead(texts, i);
    if (lead !== null) {
      // Below an attribution without `>` marks and below a header block, all is thread.
      const end = lead.rest ? lines.length : i + lead.lines;
      while (places.length < end) places.push('quoted');
    } else if (QUOTE.test(texts[i] ?? '')) {
      places.push('quoted');
      if (place === 'signature') place = 'body';
    } else {
      if (SIGNATURE.test((lines[i]?.text ?? '').replace(/\r$/, ''))) place = 'signature';
      places.push(place);
    }
    i = places.length;
  }
  const split = {
    body: lines.filter((_, i) => places[i] === 'body'),
    quoted: lines.filter((_, i) => places[i] === 'quoted'),
    signature: lines.filter((_, i) => places[i] === 'signature'),
  };
  const own = split.body.some((line) => line.text.trim() !== '');
  return own ? split : { body: lines, quoted: [], signature: [] };
}

/** Recognises the lines that open a quoted thread at `start`. */
function threadLead(
  texts: readonly string[],
  start: number,
): { lines: number; rest: boolean } | null {
  const text = texts[start] ?? '';
  if (SEPARATOR.test(text.trim())) return { lines: 1, rest: true };
  if (isHeaderBlock(texts, start)) return { lines: 1, rest: true };
  if (RULE.test(text.trim()) && isHeaderBlock(texts, nextText(texts, start + 1))) {
    return { lines: 1, rest: true };
  }
  return attribution(texts, start);
}

/** `De : … / Envoyé : … / À : …`, as Outlook writes it above the thread. */
function isHeaderBlock(texts: readonly string[], start: number): boolean {
  if (!FROM.test(texts[start] ?? '')) return false;
  const second = nextText(texts, start + 1);
  const third = nextText(texts, second + 1);
  return (
    second - start <= 2 &&
    SENT.test(texts[second] ?? '') &&
    third - second <= 2 &&
    TO_OR_SUBJECT.test(texts[third] ?? '')
  );
}

function attribution(
  texts: readonly string[],
  start: number,
): { lines: number; rest: boolean } | null {
  if ((texts[start] ?? '').trim() === '') return null;
  let joined = '';
  for (let n = 1; n <= ATTRIBUTION_LINES; n++) {
    const line = (texts[start + n - 1] ?? '').trim();
    if (line === '' || QUOTE.test(line)) return null;
    joined = `${joined} ${line}`.trim();
    if (joined.length > ATTRIBUTION_LENGTH) return null;
    if (!/(?:a\s+écrit|wrote)\s*:$/i.test(joined)) continue;
    const quoteFollows = QUOTE.test(texts[nextText(texts, start + n)] ?? '');
    if (ATTRIBUTION.test(joined) && (quoteFollows || /\d/.test(joined))) {
      return { lines: n, rest: !quoteFollows };
    }
    return n === 1 && quoteFollows && SHORT_ATTRIBUTION.test(joined)
      ? { lines: 1, rest: false }
      : null;
  }
  return null;
}

/** Index of the first line with text from `start` on. */
function nextText(texts: readonly string[], start: number): number {
  let i = start;
  while (i < texts.length && texts[i]?.trim() === '') i++;
  return i;
}
