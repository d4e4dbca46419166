import type { Alignment } from './align.ts';
import type { Text } from './document.ts';
import type { Counter } from './labels.ts';
import { brokenWords } from './locate-breaks.ts';
import { repeatedHeads } from './locate-heads.ts';
import { lineOrder } from './locate-order.ts';
import { cutRows } from './locate-rows.ts';
import { beginsSeries, byFamily, oddLabels } from './locate-series.ts';
import { type BodyLines, linesOf, type PositionedToken, tokensWith } from './locate-tokens.ts';
import { shingles } from './shingle.ts';

/**
 * Labels of lists in an alignment. One label changed and its series is whole no more: all its
 * labels stand among the words of one text and not of the other, and the titles between them, no
 * longer than a shingle, are lost with them. So the labels that a first alignment could not place
 * are taken out of the suspect's words, or put back, and the rest is aligned anew. Which label is
 * the odd one is read from the series itself. Digests are of neither: they decide before.
 */

/** A suspect's text read otherwise than its digests are of it. */
export interface Relabelled {
  readonly tokens: readonly PositionedToken[];
  /** Ordered entries of these tokens. */
  readonly entries: Uint16Array;
  /** Labels taken out; all of them were called added or changed. */
  readonly left: readonly Label[];
  /** Labels put back. */
  readonly restored: readonly Label[];
  /** All counters at the beginning of lines, in order. */
  readonly all: readonly Label[];
  /** Whether the tokens are in another order than in the text. */
  readonly reordered: boolean;
}

/** A counter and where it stands in `plainText`, end exclusive, without the space behind it. */
export interface Label extends Counter {
  readonly start: number;
  readonly end: number;
}

/**
 * What to align once more: labels turned, words that pages broke made whole
 * (`locate-breaks.ts`), the heads of tables once (`locate-heads.ts`), rows that a page cuts in two
 * put together (`locate-rows.ts`), and what was drawn behind the text of its page where a reader
 * sees it (`locate-order.ts`).
 *
 * @param alignment of the text as it is
 * @returns null where none of these has a part in what differs, or only a label that stands alone
 */
export function relabel(text: Text, alignment: Alignment): Relabelled | null {
  const body = linesOf(text);
  const tokens = tokensWith(body, {});
  const all = body.counters.map((counter) => placed(body, counter));
  const { left, restored } = oddOnes(all, tokens, alignment);
  const joined = text.spaced ? new Set<number>() : brokenWords(body, tokens, alignment);
  const heads = repeatedHeads(body, tokens, alignment);
  const order = lineOrder(text, body, tokens, alignment) ?? undefined;
  if (left.length + restored.length + joined.size + heads.size === 0 && !order) return null;
  const turned = new Set([...left, ...restored].map(({ line }) => line));
  const shifts = cutRows(body, tokens, alignment, heads);
  const relabelled = tokensWith(body, { turned, joined, left: heads, order, shifts });
  const { entries } = shingles(relabelled.map(({ token }) => token));
  return {
    tokens: relabelled,
    entries,
    left,
    restored,
    all,
    reordered: order !== undefined || shifts.length > 0,
  };
}

/** Labels that the alignment could not place, or that may be what is missing where they stood. */
function oddOnes(
  all: readonly Label[],
  tokens: readonly PositionedToken[],
  { segments }: Alignment,
): Pick<Relabelled, 'left' | 'restored'> {
  const alteredAt = new Map<number, number>();
  const missingAt = new Set<number>();
  /** Where more words stand than are missing: labels that the registered text has apart. */
  const surplusAt = new Set<number>();
  for (const { kind, start, end, missing } of segments) {
    if (kind === 'changed' || kind === 'added') {
      for (let i = start; i < end; i++) {
        alteredAt.set(i, end - start);
        if (missing < end - start) surplusAt.add(i);
      }
    }
    // More missing than stands there: a label may be among it.
    if (missing > end - start) for (let i = start; i <= end; i++) missingAt.add(i);
  }
  const unplaced = new Set<Label>();
  const surplus = new Set<Label>();
  let at = 0;
  for (const label of all) {
    while (at < tokens.length && (tokens[at] as PositionedToken).start < label.start) at++;
    if (label.taken || (tokens[at]?.end ?? 0) > label.end) continue;
    if (alteredAt.has(at)) unplaced.add(label);
    if (surplusAt.has(at)) surplus.add(label);
  }
  const first = loneFirst(all, surplus);
  const left: Label[] = [];
  const restored: Label[] = [];
  let alone = true;
  at = 0;
  for (const label of all) {
    while (at < tokens.length && (tokens[at] as PositionedToken).start < label.start) at++;
    if (label.taken) {
      if (missingAt.has(at)) restored.push(label);
    } else if (unplaced.has(label) && !first.has(label)) {
      left.push(label);
      if (alteredAt.get(at) !== 1) alone = false;
    }
  }
  // A changed label that stands alone is named already; one more that goes on a series is none.
  const single = restored.length === 0 && left.length === 1 && alone;
  const goesOn =
    single && left.every((one) => surplus.has(one)) && oddLabels({ all, left }, []).length === 0;
  return { left: single && !goesOn ? [] : left, restored };
}

/**
 * First labels that no second follows: no series, so no format has them apart from the text. Where
 * what follows is one word too many as well, the registered text has two labels apart.
 */
function loneFirst(all: readonly Label[], surplus: ReadonlySet<Label>): Set<Label> {
  const alone = new Set(all);
  for (const members of byFamily(all)) {
    members.forEach(({ label, value }, i) => {
      if (value !== 1 || beginsSeries(members, i, surplus)) alone.delete(label);
    });
  }
  return alone;
}

function placed({ places }: BodyLines, counter: Counter): Label {
  const place = places[counter.line];
  const start = place?.starts[0] ?? 0;
  return { ...counter, start, end: place?.ends[counter.label.trimEnd().length - 1] ?? start };
}
