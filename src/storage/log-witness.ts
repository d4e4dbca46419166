import { failureLine } from '../registry/failure-line.ts';
import { readDecimal } from '../tlog/decimal.ts';
import { LogError } from '../tlog/error.ts';
import type { VerifierKey } from '../tlog/key.ts';
import {
  formatSignature,
  type NoteSignature,
  parseNote,
  parseSignature,
  verifyNote,
} from '../tlog/note.ts';
import { NO_POLICY, type Policy, type PolicyKey, parsePolicy } from '../tlog/policy.ts';
import { consistencyProof, type TileFetcher } from '../tlog/proof.ts';
import { formatAddCheckpoint } from '../tlog/witness.ts';
import { witnessedTime } from '../tlog/witnessed.ts';
import type { LogRows, SignedHead } from './log-rows.ts';
import { NotGiven, whyNot } from './not-given.ts';

/** A witness that does not answer by then is left for the next time. */
const ANSWER_MS = 5000;
/** Cosignature lines of one witness; a note takes hundreds at most. */
const MAX_ANSWER_BYTES = 64 * 1024;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Has the log's checkpoints cosigned by the witnesses of its policy (C2SP tlog-witness). One round at a
 * time; each proves to each witness that the log continues what that witness cosigned last.
 */
export class Witnessing {
  readonly #rows: LogRows;
  readonly #policy: Policy;
  readonly #fetch: Fetch;
  #round: Promise<SignedHead | null> | null = null;

  constructor(rows: LogRows, policy: Policy, doFetch: Fetch) {
    this.#rows = rows;
    this.#policy = policy;
    this.#fetch = doFetch;
  }

  /** Whether some witness has not cosigned the last checkpoint, and could be asked. */
  get wanting(): boolean {
    const signed = this.#rows.signed();
    return signed !== null && this.#missing(signed.note).length > 0;
  }

  /** When a quorum had cosigned a checkpoint, UTC instant by the witnesses' clocks; null for none. */
  async since(note: string): Promise<string | null> {
    const time = await witnessedTime(this.#policy, parseNote(note));
    return time === null ? null : new Date(time * 1000).toISOString();
  }

  /**
   * Asks those whose cosignature the last checkpoint lacks. Who calls meanwhile waits for the same
   * round. @returns the checkpoint with what it has now
   */
  round(): Promise<SignedHead | null> {
    this.#round ??= this.#ask().finally(() => {
      this.#round = null;
    });
    return this.#round;
  }

  async #ask(): Promise<SignedHead | null> {
    const signed = this.#rows.signed();
    if (!signed) return null;
    const { size } = signed;
    const missing = this.#missing(signed.note);
    const found = await Promise.all(missing.map((witness) => this.#cosign(witness, signed)));
    const note = signed.note + found.flat().map(formatSignature).join('');
    const { signatures } = parseNote(note);
    const cosigners = this.#policy.witnesses.map(({ key }) => key).filter(has(signatures));
    const witnessed = cosigners.length > 0 && this.#policy.quorum(cosigners);
    const head = { size, note, witnessed };
    this.#rows.keep(head);
    return head;
  }

  #missing(note: string): PolicyKey[] {
    const { signatures } = parseNote(note);
    const signed = has(signatures);
    return this.#policy.witnesses.filter(({ key, url }) => url !== null && !signed(key));
  }

  /** A witness that fails costs its cosignature and nothing else. */
  async #cosign(witness: PolicyKey, { size, note }: SignedHead): Promise<NoteSignature[]> {
    const { key } = witness;
    try {
      let old = this.#rows.cosigned(key.id);
      let answer = await this.#add(witness, old, size, note);
      if (answer.status === 409) {
        const last = readDecimal(answer.text.trimEnd());
        if (last === null || last > size) {
          // Either the witness is wrong, or this log has lost entries that it has shown.
          throw new NotGiven(
            last === null ? 'it names no size' : `it has seen ${last} entries, we have ${size}`,
          );
        }
        old = last;
        answer = await this.#add(witness, old, size, note);
      }
      if (answer.status !== 200) throw new NotGiven(`status ${answer.status}`);
      const lines = answer.text.trimEnd().split('\n').map(parseSignature);
      const own = lines.filter(({ name, id }) => name === key.name && id === key.id).slice(0, 1);
      await verifyNote({ text: parseNote(note).text, signatures: own }, [key]);
      this.#rows.noteCosigned(key.id, size);
      return own;
    } catch (error) {
      const more = { witness: key.name, size, why: whyNot(error) };
      console.error(failureLine('checkpoint not cosigned', error, more));
      return [];
    }
  }

  async #add({ url }: PolicyKey, old: number, size: number, checkpoint: string) {
    const proof = await consistencyProof(this.#tiles, old, size);
    const answer = await this.#fetch(`${url?.replace(/\/+$/, '')}/add-checkpoint`, {
      method: 'POST',
      body: formatAddCheckpoint({ old, proof, checkpoint }),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await answer.text();
    if (text.length > MAX_ANSWER_BYTES) throw new NotGiven('too long an answer');
    return { status: answer.status, text };
  }

  readonly #tiles: TileFetcher = async (name) => {
    const bytes = this.#rows.read(name);
    if (!bytes) throw new LogError('missing', 'the log has lost a tile');
    return bytes;
  };
}

/** The operator's policy; one that cannot be read is as none, and said so. */
export function readPolicy(text: string | undefined): Policy {
  if (!text) return NO_POLICY;
  try {
    return parsePolicy(text);
  } catch (error) {
    // It quotes a line of the operator's own.
    const why = error instanceof Error ? error.message : '';
    console.error(failureLine('LOG_POLICY cannot be read', error, { why }));
    return NO_POLICY;
  }
}

function has(signatures: readonly NoteSignature[]): (key: VerifierKey) => boolean {
  return (key) => signatures.some(({ name, id }) => name === key.name && id === key.id);
}
