import { sha256Lines, sha256Text } from './digest.ts';
import { inWordOrder } from './word-order.ts';

/** More are counted: words of a long text are said again and again. */
const FEW = 4096;

/** A text's words in no order, which come some at a time. */
export class WordBag {
  #few: string[] = [];
  #times: Map<string, number> | null = null;

  /** @param tokens loose ones */
  add(tokens: readonly string[]): void {
    for (const token of tokens) {
      // The thousands of one amount may be two cells to another reader: "75 615".
      if (isLetter(token.charCodeAt(0)) || !token.includes(' ')) this.#put(token);
      else for (const group of token.split(' ')) this.#put(group);
    }
  }

  /** SHA-256 of the words in the order of their code units, a line feed between two. */
  digest(): string {
    if (this.#times === null) return sha256Text(inWordOrder(this.#few).join('\n'));
    return sha256Lines(inOrder(this.#times)) as string;
  }

  #put(word: string): void {
    if (this.#times) this.#times.set(word, (this.#times.get(word) ?? 0) + 1);
    else if (this.#few.push(word) > FEW) {
      const few = this.#few;
      this.#few = [];
      this.#times = new Map();
      for (const one of few) this.#put(one);
    }
  }
}

function* inOrder(times: ReadonlyMap<string, number>): Generator<string> {
  for (const word of [...times.keys()].sort()) {
    for (let n = times.get(word) ?? 0; n > 0; n--) yield word;
  }
}

/** Nearly all tokens begin with one, and have no space then. */
function isLetter(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}
