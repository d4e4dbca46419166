/**
 * Media type by content. The name decides only between types that no content tells apart
 * (`.csv` and `.txt`), so that renaming a file changes nothing else.
 */
import type { Problem } from '../fingerprint/document.ts';
import { type Limits, LOCAL_LIMITS } from './limits.ts';
import { sniffCompound } from './ole.ts';
import { mayOpenMailbox, sniffMail } from './sniff-mail.ts';
import { sniffText } from './sniff-text.ts';
import { sniffZip } from './sniff-zip.ts';
import { isTar } from './tar-header.ts';

export interface Sniffed {
  readonly type: string;
  /** Set when files of this type are not read at all. */
  readonly problem?: Problem;
  readonly detail?: string;
}

/** First bytes as latin1 text, and the type; a `?` stands for any byte. */
const IMAGES: readonly (readonly [magic: string, type: string])[] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['RIFF????WEBP', 'image/webp'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['BM????\0\0\0\0', 'image/bmp'],
  ['????ftypavif', 'image/avif'],
  ['????ftypheic', 'image/heic'],
];

/** Formats that are known and not read. */
const UNREAD: readonly (readonly [magic: string, type: string])[] = [
  ['7z\xbc\xaf\x27\x1c', 'application/x-7z-compressed'],
  ['Rar!\x1a\x07', 'application/vnd.rar'],
  ['BZh', 'application/x-bzip2'],
  ['\xfd7zXZ\0', 'application/x-xz'],
  ['\x28\xb5\x2f\xfd', 'application/zstd'],
  ['\x78\x9f\x3e\x22', 'application/vnd.ms-tnef'],
];

const UNKNOWN = 'application/octet-stream';
export const GZIP = 'application/gzip';
export const TAR = 'application/x-tar';

/** S/MIME signatures and envelopes (RFC 8551). */
export const CMS = 'application/pkcs7-mime';

const PDF_HEAD = 1024;
const PDF_INSIDE = /%PDF-\d\.\d/;

/** Types told by magic alone whose files no reader opens. */
const CLOSED = new Set([...IMAGES, ...UNREAD].map(([, type]) => type));

/** Bytes of a file that `sniffOpaque` is to be given at least: a mail is told by half as many. */
export const MIN_OPAQUE_HEAD = 512 * 1024;

/**
 * What `sniff` says of a file that no reader opens, by the first bytes of it alone: its bytes then need not be
 * in memory as a whole.
 *
 * @param head `MIN_OPAQUE_HEAD` bytes or more
 * @returns null for all that is read, or may be
 */
export function sniffOpaque(head: Uint8Array): Sniffed | null {
  const sniffed = sniff(head);
  if (CLOSED.has(sniffed.type)) return sniffed;
  // No text holds a NUL, wherever it stands; a PDF or a mailbox may, and is told by what stands further on.
  const isUnknown = sniffed.type === UNKNOWN && head.includes(0);
  const mayBeRead =
    PDF_INSIDE.test(String.fromCharCode(...head.subarray(0, PDF_HEAD))) || mayOpenMailbox(head);
  return isUnknown && !mayBeRead ? sniffed : null;
}

function startsWith(head: string, magic: string): boolean {
  if (head.length < magic.length) return false;
  for (let i = 0; i < magic.length; i++) {
    if (magic[i] !== '?' && magic[i] !== head[i]) return false;
  }
  return true;
}

/**
 * Tells the media type of a file.
 *
 * @param name file name, if any
 */
export function sniff(
  bytes: Uint8Array,
  name: string | null = null,
  limits: Limits = LOCAL_LIMITS,
): Sniffed {
  if (bytes.length === 0) {
    return { type: 'application/x-empty', problem: 'unreadable', detail: 'The file is empty.' };
  }
  const head = String.fromCharCode(...bytes.subarray(0, PDF_HEAD));
  if (head.startsWith('%PDF-')) return { type: 'application/pdf' };
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) {
    return sniffZip(bytes, limits);
  }
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return sniffCompound(bytes);
  if (/^\s{0,16}\{\\rtf/.test(head)) return { type: 'application/rtf' };
  const image = IMAGES.find(([magic]) => startsWith(head, magic));
  if (image) return { type: image[1] };
  const unread = UNREAD.find(([magic]) => startsWith(head, magic));
  if (unread) return notRead(unread[1]);
  if (head.startsWith('\x1f\x8b\x08')) return { type: GZIP };
  if (isTar(bytes) || head.startsWith('ustar', 257)) return { type: TAR };
  const cms = sniffCms(head);
  if (cms) return cms;
  const mail = sniffMail(bytes);
  if (mail) return mail;
  // Some writers put bytes before the header; a text that only speaks of PDF has no object.
  if (PDF_INSIDE.test(head) && hasPdfObject(bytes)) return { type: 'application/pdf' };
  return (
    sniffText(bytes, name) ?? {
      type: UNKNOWN,
      problem: 'unreadable',
      detail: 'The type of the file is unknown.',
    }
  );
}

function notRead(type: string): Sniffed {
  return { type, problem: 'unreadable', detail: `Files of type ${type} are not read.` };
}

/** Two marks that every PDF has at its end, where a text about PDF seldom has both. */
function hasPdfObject(bytes: Uint8Array): boolean {
  const tail = String.fromCharCode(...bytes.subarray(-PDF_HEAD));
  return tail.includes('startxref') && tail.includes('%%EOF');
}

/** CMS (RFC 5652) in DER or BER: a SEQUENCE that begins with one of the PKCS #7 types. */
function sniffCms(head: string): Sniffed | null {
  const oid = head.indexOf('\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07');
  if (head[0] !== '\x30' || oid < 2 || oid > 6) return null;
  const enveloped = head[oid + 10] === '\x03';
  return {
    type: CMS,
    problem: enveloped ? 'encrypted' : 'unreadable',
    detail: enveloped ? 'The S/MIME message is encrypted.' : 'S/MIME containers are not opened.',
  };
}
