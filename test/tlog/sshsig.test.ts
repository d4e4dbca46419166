import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { MANIFEST_NAMESPACE } from '../../src/tlog/namespaces.ts';
import { type Signer, sshSignature } from '../../src/tlog/sshsig.ts';
import {
  keyFingerprint,
  parsePublicKeyLine,
  parseSshSignature,
  verifySshSignature,
} from '../../src/tlog/sshsig-verify.ts';

/** Signatures here are made by OpenSSH; these tests need Debian's openssh-client. */
const folder = mkdtempSync(join(tmpdir(), 'empreinte-sshsig-'));
afterAll(() => rmSync(folder, { recursive: true }));

function generate(name: string, ...options: string[]): string {
  const path = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-f', path, '-N', '', '-C', 'a key', ...options]);
  return path;
}
const key = generate('key', '-t', 'ed25519');
const line = readFileSync(`${key}.pub`, 'utf8').trim();
const MESSAGE = Buffer.from('{"origin":"https://registry.test"}');

function sshSigns(message: Uint8Array, path = key, ...options: string[]): string {
  const argv = ['-Y', 'sign', '-q', '-f', path, '-n', MANIFEST_NAMESPACE, ...options];
  return execFileSync('ssh-keygen', argv, { input: message }).toString();
}
const verify = (text: string, message: Uint8Array = MESSAGE, namespace = MANIFEST_NAMESPACE) =>
  verifySshSignature(message, namespace, text);

describe('a signature of ssh-keygen', () => {
  const signature = sshSigns(MESSAGE);

  test('is verified and names its key', async () => {
    expect(await verify(signature)).toEqual(parsePublicKeyLine(line));
    expect(await verify(signature.replaceAll('\n', '\r\n'))).toEqual(parsePublicKeyLine(line));
    expect(await verify(sshSigns(MESSAGE, key, '-O', 'hashalg=sha256'))).toEqual(
      parsePublicKeyLine(line),
    );
  });

  test('is worth nothing for another message or namespace', async () => {
    expect(await verify(signature, Buffer.from('{"origin":"https://registry.tesu"}'))).toBeNull();
    expect(await verify(signature, Buffer.alloc(0))).toBeNull();
    expect(await verify(signature, MESSAGE, 'file')).toBeNull();
    expect(await verify(signature, MESSAGE, `${MANIFEST_NAMESPACE} `)).toBeNull();
  });

  test('with any bit of it changed is none of this key', async () => {
    const lines = signature.trim().split('\n');
    const blob = Buffer.from(lines.slice(1, -1).join(''), 'base64');
    const ours = parsePublicKeyLine(line);
    for (let bit = 0; bit < blob.length * 8; bit++) {
      const changed = Buffer.from(blob);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const text = [lines[0], changed.toString('base64'), lines.at(-1)].join('\n');
      expect([bit, await verify(text)]).not.toEqual([bit, ours]);
    }
  });

  test('cut off or with more behind it cannot be read', () => {
    const lines = signature.trim().split('\n');
    const blob = Buffer.from(lines.slice(1, -1).join(''), 'base64');
    const armoured = (bytes: Uint8Array) =>
      [lines[0], Buffer.from(bytes).toString('base64'), lines.at(-1)].join('\n');
    expect(parseSshSignature(armoured(blob))).not.toBeNull();
    for (let length = 0; length < blob.length; length++) {
      expect(parseSshSignature(armoured(blob.subarray(0, length)))).toBeNull();
    }
    expect(parseSshSignature(armoured(Buffer.concat([blob, Buffer.of(0)])))).toBeNull();
    expect(parseSshSignature(`${signature}${signature}`)).toBeNull();
  });
});

test.each([
  ['RSA', ['-t', 'rsa', '-b', '2048']],
  ['ECDSA', ['-t', 'ecdsa']],
])('a key of type %s signs nothing here', async (name, options) => {
  const path = generate(name, ...options);
  expect(parsePublicKeyLine(readFileSync(`${path}.pub`, 'utf8').trim())).toBeNull();
  expect(await verify(sshSigns(MESSAGE, path))).toBeNull();
});

test('any text is read or refused without a throw', async () => {
  const wrapped = (text: string) =>
    `-----BEGIN SSH SIGNATURE-----\n${text}\n-----END SSH SIGNATURE-----`;
  const texts = fc.oneof(
    fc.string(),
    fc.string().map(wrapped),
    fc.base64String().map(wrapped),
    fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) =>
        wrapped(Buffer.concat([Buffer.from('SSHSIG\0\0\0\x01'), bytes]).toString('base64')),
      ),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      expect(await verify(text)).toBeNull();
    }),
  );
});

test('what our own keys sign, any message, ours and theirs verify', async () => {
  const pair = generateKeyPairSync('ed25519');
  const signer: Signer = {
    publicKey: Buffer.from(pair.publicKey.export({ format: 'jwk' }).x as string, 'base64url'),
    sign: (data) => sign(null, data, pair.privateKey),
  };
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (message) => {
      const text = await sshSignature(message, MANIFEST_NAMESPACE, signer);
      expect(Buffer.from((await verify(text, message)) ?? [])).toEqual(signer.publicKey);
    }),
    { numRuns: 20 },
  );
});

test('a public key line is the 32 bytes that ssh-keygen fingerprints', () => {
  const told = execFileSync('ssh-keygen', ['-l', '-f', `${key}.pub`])
    .toString()
    .split(' ')[1];
  expect(keyFingerprint(parsePublicKeyLine(line) ?? new Uint8Array())).toBe(told);
  for (const bad of [
    '',
    'ssh-ed25519',
    `${line.slice(0, 40)}`,
    line.replace('ed25519', 'ed25518'),
  ]) {
    expect(parsePublicKeyLine(bad)).toBeNull();
  }
});
