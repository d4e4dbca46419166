import { type Limits, LOCAL_LIMITS } from '../extract/limits.ts';
import { type Altered, locate } from '../fingerprint/locate.ts';
import { partAt } from '../fingerprint/part-at.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import type { Receipt as ContractReceipt } from '../registry/contract.ts';
import { LogError } from '../tlog/error.ts';
import { type Analysis, analyse } from './analyse.ts';
import type { Checked, Corpus, Receipt } from './answers.ts';
import { ApiError } from './api-error.ts';
import { checkItems, type Told } from './check-items.ts';
import { checkedOf, type Question, questionOf, unread } from './checked.ts';
import { type Client, createClient } from './client.ts';
import { alignmentOf } from './compare.ts';
import type {
  CallOptions,
  CheckManyOptions,
  CheckOptions,
  CompareOptions,
  Comparison,
  EmpreinteOptions,
  Suspect,
  Verified,
} from './empreinte-options.ts';
import { type FileInput, takeIn } from './file-input.ts';
import { findingsOf } from './findings.ts';
import { inGroups, mapInOrder } from './in-order.ts';
import type { PinFile } from './pin-file.ts';
import { pinFileOf, readPins } from './pins.ts';
import { registerAll } from './registering.ts';
import type { Registered, RegisterOptions } from './signer.ts';
import { verifyReceipt } from './verify.ts';

/** Fingerprints of one request stay well under the 16 MiB that the registry reads. */
const MAX_CHARACTERS = 8 * 1024 * 1024;
/** An answer brings the proofs of 50 matches at most (`schema/receipt.md`). */
const MAX_SIGNED = 50;
const DEFAULT_BATCH = 100;
const DEFAULT_CONCURRENCY = 4;
const PATIENCE_MS = 250;
/** One request is answered while the next one is made. */
const REQUESTS = 2;

/**
 * A registry of fingerprints, for programs.
 *
 * Files are read where this runs; what is sent is their fingerprints, which hold no text and no
 * name. Every method throws `ApiError` with a stable `code`, or the reason of its signal.
 *
 * @example
 * const registry = new Empreinte({ server: 'https://registre.example' });
 * const { verdict, shows } = await registry.check(file);
 */
export class Empreinte {
  readonly #options: EmpreinteOptions;
  readonly #limits: Limits;

  /** @throws TypeError for an address that is none, or a token that would go out without TLS */
  constructor(options: EmpreinteOptions) {
    this.#options = options;
    this.#limits = options.limits ?? LOCAL_LIMITS;
    const { protocol, hostname } = new URL(options.server);
    const local = /^(127(\.\d+){3}|localhost|\[::1\])$/.test(hostname);
    if (options.token !== undefined && protocol === 'http:' && !local) {
      throw new TypeError('a token is not sent without https');
    }
    this.#client(undefined);
  }

  /** What the registry knows of a file. A file that cannot be read is `undecided`, never `absent`. */
  async check(suspect: Suspect, options: CheckOptions = {}): Promise<Checked> {
    options.signal?.throwIfAborted();
    const question = await this.#question(suspect);
    if (question.answer) return question.answer;
    const [told] = await this.#ask([question], options);
    return checkedOf(question, told as Told);
  }

  /**
   * The same for many, lazily and in order: files are taken from `suspects` as answers are taken
   * from here. Leaving the loop ends what is under way. One file that cannot be read or is refused
   * is `undecided`, and the others are answered; a registry that cannot be asked ends the loop.
   */
  async *checkMany(
    suspects: Iterable<Suspect> | AsyncIterable<Suspect>,
    options: CheckManyOptions = {},
  ): AsyncGenerator<Checked> {
    const left = new AbortController();
    const signal = options.signal ? AbortSignal.any([left.signal, options.signal]) : left.signal;
    const most = Math.min(options.batch ?? DEFAULT_BATCH, options.receipts ? MAX_SIGNED : 1000);
    const read = mapInOrder(suspects, options.concurrency ?? DEFAULT_CONCURRENCY, async (one) => {
      signal.throwIfAborted();
      return this.#question(one);
    });
    const groups = inGroups(read, {
      items: Math.max(1, most),
      size: MAX_CHARACTERS,
      sizeOf: ({ size }) => size,
      patienceMs: PATIENCE_MS,
    });
    try {
      for await (const answers of mapInOrder(groups, REQUESTS, async (questions) => {
        const asked = questions.filter(({ answer }) => !answer);
        const told = await this.#ask(asked, { ...options, signal });
        let next = 0;
        return questions.map((one) => one.answer ?? checkedOf(one, told[next++] as Told));
      })) {
        yield* answers;
      }
    } finally {
      left.abort();
    }
  }

  /**
   * Where a file departs from a record. Sends the ordered digests of its groups of words, from which
   * whoever operates the registry could rebuild part of its text: only on a person's explicit wish.
   *
   * @throws ApiError `no_text` for a file or part without text, and as the registry refuses
   */
  async compare(
    suspect: FileInput,
    record: string,
    { part: path = '', signal }: CompareOptions = {},
  ): Promise<Comparison> {
    const { document, fingerprint, entries } = await this.#analyse(suspect, true);
    const part = partAt(fingerprint, path);
    const text = partAt(document, path)?.reading?.text;
    const list = entries[path];
    if (!part?.content || !text || !list || list.length === 0) {
      throw new ApiError({ code: 'no_text', status: 0, detail: 'there is no text to compare' });
    }
    const client = this.#client(signal);
    const answer = await client.compare({ record, fingerprint: part, entries: list });
    const { grade, reason, notes, complete, marks_only: marksOnly } = answer;
    let altered: Altered[] | null = null;
    try {
      if (reason === null) altered = locate(text, alignmentOf(answer));
    } catch (error) {
      // The answer is not of this text.
      if (!(error instanceof RangeError)) throw error;
    }
    return { record: answer.record, grade, reason, notes, complete, marksOnly, altered };
  }

  /**
   * What a receipt proves about a file, offline; only the keys of `pins` are believed.
   *
   * @param file the file, or its fingerprint as made here; without it no verdict is supported
   * @throws ApiError `no_pins`, and `malformed`, `unknown_key`, `bad_signature`, `bad_proof` for a
   *   receipt that is not believed
   */
  async verify(
    receipt: Receipt,
    file: FileInput | { readonly fingerprint: Fingerprint } | null = null,
  ): Promise<Verified> {
    const given = this.#options.pins;
    if (given === undefined) {
      throw new ApiError({ code: 'no_pins', status: 0, detail: 'no keys are pinned' });
    }
    try {
      const { pins } = await readPins(typeof given === 'string' ? given : JSON.stringify(given));
      const print = file === null ? null : await this.#fingerprint(file);
      const verified = await verifyReceipt(receipt as ContractReceipt, pins, print);
      const { claims, tied, equal } = verified;
      return { claims, tied, equal, ...findingsOf(verified, null) };
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      const { code, message: detail } = error;
      throw new ApiError({ code, status: 0, detail }, { cause: error });
    }
  }

  /**
   * Registers files as documents of a corpus, lazily and in order, in signed batches of up to 500. What
   * is registered already stays as it is, so a run that failed is simply begun again.
   */
  async *register(
    files: Iterable<FileInput> | AsyncIterable<FileInput>,
    options: RegisterOptions & CallOptions,
  ): AsyncGenerator<Registered> {
    const client = this.#client(options.signal);
    yield* registerAll(client, files, (file) => this.analyse(file), {
      ...options,
      origin: options.origin ?? new URL(this.#options.server).origin,
    });
  }

  /** What the registry covers. */
  async corpora({ signal }: CallOptions = {}): Promise<readonly Corpus[]> {
    return (await this.#client(signal).corpora()).corpora;
  }

  /** The registry's keys as it tells them now: to be compared with a printed copy, then pinned. */
  async keys({ signal }: CallOptions = {}): Promise<PinFile> {
    return pinFileOf(new URL(this.#options.server).origin, await this.#client(signal).keys());
  }

  /**
   * Reads a file and takes its fingerprint; nothing is sent. The document holds its text and stays here.
   *
   * @throws ApiError `unreadable` when its bytes cannot be had, `over_limit` when they are too many
   */
  async analyse(file: FileInput): Promise<Analysis> {
    return this.#analyse(file, false);
  }

  async #analyse(file: FileInput, asks: boolean): Promise<Analysis> {
    const taken = await takeIn(file, this.#limits.maxInputBytes);
    if (taken.kind === 'fault') {
      throw new ApiError({ code: 'unreadable', status: 0, detail: taken.detail });
    }
    if (taken.kind === 'large') {
      const detail = `The file is larger than ${this.#limits.maxInputBytes} bytes.`;
      throw new ApiError({ code: 'over_limit', status: 0, detail });
    }
    return this.#read(taken.bytes, taken.name, asks);
  }

  #read(bytes: Uint8Array, name: string | null, asks: boolean): Promise<Analysis> {
    const pdf = () => import('../extract/pdf.ts').then(({ readPdf }) => readPdf);
    const reads = this.#options.pdf ?? true;
    return analyse(bytes, { name, limits: this.#limits, asks, ...(reads ? { pdf } : {}) });
  }

  async #fingerprint(
    file: FileInput | { readonly fingerprint: Fingerprint },
  ): Promise<Fingerprint> {
    const { item, answer } = await this.#question(file, false);
    if ('fingerprint' in item) return item.fingerprint;
    throw new ApiError({ code: 'unreadable', status: 0, detail: answer?.detail ?? 'no file' });
  }

  async #question(suspect: Suspect, asks = true): Promise<Question> {
    if ('fingerprint' in suspect || 'sha256' in suspect || 'ssdeep' in suspect) {
      return questionOf(suspect, null);
    }
    const taken = await takeIn(suspect, this.#limits.maxInputBytes);
    const { name } = taken;
    if (taken.kind === 'fault') {
      const answer = unread(name, 'unreadable', taken.detail);
      return { ...questionOf({ sha256: '' }, name), answer };
    }
    if (taken.kind === 'large') return questionOf({ fingerprint: taken.fingerprint }, name);
    const { fingerprint, document } = await this.#read(taken.bytes, name, asks);
    const asked = questionOf({ fingerprint }, name, document.detail ?? null);
    if (asked.size <= MAX_CHARACTERS) return asked;
    // Its bytes can still be recognised.
    const bytes = { sha256: fingerprint.bytes.sha256 };
    return { ...questionOf(bytes, name, 'its fingerprint is too large to send'), bytesOnly: true };
  }

  #ask(questions: readonly Question[], options: CheckOptions): Promise<Told[]> {
    const items = questions.map(({ item }) => item);
    return checkItems(this.#client(options.signal), items, options);
  }

  #client(signal: AbortSignal | undefined): Client {
    return createClient({ ...this.#options, signal });
  }
}
