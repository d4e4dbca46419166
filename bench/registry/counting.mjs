/** A D1 database that adds up what its statements cost. */
export function countingDatabase(db) {
  let counts;
  const reset = () => {
    counts = { requests: 0, statements: 0, read: 0, written: 0 };
  };
  reset();
  const note = (result) => {
    counts.statements++;
    counts.read += result.meta.rows_read ?? 0;
    counts.written += result.meta.rows_written ?? 0;
    return result;
  };

  const once = (answer) => {
    counts.requests++;
    return answer;
  };

  /** `first` tells no rows, so it is asked as `all` is. */
  const statement = (inner) => ({
    inner,
    bind: (...values) => statement(inner.bind(...values)),
    all: async () => once(note(await inner.all())),
    run: async () => once(note(await inner.run())),
    first: async () => once(note(await inner.all())).results[0] ?? null,
  });

  return {
    prepare: (sql) => statement(db.prepare(sql)),
    batch: async (list) => once((await db.batch(list.map(({ inner }) => inner))).map(note)),
    counts: () => ({ ...counts }),
    reset,
  };
}
