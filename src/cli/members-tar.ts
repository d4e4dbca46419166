import { TarStream, tarEntries } from '../extract/tar-stream.ts';
import { contentsOf, isLeft, type Member } from './members.ts';

/** Regular files of a tar (ustar, pax, GNU), in its order, and faults for what is none. */
export async function* tarMembers(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  const input = new TarStream(chunks);
  try {
    for await (const { name, length, kind } of tarEntries(input)) {
      const pieces = input.take(length);
      if (kind === 'file') {
        const contents = await contentsOf(pieces, length);
        yield { name, contents };
        await isLeft(contents);
      }
      for await (const _ of pieces);
      if (kind === 'other') {
        yield { name, contents: { kind: 'fault', detail: 'not a regular file' } };
      }
    }
  } finally {
    await input.close();
  }
}
