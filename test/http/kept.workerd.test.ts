import { applyD1Migrations } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckAnswer, KeptReceipt, Receipt } from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryQuota } from '../../src/storage/memory-quota.ts';
import { receiptSigners } from '../../src/storage/receipt-keys.ts';
import { type ReceiptSigner, receiptSigner } from '../../src/tlog/receipt.ts';
import { docPrint, prose } from '../registry/prints.ts';
import { openD1 } from '../storage/d1-env.ts';

/** Receipts that their callers keep, through the Worker itself; what is stored is read in D1. */
const print = docPrint('kept', prose('kept', 120));
const ORIGIN = env.ORIGIN ?? '';
let own: ReceiptSigner;

const ask = (path: string, body?: unknown) =>
  exports.default.fetch(`https://registry.test${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });

async function signedAnswer(): Promise<Receipt> {
  const request = { items: [{ fingerprint: print }], receipts: true };
  const { receipts } = await (await ask('/v1/check', request)).json<CheckAnswer>();
  const [receipt] = receipts ?? [];
  if (!receipt) throw new Error('no receipt');
  return receipt;
}

const rows = async () =>
  (await env.DB.prepare('SELECT * FROM kept_receipt').all<Record<string, string>>()).results;

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  await env.CANARY.getByName('registry').look();
  const [signer] = await receiptSigners(env.RECEIPT_KEYS);
  if (!signer) throw new Error('no key for receipts');
  own = signer;
});

describe('a receipt', () => {
  it('is kept only when its caller asks for it, at its own id, for 90 days', async () => {
    const { receipt } = await signedAnswer();
    expect(await rows()).toEqual([]);
    const answer = await ask('/v1/receipts', { receipt });
    expect(answer.status).toBe(200);
    const kept = await answer.json<KeptReceipt>();
    expect(kept.receipt).toBe(receipt);
    expect(Date.parse(kept.expires_at) - Date.parse(kept.kept_at)).toBe(90 * 86_400_000);
    const claims = JSON.parse(
      atob((receipt.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')),
    );
    expect(kept.id).toBe(claims.id);
    const read = await ask(`/v1/receipts/${kept.id}`);
    expect(read.headers.get('cache-control')).toBe('no-store');
    expect(await read.json()).toEqual(kept);
    // A repeat is the same, and takes no more room.
    expect(await (await ask('/v1/receipts', { receipt })).json()).toEqual(kept);
    expect(await rows()).toHaveLength(1);
  });

  it('is unreadable in a dump, which does not tell its id either', async () => {
    const { receipt } = await signedAnswer();
    const { id } = await (await ask('/v1/receipts', { receipt })).json<KeptReceipt>();
    const dump = JSON.stringify(await rows());
    for (const secret of [id, id.slice(4), receipt, ...receipt.split('.')]) {
      expect(dump).not.toContain(secret);
      expect(dump).not.toContain(btoa(secret).slice(0, 40));
    }
  });

  it('is refused when this registry did not sign it for itself', async () => {
    const id = `rct_${'0a'.repeat(16)}`;
    const claims = { v: 1, iss: ORIGIN, id, at: '2027-05-01T00:00:00Z' };
    const stranger = await receiptSigner(
      new Uint8Array(
        (await crypto.subtle.exportKey(
          'pkcs8',
          ((await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair)
            .privateKey,
        )) as ArrayBuffer,
      ),
    );
    const genuine = await own.sign(claims);
    const before = await rows();
    const [header, , signature] = genuine.split('.');
    const turned = btoa(JSON.stringify({ ...claims, note: 'a store of mine' })).replace(/=+$/, '');
    for (const receipt of [
      await stranger.sign(claims),
      [header, turned, signature].join('.'),
      await own.sign({ ...claims, iss: 'https://look-alike.example' }),
      await own.sign({ ...claims, id: 'rct_short' }),
      'not.a.receipt',
    ]) {
      const answer = await ask('/v1/receipts', { receipt });
      expect(answer.status, receipt).toBe(422);
      expect(await answer.json()).toMatchObject({ code: 'receipt_invalid' });
    }
    expect(await rows()).toEqual(before);
    const large = await ask('/v1/receipts', { receipt: 'x'.repeat(300_000) });
    expect(large.status).toBe(413);
  });

  it('that is not kept answers 404, whatever its id looks like', async () => {
    for (const id of [`rct_${'0'.repeat(32)}`, 'rct_', "x' OR 1=1"]) {
      const answer = await ask(`/v1/receipts/${encodeURIComponent(id)}`);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'unknown_receipt' });
    }
    const page = await ask(`/fr/recu/rct_${'0'.repeat(32)}`);
    expect(page.status).toBe(404);
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  it('is counted: 100 a day and caller, and a check costs none of them', async () => {
    const now = new Date();
    const log = {
      read: async () => null,
      keys: async () => ({ origin: '', keys: [], policy: '' }),
    };
    const registry = createRegistry({
      store: await openD1(),
      clock: () => now,
      quota: memoryQuota(),
      receipts: async () => ({ origin: ORIGIN, sign: own.sign, keys: [own.key], log }),
    });
    const receiptOf = (n: number) =>
      own.sign({ iss: ORIGIN, id: `rct_${n.toString(16).padStart(32, 'c')}` });
    for (let n = 0; n < 100; n++) {
      await registry.keepReceipt({ receipt: await receiptOf(n) }, 'address:a');
    }
    const last = { receipt: await receiptOf(100) };
    await expect(registry.keepReceipt(last, 'address:a')).rejects.toMatchObject({
      code: 'rate_limited',
    });
    // What is kept already costs nothing, and others are not in the way.
    await registry.keepReceipt({ receipt: await receiptOf(7) }, 'address:a');
    await registry.keepReceipt(last, 'address:b');
  });
});

describe('the page of a kept receipt', () => {
  it('shows nothing of the answer, and what is proven and what is not', async () => {
    const { receipt, salt } = await signedAnswer();
    const { id, pages } = await (await ask('/v1/receipts', { receipt })).json<KeptReceipt>();
    expect(pages).toEqual({ fr: `/fr/recu/${id}`, en: `/en/receipt/${id}` });
    for (const [path, words] of [
      [pages.fr, ['Ce reçu n’est lié à aucun fichier', 'Prouvé par la signature', 'Non prouvé']],
      [pages.en, ['This receipt is tied to no file', 'Proven by the signature', 'Not proven']],
    ] as const) {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-robots-tag')).toBe('noindex');
      expect(answer.headers.get('content-security-policy')).toContain("style-src 'self'");
      const html = await answer.text();
      for (const word of [...words, own.key.kid, id]) expect(html).toContain(word);
      // The notice above it is about the registry.
      const shown = html.slice(html.indexOf('id="kept"'));
      expect(shown).not.toMatch(/absent|Absent|undecided|style=|rec_[a-z2-7]{26}/);
      expect(html).not.toContain(salt);
    }
  });
});
