/** Of more files of one size no further digests are told: each is opened before it is read. */
const MAX_TOLD = 100;

/** A file begun. */
export interface Begun {
  /** SHA-256 of the files of its size, once it is known what the one before it holds. */
  readonly before: Promise<readonly string[]>;
  /** @param sha256 null where it could not be read; told once more, it counts once */
  tell(sha256: string | null): void;
}

/** Files begun, by their size: only those of one size can be equal. */
export class Sizes {
  readonly #last = new Map<number, Promise<readonly string[]>>();

  /** Begins a file, behind those of its size that were begun. */
  begin(size: number): Begun {
    const before = this.#last.get(size) ?? NONE;
    let told: (sha256: string | null) => void = () => {};
    const own = new Promise<string | null>((done) => {
      told = done;
    });
    const all = Promise.all([before, own]).then(([digests, digest]) =>
      digest === null || areMany(digests) ? digests : [...digests, digest],
    );
    this.#last.set(size, all);
    return { before, tell: told };
  }
}

const NONE: Promise<readonly string[]> = Promise.resolve([]);

/** Whether there may be equal files of which the digest is not among them. */
export function areMany(digests: readonly string[]): boolean {
  return digests.length >= MAX_TOLD;
}
