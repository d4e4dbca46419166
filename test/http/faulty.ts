/** Bindings that fail once, in front of the real ones. */

export type Mode =
  /** The call does not reach the platform. */
  | 'refused'
  /** The work is done and the answer is lost. */
  | 'answer lost'
  /** Neither an answer nor an error comes. */
  | 'hangs';

/** Fails the call with the number `at`, from 0, and counts them all. */
export class Fault {
  calls = 0;
  readonly at: number;
  readonly mode: Mode;

  constructor(at: number, mode: Mode) {
    this.at = at;
    this.mode = mode;
  }

  get wasMet(): boolean {
    return this.calls > this.at;
  }

  readonly run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (this.calls++ !== this.at) return work();
    if (this.mode === 'hangs') return new Promise(() => {});
    if (this.mode === 'answer lost') await work();
    throw new Error('D1_ERROR: storage caused object to be reset');
  };
}

/** A database whose statements run through `fault`. */
export function faultyD1(db: D1Database, { run }: Fault): D1Database {
  const inside = new WeakMap<object, D1PreparedStatement>();
  const wrap = (inner: D1PreparedStatement): D1PreparedStatement => {
    const outer = {
      bind: (...values: unknown[]) => wrap(inner.bind(...values)),
      all: () => run(() => inner.all()),
      raw: () => run(() => inner.raw()),
      run: () => run(() => inner.run()),
      first: (column?: string) =>
        run(() => (column === undefined ? inner.first() : inner.first(column))),
    };
    inside.set(outer, inner);
    return outer as unknown as D1PreparedStatement;
  };
  return {
    prepare: (sql: string) => wrap(db.prepare(sql)),
    batch: (statements: D1PreparedStatement[]) =>
      run(() => db.batch(statements.map((one) => inside.get(one) ?? one))),
  } as unknown as D1Database;
}

/** An object of a binding, one method of which is another. */
export function changed<T extends object>(inner: T, change: Partial<T>): T {
  return new Proxy(inner, {
    get(target, name) {
      if (Object.hasOwn(change, name)) return Reflect.get(change, name);
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
