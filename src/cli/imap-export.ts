import { closeSync, openSync, readSync } from 'node:fs';
import { safePath } from './escape.ts';
import { Failure } from './failure.ts';
import { faultOf, type Target, walk } from './walk.ts';

/** A file of an export that is no mail, and why it is left out. */
export interface LeftOut {
  readonly path: Buffer;
  readonly why: string;
}

/**
 * The mails of a folder that a mail program keeps or a tool copied from an IMAP account, by what they
 * write:
 *
 * - mbsync and offlineimap: a tree of Maildirs, named with dots or nested, beside their own state files;
 * - Thunderbird: a mailbox file a folder without extension, its `.msf` index beside it, its subfolders
 *   in `NAME.sbd`; or Maildirs without `new`;
 * - Apple Mail and Google Takeout: mailbox files `mbox` in `NAME.mbox`, or `NAME.mbox`;
 * - mails as files, `.eml`.
 *
 * Mailboxes are told by their first bytes, mails by where they stand. (imapsync copies from server to
 * server and writes no mail on the disk.)
 *
 * @returns every file of the tree, as a mail, a mailbox or left out
 * @throws Failure when there is no mail in it
 */
export async function imapExport(
  folder: Buffer,
  tell: (message: string) => void,
): Promise<{ readonly targets: Target[]; readonly leftOut: LeftOut[] }> {
  const targets: Target[] = [];
  const leftOut: LeftOut[] = [];
  for (const target of await walk([folder], tell)) {
    const why = target.fault ? null : kindOf(target.path);
    if (why === null || why === 'mail') targets.push(target);
    else if (why === 'mailbox') targets.push({ ...target, membersOnly: true });
    else leftOut.push({ path: target.path, why });
  }
  if (targets.length === 0) throw new Failure(`no mail in ${safePath(folder)}`);
  return { targets, leftOut };
}

/** Indexes, settings and state of mail programs, by name. */
const OWN =
  /(?:^\.mbsyncstate|^\.uidvalidity|^\.isyncuidmap|^dovecot[.-]|^subscriptions$|^maildirfolder$|^courierimap|^table_of_contents$|^\.DS_Store$|\.(?:msf|dat|sqlite|mozeml|wdseml|plist|emlxpart|journal|lock|new)$|^filterlog\.html$)/i;

/** `mail`, `mailbox`, or in words why it is neither. */
function kindOf(path: Buffer): string {
  const steps = path.toString('latin1').split('/');
  const [name = '', parent = ''] = steps.reverse();
  if (parent === 'cur' || parent === 'new') return 'mail';
  if (parent === 'tmp') return 'not delivered yet';
  if (OWN.test(name)) return 'a file of the mail program';
  if (/\.eml$/i.test(name)) return 'mail';
  return contentOf(path);
}

const FROM = Buffer.from('From ');

function contentOf(path: Buffer): string {
  const start = Buffer.alloc(FROM.length);
  try {
    const file = openSync(path, 'r');
    try {
      const length = readSync(file, start, 0, start.length, 0);
      if (length === 0) return 'empty';
      // Compressed mailboxes are unpacked where they are read, and told there if they are none.
      if (start[0] === 0x1f && start[1] === 0x8b) return 'mailbox';
      return start.equals(FROM) ? 'mailbox' : 'neither a mail nor a mailbox';
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return faultOf(error);
  }
}
