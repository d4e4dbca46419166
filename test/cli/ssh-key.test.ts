import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { createKeyPair, KeyError, parsePrivateKey } from '../../src/cli/ssh-key.ts';
import { publicKeyLine } from '../../src/tlog/sshsig.ts';

const folder = mkdtempSync(join(tmpdir(), 'empreinte-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A key made by OpenSSH; these tests need Debian's openssh-client and fail without it. */
function generate(name: string, ...options: string[]): string {
  const path = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-f', path, '-C', 'office key', ...options]);
  return path;
}

const plain = generate('plain', '-t', 'ed25519', '-N', '');
const text = readFileSync(plain, 'utf8');

describe('keys made by ssh-keygen', () => {
  test('an Ed25519 key is read, with its public half and comment', () => {
    const key = parsePrivateKey(text);
    expect(publicKeyLine(key.publicKey, key.comment)).toBe(
      readFileSync(`${plain}.pub`, 'utf8').trim(),
    );
  });

  test('Windows line ends do no harm', () => {
    expect(parsePrivateKey(text.replaceAll('\n', '\r\n')).comment).toBe('office key');
  });

  test.each([
    ['passphrase', ['-t', 'ed25519', '-N', 'secret'], /passphrase/],
    ['rsa', ['-t', 'rsa', '-b', '1024', '-N', ''], /an ssh-rsa key; only ssh-ed25519/],
    ['ecdsa', ['-t', 'ecdsa', '-N', ''], /an ecdsa-sha2-nistp256 key/],
    ['pem', ['-t', 'rsa', '-b', '1024', '-m', 'PEM', '-N', ''], /another format/],
  ])('%s is refused by name', (name, options, message) => {
    const path = generate(name, ...options);
    expect(() => parsePrivateKey(readFileSync(path, 'utf8'))).toThrow(message);
  });

  test('a public key is told from a private one', () => {
    const line = readFileSync(`${plain}.pub`, 'utf8');
    expect(() => parsePrivateKey(line)).toThrow(/public key/);
  });
});

describe('keys made here', () => {
  test('ssh-keygen reads them back', () => {
    for (const comment of ['', 'a', 'empreinte', 'quinze lettres!']) {
      const pair = createKeyPair(comment);
      const path = join(folder, `made-${comment.length}`);
      writeFileSync(path, pair.privateKey, { mode: 0o600 });
      const printed = execFileSync('ssh-keygen', ['-y', '-f', path]).toString().trim();
      expect(printed).toBe(pair.publicKey);
      expect(publicKeyLine(parsePrivateKey(pair.privateKey).publicKey, comment)).toBe(printed);
    }
  });
});

describe('damaged keys', () => {
  const lines = text.trim().split('\n');
  const blob = Buffer.from(lines.slice(1, -1).join(''), 'base64');
  const armoured = (bytes: Uint8Array) =>
    [lines[0], Buffer.from(bytes).toString('base64'), lines.at(-1)].join('\n');

  test('every cut is refused as such', () => {
    // Up to the padding, the last bytes of the file.
    for (let length = 0; length < blob.length - 8; length++) {
      expect(() => parsePrivateKey(armoured(blob.subarray(0, length)))).toThrow(KeyError);
    }
  });

  test('a swapped public half is refused: signing with it would give the seed away', () => {
    const other = parsePrivateKey(createKeyPair('').privateKey);
    const own = Buffer.from(parsePrivateKey(text).publicKey);
    const at = blob.indexOf(own, blob.indexOf(own) + 1);
    const swapped = Buffer.from(blob);
    swapped.set(other.publicKey, at);
    expect(() => parsePrivateKey(armoured(swapped))).toThrow(/do not belong together/);
  });

  test('no input but a key gets through, and none crashes', () => {
    const flips = fc.tuple(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.oneof(fc.string(), flips), (input) => {
        let hostile: string;
        if (typeof input === 'string') hostile = input;
        else {
          const bytes = Buffer.from(blob);
          bytes[input[0]] = (bytes[input[0]] as number) ^ input[1];
          hostile = armoured(bytes);
        }
        try {
          // Only the comment, the padding and the kdf's empty options may change unnoticed.
          expect(parsePrivateKey(hostile).publicKey).toEqual(parsePrivateKey(text).publicKey);
        } catch (error) {
          expect(error).toBeInstanceOf(KeyError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
