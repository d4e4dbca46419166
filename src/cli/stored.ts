import type { Checked, NamedPart } from './checked.ts';
import type { Located } from './located.ts';
import type { Passage, Quoted, QuoteRequest } from './task.ts';

/** Answers as a journal holds them: where passages stand, and not what stands there. */

type One = Pick<Checked | NamedPart, 'located'> & { readonly parts: readonly NamedPart[] };

/** The answer without any text of the file. */
export function withoutTexts(checked: Checked): Checked {
  return mapLocated(checked, (_path, located) => ({
    ...located,
    altered: located.altered?.map((passage) => ({ ...passage, ...NO_TEXT })) ?? null,
  }));
}

const NO_TEXT = { text: '', before: '', after: '' };

/** What to ask the file for, so that the answer can be told whole again. */
export function spansIn(checked: Checked): QuoteRequest[] {
  const asked: QuoteRequest[] = [];
  mapLocated(checked, (path, located) => {
    if (located.altered && located.altered.length > 0) {
      asked.push({ path, spans: located.altered.map(({ start, end }) => ({ start, end })) });
    }
    return located;
  });
  return asked;
}

/** The answer with the texts that `spansIn` asked for; null when the file has them no longer. */
export function withTexts(checked: Checked, quoted: readonly Quoted[]): Checked | null {
  let next = 0;
  let whole = true;
  const told = mapLocated(checked, (_path, located) => {
    if (!located.altered || located.altered.length === 0) return located;
    const found = quoted[next++];
    const texts = found && 'texts' in found ? found.texts : [];
    if (texts.length !== located.altered.length) whole = false;
    const altered = located.altered.map((passage, i): Passage => ({ ...passage, ...texts[i] }));
    return { ...located, altered };
  });
  return whole ? told : null;
}

/** Visits the file and then its parts, in the order of the report. */
function mapLocated(checked: Checked, change: (path: string, located: Located) => Located) {
  const told = <T extends One>(path: string, one: T): T => ({
    ...one,
    ...(one.located ? { located: change(path, one.located) } : {}),
    parts: one.parts.map((part) => told(part.path, part)),
  });
  return told('', checked);
}
