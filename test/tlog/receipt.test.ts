import { spawnSync } from 'node:child_process';
import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesToHex, randomBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { asked } from '../../src/fingerprint/asked.ts';
import {
  canonicalJson,
  cover,
  openReceipt,
  RECEIPT_TYPE,
  type ReceiptKey,
  type ReceiptSigner,
  receiptSigner,
  unlike,
} from '../../src/tlog/receipt.ts';
import { docPrint, hash, prose } from '../registry/prints.ts';
import { freshKey } from './trees.ts';

const CLAIMS = { verdict: 'absent', said: 'É“' };
let signer: ReceiptSigner;
let jws = '';

beforeAll(async () => {
  signer = await receiptSigner(freshKey());
  jws = await signer.sign(CLAIMS);
});

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a receipt', () => {
  it('is opened by its key', async () => {
    expect(await openReceipt(jws, [signer.key])).toEqual(CLAIMS);
    expect(jws.length).toBeLessThan(400);
  });

  it('is verified by OpenSSL, which nobody here wrote', () => {
    const folder = mkdtempSync(join(tmpdir(), 'empreinte-receipt-'));
    try {
      const [header = '', payload = '', signature = ''] = jws.split('.');
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: signer.key.x };
      const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({
        format: 'pem',
        type: 'spki',
      });
      const verify = (signed: string) => {
        writeFileSync(join(folder, 'key'), pem);
        writeFileSync(join(folder, 'signed'), signed);
        writeFileSync(join(folder, 'signature'), Buffer.from(signature, 'base64url'));
        const args = ['pkeyutl', '-verify', '-pubin', '-inkey', 'key', '-rawin'];
        const files = ['-in', 'signed', '-sigfile', 'signature'];
        return spawnSync('openssl', [...args, ...files], { cwd: folder }).status;
      };
      expect(verify(`${header}.${payload}`)).toBe(0);
      expect(verify(`${header}.${payload}A`)).not.toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is not opened by another key, nor by one that takes its name', async () => {
    const other = await receiptSigner(freshKey());
    await expect(openReceipt(jws, [other.key])).rejects.toMatchObject({ code: 'unknown_key' });
    const posing = { ...other.key, kid: signer.key.kid };
    await expect(openReceipt(jws, [posing])).rejects.toMatchObject({ code: 'bad_signature' });
    await expect(openReceipt(jws, [])).rejects.toMatchObject({ code: 'unknown_key' });
  });

  it('is not opened when a byte was changed', async () => {
    const [header = '', , signature = ''] = jws.split('.');
    const forged = [header, encode({ ...CLAIMS, verdict: 'match' }), signature].join('.');
    await expect(openReceipt(forged, [signer.key])).rejects.toMatchObject({
      code: 'bad_signature',
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(jws.length - 1), async (at) => {
        const other = jws[at] === 'A' ? 'B' : 'A';
        const changed = jws.slice(0, at) + other + jws.slice(at + 1);
        // The last character of a part has bits that encode nothing.
        fc.pre(Buffer.from(changed, 'base64url').compare(Buffer.from(jws, 'base64url')) !== 0);
        await expect(openReceipt(changed, [signer.key])).rejects.toMatchObject({
          name: 'LogError',
        });
      }),
      { numRuns: 60 },
    );
  });

  it('is under no other algorithm and of no other type', async () => {
    const { kid, x } = signer.key;
    const payload = encode(CLAIMS);
    const none = `${encode({ alg: 'none', typ: RECEIPT_TYPE, kid })}.${payload}.`;
    const head = encode({ alg: 'HS256', typ: RECEIPT_TYPE, kid });
    // The public key as an HMAC secret: the classic confusion.
    const mac = createHmac('sha256', Buffer.from(x, 'base64url')).update(`${head}.${payload}`);
    const hs256 = `${head}.${payload}.${mac.digest('base64url')}`;
    for (const forged of [none, hs256]) {
      await expect(openReceipt(forged, [signer.key])).rejects.toMatchObject({
        code: 'bad_signature',
      });
    }
    const { CompactSign, importPKCS8 } = await import('jose');
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    const { key } = await receiptSigner(der);
    const secret = await importPKCS8(pem, 'Ed25519');
    const typed = await new CompactSign(Buffer.from('{}'))
      .setProtectedHeader({ alg: 'Ed25519', typ: 'JWT', kid: key.kid })
      .sign(secret);
    await expect(openReceipt(typed, [key])).rejects.toMatchObject({ code: 'malformed' });
  });

  it.each(['', '.', '..', 'nonsense', 'bm8=.x.y', `${'A'.repeat(2000)}.x.y`, 'bnVsbA.x.y'])(
    'is not %s',
    async (text) => {
      await expect(openReceipt(text, [signer.key as ReceiptKey])).rejects.toMatchObject({
        name: 'LogError',
      });
    },
  );
});

describe('what a receipt covers', () => {
  const print = docPrint('a', prose('a', 60));
  const salt = randomBytes(32);
  const both = ['bytes.sha256', 'fingerprint'] as const;

  it('is the very file, and no other', () => {
    const covered = cover(print, both, salt);
    expect(unlike(covered, print, salt)).toEqual([]);
    const other = docPrint('b', prose('b', 60));
    expect(unlike(covered, other, salt)).toEqual(both);
    expect(unlike(covered, print, randomBytes(32))).toEqual(both);
  });

  it('is the file, whether its whole fingerprint was sent or what a check sends of it', () => {
    const part = { ...print, bytes: { ...print.bytes, tlsh: `T1${'5'.repeat(70)}` } };
    const whole = { ...part, parts: [part] };
    for (const sent of [whole, asked(whole)]) {
      expect(unlike(cover(sent, both, salt), whole, salt)).toEqual([]);
    }
    const forged = { ...whole, bytes: { ...whole.bytes, tlsh: `T1${'6'.repeat(70)}` } };
    expect(unlike(cover(forged, both, salt), whole, salt)).toEqual(['fingerprint']);
  });

  it('is not dressed up: genuine content under a forged SHA-256, or the reverse', () => {
    const forged = docPrint('forged', prose('forged', 60));
    const invented = { ...print, bytes: { ...print.bytes, sha256: forged.bytes.sha256 } };
    expect(unlike(cover(invented, both, salt), forged, salt)).toEqual(['fingerprint']);
    const reverse = { ...forged, bytes: print.bytes };
    expect(unlike(cover(reverse, both, salt), print, salt)).toEqual(['fingerprint']);
  });

  it('tells nothing without the salt', () => {
    const text = JSON.stringify(cover(print, both, salt));
    expect(text).not.toContain(print.bytes.sha256);
    expect(text).not.toContain(hash(print.bytes.sha256));
    expect(JSON.stringify(cover(print, both, randomBytes(32)))).not.toBe(text);
    expect(text).not.toContain(bytesToHex(salt));
  });

  it('is read the same in whatever order an object was written', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é"' }], a: true, e: undefined })).toBe(
      '{"a":true,"b":[1,{"c":"é\\"","d":null}]}',
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
