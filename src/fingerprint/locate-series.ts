import type { Label, Relabelled } from './locate-labels.ts';

/** Whether a first label has a second, or another label in place of it. */
export function beginsSeries(
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

export function byFamily(all: readonly Label[]): { label: Label; value: number }[][] {
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
  const lacking = inPlaceOfOthers(all, left);
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
      const fits = begins || beheaded || value === due || (value === due + 1 && !strays);
      // Put for one of another series, it tells nothing of this one.
      if (!replaced && !fits && lacking.has(label)) return;
      if (replaced) due++;
      else if (fits) {
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

/**
 * Labels that have the figures of one that another series lacks at their place, as "22." between "2.1."
 * and "2.3." has.
 */
function inPlaceOfOthers(all: readonly Label[], left: readonly Label[]): Set<Label> {
  const lacks = new Map<string, { from: number; to: number }[]>();
  const lack = (like: Label, value: number, wanted: number, from: number, to: number): void => {
    const figures = figuresOf(like);
    if (!figures.endsWith(`${value}`)) return;
    const key = `${figures.slice(0, -`${value}`.length)}${wanted}`;
    const ranges = lacks.get(key);
    if (ranges) ranges.push({ from, to });
    else lacks.set(key, [{ from, to }]);
  };
  for (const members of byFamily(all)) {
    members.forEach(({ label, value }, i) => {
      const [before, next] = [members[i - 1], members[i + 1]];
      const end = next?.label.start ?? Number.POSITIVE_INFINITY;
      if (next?.value !== value + 1) lack(label, value, value + 1, label.start, end);
      if (value === 2 && before?.value !== 1) {
        lack(label, value, 1, before?.label.start ?? -1, label.start);
      }
    });
  }
  const isLacking = (label: Label): boolean =>
    lacks.get(figuresOf(label))?.some(({ from, to }) => from < label.start && label.start < to) ??
    false;
  return new Set(left.filter(isLacking));
}

function figuresOf({ label }: Label): string {
  return label.replace(/\D/g, '');
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
