import { hashFromBase64, toBase64 } from './base64.ts';
import { openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { readDecimal } from './decimal.ts';
import { LogError, malformed } from './error.ts';
import type { NoteSigner, VerifierKey } from './key.ts';
import { cosignNote, formatSignature } from './note.ts';
import { equal, verifyConsistency } from './proof.ts';
import type { TreeHead } from './tree.ts';

/** A request to cosign (C2SP tlog-witness): `old N`, a consistency proof, and the checkpoint. */
export interface AddCheckpoint {
  /** Size that the witness cosigned last. */
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  /** As served; all its signatures may be sent. */
  readonly checkpoint: string;
}

const MAX_HASHES = 63;

export function formatAddCheckpoint({ old, proof, checkpoint }: AddCheckpoint): string {
  return [`old ${old}`, ...proof.map(toBase64), '', checkpoint].join('\n');
}

/** @throws LogError `malformed` */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const border = body.indexOf('\n\n');
  if (border < 0) malformed('the request has no checkpoint');
  const [first = '', ...lines] = body.slice(0, border).split('\n');
  const old = readDecimal(/^old (\d+)$/.exec(first)?.[1] ?? '');
  if (old === null) malformed('the request names no old size');
  if (lines.length > MAX_HASHES) malformed('the proof is too long');
  const proof = lines.map((line) => hashFromBase64(line) ?? malformed('not a hash in the proof'));
  return { old, proof, checkpoint: body.slice(border + 2) };
}

/** What a witness has cosigned last of each log. */
export interface WitnessState {
  /** Null when nothing was ever cosigned for this origin. */
  last(origin: string): TreeHead | null;
  /**
   * Keeps a head durably, and only if the last one is still `before`; the cosignature is given out
   * afterwards. @returns false when another request came first
   */
  keep(origin: string, before: TreeHead | null, head: TreeHead): Promise<boolean>;
}

export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
  readonly body: string;
}

/**
 * Answers a request to cosign, step by step as the specification has it: a checkpoint is cosigned only
 * if a trusted key signed it and it continues what this witness cosigned last.
 *
 * @param logs keys of the logs that this witness follows, named by their origins
 * @param time seconds since 1970
 */
export async function addCheckpoint(
  body: string,
  logs: readonly VerifierKey[],
  signer: NoteSigner,
  state: WitnessState,
  time: number,
): Promise<WitnessAnswer> {
  try {
    const { old, proof, checkpoint } = parseAddCheckpoint(body);
    const { origin } = parseCheckpoint(checkpoint);
    if (!logs.some(({ name }) => name === origin)) return plain(404, 'unknown log');
    const head = await openCheckpoint(checkpoint, logs);
    if (old > head.size) return plain(400, 'the old size is larger than the checkpoint');
    const before = state.last(origin);
    if (old !== (before?.size ?? 0)) return conflict(before);
    if (before && head.size === before.size && !equal(head.root, before.root)) {
      return conflict(before);
    }
    verifyConsistency(before ?? { size: 0, root: head.root }, head, proof);
    const { size, root } = head;
    if (!(await state.keep(origin, before, { size, root }))) return conflict(state.last(origin));
    return plain(200, formatSignature(await cosignNote(head.note.text, signer, time)));
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    const { code, message } = error;
    if (code === 'unknown_key' || code === 'bad_signature') return plain(403, message);
    return plain(code === 'bad_proof' ? 422 : 400, message);
  }
}

/** Tells the size to prove consistency from. */
function conflict(before: TreeHead | null): WitnessAnswer {
  return { status: 409, type: 'text/x.tlog.size', body: `${before?.size ?? 0}\n` };
}

function plain(status: WitnessAnswer['status'], text: string): WitnessAnswer {
  const body = text.endsWith('\n') ? text : `${text}\n`;
  return { status, type: 'text/plain; charset=utf-8', body };
}
