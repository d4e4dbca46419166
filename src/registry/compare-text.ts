import { STREAMS } from '../fingerprint/document.ts';
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
 * Compares a suspect's text with a genuine one, layer by layer.
 *
 * List labels that differ on both sides are a change of text: "Article 3" is not "Article 2".
 */
export function compareText(s: ContentPrint, g: ContentPrint, into: Evidence): TextRelation {
  if (s.body_joined !== g.body_joined && s.body !== g.body) {
    into.differs.add('body');
    return 'other';
  }
  into.agrees.add('body');
  const relation = s.body === g.body ? 'equal' : 'joined';
  if (relation === 'joined') into.unverified.add('hyphens');
  addLabels(s, g, into);
  addBeside(s, g, into);
  if (s.furniture !== g.furniture) into.unverified.add('furniture');
  else if (s.furniture !== null) into.agrees.add('furniture');
  into[sameAppearance(s, g) ? 'agrees' : 'unverified'].add('appearance');
  return relation;
}

function addLabels(s: ContentPrint, g: ContentPrint, into: Evidence): void {
  if (s.labels === g.labels) {
    if (s.labels !== null) into.agrees.add('labels');
  } else if (s.labels === null || g.labels === null) into.unverified.add('labels');
  else into.differs.add('labels');
}

/**
 * Comments, numbers, equations, charts and form fields: read on both sides they must be equal,
 * none at all included. Where one side's format does not hold or tell them they stay open.
 */
function addBeside(s: ContentPrint, g: ContentPrint, into: Evidence): void {
  for (const stream of STREAMS) {
    const [mine, theirs] = [s.beside[stream], g.beside[stream]];
    if (mine === undefined || theirs === undefined) {
      if ((mine ?? theirs ?? null) !== null) into.unverified.add(stream);
    } else if (mine !== theirs) into.differs.add(stream);
    else if (mine !== null) into.agrees.add(stream);
  }
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
  const beside = STREAMS.every((stream) => {
    const [mine, theirs] = [s.beside[stream], g.beside[stream]];
    return mine === undefined || theirs === undefined || mine === theirs;
  });
  return s.body === g.body && s.labels === g.labels && beside;
}

function sameAppearance(s: ContentPrint, g: ContentPrint): boolean {
  return s.drawn !== null && s.drawn === g.drawn && sameMarks(s.marks, g.marks);
}

function sameMarks(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((mark) => right.has(mark));
}
