/** The lines that open a quoted thread, and the marks on its lines. */
import { isHeaderBlock } from './quote-header.ts';

const MARK = /^ {0,3}>/;
const ATTRIBUTION = /^(?:Le|On)\s.{6,500}\s(?:a\s+écrit|wrote)\s*:$/i;
/** "Marie Dupont wrote:", believed only right above a quoted line. */
const SHORT_ATTRIBUTION = /^\S.{1,300}\s(?:a\s+écrit|wrote)\s*:$/i;
const SEPARATOR =
  /^-{2,}\s*(?:(?:Message|Mail|Courriel)\s(?:d['’]origine|original|initial|transféré|réexpédié)|(?:Original|Forwarded)\s(?:Message|mail)(?:\sfrom\s[^-]{1,200})?)\s*-{2,}$/i;
const BEGIN = /^(?:Begin forwarded message|Début du message (?:réexpédié|transféré))\s*:?$/i;
const END =
  /^-{2,}\s*(?:End(?: of)? (?:forwarded|original) message|Fin du message (?:réexpédié|transféré|d['’]origine))\s*-{2,}$/i;
const RULE = /^_{10,}$/;

/** An attribution may be wrapped over this many lines. */
const ATTRIBUTION_LINES = 4;
/** A date, a name and an address; also what keeps the patterns above linear. */
const ATTRIBUTION_LENGTH = 500;

export interface Lead {
  readonly lines: number;
  /** What follows is quoted without marks. */
  readonly rest: boolean;
  /** A line of its own may say where the thread ends. */
  readonly closed: boolean;
  /** An attribution, joined; empty for anything else. */
  readonly text: string;
}

export function isMarked(text: string): boolean {
  return MARK.test(text);
}

/** A quoted line without one of its marks and the space after it. */
export function unmarked(text: string): string {
  return withoutFromMark(text.replace(/^ {0,3}> ?/, ''));
}

/**
 * Mailboxes put a `>` before a line that begins with `From `, once or again on every way, and
 * some programs never take it off: such a line has none, however many it came with.
 */
export function withoutFromMark(text: string): string {
  return text.replace(/^>+(?=From )/, '');
}

export function isEnd(text: string): boolean {
  return text.length < ATTRIBUTION_LENGTH && END.test(text.trim());
}

/** Recognises the lines that open a quoted thread at `start`; null when none do. */
export function threadLead(texts: readonly string[], start: number, end: number): Lead | null {
  const text = (texts[start] ?? '').trim();
  if (text === '' || text.length > ATTRIBUTION_LENGTH) return null;
  if (SEPARATOR.test(text) || BEGIN.test(text)) {
    return { lines: 1, rest: true, closed: true, text: '' };
  }
  // The block itself stays, to be read as what the thread states of itself.
  if (isHeaderBlock(texts, start)) return { lines: 0, rest: true, closed: false, text: '' };
  if (RULE.test(text) && isHeaderBlock(texts, nextText(texts, start + 1))) {
    return { lines: 1, rest: true, closed: false, text: '' };
  }
  return attribution(texts, start, end);
}

function attribution(texts: readonly string[], start: number, end: number): Lead | null {
  let joined = '';
  for (let n = 1; n <= ATTRIBUTION_LINES && start + n <= end; n++) {
    const line = (texts[start + n - 1] ?? '').trim();
    if (line === '' || MARK.test(line)) return null;
    joined = `${joined} ${line}`.trim();
    if (joined.length > ATTRIBUTION_LENGTH) return null;
    if (!/(?:a\s+écrit|wrote)\s*:$/i.test(joined)) continue;
    const marked = MARK.test(texts[nextText(texts, start + n)] ?? '');
    const lead = { lines: n, rest: !marked, closed: false, text: joined };
    if (ATTRIBUTION.test(joined) && (marked || /\d/.test(joined))) return lead;
    return n === 1 && marked && SHORT_ATTRIBUTION.test(joined) ? lead : null;
  }
  return null;
}

/** Index of the first line with text from `start` on. */
export function nextText(texts: readonly string[], start: number): number {
  let i = start;
  while (i < texts.length && texts[i]?.trim() === '') i++;
  return i;
}
