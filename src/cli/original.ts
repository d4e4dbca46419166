import { type Alignment, align, differsOnlyInMarks } from '../fingerprint/align.ts';
import { STREAMS } from '../fingerprint/document.ts';
import { type Fingerprint, MAIL_FIELDS } from '../fingerprint/profile.ts';
import type { Layer } from '../registry/contract.ts';
import type { LocalPrint } from './task.ts';

/** A text of a suspect with the one of the original that is most like it. */
export interface Pair {
  readonly path: string;
  /** Null when no text of the original is like it. */
  readonly originalPath: string | null;
  readonly sameBody: boolean;
  readonly alignment: Alignment | null;
  readonly onlyMarks: boolean;
}

type Print = Pick<LocalPrint, 'fingerprint' | 'entries'>;

/**
 * Aligns the texts of two files on this machine, each text of the suspect with that of the
 * original which shares most of its sketch; of equals with the one in the same place.
 */
export function pairsOf(suspect: Print, original: Print): Pair[] {
  const theirs = textsOf(original);
  return textsOf(suspect).map(({ path, entries, sketch, body }) => {
    let best: Text | null = null;
    let most = 0;
    for (const one of theirs) {
      const alike = one.body === body ? 2 : shareOf(sketch, one.sketch);
      const place = one.path === path ? 0.001 : 0;
      if (alike + place > most) [best, most] = [one, alike + place];
    }
    if (best === null) {
      return { path, originalPath: null, sameBody: false, alignment: null, onlyMarks: false };
    }
    const alignment = align(entries, best.entries);
    const sameBody = best.body === body;
    const onlyMarks = differsOnlyInMarks(alignment, sameBody);
    return { path, originalPath: best.path, sameBody, alignment, onlyMarks };
  });
}

/** Paths of the original's texts that no text of the suspect was paired with. */
export function unpaired(original: Print, pairs: readonly Pair[]): string[] {
  const used = new Set(pairs.map((pair) => pair.originalPath));
  return textsOf(original)
    .map(({ path }) => path)
    .filter((path) => !used.has(path));
}

const MAIL_TEXTS = ['quoted', 'signature', 'footer'] as const;

/**
 * What of the two documents themselves differs besides the words of their texts, as evidence
 * names it; nothing for the same bytes.
 */
export function otherwiseDifferent(suspect: Fingerprint, original: Fingerprint): Layer[] {
  if (suspect.bytes.sha256 === original.bytes.sha256) return [];
  const differs: Layer[] = [];
  const [a, b] = [suspect.content, original.content];
  if (a?.labels !== b?.labels) differs.push('labels');
  if (a?.furniture !== b?.furniture) differs.push('furniture');
  if (a?.drawn !== b?.drawn || a?.drawn === null) differs.push('appearance');
  for (const stream of STREAMS) if (a?.beside[stream] !== b?.beside[stream]) differs.push(stream);
  const [mine, theirs] = [suspect.mail, original.mail];
  for (const field of MAIL_FIELDS) if (mine?.[field] !== theirs?.[field]) differs.push(field);
  for (const text of MAIL_TEXTS) {
    if (mine?.[text]?.body !== theirs?.[text]?.body) differs.push(text);
  }
  const bodies = (print: typeof mine) => print?.alternatives.map((one) => one.body).join() ?? '';
  if (bodies(mine) !== bodies(theirs)) differs.push('alternatives');
  const digests = ({ parts }: Fingerprint) => parts.map((part) => part.bytes.sha256).sort();
  if (digests(suspect).join() !== digests(original).join()) differs.push('parts');
  return differs;
}

interface Text {
  readonly path: string;
  readonly entries: Uint16Array;
  readonly sketch: ReadonlySet<string>;
  readonly body: string;
}

function textsOf({ fingerprint, entries }: Print): Text[] {
  const texts: Text[] = [];
  const add = (path: string, { content, parts }: Fingerprint): void => {
    const list = entries[path];
    if (content && list && list.length > 0) {
      texts.push({ path, entries: list, sketch: new Set(content.sketch), body: content.body });
    }
    parts.forEach((part, i) => {
      add(path === '' ? `${i}` : `${path}/${i}`, part);
    });
  };
  add('', fingerprint);
  return texts;
}

function shareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const value of a) if (b.has(value)) shared++;
  return shared / Math.max(1, a.size, b.size);
}
