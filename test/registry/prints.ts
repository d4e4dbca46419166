import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type {
  ContentPrint,
  EntryLists,
  Fingerprint,
  MailPrint,
} from '../../src/fingerprint/profile.ts';
import { PADDING } from '../../src/fingerprint/shingle.ts';

/** Fingerprints built by hand: digests of strings, shingles that follow the words. */

export function hash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** `count` words that no other `seed` has. */
export function prose(seed: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${seed}${i}`);
}

/** A text's print; every fourth shingle or so is in the sketch, chosen by its hash. */
export function textPrint(words: readonly string[], change: Partial<ContentPrint> = {}) {
  const text = words.join(' ');
  const hashes = new Set<string>();
  for (let i = 0; i + 5 <= words.length; i++) {
    hashes.add(hash(words.slice(i, i + 5).join(' ')).slice(0, 16));
  }
  const sorted = [...hashes].sort();
  const sketch = sorted.filter((shingle) => Number.parseInt(shingle.slice(-1), 16) < 4);
  const print: ContentPrint = {
    extractor: 'test/1',
    words: words.length,
    body: hash(`body ${text}`),
    body_joined: hash(`joined ${text}`),
    bag: hash([...words].sort().join('\n')),
    labels: null,
    furniture: null,
    beside: {},
    drawn: hash(`drawn ${text}`),
    ssdeep: '3::',
    tlsh: null,
    bands: sorted.length === 0 ? [] : Array.from({ length: 20 }, (_, b) => bandOf(b, sorted)),
    sketch: sketch.length >= 8 ? sketch : sorted.slice(0, 8),
    marks: [],
  };
  return { ...print, ...change };
}

function bandOf(band: number, shingles: readonly string[]): string {
  const at = 2 + (band % 12);
  return shingles.reduce((a, b) => (a.slice(at) < b.slice(at) ? a : b)).slice(0, 12);
}

/** A whole document; its bytes are told by `bytes`. */
export function filePrint(bytes: string, change: Partial<Fingerprint> = {}): Fingerprint {
  return {
    profile: 'empreinte/1',
    name: null,
    type: 'text/plain',
    bytes: { size: 1000 + bytes.length, sha256: hash(`bytes ${bytes}`), ssdeep: '3::', tlsh: null },
    content: null,
    mail: null,
    parts: [],
    problem: null,
    ...change,
  };
}

export function docPrint(
  bytes: string,
  words: readonly string[],
  change: Partial<Fingerprint> = {},
) {
  return filePrint(bytes, { content: textPrint(words), ...change });
}

export function mailPrint(id: string, change: Partial<MailPrint> = {}): MailPrint {
  return {
    message_id: hash(`id ${id}`),
    from: hash('from'),
    to: hash('to'),
    cc: null,
    reply_to: null,
    sender: null,
    importance: null,
    date: hash(`date ${id}`),
    subject: hash(`subject ${id}`),
    names: hash('names'),
    alternatives: [],
    quoted: null,
    signature: null,
    footer: null,
    thread: [],
    whole: null,
    ...change,
  };
}

/** A mail whose Message-ID, date and subject are told by `id`. */
export function letterPrint(
  id: string,
  words: readonly string[],
  parts: readonly Fingerprint[] = [],
  mail: Partial<MailPrint> = {},
): Fingerprint {
  return docPrint(
    `mail ${id} ${hash(words.join(' '))} ${parts.map((part) => part.bytes.sha256)} ${JSON.stringify(mail)}`,
    words,
    {
      type: 'message/rfc822',
      mail: mailPrint(id, mail),
      parts,
    },
  );
}

/** Entries of no text, but as many as the print's words ask for. */
export function entriesOf(print: Fingerprint): EntryLists {
  const words = print.content?.words ?? 0;
  const seed = print.content?.body ?? '';
  return {
    '': Uint16Array.from({ length: words === 0 ? 0 : words + PADDING }, (_, i) =>
      Number.parseInt(hash(`${seed} ${i}`).slice(0, 4), 16),
    ),
  };
}
