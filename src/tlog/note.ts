import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { fromBase64, toBase64 } from './base64.ts';
import { LogError, malformed } from './error.ts';
import {
  COSIGNATURE,
  ED25519,
  isKeyName,
  type NoteSigner,
  type VerifierKey,
  verifyEd25519,
} from './key.ts';

/**
 * Signed notes (C2SP signed-note): a text that ends in a newline, an empty line, and signature lines:
 *
 *     — example.com/log Az3grlgtzPIC…
 *
 * Signatures of unknown keys and types are kept as they are.
 */

export interface NoteSignature {
  readonly name: string;
  /** 8 hex digits. */
  readonly id: string;
  /** What follows the key id, as the key's type defines it. */
  readonly bytes: Uint8Array;
}

export interface Note {
  /** With its final newline, without the empty line after it. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A signature that a trusted key has made. */
export interface Verified {
  readonly key: VerifierKey;
  /** When a witness cosigned, seconds since 1970; null for a log's own signature. */
  readonly time: number | null;
}

/** Room for 32 signatures of any size in use, post-quantum ones included. */
const MAX_NOTE_CHARS = 256 * 1024;
const MAX_SIGNATURES = 100;

/** @throws LogError `malformed` */
export function parseNote(note: string): Note {
  if (note.length > MAX_NOTE_CHARS) malformed('the note is too long');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) malformed('the note has control characters');
  const border = note.lastIndexOf('\n\n');
  if (border < 0 || !note.endsWith('\n')) malformed('the note has no signatures');
  const lines = note.slice(border + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) malformed('the note has too many signatures');
  return { text: note.slice(0, border + 1), signatures: lines.map(parseSignature) };
}

/** Reads one signature line, without its newline. @throws LogError `malformed` */
export function parseSignature(line: string): NoteSignature {
  const match = /^— (\S+) (\S+)$/u.exec(line);
  const [, name = '', encoded = ''] = match ?? [];
  const bytes = fromBase64(encoded);
  if (!bytes || bytes.length < 5 || !isKeyName(name)) malformed('a signature line cannot be read');
  return { name, id: bytesToHex(bytes.subarray(0, 4)), bytes: bytes.slice(4) };
}

/** The line with its newline. */
export function formatSignature({ name, id, bytes }: NoteSignature): string {
  return `— ${name} ${toBase64(concatBytes(hexToBytes(id), bytes))}\n`;
}

export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`;
}

/** Signs a text as a log does. @throws RangeError for a text without its final newline */
export async function signNote(text: string, signer: NoteSigner): Promise<NoteSignature> {
  if (!text.endsWith('\n')) throw new RangeError('a note ends in a newline');
  const { name, id } = signer.key;
  return { name, id, bytes: await signer.sign(utf8ToBytes(text)) };
}

/**
 * Cosigns a checkpoint's text as a witness does (C2SP tlog-cosignature, type 0x04).
 *
 * @param time seconds since 1970
 */
export async function cosignNote(
  text: string,
  signer: NoteSigner,
  time: number,
): Promise<NoteSignature> {
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  const { name, id } = signer.key;
  return { name, id, bytes: concatBytes(stamp, await signer.sign(cosigned(text, time))) };
}

/**
 * The note's signatures by trusted keys, each verified.
 *
 * @throws LogError `bad_signature` for one that names a trusted key and is not its own;
 *   `unknown_key` when no trusted key has signed
 */
export async function verifyNote(
  note: Note,
  trusted: readonly VerifierKey[],
): Promise<[Verified, ...Verified[]]> {
  const verified: Verified[] = [];
  for (const signature of note.signatures) {
    const key = trusted.find(({ name, id }) => name === signature.name && id === signature.id);
    if (!key || verified.some((known) => known.key === key)) continue;
    const time = await verifySignature(note.text, signature, key);
    if (time === false) throw new LogError('bad_signature', `not a signature of ${key.name}`);
    verified.push({ key, time });
  }
  const [first, ...rest] = verified;
  if (!first) throw new LogError('unknown_key', 'the note is signed by no trusted key');
  return [first, ...rest];
}

async function verifySignature(
  text: string,
  { bytes }: NoteSignature,
  { type, publicKey }: VerifierKey,
): Promise<number | null | false> {
  if (type === ED25519) {
    return (await verifyEd25519(publicKey, utf8ToBytes(text), bytes)) ? null : false;
  }
  if (type !== COSIGNATURE || bytes.length !== 72) return false;
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
  if (!Number.isSafeInteger(time)) return false;
  return (await verifyEd25519(publicKey, cosigned(text, time), bytes.subarray(8))) ? time : false;
}

function cosigned(text: string, time: number): Uint8Array {
  return utf8ToBytes(`cosignature/v1\ntime ${time}\n${text}`);
}
