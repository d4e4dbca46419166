import { unquoteFrom } from '../extract/mbox.ts';
import { mboxMails } from '../extract/mbox-stream.ts';
import { headerStart } from '../extract/sniff-mail.ts';
import type { Member } from './members.ts';
import { contentsFrom } from './source.ts';

/**
 * Mails of a mailbox, named by their number from 1, cut and unquoted as `extract/mbox.ts` does it.
 * One over the limit for members is passed over and said to be so.
 */
export async function* mboxMembers(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  let number = 0;
  for await (const { bytes } of mboxMails(chunks)) {
    const name = `${++number}.eml`;
    if (bytes === null) {
      yield { name, contents: { kind: 'fault', detail: 'larger than a member may be' } };
    } else {
      const mail = unquoteFrom(bytes.slice(headerStart(bytes, 0)));
      yield { name, contents: contentsFrom(mail) };
    }
  }
}
