import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointText } from '../../src/tlog/checkpoint.ts';
import { readTimestamp, timestampRequest } from '../../src/tlog/timestamp.ts';
import { openAuthority } from './authority.mjs';

/** Against an authority of `openssl ts`. */
const scratch = mkdtempSync(join(tmpdir(), 'empreinte-tsa-'));
const TEXT = checkpointText('registre.example/log', {
  size: 1205,
  root: new Uint8Array(32).fill(7),
});
const DIGEST = new Uint8Array(createHash('sha256').update(TEXT).digest());
const NONCE = new Uint8Array(16).fill(9);
let authority: ReturnType<typeof openAuthority>;
let response: Uint8Array;

beforeAll(() => {
  authority = openAuthority(scratch);
  response = new Uint8Array(authority.reply(timestampRequest(DIGEST, NONCE)));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const refused = (bytes: Uint8Array, digest = DIGEST, nonce = NONCE) =>
  expect(() => readTimestamp(bytes, digest, nonce)).toThrow(
    expect.objectContaining({ name: 'LogError', code: 'malformed' }),
  );

describe('a timestamp of a checkpoint', () => {
  it('is what openssl gives for our request, and verifies for the text', () => {
    const time = readTimestamp(response, DIGEST, NONCE);
    expect(Math.abs(time.getTime() - Date.now())).toBeLessThan(600_000);
    expect(authority.verify(TEXT, response)).toBe(true);
    expect(authority.verify(TEXT.replace('1205', '1206'), response)).toBe(false);
  });

  it.each([
    ['a high first bit', Uint8Array.of(0xff, ...new Uint8Array(15).fill(1))],
    ['leading zeros', Uint8Array.of(0, 0, 0x80, ...new Uint8Array(13).fill(1))],
    ['nothing but zeros', new Uint8Array(16)],
  ])('is asked for with a nonce of %s, which comes back', (_, nonce) => {
    const answered = new Uint8Array(authority.reply(timestampRequest(DIGEST, nonce)));
    expect(readTimestamp(answered, DIGEST, nonce)).toBeInstanceOf(Date);
    refused(answered, DIGEST, NONCE);
  });

  it('is refused for other data and for another request', () => {
    refused(response, new Uint8Array(32));
    refused(response, DIGEST, new Uint8Array(16).fill(8));
  });

  it('is refused when the authority refuses', () => {
    // By hand: TimeStampReq of version 2, which openssl rejects with a status and no token.
    const request = timestampRequest(DIGEST, NONCE);
    request[request.indexOf(2) + 2] = 2;
    refused(new Uint8Array(authority.reply(request)));
  });

  it('is refused when it was cut, prolonged or is something else', () => {
    for (const length of [0, 1, 5, 100, response.length - 1]) refused(response.slice(0, length));
    refused(Uint8Array.of(...response, 0));
    refused(new TextEncoder().encode('<html>'));
    refused(new Uint8Array(100_000));
  });

  it('never throws anything else, whatever byte is changed', () => {
    fc.assert(
      fc.property(fc.nat(response.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(response);
        changed[at] = (changed[at] as number) ^ change;
        try {
          readTimestamp(changed, DIGEST, NONCE);
        } catch (error) {
          expect((error as Error).name).toBe('LogError');
        }
      }),
      { numRuns: 150 },
    );
  });
});
