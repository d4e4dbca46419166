/** Lines of a body as they stream in (NDJSON), none of them longer than what is held at a time. */

/** One line; null for one that was too long and of which nothing is kept. */
export type Line = Uint8Array<ArrayBuffer> | null;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * A body arrives in pieces of 4 kB, less than one fingerprint: a group that has begun waits so long
 * for the next piece, so that a sender who writes on is not answered line by line.
 */
const LINGER_MS = 20;

/**
 * Reads lines group by group: as many as have arrived, at least one, at most `most`. Nothing more is
 * read from the body while a group is worked on, which is what slows a sender down.
 *
 * Empty lines are left out. A byte order mark is part of its line, as JSON has it.
 *
 * @param longest bytes of a line; the rest of a longer one is passed over
 */
export async function* linesOf(
  body: ReadableStream<Uint8Array>,
  longest: number,
  most: number,
): AsyncGenerator<Line[]> {
  const reader = body.getReader();
  let pieces: Uint8Array[] = [];
  let length = 0;
  let group: Line[] = [];
  const hold = (piece: Uint8Array) => {
    length += piece.length;
    if (length > longest) pieces = [];
    else if (piece.length > 0) pieces.push(piece);
  };
  const endLine = () => {
    const line = length > longest ? null : join(pieces, length);
    if (line === null || line.length > 0) group.push(line);
    pieces = [];
    length = 0;
  };
  try {
    for (;;) {
      const reading = reader.read();
      if (group.length > 0 && !(await within(reading, LINGER_MS))) {
        yield group;
        group = [];
      }
      const { done, value } = await reading;
      let start = 0;
      for (let end = 0; value && end >= 0; start = end + 1) {
        end = value.indexOf(LINE_FEED, start);
        hold(value.subarray(start, end < 0 ? value.length : end));
        if (end >= 0) endLine();
        if (group.length < most) continue;
        yield group;
        group = [];
      }
      if (!done) continue;
      endLine();
      if (group.length > 0) yield group;
      return;
    }
  } finally {
    // A receiver that went away wants no more answers.
    await reader.cancel().catch(() => undefined);
  }
}

/** Whether something is settled in time. */
function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return new Promise((done) => {
    const timer = setTimeout(() => done(false), milliseconds);
    const settled = () => {
      clearTimeout(timer);
      done(true);
    };
    promise.then(settled, settled);
  });
}

/** The pieces as one, copied, without the carriage return that some senders put at the end. */
function join(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const line = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    line.set(piece, offset);
    offset += piece.length;
  }
  return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}
