/**
 * Word, Excel and PowerPoint files before Office 2007: which of them lock their text with a
 * password (MS-DOC 2.5.1, MS-XLS 2.4.117, MS-PPT 2.3.2). None is read: such a file matches by
 * its bytes only, and is otherwise undecided.
 */
import type { Storage } from './cfb.ts';

/** `headerToken` of an encrypted presentation's Current User stream. */
const PPT_ENCRYPTED = 0xf3d1c4df;
const FIB_ENCRYPTED = 0x0100;
/** BIFF record types. */
const FILEPASS = 0x2f;
/** FILEPASS stands right behind the first record, with at most a few between them. */
const MAX_RECORDS = 20;

/** Whether the text has a password; false for damaged files too, which are not read either. */
export function isLocked(root: Storage): boolean {
  try {
    return wordLocked(root) || excelLocked(root) || powerPointLocked(root);
  } catch {
    return false;
  }
}

function viewOf(root: Storage, name: string): DataView | null {
  const bytes = root.streams.get(name.toUpperCase())?.read();
  return bytes ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) : null;
}

function wordLocked(root: Storage): boolean {
  const view = viewOf(root, 'WordDocument');
  return view !== null && (view.getUint16(10, true) & FIB_ENCRYPTED) !== 0;
}

function excelLocked(root: Storage): boolean {
  const view = viewOf(root, 'Workbook') ?? viewOf(root, 'Book');
  if (view === null) return false;
  let at = 0;
  for (let n = 0; n < MAX_RECORDS; n++) {
    if (view.getUint16(at, true) === FILEPASS) return true;
    at += 4 + view.getUint16(at + 2, true);
  }
  return false;
}

function powerPointLocked(root: Storage): boolean {
  return viewOf(root, 'Current User')?.getUint32(12, true) === PPT_ENCRYPTED;
}
