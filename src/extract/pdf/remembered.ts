import { sha256 } from '../../fingerprint/digest.ts';
import type { Limits } from '../limits.ts';
import type { Extracted } from '../reader.ts';
import type { Allowance } from './filters.ts';

/**
 * What was read in the PDFs read last, by their bytes: a PDF takes longer to read than ten mails, and
 * in a mailbox the same ones are sent again and again.
 */
interface Remembered {
  readonly found: Extracted;
  readonly limits: Limits;
  /** Bytes of the submission's allowance that reading it took. */
  readonly taken: number;
  readonly characters: number;
}

/** UTF-16 code units in all texts remembered; lines and places take some times as much memory. */
const MAX_CHARACTERS = 2_000_000;

/**
 * Gives what `read` finds, or has found in equal bytes before. With files in it, which count for the
 * submission that they stand in, a PDF is read again; one that cannot be read, too.
 */
export function createRemembered() {
  /** The one met longest ago first. */
  const known = new Map<string, Remembered>();
  let characters = 0;

  function remember(digest: string, one: Remembered): void {
    if (one.characters > MAX_CHARACTERS / 4) return;
    known.set(digest, one);
    characters += one.characters;
    for (const [oldest, { characters: fewer }] of known) {
      if (characters <= MAX_CHARACTERS) break;
      known.delete(oldest);
      characters -= fewer;
    }
  }

  return async function remembered(
    bytes: Uint8Array,
    limits: Limits,
    allowance: Allowance,
    read: () => Promise<Extracted>,
  ): Promise<Extracted> {
    // Only while as much is left as one stream may take does nothing depend on what is left.
    const isEnough = (left: number) => left >= limits.maxMemberBytes;
    const digest = await sha256(bytes);
    const before = known.get(digest);
    if (before && before.limits === limits && isEnough(allowance.bytes - before.taken)) {
      known.delete(digest);
      known.set(digest, before);
      allowance.bytes -= before.taken;
      return before.found;
    }
    const allowed = allowance.bytes;
    const found = await read();
    if (found.parts.length === 0 && isEnough(allowance.bytes) && !known.has(digest)) {
      const taken = allowed - allowance.bytes;
      remember(digest, { found, limits, taken, characters: lengthOf(found) });
    }
    return found;
  };
}

function lengthOf({ reading }: Extracted): number {
  const texts = reading ? [reading.text, ...(reading.text.readings ?? [])] : [];
  // A line without letters takes room as well, and so does a page without lines.
  return texts.reduce(
    (sum, { pages }) => sum + pages.flat().reduce((all, { text }) => all + text.length + 40, 40),
    1000,
  );
}
