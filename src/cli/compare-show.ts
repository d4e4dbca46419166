import type { SignedComparison } from '../client/comparisons-in.ts';
import type { Layer } from '../registry/contract.ts';
import { asDiff, type Hunk, type Paint } from './diff-text.ts';
import { pathFields, safeJson, safeText } from './escape.ts';
import { EXIT } from './failure.ts';
import { type Io, wantsColor } from './io.ts';
import { type Located, locatedFields } from './located.ts';
import type { CommonOptions } from './settings.ts';
import { nameOf, type Side } from './side.ts';
import { layersText, noteText } from './words.ts';

/** What was found for one text of the suspect. */
export interface Found {
  readonly part: string;
  /** The record, or the original's text by name, as harmless text. */
  readonly against: string;
  readonly located: Located;
  /** Words of the original behind each passage; null where there are none. */
  readonly genuine: readonly (string | null)[] | null;
}

export interface Comparison {
  readonly found: readonly Found[];
  /** Texts of the original that the suspect has not, by name. */
  readonly missing: readonly string[];
  /** What differs besides words, as evidence names it. */
  readonly differs: readonly Layer[];
  /** What could not be compared. */
  readonly unverified: readonly Layer[];
  /** What the registry signed of it, page by page, where that was asked for. */
  readonly signed?: readonly Omit<SignedComparison, 'name'>[];
}

/**
 * Prints a comparison as a diff of words, or as one JSON object.
 *
 * @returns the exit code: only where nothing at all differs it is a clean one
 */
export function show(
  suspect: Side,
  { found, missing, differs, unverified, signed }: Comparison,
  options: CommonOptions,
  io: Io,
): number {
  if (options.json) {
    const texts = found.map((one) => ({
      part: one.part,
      against: one.against,
      ...textFields(one),
    }));
    const line = {
      ...pathFields(suspect.path),
      texts,
      missing,
      differs,
      unverified,
      ...(signed && { signed }),
    };
    io.stdout.write(`${safeJson(line)}\n`);
  } else {
    const paint = painter(io, options);
    const lines = found.flatMap((one) => linesOf(suspect, one, paint));
    for (const name of missing) lines.push(`not in ${nameOf(suspect)}: ${name}`);
    if (differs.length > 0) lines.push(safeText(`differs in: ${layersText(differs)}`));
    if (unverified.length > 0) lines.push(safeText(`not verified: ${layersText(unverified)}`));
    for (const line of lines) io.stdout.write(`${line}\n`);
  }
  const told = found.every(({ located }) => located.altered?.length === 0 && !located.detail);
  const clean = told && missing.length + differs.length + unverified.length === 0;
  return clean ? EXIT.ok : EXIT.findings;
}

function textFields({ located, genuine }: Found): object {
  const fields = locatedFields(located) as { altered: object[] | null };
  const both = fields.altered?.map((one, i) =>
    genuine ? { ...one, genuine: genuine[i] ?? null } : one,
  );
  const { grade, notes } = located;
  return { grade, notes, ...fields, altered: both ?? null };
}

function linesOf(
  suspect: Side,
  { part, against, located, genuine }: Found,
  paint: Paint,
): string[] {
  const hunks: Hunk[] = (located.altered ?? []).map((one, i) => ({
    ...one,
    genuine: genuine?.[i] ?? null,
  }));
  const said =
    located.altered === null
      ? `not located: ${located.detail}`
      : (located.detail ?? (hunks.length === 0 ? 'no word is altered' : null));
  return [
    `--- ${against}`,
    `+++ ${nameOf(suspect, part)}`,
    ...asDiff(hunks, paint),
    ...(said === null ? [] : [safeText(said)]),
    ...located.notes.map((note) => safeText(`note: ${noteText(note)}`)),
  ];
}

function painter(io: Io, options: CommonOptions): Paint {
  if (!wantsColor(io, options.color !== false)) return (line) => line;
  const codes = { '-': '31', '+': '32', '~': '33', '@': '36' } as const;
  return (line, sign) => `\u001b[${codes[sign]}m${line}\u001b[0m`;
}
