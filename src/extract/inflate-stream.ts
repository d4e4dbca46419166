/** Deflated data of any size, a piece at a time. */
import { ByteInput } from './byte-input.ts';
import { damaged } from './huffman.ts';
import { Inflater } from './inflater.ts';

/**
 * What a stream inflates to, in pieces that hold until the next is asked for.
 *
 * @throws ExtractError `unreadable`, also where anything follows the stream
 */
export async function* inflatedPieces(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const input = new ByteInput(pieces);
  try {
    yield* inflatedFrom(input, new Inflater(input));
    await input.fill();
    if (input.end > 0) throw damaged();
  } finally {
    await input.close();
  }
}

/** The same of the stream that the input stands at, and then stands behind. */
export async function* inflatedFrom(
  input: ByteInput,
  inflater: Inflater,
): AsyncGenerator<Uint8Array> {
  inflater.begin();
  for (;;) {
    const next = inflater.step();
    if (next === 'input') await input.fill();
    else {
      yield inflater.given();
      inflater.makeRoom();
    }
    if (next === 'end') return;
  }
}
