import { basename } from 'node:path';
import { safePath } from './escape.ts';
import { Failure } from './failure.ts';
import { type Target, walk } from './walk.ts';

/**
 * Mails of mailboxes, each a document of its own.
 *
 * @param mboxes mailbox files (RFC 4155), compressed by gzip or not
 * @param maildirs Maildir folders, with Maildir++ subfolders: mails stand in `cur` and `new`, what
 *   stands in `tmp` is not delivered, and the rest are a program's own files
 * @throws Failure for what is none
 */
export async function mailboxTargets(
  mboxes: readonly Buffer[],
  maildirs: readonly Buffer[],
  tell: (message: string) => void,
): Promise<Target[]> {
  const targets: Target[] = [];
  for (const path of mboxes) {
    const found = await walk([path], tell);
    if (found.length !== 1 || !found[0]?.path.equals(path)) {
      throw new Failure(`${safePath(path)} is a folder; see --maildir`);
    }
    targets.push({ path, membersOnly: true });
  }
  for (const path of maildirs) {
    const mails = (await walk([path], tell)).filter((target) => target.fault || isMail(target));
    if (mails.length === 0) throw new Failure(`no Maildir, or an empty one: ${safePath(path)}`);
    for (const mail of mails) targets.push(mail);
  }
  return targets;
}

function isMail({ path }: Target): boolean {
  const folders = path.toString('latin1').split('/');
  return ['cur', 'new'].includes(basename(folders.slice(0, -1).join('/')));
}
