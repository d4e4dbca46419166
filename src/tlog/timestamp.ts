import { ContentInfo, id_signedData, SignedData } from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  id_ct_tstInfo,
  MessageImprint,
  PKIStatus,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from '@peculiar/asn1-tsp';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { malformed } from './error.ts';
import { equal } from './proof.ts';

/**
 * Timestamps of an authority (RFC 3161): requests, and the checks of a response that need no certificate.
 * The authority's signature is not verified here; `openssl ts -verify` does that with its certificate.
 */

const SHA256 = '2.16.840.1.101.3.4.2.1';
/** A response with a chain of certificates has 2 to 8 kB. */
export const MAX_TIMESTAMP_BYTES = 64 * 1024;

/**
 * A request, DER, that asks for the authority's certificate too.
 *
 * @param digest SHA-256, 32 bytes
 * @param nonce 16 random bytes, for this request only
 */
export function timestampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA256, parameters: null }),
      hashedMessage: new OctetString(bufferOf(digest)),
    }),
    nonce: bufferOf(integer(nonce)),
    certReq: true,
  });
  return new Uint8Array(AsnConvert.serialize(request));
}

/**
 * Reads a response, DER, to a request.
 *
 * @returns the time that the authority states
 * @throws LogError `malformed` for anything but a granted timestamp of this digest under this nonce
 */
export function readTimestamp(response: Uint8Array, digest: Uint8Array, nonce: Uint8Array): Date {
  const { messageImprint, nonce: answered, genTime } = stated(response);
  if (messageImprint.hashAlgorithm.algorithm !== SHA256) malformed('a timestamp by another hash');
  const hashed = new Uint8Array(messageImprint.hashedMessage.buffer);
  if (!equal(hashed, digest)) malformed('a timestamp of something else');
  if (!answered || !equal(new Uint8Array(answered), integer(nonce))) {
    malformed('a timestamp for another request');
  }
  if (Number.isNaN(genTime.getTime())) malformed('a timestamp without time');
  return genTime;
}

/** What a granted response states. @throws LogError `malformed` */
function stated(response: Uint8Array): TSTInfo {
  if (response.length > MAX_TIMESTAMP_BYTES) malformed('too long a timestamp');
  if (!isOneSequence(response)) malformed('not a timestamp response');
  try {
    const { status, timeStampToken } = AsnConvert.parse(response, TimeStampResp);
    if (status.status !== PKIStatus.granted || !timeStampToken) {
      malformed(`the authority refuses, with status ${status.status}`);
    }
    const { contentType, content } = AsnConvert.parse(
      AsnConvert.serialize(timeStampToken),
      ContentInfo,
    );
    if (contentType !== id_signedData) malformed('a timestamp that is not signed');
    const { encapContentInfo } = AsnConvert.parse(content, SignedData);
    const text = encapContentInfo.eContent?.single;
    if (encapContentInfo.eContentType !== id_ct_tstInfo || !text) malformed('no timestamp inside');
    return AsnConvert.parse(text.buffer, TSTInfo);
  } catch (error) {
    if (error instanceof Error && error.name === 'LogError') throw error;
    return malformed('not a timestamp response');
  }
}

/** Whether a SEQUENCE of definite length is all that there is: the parser passes over what follows. */
function isOneSequence(bytes: Uint8Array): boolean {
  const [tag, first = 0] = bytes;
  // X.690 8.1.3: below 128 the length itself, else how many bytes hold it; 3 are more than we take.
  const held = first < 128 ? 0 : first - 128;
  const length = held === 0 ? first : bytes.slice(2, 2 + held).reduce((sum, b) => sum * 256 + b, 0);
  return tag === 0x30 && held <= 3 && bytes.length === 2 + held + length;
}

/** The content octets of a positive INTEGER: shortest form, no sign bit set. */
function integer(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  const short = start < 0 ? Uint8Array.of(0) : bytes.slice(start);
  return (short[0] ?? 0) < 128 ? short : Uint8Array.of(0, ...short);
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
