import { hexToBytes } from '@noble/hashes/utils.js';
import { contentOf, type Der, readDer, TAG, within, writeDer } from './der.ts';
import { malformed } from './error.ts';
import { equal } from './proof.ts';

/**
 * Timestamps of an authority (RFC 3161): requests, and the checks of a response that need no certificate.
 * The authority's signature is not verified here; `openssl ts -verify` does that with its certificate.
 */

/** 2.16.840.1.101.3.4.2.1, 1.2.840.113549.1.7.2 and 1.2.840.113549.1.9.16.1.4, as DER writes them. */
const SHA256 = hexToBytes('608648016503040201');
const SIGNED_DATA = hexToBytes('2a864886f70d010702');
const TST_INFO = hexToBytes('2a864886f70d0109100104');
const ONE = Uint8Array.of(1);
const TRUE = Uint8Array.of(255);

/** A response with a chain of certificates has 2 to 8 kB. */
export const MAX_TIMESTAMP_BYTES = 64 * 1024;

/**
 * A request, DER, that asks for the authority's certificate too.
 *
 * @param digest SHA-256, 32 bytes
 * @param nonce 16 random bytes, for this request only
 */
export function timestampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  const algorithm = writeDer(TAG.sequence, writeDer(TAG.oid, SHA256), Uint8Array.of(0x05, 0));
  return writeDer(
    TAG.sequence,
    writeDer(TAG.integer, ONE),
    writeDer(TAG.sequence, algorithm, writeDer(TAG.octets, digest)),
    writeDer(TAG.integer, integer(nonce)),
    writeDer(TAG.boolean, TRUE),
  );
}

/**
 * Reads a response, DER, to a request.
 *
 * @returns the time that the authority states
 * @throws LogError `malformed` for anything but a granted timestamp of this digest under this nonce
 */
export function readTimestamp(response: Uint8Array, digest: Uint8Array, nonce: Uint8Array): Date {
  if (response.length > MAX_TIMESTAMP_BYTES) malformed('too long a timestamp');
  const [version, , imprint, , genTime, ...rest] = statedIn(response);
  if (!equal(contentOf(version, TAG.integer), ONE)) malformed('a timestamp of another version');
  const [algorithm, hashed] = within(imprint, TAG.sequence);
  const [hash] = within(algorithm, TAG.sequence);
  if (!equal(contentOf(hash, TAG.oid), SHA256)) malformed('a timestamp by another hash');
  if (!equal(contentOf(hashed, TAG.octets), digest)) malformed('a timestamp of something else');
  // What may stand before it has other tags: accuracy and ordering.
  const answered = rest.find(({ tag }) => tag === TAG.integer);
  if (!answered || !equal(answered.content, integer(nonce))) {
    malformed('a timestamp for another request');
  }
  return timeOf(contentOf(genTime, TAG.generalizedTime));
}

/** The fields of the TSTInfo in a granted response. @throws LogError `malformed` */
function statedIn(response: Uint8Array): Der[] {
  const [whole, more] = readDer(response);
  if (more) malformed('something stands behind the timestamp');
  const [status, token] = within(whole, TAG.sequence);
  const [granted] = within(status, TAG.sequence);
  const code = contentOf(granted, TAG.integer);
  if (!equal(code, Uint8Array.of(0))) malformed(`the authority refuses, with status ${code[0]}`);
  const [kind, signed] = within(token, TAG.sequence);
  if (!equal(contentOf(kind, TAG.oid), SIGNED_DATA)) malformed('a timestamp that is not signed');
  const [, , encapsulated] = within(within(signed, TAG.context0)[0], TAG.sequence);
  const [type, octets] = within(encapsulated, TAG.sequence);
  if (!equal(contentOf(type, TAG.oid), TST_INFO)) malformed('no timestamp inside');
  const [info] = readDer(contentOf(within(octets, TAG.context0)[0], TAG.octets));
  return within(info, TAG.sequence);
}

/** `20270423094000Z`, with a fraction of a second or without (RFC 3161 section 2.4.2). */
function timeOf(content: Uint8Array): Date {
  const text = new TextDecoder().decode(content);
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text);
  const [, year, month, day, hour, minute, second, fraction = ''] = match ?? [];
  const time = new Date(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`,
  );
  return Number.isNaN(time.getTime()) ? malformed('a timestamp without time') : time;
}

/** The content of a positive INTEGER: shortest form, no sign bit set. */
function integer(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  const short = start < 0 ? Uint8Array.of(0) : bytes.slice(start);
  return (short[0] ?? 0) < 128 ? short : Uint8Array.of(0, ...short);
}
