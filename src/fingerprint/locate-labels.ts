import type { Alignment } from './align.ts';
import type { Text } from './document.ts';
import type { Counter } from './labels.ts';
import { brokenWords } from './locate-breaks.ts';
import { repeatedHeads } from './locate-heads.ts';
import { lineOrder } from './locate-order.ts';
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
 * (`locate-breaks.ts`), the heads of tables once (`locate-heads.ts`), and what was drawn behind
 * the text of its page where a reader sees it (`locate-order.ts`).
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
  const relabelled = tokensWith(body, { turned, joined, left: heads, order });
  const { entries } = shingles(relabelled.map(({ token }) => token));
  return { tokens: relabelled, entries, left, restored, all, reordered: order !== undefined };
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

/** Whether a first label has a second, or another label in place of it. */
function beginsSeries(
  members: readonly { readonly label: Label; readonly value: number }[],
  i: number,
  surplus: ReadonlySet<Label>,
): boolean {
  const [next, afterNext] = [members[i + 1], members[i + 2]];
  if (next?.value === 2 || afterNext?.value === 3) return true;
  const label = members[i]?.label;
  const both = next && label && surplus.has(next.label) && surplus.has(label);
  return both === true && next.value !== 1;
}

function byFamily(all: readonly Label[]): { label: Label; value: number }[][] {
  const families = new Map<string, { label: Label; value: number }[]>();
  for (const label of all) {
    for (const { family, value } of label.readings) {
      const members = families.get(family);
      if (members) members.push({ label, value });
      else families.set(family, [{ label, value }]);
    }
  }
  return [...families.values()];
}

function placed({ places }: BodyLines, counter: Counter): Label {
  const place = places[counter.line];
  const start = place?.starts[0] ?? 0;
  return { ...counter, start, end: place?.ends[counter.label.trimEnd().length - 1] ?? start };
}

/**
 * Of the labels left out those that do not go on from the label before, the passages named already
 * being known: a gap in a series is explained by what was altered in it.
 *
 * @param altered offsets at which something else was altered, ascending
 */
export function oddLabels(
  { all, left }: Pick<Relabelled, 'all' | 'left'>,
  altered: readonly number[],
): Label[] {
  /** Labels that go on from the one before, with the gap in their series that this supposes. */
  const fitting = new Map<Label, Gap | null>();
  const unplaced = new Set(left);
  const gaps: Gap[] = [];
  for (const members of byFamily(all)) {
    let due = 1;
    let from = -1;
    let gap: Gap | null = null;
    /** Series that another one, set between two of their labels, has interrupted. */
    const outer: { due: number; gap: Gap | null }[] = [];
    members.forEach(({ label, value }, i) => {
      const next = members[i + 1]?.value;
      // A first label without a second is no series; the registered text had one here.
      const begins = value === 1 && beginsSeries(members, i, unplaced);
      const resumed =
        value !== due && (next === undefined || next === 1 || next === value + 1)
          ? outer.findLastIndex((series) => series.due === value)
          : -1;
      if (resumed >= 0) {
        ({ due, gap } = outer[resumed] as { due: number; gap: Gap | null });
        outer.length = resumed;
      }
      const replaced = value !== due && next === due + 1;
      // Without its first label, which is named if it was altered.
      const beheaded = value === 2 && due > 2 && next === 3;
      // The second of a series goes on from nothing where neither its first nor its third stands.
      const strays = from === -1 && value === due + 1 && next !== value + 1;
      if (replaced) due++;
      else if (begins || beheaded || value === due || (value === due + 1 && !strays)) {
        if (begins || beheaded) {
          if (due > 2) outer.push({ due, gap });
          gap = null;
        }
        if (!begins && value !== due) {
          gap = { from, to: label.start, before: gap };
          gaps.push(gap);
        }
        if (value > 1 || begins) fitting.set(label, gap);
        due = value + 1;
      } else {
        // Put in or put for another: nothing says where the series goes on from.
        gap = { from: label.start, to: label.start, before: gap };
        gaps.push(gap);
      }
      from = label.start;
    });
  }
  const named = [...altered, ...left.filter((one) => !fitting.has(one)).map(({ start }) => start)];
  named.sort((a, b) => a - b);
  const open = new Set<Gap>();
  for (const gap of gaps) {
    const at = named[firstFrom(named, gap.from + 1)];
    const explained = at !== undefined && at < gap.to;
    if (!explained || (gap.before !== null && open.has(gap.before))) open.add(gap);
  }
  return left.filter((label) => {
    const gap = fitting.get(label);
    return gap === undefined || (gap !== null && open.has(gap));
  });
}

function firstFrom(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a value of a series is missing, and the gap before it in the same series. */
interface Gap {
  readonly from: number;
  readonly to: number;
  readonly before: Gap | null;
}
