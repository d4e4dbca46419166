/** Where the registry says that words were altered, held against where they were. */
import { alignmentOf, compareAll } from '../../src/client/compare.ts';
import {
  locate,
  locateRelabelled,
  plainText,
  positionedTokens,
} from '../../src/fingerprint/locate.ts';
import { relabel } from '../../src/fingerprint/locate-labels.ts';

/**
 * The characters of `after` that are not as in `before`: from the first to the last. Of the places
 * where the same characters could have been put in ("is not a" from "is a": "not " or " not") the
 * one that begins with a word.
 */
export function changeOf(before, after) {
  let from = 0;
  while (from < after.length && before[from] === after[from]) from++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - from;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  let to = after.length - tail;
  const isWord = (c) => /[\p{L}\p{N}]/u.test(c ?? '');
  if (from + tail === before.length) {
    let slid = 0;
    while (from - slid > 0 && isWord(after[from - slid - 1])) {
      if (after[from - slid - 1] !== after[to - slid - 1]) break;
      slid++;
    }
    if (!isWord(after[from - slid - 1])) [from, to] = [from - slid, to - slid];
  }
  return { line: after, from, to };
}

/** Numbers of the words that a change touches; null where its line is not found exactly once. */
function touched(text, { line, from, to }) {
  const plain = plainText(text);
  // Containers break lines elsewhere: white space is skipped on both sides.
  const places = [];
  let squeezed = '';
  for (let i = 0; i < plain.length; i++) {
    if (/\s/.test(plain[i])) continue;
    squeezed += plain[i];
    places.push(i);
  }
  const wanted = line.replace(/\s/g, '');
  const at = squeezed.indexOf(wanted);
  if (wanted === '' || at < 0 || squeezed.indexOf(wanted, at + 1) >= 0) return null;
  const before = line.slice(0, from).replace(/\s/g, '').length;
  const length = line.slice(from, to).replace(/\s/g, '').length;
  const start = places[at + before] ?? plain.length;
  const end = length === 0 ? start : places[at + before + length - 1] + 1;
  const numbers = new Set();
  positionedTokens(text).forEach((token, i) => {
    const inside =
      length === 0
        ? token.start <= start && start <= token.end
        : token.start < end && start < token.end;
    if (inside) numbers.add(i);
  });
  return numbers;
}

/** Labels of lists have the text compared once more, as page and command line do. */
async function alteredIn(text, first, ask) {
  const turned = relabel(text, first);
  const second = turned === null ? null : await ask(turned.entries, true);
  if (second === null || second.reason !== null) return locate(text, first);
  return locateRelabelled(text, first, alignmentOf(second));
}

/**
 * @param change what was done, where one run of text was edited
 * @returns what `compare` says of the pair, and how its places fit the change
 */
export async function locateCase(registry, record, analysis, change) {
  const { document, fingerprint, entries } = analysis;
  const text = document.reading?.text;
  if (!text || !entries['']) return null;
  const ask = (list, relabelled) =>
    compareAll({ record, fingerprint, entries: list, relabelled }, (request) =>
      registry.compare(request, 'bench'),
    );
  const answer = await ask(entries[''], false);
  const found = {
    grade: answer.grade,
    reason: answer.reason,
    marks: answer.marks_only,
    notes: answer.notes,
  };
  if (answer.reason !== null) return found;
  const altered = await alteredIn(text, alignmentOf(answer), ask);
  const tokens = positionedTokens(text);
  const flagged = new Set();
  for (const { start, end } of altered) {
    tokens.forEach((token, i) => {
      if (token.start < end && start < token.end) flagged.add(i);
    });
  }
  const missing = altered.reduce((sum, one) => sum + one.missing, 0);
  const truth = change ? touched(text, change) : null;
  // A word gone without another in its place is shown as a place between words.
  const near = truth
    ? altered.some(({ start, end }) =>
        [...truth].some((i) => tokens[i].start <= end + 2 && start <= tokens[i].end + 2),
      )
    : false;
  const hit = truth ? [...truth].filter((i) => flagged.has(i)).length : 0;
  if (truth && change.from === change.to && hit === 0) {
    // What was taken out has no word to mark: its place counts as one, and so does any other.
    const places = altered.filter(({ kind }) => kind === 'removed_here').length;
    return { ...found, flagged: flagged.size + places, missing, truth: 1, hit: Number(near), near };
  }
  return { ...found, flagged: flagged.size, missing, truth: truth?.size ?? null, hit, near };
}
