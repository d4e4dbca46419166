import type { FileHandle } from 'node:fs/promises';
import { LOCAL_LIMITS } from '../extract/limits.ts';
import { unquoteFrom } from '../extract/mbox.ts';
import { mailPlaces, mboxMails } from '../extract/mbox-stream.ts';
import { headerStart } from '../extract/sniff-mail.ts';
import { Coming } from './coming.ts';
import { KEPT, type Member } from './members.ts';
import { CHUNK, chunksIn, contentsFrom } from './source.ts';

const TOO_LARGE: Member['contents'] = { kind: 'fault', detail: 'larger than a member may be' };

/**
 * Mails of a mailbox, named by their number from 1, cut and unquoted as `extract/mbox.ts` does it.
 * One over the limit for members is passed over and said to be so.
 */
export async function* mboxMembers(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  let number = 0;
  for await (const { bytes } of mboxMails(chunks)) {
    const name = `${++number}.eml`;
    if (bytes === null) yield { name, contents: TOO_LARGE };
    else {
      const mail = unquoteFrom(bytes.slice(headerStart(bytes, 0)));
      yield { name, contents: contentsFrom(mail) };
    }
  }
}

/** The same of a file, in which a large mail can be read a second time, and is never held here. */
export async function* mboxPlaces(file: FileHandle): AsyncGenerator<Member> {
  const buffer = () => Buffer.allocUnsafeSlow(CHUNK);
  let number = 0;
  try {
    const chunks = chunksIn(file, 0, Number.POSITIVE_INFINITY, buffer());
    for await (const { start, end } of mailPlaces(chunks)) {
      const name = `${++number}.eml`;
      const length = end - start;
      if (length > LOCAL_LIMITS.maxMemberBytes) yield { name, contents: TOO_LARGE };
      else if (length > KEPT) {
        const contents = new Coming(chunksIn(file, start, end, buffer()), length, true);
        yield { name, contents };
        await contents.left;
      } else {
        const stored = new Uint8Array(length);
        await file.read(stored, 0, length, start);
        yield { name, contents: contentsFrom(unquoteFrom(stored)) };
      }
    }
  } finally {
    await file.close();
  }
}
