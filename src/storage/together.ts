/**
 * A D1 database whose reads travel together: those asked for in one turn of the event loop go as
 * one request, which costs more than the statements in it do. They also see one state of the
 * database, since D1 runs a batch as one transaction; if one fails, all fail.
 *
 * A turn belongs to one request, so no request ever waits for another's. Writes go as they come.
 */
export function readsTogether(db: Pick<D1Database, 'prepare' | 'batch'>): D1Database {
  let waiting: Waiting[] = [];

  async function ask(all: readonly Waiting[]): Promise<void> {
    try {
      const [only, ...others] = all;
      const results =
        only && others.length === 0
          ? [await only.statement.all()]
          : await db.batch(all.map(({ statement }) => statement));
      for (const [i, { resolve }] of all.entries()) resolve(results[i] as D1Result);
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  }

  const read = (statement: D1PreparedStatement) =>
    new Promise<D1Result>((resolve, reject) => {
      if (waiting.length === 0) {
        queueMicrotask(() => {
          const all = waiting;
          waiting = [];
          void ask(all);
        });
      }
      waiting.push({ statement, resolve, reject });
    });

  const inners = new WeakMap<object, D1PreparedStatement>();
  const wrap = (inner: D1PreparedStatement): D1PreparedStatement => {
    const statement = {
      bind: (...values: unknown[]) => wrap(inner.bind(...values)),
      all: () => read(inner),
      first: async (column?: string) => {
        const row = (await read(inner)).results[0] as Record<string, unknown> | undefined;
        return (column === undefined ? row : row?.[column]) ?? null;
      },
      run: () => inner.run(),
    } as unknown as D1PreparedStatement;
    inners.set(statement, inner);
    return statement;
  };
  return {
    prepare: (sql: string) => wrap(db.prepare(sql)),
    batch: (statements: D1PreparedStatement[]) =>
      db.batch(statements.map((statement) => inners.get(statement) ?? statement)),
  } as unknown as D1Database;
}

interface Waiting {
  readonly statement: D1PreparedStatement;
  readonly resolve: (result: D1Result) => void;
  readonly reject: (error: unknown) => void;
}
