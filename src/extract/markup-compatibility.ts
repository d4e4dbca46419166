/** Markup Compatibility (ECMA-376 part 3): content in alternative forms. */
import type { Mark } from '../fingerprint/document.ts';
import type { XmlElement } from './xml.ts';

export const MARKUP_COMPATIBILITY = 'http://schemas.openxmlformats.org/markup-compatibility/2006';

/** Extensions of the makers of Office, which the programs in use all know. */
const KNOWN = /^http:\/\/schemas\.(?:microsoft\.com\/office|openxmlformats\.org)\//;

/**
 * Decides which alternative is read: the first `mc:Choice`, as programs of today do.
 *
 * A choice that requires a namespace no program knows is drawn by none of them, its
 * fallback is: then both are read and the file is marked, so that neither hides the other.
 */
export class AlternateContent {
  readonly #marks: Set<Mark>;
  /** One entry an open `mc:AlternateContent`: whether its choice is what programs draw. */
  readonly #chosen: boolean[] = [];

  constructor(marks: Set<Mark>) {
    this.#marks = marks;
  }

  skips(element: XmlElement): boolean {
    const { name } = element;
    if (name === 'mc:AlternateContent') this.#chosen.push(false);
    const last = this.#chosen.length - 1;
    if (name === 'mc:Fallback') return this.#chosen[last] ?? true;
    if (name !== 'mc:Choice') return false;
    if (this.#chosen[last]) return true;
    const prefixes = (element.attribute('Requires') ?? '').split(/\s+/).filter((p) => p !== '');
    const known = prefixes.every((prefix) => KNOWN.test(element.namespaceOf(prefix) ?? ''));
    if (!known) this.#marks.add('hidden_text');
    this.#chosen[last] = known;
    return false;
  }

  close(name: string): void {
    if (name === 'mc:AlternateContent') this.#chosen.pop();
  }
}
