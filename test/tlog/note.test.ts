import { generateKeyPairSync } from 'node:crypto';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../../src/tlog/base64.ts';
import { openCheckpoint, parseCheckpoint, signCheckpoint } from '../../src/tlog/checkpoint.ts';
import {
  COSIGNATURE,
  ED25519,
  formatVerifierKey,
  parseVerifierKey,
  pkcs8Signer,
  verifierKey,
} from '../../src/tlog/key.ts';
import {
  cosignNote,
  formatNote,
  formatSignature,
  parseNote,
  verifyNote,
} from '../../src/tlog/note.ts';

/** Note and key of the documentation of golang.org/x/mod/sumdb/note. */
const NEUMANN_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const NEUMANN_SECRET = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const NEUMANN_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;
/** Notes of the specifications signed-note and tlog-cosignature, whose keys are not published. */
const QUASIMODO = `Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
`;
const SOFA = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;
const ROOT = Uint8Array.from({ length: 32 }, (_, i) => i);

/** RFC 8410 wraps a seed in these bytes. */
function pkcs8(seed: Uint8Array): Uint8Array {
  return Uint8Array.from([
    ...[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20],
    ...seed,
  ]);
}

function freshKey(): Uint8Array {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
}

function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('nothing there');
  return value;
}

describe('signed notes', () => {
  it('of another implementation are read, verified and written as they were', async () => {
    const note = parseNote(NEUMANN_NOTE);
    const key = must(parseVerifierKey(NEUMANN_KEY));
    expect((await verifyNote(note, [key])).map((one) => one.key.name)).toEqual(['PeterNeumann']);
    expect(formatNote(note)).toBe(NEUMANN_NOTE);
    expect(formatVerifierKey(key)).toBe(NEUMANN_KEY);
  });

  it('are signed as another implementation signs them', async () => {
    const seed = must(fromBase64(NEUMANN_SECRET)).subarray(1);
    const signer = await pkcs8Signer('PeterNeumann', ED25519, pkcs8(seed));
    expect(formatVerifierKey(signer.key)).toBe(NEUMANN_KEY);
    const { text } = parseNote(NEUMANN_NOTE);
    const { name, id } = signer.key;
    const bytes = await signer.sign(utf8ToBytes(text));
    expect(formatNote({ text, signatures: [{ name, id, bytes }] })).toBe(NEUMANN_NOTE);
  });

  it.each([QUASIMODO, SOFA])('of the specifications are read and written as they were', (text) => {
    const note = parseNote(text);
    expect(formatNote(note)).toBe(text);
    expect(note.signatures.map(formatSignature).join('')).toBe(text.slice(note.text.length + 1));
  });

  it('keep empty lines of the text in it', () => {
    expect(parseNote(QUASIMODO).text).toContain('sole:\n\ned è subito sera.\n');
  });

  it.each([
    ['no signature', 'text\n'],
    ['no final newline', NEUMANN_NOTE.slice(0, -1)],
    ['a control character', NEUMANN_NOTE.replace('problem is', 'problem\tis')],
    ['a carriage return', NEUMANN_NOTE.replace('is.\n', 'is.\r\n')],
    ['a hyphen for the dash', NEUMANN_NOTE.replace('—', '-')],
    ['two spaces', NEUMANN_NOTE.replace('— ', '—  ')],
    ['a name with a plus', NEUMANN_NOTE.replace('PeterNeumann x', 'Peter+Neumann x')],
    ['base64 that is not the shortest', NEUMANN_NOTE.replace('nAM=', 'nAN=')],
    ['too many signatures', NEUMANN_NOTE + `${NEUMANN_NOTE.split('\n')[3]}\n`.repeat(100)],
  ])('are refused with %s', (_, text) => {
    expect(() => parseNote(text)).toThrowError(expect.objectContaining({ code: 'malformed' }));
  });

  it('are refused when a word of the text was changed, and by another key', async () => {
    const key = must(parseVerifierKey(NEUMANN_KEY));
    const changed = parseNote(NEUMANN_NOTE.replace('answer', 'Answer'));
    await expect(verifyNote(changed, [key])).rejects.toMatchObject({ code: 'bad_signature' });
    const other = (await pkcs8Signer('PeterNeumann', ED25519, freshKey())).key;
    await expect(verifyNote(parseNote(NEUMANN_NOTE), [other])).rejects.toMatchObject({
      code: 'unknown_key',
    });
    // Another key under the known key's id: the signature is looked at, and is not its own.
    const forged = { ...other, id: key.id };
    await expect(verifyNote(parseNote(NEUMANN_NOTE), [forged])).rejects.toMatchObject({
      code: 'bad_signature',
    });
  });

  it('read anything without another error than malformed', () => {
    const piece = fc.constantFrom(
      '— ',
      'a ',
      'AAAAAAAA',
      '\n',
      '\n\n',
      '—',
      ' ',
      '=',
      'é',
      '+',
      '0',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
        (text) => {
          try {
            const note = parseNote(text);
            expect(formatNote(note)).toBe(text);
          } catch (error) {
            expect(error).toMatchObject({ code: 'malformed' });
          }
        },
      ),
    );
  });
});

describe('verifier keys', () => {
  it.each([
    ['another id', NEUMANN_KEY.replace('c74f20a3', 'c74f20a4')],
    ['another name', NEUMANN_KEY.replace('Peter', 'Paula')],
    ['a key too short', 'PeterNeumann+c74f20a3+ARpc2QcUPDhM'],
    ['an unknown type', NEUMANN_KEY.replace('+ARpc', '+BRpc')],
    ['nothing', ''],
  ])('are refused with %s', (_, text) => {
    expect(parseVerifierKey(text)).toBeNull();
  });

  it('refuse names that a note cannot carry', () => {
    for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u00a0b', 'a\u2003b']) {
      expect(() => verifierKey(name, ED25519, ROOT)).toThrow(RangeError);
    }
  });

  it('are made from no other kind of private key', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    await expect(pkcs8Signer('a', ED25519, der)).rejects.toThrow(TypeError);
    await expect(pkcs8Signer('a', ED25519, Uint8Array.of(1, 2))).rejects.toThrow(TypeError);
  });
});

describe('checkpoints', () => {
  it('of the specification are read', () => {
    const checkpoint = parseCheckpoint(SOFA);
    expect(checkpoint).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20852163 });
    expect(checkpoint.note.signatures).toHaveLength(2);
    // Without their keys nothing of it is believed.
    expect(checkpoint).not.toHaveProperty('cosigners');
  });

  it('are signed by the log, cosigned by witnesses, and carry signatures of unknown kinds', async () => {
    const log = await pkcs8Signer('example.com/log', ED25519, freshKey());
    const witness = await pkcs8Signer('witness.example/w', COSIGNATURE, freshKey());
    const signed = await signCheckpoint({ size: 7, root: ROOT }, log);
    const cosignature = await cosignNote(parseNote(signed).text, witness, 1_800_000_000);
    const unknown = { name: 'future.example', id: '01020304', bytes: new Uint8Array(2420) };
    const text = signed + formatSignature(cosignature) + formatSignature(unknown);

    const opened = await openCheckpoint(text, [log.key], [witness.key]);
    expect(opened).toMatchObject({ origin: 'example.com/log', size: 7, root: ROOT });
    expect(opened.cosigners).toEqual([{ key: witness.key, time: 1_800_000_000 }]);
    expect(formatNote(opened.note)).toBe(text);
    expect((await openCheckpoint(text, [log.key])).cosigners).toEqual([]);

    const later = { ...cosignature, bytes: Uint8Array.from(cosignature.bytes).fill(1, 7, 8) };
    await expect(
      openCheckpoint(signed + formatSignature(later), [log.key], [witness.key]),
    ).rejects.toMatchObject({ code: 'bad_signature' });
    await expect(openCheckpoint(text, [witness.key])).rejects.toMatchObject({
      code: 'unknown_key',
    });
    const renamed = text.replace('example.com/log\n', 'example.com/gol\n');
    await expect(openCheckpoint(renamed, [log.key])).rejects.toMatchObject({ code: 'unknown_key' });
  });

  it.each([
    ['no size', SOFA.replace('20852163\n', '')],
    ['a leading zero', SOFA.replace('20852163', '020852163')],
    ['a sign', SOFA.replace('20852163', '-20852163')],
    ['a size that a number cannot hold', SOFA.replace('20852163', '9007199254740993')],
    ['a short root', SOFA.replace('CsUYapGG', '')],
    ['an empty origin', SOFA.replace('example.com/behind-the-sofa\n2', '\n2')],
  ])('are refused with %s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrowError(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
});
