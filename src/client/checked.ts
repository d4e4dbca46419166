import type { CheckItem } from '../registry/contract.ts';
import type { Checked, Reason } from './answers.ts';
import type { Told } from './check-items.ts';
import { nothingKnown } from './unread.ts';

/** What is to be asked about a file. */
export interface Question {
  readonly item: CheckItem;
  readonly name: string | null;
  readonly detail: string | null;
  /** Characters that the item takes in a request. */
  readonly size: number;
  /** Only the bytes are asked about, though the file holds more: never `absent`. */
  readonly bytesOnly?: boolean;
  /** What is answered without asking. */
  readonly answer?: Checked;
}

export function questionOf(
  item: CheckItem,
  name: string | null,
  detail: string | null = null,
): Question {
  return { item, name, detail, size: JSON.stringify(item).length };
}

export function checkedOf({ item, name, detail, bytesOnly }: Question, told: Told): Checked {
  if (told.kind === 'too_large') return unread(name, 'over_limit', 'too large to ask about');
  if (told.kind === 'refused') {
    const refused = unread(name, 'unreadable', told.why);
    return { ...refused, shows: 'The registry refused its fingerprint and compared nothing.' };
  }
  const { result, receipt, corpora, at } = told;
  const { id: _id, ...fields } = result;
  // Other bytes do not make a content absent that nobody compared.
  if (bytesOnly && result.verdict === 'absent') {
    return { ...unread(name, 'over_limit', detail ?? 'only its bytes were compared'), receipt };
  }
  const fingerprint = 'fingerprint' in item ? item.fingerprint : null;
  return { ...fields, name, fingerprint, detail, corpora, at, receipt };
}

/** The answer for a file that could not be asked about. */
export function unread(name: string | null, reason: Reason, detail: string): Checked {
  return {
    ...nothingKnown(reason, detail),
    shows: 'This file could not be read here.',
    name,
    fingerprint: null,
    receipt: null,
  };
}
