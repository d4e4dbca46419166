/** Properties of an Outlook item (MS-OXMSG 2.1, 2.4; types by MS-OXCDATA 2.11.1). */
import { withoutTail } from '../fingerprint/tail.ts';
import type { Storage } from './cfb.ts';
import { decodeCharset } from './eml-charset.ts';
import { codePageLabel } from './msg-codepage.ts';
import { ExtractError } from './reader.ts';

/** Property ids that are read (MS-OXPROPS). */
export const P = {
  importance: 0x0017,
  messageClass: 0x001a,
  subject: 0x0037,
  submitTime: 0x0039,
  representingName: 0x0042,
  representingAddressType: 0x0064,
  representingAddress: 0x0065,
  transportHeaders: 0x007d,
  recipientType: 0x0c15,
  senderName: 0x0c1a,
  senderAddressType: 0x0c1e,
  senderAddress: 0x0c1f,
  messageFlags: 0x0e07,
  body: 0x1000,
  rtfCompressed: 0x1009,
  html: 0x1013,
  messageId: 0x1035,
  displayName: 0x3001,
  addressType: 0x3002,
  address: 0x3003,
  attachData: 0x3701,
  attachFileName: 0x3704,
  attachMethod: 0x3705,
  attachLongFileName: 0x3707,
  smtpAddress: 0x39fe,
  internetCodePage: 0x3fde,
  messageCodePage: 0x3ffd,
  senderSmtp: 0x5d01,
  representingSmtp: 0x5d02,
} as const;

/** Bytes before the first entry of a properties stream (MS-OXMSG 2.4.1). */
export const PROPERTIES_HEAD = { message: 32, embedded: 24, other: 8 } as const;

const STREAM = '__PROPERTIES_VERSION1.0';
const ENTRY = 16;
const INTEGER = 0x0003;
const TIME = 0x0040;
const STRING8 = 0x001e;
const UNICODE = 0x001f;
const BINARY = 0x0102;

/** FILETIME counts 100 ns from 1601, which is this many seconds before 1970. */
const EPOCH_SECONDS = 11_644_473_600;

export class Properties {
  readonly storage: Storage;
  readonly #fixed = new Map<number, DataView>();
  readonly #codePage: number;

  /**
   * @param codePage of 8-bit strings, by the message around it
   * @throws ExtractError `unreadable`
   */
  constructor(storage: Storage, head: number, codePage: number | null) {
    this.storage = storage;
    const bytes = storage.streams.get(STREAM)?.read();
    if (bytes === undefined) damaged('has no properties');
    for (let at = head; at + ENTRY <= bytes.length; at += ENTRY) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + at, ENTRY);
      const tag = view.getUint32(0, true);
      if (this.#fixed.has(tag)) damaged('has a property twice');
      this.#fixed.set(tag, view);
    }
    this.#codePage = this.integer(P.messageCodePage) ?? codePage ?? 1252;
  }

  get codePage(): number {
    return this.#codePage;
  }

  integer(id: number): number | null {
    return this.#fixed.get(tagOf(id, INTEGER))?.getInt32(8, true) ?? null;
  }

  /** UTC instant, seconds; null for none and for what is no date. */
  time(id: number): string | null {
    const view = this.#fixed.get(tagOf(id, TIME));
    if (view === undefined) return null;
    const seconds = Number(view.getBigUint64(8, true) / 10_000_000n) - EPOCH_SECONDS;
    const date = new Date(seconds * 1000);
    const year = date.getUTCFullYear();
    return year >= 1601 && year <= 9999 ? date.toISOString().replace('.000Z', 'Z') : null;
  }

  /**
   * Text of a property, null when there is none.
   *
   * @throws ExtractError `unreadable` when it stands there in two encodings, or in one that
   *   is not known
   */
  text(id: number): string | null {
    const wide = this.#stream(id, UNICODE);
    const narrow = this.#stream(id, STRING8);
    if (wide !== null && narrow !== null) damaged('has a property twice');
    if (wide !== null) {
      const decoder = new TextDecoder('utf-16le', { fatal: false, ignoreBOM: true });
      return withoutTail(decoder.decode(wide.length % 2 === 0 ? wide : wide.subarray(0, -1)), '\0');
    }
    if (narrow === null) return null;
    const { text, known } = decodeCharset(narrow, codePageLabel(this.#codePage));
    if (!known && narrow.some((byte) => byte > 0x7f)) damaged('is in an unknown character set');
    return withoutTail(text, '\0');
  }

  binary(id: number): Uint8Array | null {
    return this.#stream(id, BINARY);
  }

  /** Storage that stands for an object, such as an embedded message. */
  object(id: number): Storage | null {
    return this.storage.storages.get(nameOf(id, 0x000d)) ?? null;
  }

  #stream(id: number, type: number): Uint8Array | null {
    return this.storage.streams.get(nameOf(id, type))?.read() ?? null;
  }
}

function tagOf(id: number, type: number): number {
  return id * 0x10000 + type;
}

/** Name of the stream of a property, e.g. `__substg1.0_0037001F`, in upper case. */
function nameOf(id: number, type: number): string {
  return `__SUBSTG1.0_${tagOf(id, type).toString(16).padStart(8, '0').toUpperCase()}`;
}

function damaged(what: string): never {
  throw new ExtractError('unreadable', `The Outlook message ${what}.`);
}
