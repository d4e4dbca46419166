import type { Comparison, Found } from './compare-show.ts';
import { safePath } from './escape.ts';
import { Failure } from './failure.ts';
import { ONLY_MARKS, untold } from './located.ts';
import { otherwiseDifferent, type Pair, pairsOf, unpaired } from './original.ts';
import { nameOf, type Side } from './side.ts';
import type { QuoteRequest } from './task.ts';

/**
 * Compares two files on this machine, with the words of both sides.
 *
 * @throws Failure for a suspect without text
 */
export async function compareWithOriginal(suspect: Side, original: Side): Promise<Comparison> {
  const pairs = pairsOf(suspect.print, original.print);
  if (pairs.length === 0) {
    throw new Failure(`${safePath(suspect.path)}: it has no text to compare`);
  }
  const aligned = pairs.flatMap(({ path, alignment }) => (alignment ? [{ path, alignment }] : []));
  const [mine, theirs] = await Promise.all([
    suspect.quote(aligned),
    original.quote(pairs.flatMap(genuineRanges)),
  ]);
  let k = 0;
  const found = pairs.map((pair): Found => {
    const { path: part, originalPath, alignment, onlyMarks } = pair;
    if (originalPath === null || alignment === null) {
      const located = untold('nothing in the original is like this text');
      return { part, against: nameOf(original), located, genuine: null };
    }
    const [here, there] = [mine?.[k], theirs?.[k]];
    k++;
    const against = nameOf(original, originalPath);
    if (!here || !('passages' in here) || !there || !('quotes' in there)) {
      return { part, against, located: untold('cannot be read again'), genuine: null };
    }
    const quotes = there.quotes.map((one) => one.text);
    const genuine = segmentsOf(pair).map((one) =>
      one.missing > 0 ? (quotes.shift() ?? null) : null,
    );
    const { complete } = alignment;
    const detail = onlyMarks ? ONLY_MARKS : null;
    return {
      part,
      against,
      located: { grade: null, complete, onlyMarks, notes: [], altered: here.passages, detail },
      genuine,
    };
  });
  const missing = unpaired(original.print, pairs).map((path) => nameOf(original, path));
  const differs = otherwiseDifferent(suspect.print.fingerprint, original.print.fingerprint);
  return { found, missing, differs, unverified: [] };
}

/** As many as `locate` gives passages, in the same order. */
function segmentsOf({ alignment }: Pair) {
  return (alignment?.segments ?? []).filter(({ kind }) => kind !== 'same');
}

function genuineRanges(pair: Pair): QuoteRequest[] {
  if (pair.originalPath === null) return [];
  const ranges = segmentsOf(pair).flatMap(({ missing, genuineStart, genuineEnd }) =>
    missing > 0 ? [{ start: genuineStart ?? 0, end: genuineEnd ?? 0 }] : [],
  );
  return [{ path: pair.originalPath, ranges }];
}
