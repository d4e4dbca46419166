import { sha256Lines, sha256Text } from './digest.ts';
import { inWordOrder } from './word-order.ts';

/** More are counted: words of a long text are said again and again. */
const FEW = 4096;

/** Words in no order, which come some at a time. */
export class WordBag {
  #few: string[] = [];
  readonly #times = new Map<string, number>();

  add(words: Iterable<string>): void {
    for (const word of words) this.#few.push(word);
    if (this.#few.length > FEW) this.#count();
  }

  /** SHA-256 of the words in the order of their code units, a line feed between two. */
  digest(): string {
    if (this.#times.size === 0) return sha256Text(inWordOrder(this.#few).join('\n'));
    this.#count();
    return sha256Lines(this.#inOrder()) as string;
  }

  *#inOrder(): Generator<string> {
    for (const word of [...this.#times.keys()].sort()) {
      for (let n = this.#times.get(word) ?? 0; n > 0; n--) yield word;
    }
  }

  #count(): void {
    for (const word of this.#few) this.#times.set(word, (this.#times.get(word) ?? 0) + 1);
    this.#few = [];
  }
}
