/**
 * JSON values to bind, each under D1's 1 MB a value: callers run one statement a chunk and
 * unfold it with `json_each(?1)`.
 */
export const MAX_BOUND = 900_000;

/** The same of hex strings of one length, which need no escaping. */
export function* hexChunks(rows: readonly string[]): Generator<string> {
  const each = Math.floor(MAX_BOUND / ((rows[0]?.length ?? 0) + 3));
  for (let at = 0; at < rows.length; at += each) {
    yield `["${rows.slice(at, at + each).join('","')}"]`;
  }
}

/** Splits rows so that the JSON text of each chunk stays under `MAX_BOUND` UTF-16 units. */
export function* jsonChunks(rows: readonly unknown[]): Generator<string> {
  let chunk: string[] = [];
  let size = 2;
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (size + text.length + 1 > MAX_BOUND && chunk.length > 0) {
      yield `[${chunk.join(',')}]`;
      chunk = [];
      size = 2;
    }
    chunk.push(text);
    size += text.length + 1;
  }
  if (chunk.length > 0) yield `[${chunk.join(',')}]`;
}
