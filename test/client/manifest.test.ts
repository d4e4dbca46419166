import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { toBase64 } from '../../src/client/base64.ts';
import { type Registration, startRun } from '../../src/client/manifest.ts';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import * as contract from '../../src/registry/contract.ts';
import { recordCommitment } from '../../src/tlog/commitment.ts';
import { MANIFEST_NAMESPACE as NAMESPACE } from '../../src/tlog/namespaces.ts';
import { publicKeyLine, type Signer, sshSignature } from '../../src/tlog/sshsig.ts';

const folder = mkdtempSync(join(tmpdir(), 'empreinte-manifest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pair = generateKeyPairSync('ed25519');
const signer: Signer = {
  publicKey: Buffer.from(pair.publicKey.export({ format: 'jwk' }).x as string, 'base64url'),
  sign: (data) => sign(null, data, pair.privateKey),
};
writeFileSync(join(folder, 'allowed'), `registrar ${publicKeyLine(signer.publicKey)}\n`);

/** OpenSSH's own verdict; these tests need Debian's openssh-client and fail without it. */
function sshVerifies(message: string | Uint8Array, signature: string, namespace = NAMESPACE) {
  const file = join(folder, 'message.sig');
  writeFileSync(file, signature);
  const allowed = join(folder, 'allowed');
  const options = ['-Y', 'verify', '-f', allowed, '-I', 'registrar', '-n', namespace, '-s', file];
  try {
    const stdio: ['pipe', 'pipe', 'pipe'] = ['pipe', 'pipe', 'pipe'];
    return execFileSync('ssh-keygen', options, { input: message, stdio }).toString();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    return 'refused';
  }
}

function print(text: string): Fingerprint {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return {
    profile: 'empreinte/1',
    name: null,
    type: 'text/plain',
    bytes: { size: text.length, sha256, ssdeep: '3::', tlsh: null },
    content: null,
    mail: null,
    parts: [],
    problem: null,
  };
}

function registration(id: string): Registration {
  return {
    id,
    fingerprint: print(id),
    entries: { '': Uint16Array.of(1, 0x1234, 0xffff), '0/2': Uint16Array.of() },
  };
}

function run() {
  return startRun({
    origin: 'https://registry.test',
    environment: 'production',
    corpus: 'campaign',
    state: 'authentic',
    signer,
    now: () => new Date('2026-04-30T09:15:00Z'),
  });
}

describe('SSH signatures', () => {
  test('ssh-keygen takes them, for this message and namespace only', async () => {
    const message = Buffer.from('{"origin":"https://registry.test"}');
    const signature = await sshSignature(message, NAMESPACE, signer);
    expect(sshVerifies(message, signature)).toContain('Good "empreinte-manifest@v1" signature');
    expect(sshVerifies('{"origin":"https://registry.tesu"}', signature)).toBe('refused');
    expect(sshVerifies(message, signature, 'file')).toBe('refused');
  });

  test('are byte for byte those of ssh-keygen -Y sign', async () => {
    const key = join(folder, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const { parsePrivateKey } = await import('../../src/cli/ssh-key.ts');
    const { readFileSync } = await import('node:fs');
    const ours = parsePrivateKey(readFileSync(key, 'utf8'));
    const options = ['-Y', 'sign', '-q', '-f', key, '-n', NAMESPACE];
    const theirs = execFileSync('ssh-keygen', options, { input: 'text' }).toString();
    expect(await sshSignature(Buffer.from('text'), NAMESPACE, ours)).toBe(theirs);
  });

  test('a key or signature of another size is refused', async () => {
    const short = { publicKey: new Uint8Array(31), sign: () => new Uint8Array(64) };
    await expect(sshSignature(new Uint8Array(), 'n', short)).rejects.toThrow(RangeError);
    const cut = { publicKey: new Uint8Array(32), sign: () => new Uint8Array(63) };
    await expect(sshSignature(new Uint8Array(), 'n', cut)).rejects.toThrow(RangeError);
  });
});

describe('a batch', () => {
  test('is one the registry reads, signed over the exact bytes of its manifest', async () => {
    const batch = await run().next([registration('0'), registration('1')]);
    contract.BatchRequest.parse(batch);
    for (const item of batch.items) contract.BatchItem.parse(item);
    const manifest = contract.Manifest.parse(JSON.parse(batch.manifest));
    expect(manifest).toMatchObject({
      origin: 'https://registry.test',
      environment: 'production',
      corpus: 'campaign',
      sequence: 0,
      previous: null,
      expires: '2026-04-30T10:15:00.000Z',
      state: 'authentic',
      count: 2,
    });
    expect(sshVerifies(batch.manifest, batch.signature)).toContain('Good');
    expect(sshVerifies(`${batch.manifest} `, batch.signature)).toBe('refused');
  });

  test('holds entries as little-endian base64 by part path', async () => {
    const batch = await run().next([registration('0')]);
    const { entries } = contract.BatchItem.parse(batch.items[0]);
    // 0001 1234 ffff, low bytes first: 01 00 34 12 ff ff.
    expect(entries).toEqual({ '': 'AQA0Ev//', '0/2': '' });
  });

  test('commits to its items in order, as RFC 6962 has it', async () => {
    const batch = await run().next(['0', '1', '2'].map(registration));
    const hash = (...bytes: Uint8Array[]) =>
      createHash('sha256').update(Buffer.concat(bytes)).digest();
    const [a, b, c] = batch.items.map((item) => {
      const { fingerprint, salt } = item as contract.BatchItem;
      return hash(
        Buffer.of(0),
        recordCommitment(fingerprint as Fingerprint, Buffer.from(salt, 'hex')),
      );
    }) as [Buffer, Buffer, Buffer];
    const node = Buffer.of(1);
    const root = hash(node, hash(node, a, b), c).toString('hex');
    expect(JSON.parse(batch.manifest).root).toBe(root);
  });

  test('names the batch before it; no salt, nonce or UUID comes twice', async () => {
    const chain = run();
    const first = await chain.next([registration('0')]);
    const second = await chain.next([registration('0')]);
    const [one, two] = [JSON.parse(first.manifest), JSON.parse(second.manifest)];
    const digest = createHash('sha256').update(first.manifest).digest('hex');
    expect([two.sequence, two.previous]).toEqual([1, digest]);
    expect(one.nonce).not.toBe(two.nonce);
    expect(one.batch).not.toBe(two.batch);
    const salts = [first, second].map((batch) => (batch.items[0] as contract.BatchItem).salt);
    expect(salts[0]).not.toBe(salts[1]);
    expect(one.root).not.toBe(two.root);
  });
});

test('base64 is that of Buffer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    }),
  );
  const large = new Uint8Array(100_000).fill(0xa7);
  expect(toBase64(large)).toBe(Buffer.from(large).toString('base64'));
});
