/**
 * Splits a mail's text into what its sender wrote, the thread quoted in it, the signature
 * (`-- ` line: RFC 3676, 4.3) and the footer of a mailing list, by the conventions of common
 * mail programs in French and English.
 */

import type { Line } from '../fingerprint/document.ts';
import { nfc } from '../fingerprint/nfc.ts';
import { footerStart } from './quote-footer.ts';
import { isEnd, isMarked, nextText, threadLead, unmarked } from './quote-lead.ts';

export interface Split {
  readonly body: readonly Line[];
  readonly quoted: readonly Line[];
  readonly signature: readonly Line[];
  readonly footer: readonly Line[];
  /** The quoted thread by what was quoted at a time, in its order. */
  readonly segments: readonly Segment[];
}

/** What one mail program quoted: one message, with the thread below it. */
export interface Segment {
  /** The attribution line, joined; empty where there is none. */
  readonly lead: string;
  /** Without the lead and one level of `>` marks; a header block stands at its top. */
  readonly lines: readonly Line[];
}

type Place = 'body' | 'quoted' | 'signature' | 'footer';

const SIGNATURE = /^--[ \u00a0]*$/;

/**
 * Puts every line into exactly one of the four, in its order.
 *
 * A mail with nothing but a thread is a forward: the thread is its body then, and what it
 * quotes is told in the segments all the same.
 */
export function splitThread(lines: readonly Line[]): Split {
  const texts = lines.map((line) => nfc(line.text).trimEnd());
  const { places, segments } = placesOf(lines, texts, footerStart(texts));
  const at = (place: Place) => lines.filter((_, i) => places[i] === place);
  const body = at('body');
  if (body.some((line) => line.text.trim() !== '')) {
    const [quoted, signature, footer] = [at('quoted'), at('signature'), at('footer')];
    return { body, quoted, signature, footer, segments };
  }
  return { body: lines, quoted: [], signature: [], footer: [], segments };
}

function placesOf(lines: readonly Line[], texts: readonly string[], end: number) {
  const places: Place[] = [];
  const segments: { lead: string; lines: Line[] }[] = [];
  let place: Place = 'body';
  while (places.length < end) {
    const i = places.length;
    const text = texts[i] ?? '';
    const lead = threadLead(texts, i, end);
    if (lead !== null) {
      const first = i + lead.lines;
      const segment = { lead: lead.text, lines: [] as Line[] };
      segments.push(segment);
      // Below an attribution without `>` marks and below a header block, all is thread.
      const rest = lead.rest && !isMarked(texts[nextText(texts, first)] ?? '');
      const last = rest ? endOf(texts, first, end, lead.closed) : first;
      // One by one: as arguments of one call they would overflow the stack.
      for (let n = first; rest && n < last; n++) {
        const line = lines[n];
        if (line !== undefined && !isEnd(texts[n] ?? '')) segment.lines.push(line);
      }
      while (places.length < last) places.push('quoted');
    } else if (isMarked(text)) {
      if (segments.length === 0) segments.push({ lead: '', lines: [] });
      segments.at(-1)?.lines.push({ ...lines[i], text: unmarked(lines[i]?.text ?? '') });
      places.push('quoted');
      if (place === 'signature') place = 'body';
    } else {
      if (SIGNATURE.test((lines[i]?.text ?? '').replace(/\r$/, ''))) place = 'signature';
      places.push(place);
    }
  }
  while (places.length < lines.length) places.push('footer');
  return { places, segments };
}

/** Where a thread without marks ends: at a line that says so, else with the mail. */
function endOf(texts: readonly string[], from: number, end: number, closed: boolean): number {
  if (!closed) return end;
  for (let i = from; i < end; i++) if (isEnd(texts[i] ?? '')) return i + 1;
  return end;
}
