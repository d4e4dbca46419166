import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyse } from '../../src/client/analyse.ts';
import { opaquePrint } from '../../src/client/opaque-print.ts';
import { MIN_OPAQUE_HEAD } from '../../src/extract/sniff.ts';
import { useKernel } from '../../src/fingerprint/kernel.ts';
import { input } from '../vectors/inputs.ts';

beforeAll(() => {
  const kernel = readFileSync(resolve(import.meta.dirname, '../../dist/kernel/fuzzy.wasm'));
  expect(useKernel(new WebAssembly.Module(kernel))).toBe(true);
});
afterAll(() => {
  useKernel(null);
});

const noise = input('random/7/1200000');
const encoder = new TextEncoder();

function beginning(...head: (string | readonly number[])[]): Uint8Array {
  const bytes = noise.slice();
  let at = 0;
  for (const one of head) {
    const some = typeof one === 'string' ? encoder.encode(one) : one;
    bytes.set(some, at);
    at += some.length;
  }
  return bytes;
}

const words = encoder.encode('mots et phrases '.repeat(80_000)).slice(0, noise.length);
const MAIL = 'From: a@x.example\r\nTo: b@x.example\r\nMessage-ID: <1@x.example>\r\n\r\n';

const OPAQUE: Readonly<Record<string, Uint8Array>> = {
  'bytes of no format': beginning([0x99, 0]),
  'a JPEG picture': beginning([0xff, 0xd8, 0xff, 0xe0]),
  'a PNG picture': beginning([0x89], 'PNG\r\n', [0x1a], '\n'),
  'a 7z archive': beginning('7z', [0xbc, 0xaf, 0x27, 0x1c]),
};

/** What may be read, or can be told only by more than its first bytes. */
const READ: Readonly<Record<string, Uint8Array>> = {
  'a PDF': beginning('%PDF-1.7\n'),
  'a PDF behind other bytes': beginning('xx%PDF-1.7\n', [0]),
  'a zip file': beginning('PK', [3, 4]),
  'a mail whose body holds NULs': beginning(MAIL, [0, 0]),
  'a mailbox behind a note longer than what is looked at': beginning(
    'Replied: ',
    [0],
    `${'x'.repeat(2 * MIN_OPAQUE_HEAD)}\nFrom a@x.example Tue Mar  2 10:00:00 2027\n${MAIL}`,
  ),
  'a text': words,
  'a text that is none at its end': Uint8Array.from([...words.subarray(0, -1), 0]),
};

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  // One array for all, as of a stream that is read into it.
  const room = new Uint8Array(100_000);
  for (let at = 0; at < bytes.length; at += room.length) {
    const piece = bytes.subarray(at, at + room.length);
    room.set(piece);
    yield room.subarray(0, piece.length);
  }
}

for (const [what, bytes] of Object.entries(OPAQUE)) {
  test(`${what} has the print that it has when it is read whole`, async () => {
    const { fingerprint } = await analyse(bytes, { name: 'x.bin' });
    expect(fingerprint.bytes.tlsh).not.toBeNull();
    expect(await opaquePrint(inPieces(bytes))).toEqual(fingerprint);
  });
}

for (const [what, bytes] of Object.entries(READ)) {
  test(`${what} is to be read`, async () => {
    expect(await opaquePrint(inPieces(bytes))).toBeNull();
  });
}
