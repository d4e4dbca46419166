import { STREAMS, type Stream } from '../fingerprint/document.ts';
import type { ContentPrint } from '../fingerprint/profile.ts';
import type { Layer } from './contract.ts';

/** What two texts share by digest. Only equality is looked at here, never likeness. */
export interface Evidence {
  readonly agrees: Set<Layer>;
  readonly differs: Set<Layer>;
  readonly unverified: Set<Layer>;
}

export function noEvidence(): Evidence {
  return { agrees: new Set(), differs: new Set(), unverified: new Set() };
}

/** `equal` to the letter; `joined` but for hyphens and labels on one side; else `other`. */
export type TextRelation = 'equal' | 'joined' | 'other';

/**
 * Formats that keep hyphens and list labels as they were typed when they are saved again: in two
 * files of one of them, a hyphen more or less was put there by somebody. Plain text is re-wrapped
 * on its way, and PDF hyphenates.
 */
const KEEP_HYPHENS = new Set(['docx', 'odf', 'rtf', 'html', 'xlsx', 'pptx']);
/**
 * Formats that declare their running headers and footers, and plain text, whose pages nothing
 * lays out anew: in two files of one of them, a header more or less was put there by somebody.
 */
const DECLARE_FURNITURE = new Set(['docx', 'odf', 'rtf', 'xlsx', 'pptx', 'plain']);
/** Formats whose pages are read line by line, by one rule for what runs through them. */
const GUESS_FURNITURE = new Set(['pdf', 'plain']);
/** Formats of which all that is printed on a page is read; a browser or sheet prints more. */
const TELL_FURNITURE = new Set([...GUESS_FURNITURE, 'docx', 'odf', 'rtf']);

/**
 * Compares a suspect's text with a genuine one, layer by layer.
 *
 * What a conversion may change is left open between two formats. Between two files of one
 * format it is a change: list labels, hyphens, running headers, the gaps that part columns.
 * List labels that differ on both sides always are: "Article 3" is not "Article 2".
 */
export function compareText(s: ContentPrint, g: ContentPrint, into: Evidence): TextRelation {
  if (s.body_joined !== g.body_joined && s.body !== g.body) {
    const [mine, theirs] = [readAs(s, g), readAs(g, s)];
    if (mine === null && theirs === null) {
      into.differs.add('body');
      return 'other';
    }
    into.unverified.add('layout');
    return compareText(mine ?? s, mine === null ? (theirs ?? g) : g, into);
  }
  into.agrees.add('body');
  const format = formatOf(s) === formatOf(g) ? formatOf(s) : null;
  const keeps = format !== null && KEEP_HYPHENS.has(format);
  const relation = s.body === g.body ? 'equal' : 'joined';
  if (relation === 'joined') into[keeps ? 'differs' : 'unverified'].add('hyphens');
  addLabels(s, g, keeps, into);
  addFurniture(s, g, format, into);
  for (const stream of STREAMS) addBeside(stream, s, g, into);
  into[sameAppearance(s, g) ? 'agrees' : 'unverified'].add('appearance');
  return relation;
}

/**
 * One side as the format of the other has it read: in the order of a plain text, or with lines
 * apart taken for the very headers and footers that the other declares. Never where both sides
 * are of one format, nor against another reading: the order of an amount among the words says
 * what it is for, and only what makes plain text of pages may change it.
 */
function readAs(one: ContentPrint, other: ContentPrint): ContentPrint | null {
  if (formatOf(one) === formatOf(other)) return null;
  const reading = one.readings?.find(
    ({ body_joined, furniture }) =>
      body_joined === other.body_joined &&
      (furniture === null ? formatOf(other) === 'plain' : furniture === other.furniture),
  );
  if (!reading) return null;
  const { body_joined, labels, furniture } = reading;
  return { ...one, body_joined, labels, furniture: furniture ?? one.furniture };
}

/** The reader's name without its version. */
export function formatOf({ extractor }: ContentPrint): string {
  return extractor.slice(0, extractor.indexOf('/'));
}

function addLabels(s: ContentPrint, g: ContentPrint, keeps: boolean, into: Evidence): void {
  const [mine, theirs] = [s.labels, g.labels];
  if (mine !== theirs) {
    const open = (mine === null || theirs === null) && !keeps;
    into[open ? 'unverified' : 'differs'].add('labels');
  } else if (mine !== null) into.agrees.add('labels');
}

/**
 * Lines taken for running headers are words that a reader sees, a "not" at the foot of three
 * pages too. Where the rest is equal, those that a genuine PDF, text or letter has none of were
 * put there. What a format declares once stands on every page of a PDF, so such two cannot be
 * compared; and a conversion may lose them.
 */
function addFurniture(
  s: ContentPrint,
  g: ContentPrint,
  format: string | null,
  into: Evidence,
): void {
  const [mine, theirs] = [s.furniture, g.furniture];
  if (mine === theirs) {
    if (mine !== null) into.agrees.add('furniture');
    return;
  }
  const added = theirs === null && TELL_FURNITURE.has(formatOf(g));
  const guessed = GUESS_FURNITURE.has(formatOf(s)) && GUESS_FURNITURE.has(formatOf(g));
  const both = mine !== null && theirs !== null;
  const sameFormat = format !== null && (both || DECLARE_FURNITURE.has(format));
  into[added || guessed || sameFormat ? 'differs' : 'unverified'].add('furniture');
}

/**
 * What stands beside the text, and where its words stand: told on both sides it must be equal,
 * none at all included. Where one side's format does not hold or tell it, it stays open. Gaps
 * that part columns are told in one way within one format only.
 */
function addBeside(stream: Stream, s: ContentPrint, g: ContentPrint, into: Evidence): void {
  const [mine, theirs] = [s.beside[stream], g.beside[stream]];
  if (mine === theirs) {
    if (mine != null) into.agrees.add(stream);
  } else if (tellsBoth(stream, s, g)) into.differs.add(stream);
  else if ((mine ?? theirs ?? null) !== null) into.unverified.add(stream);
}

function tellsBoth(stream: Stream, s: ContentPrint, g: ContentPrint): boolean {
  const otherFormat = formatOf(s) !== formatOf(g);
  if (stream === 'layout' && otherFormat) return false;
  // A conversion may leave comments and the like behind; it never adds any.
  if (stream !== 'cells' && otherFormat && s.beside[stream] === null) return false;
  return s.beside[stream] !== undefined && g.beside[stream] !== undefined;
}

/** Equal to the letter, drawn alike and with the same marks: what `same_content` asks of a text. */
export function sameContent(s: ContentPrint, g: ContentPrint): boolean {
  return (
    s.body === g.body &&
    s.body_joined === g.body_joined &&
    s.labels === g.labels &&
    s.furniture === g.furniture &&
    STREAMS.every((stream) => s.beside[stream] === g.beside[stream]) &&
    sameAppearance(s, g)
  );
}

/** Text cut out of a body whose drawing is already compared: its own words only. */
export function sameWords(s: ContentPrint, g: ContentPrint): boolean {
  const beside = STREAMS.every(
    (stream) => s.beside[stream] === g.beside[stream] || !tellsBoth(stream, s, g),
  );
  return s.body === g.body && s.labels === g.labels && beside;
}

function sameAppearance(s: ContentPrint, g: ContentPrint): boolean {
  return s.drawn !== null && s.drawn === g.drawn && sameMarks(s.marks, g.marks);
}

function sameMarks(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((mark) => right.has(mark));
}
