import type { RecordAnswer } from './contract.ts';

type Kind = RecordAnswer['kind'];

const ARCHIVES = new Set([
  'application/zip',
  'application/gzip',
  'application/x-tar',
  'application/mbox',
  'application/x-7z-compressed',
  'application/vnd.rar',
]);
const OFFICE =
  /^application\/(vnd\.openxmlformats-officedocument\.|vnd\.oasis\.opendocument\.|vnd\.ms-|msword|rtf)|^text\/rtf/;

/** The family of a media type, all that the public learns of what a record is. */
export function kindOf(type: string): Kind {
  if (type === 'message/rfc822' || type === 'application/vnd.ms-outlook') return 'mail';
  if (type === 'application/pdf') return 'pdf';
  if (OFFICE.test(type)) return 'office';
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'web';
  if (ARCHIVES.has(type)) return 'archive';
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('text/')) return 'text';
  return 'other';
}
