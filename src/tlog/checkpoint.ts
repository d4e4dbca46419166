import { hashFromBase64, toBase64 } from './base64.ts';
import { readDecimal } from './decimal.ts';
import { LogError, malformed } from './error.ts';
import { COSIGNATURE, ED25519, type NoteSigner, type VerifierKey } from './key.ts';
import { formatNote, type Note, parseNote, signNote, type Verified, verifyNote } from './note.ts';
import type { TreeHead } from './tree.ts';

/**
 * Checkpoints (C2SP tlog-checkpoint), signed notes whose text is
 *
 *     example.com/log
 *     20852163
 *     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
  readonly note: Note;
}

/** A checkpoint whose log's signature was verified, with those of its witnesses that were. */
export interface VerifiedCheckpoint extends Checkpoint {
  readonly cosigners: readonly Verified[];
}

/** Text of a checkpoint. Ours have no extension lines, which no monitor could audit. */
export function checkpointText(origin: string, { size, root }: TreeHead): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** A checkpoint signed by its log, as it is served. */
export async function signCheckpoint(head: TreeHead, signer: NoteSigner): Promise<string> {
  const text = checkpointText(signer.key.name, head);
  return formatNote({ text, signatures: [await signNote(text, signer)] });
}

/** Reads a checkpoint and trusts nothing in it. @throws LogError `malformed` */
export function parseCheckpoint(text: string): Checkpoint {
  const note = parseNote(text);
  const [origin = '', digits = '', hash = '', ...rest] = note.text.split('\n');
  const size = readDecimal(digits);
  const root = hashFromBase64(hash);
  if (origin === '' || size === null || root === null) malformed('not a checkpoint');
  // What is left is the nothing after the last newline, and extension lines before it.
  if (rest.pop() !== '' || rest.includes('')) malformed('not a checkpoint');
  return { origin, size, root, note };
}

/**
 * Reads a checkpoint and verifies its log's signature and its witnesses'.
 *
 * @param logs keys of the log; their name must be the origin
 * @param witnesses keys whose cosignatures count
 * @throws LogError `malformed`, `unknown_key`, `bad_signature`
 */
export async function openCheckpoint(
  text: string,
  logs: readonly VerifierKey[],
  witnesses: readonly VerifierKey[] = [],
): Promise<VerifiedCheckpoint> {
  const checkpoint = parseCheckpoint(text);
  const own = logs.filter(({ name, type }) => name === checkpoint.origin && type === ED25519);
  if (own.length === 0)
    throw new LogError('unknown_key', `no key is known for ${checkpoint.origin}`);
  await verifyNote(checkpoint.note, own);
  const known = witnesses.filter(({ type }) => type === COSIGNATURE);
  const cosigners = await verifyNote(checkpoint.note, known).catch((error: unknown) => {
    if (error instanceof LogError && error.code === 'unknown_key') return [];
    throw error;
  });
  return { ...checkpoint, cosigners };
}
