import { applyD1Migrations } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../src/client/analyse.ts';
import { entriesToBase64 } from '../../src/client/base64.ts';
import { type Pins, verifyReceipt } from '../../src/client/verify.ts';
import { verifyComparison } from '../../src/client/verify-comparison.ts';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import type {
  CheckAnswer,
  CompareAnswer,
  KeysAnswer,
  Receipt,
} from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { parsePolicy } from '../../src/tlog/policy.ts';
import { receiptSigner } from '../../src/tlog/receipt.ts';
import { batchOf, declare, REGISTRAR, SITE } from '../registry/batches.ts';
import { docPrint, entriesOf, filePrint, letterPrint, prose } from '../registry/prints.ts';
import { openD1 } from '../storage/d1-env.ts';

/** The Worker itself signs; the client verifies with what it has pinned, and fetches nothing. */
const attachment = filePrint('attached', { type: 'image/png' });
const mail = letterPrint('mail', prose('mail', 80), [attachment]);
const genuine = docPrint('genuine', prose('genuine', 120));
const forged = docPrint('forged', prose('forged', 120));
const unknown = docPrint('unknown', prose('unknown', 120));
let pins: Pins;

const post = (body: unknown) =>
  exports.default.fetch('https://registry.test/v1/check', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function receiptFor(item: object): Promise<{ answer: CheckAnswer; receipt: Receipt }> {
  const answer = await (await post({ items: [item], receipts: true })).json<CheckAnswer>();
  const [receipt] = answer.receipts ?? [];
  if (!receipt) throw new Error(`no receipt: ${JSON.stringify(answer)}`);
  return { answer, receipt };
}

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const registry = createRegistry({ site: SITE, store: await openD1(), clock: () => new Date() });
  await declare(registry);
  const { request, digest } = batchOf([mail, genuine], {
    expires: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await registry.register(request, digest, REGISTRAR);
  await env.CANARY.getByName('registry').look();
  const address = 'https://registry.test/.well-known/empreinte-keys.json';
  const keys = await (await exports.default.fetch(address)).json<KeysAnswer>();
  pins = {
    origin: env.ORIGIN ?? '',
    receiptKeys: keys.receipts,
    policy: parsePolicy(`log ${keys.log.keys[0]}\nquorum none`),
  };
});

describe('a receipt', () => {
  it('of a match proves it: signature, entry in the log, equal bytes', async () => {
    const { answer, receipt } = await receiptFor({ fingerprint: genuine });
    const shown = await verifyReceipt(receipt, pins, genuine);
    expect(shown).toMatchObject({
      tied: 'this_file',
      claims: { verdict: 'match', grade: 'identical', record: answer.results[0]?.record },
      logged: { witnessed: false, statement: { state: 'authentic' } },
      equal: [':bytes.sha256'],
    });
  });

  it('of an attachment alone opens its bytes in the mail, and nothing else', async () => {
    const { receipt } = await receiptFor({ fingerprint: attachment });
    const shown = await verifyReceipt(receipt, pins, attachment);
    expect(shown).toMatchObject({ tied: 'this_file', equal: ['0:bytes.sha256'] });
    expect(receipt.openings.map(({ path }) => path)).toEqual(['0:bytes.sha256']);
    const text = JSON.stringify(receipt);
    for (const secret of [mail.bytes.sha256, mail.content?.body, mail.mail?.from, mail.mail?.cc]) {
      if (secret) expect(text).not.toContain(secret);
    }
  });

  it('of an absence carries what was consulted, and is a statement only', async () => {
    const { answer, receipt } = await receiptFor({ fingerprint: unknown });
    const shown = await verifyReceipt(receipt, pins, unknown);
    expect(shown).toMatchObject({
      tied: 'this_file',
      logged: null,
      equal: [],
      claims: {
        verdict: 'absent',
        at: answer.at,
        about: 'a fingerprint that the caller sent',
        corpora: { consulted: [{ id: 'campagne', records: 2, coverage: 'Tout.' }], closed: [] },
      },
    });
    expect(shown.claims.log.size).toBeGreaterThanOrEqual(2);
    expect([receipt.entry, receipt.proof, receipt.openings]).toEqual([null, null, []]);
  });

  it('tells neither the file nor its digests without the report', async () => {
    for (const print of [genuine, unknown]) {
      const { receipt } = await receiptFor({ id: 'secret-name', fingerprint: print });
      const payload = atob(
        (receipt.receipt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'),
      );
      for (const value of [print.bytes.sha256, print.content?.body ?? '', 'secret-name']) {
        expect(payload).not.toContain(value);
      }
    }
  });

  it('is tied to no other file, and to none without one', async () => {
    const { receipt } = await receiptFor({ fingerprint: genuine });
    expect((await verifyReceipt(receipt, pins, null)).tied).toBe('no_file');
    const other = await verifyReceipt(receipt, pins, forged);
    expect([other.tied, other.equal]).toEqual(['other_file', []]);
    const salted = { ...receipt, salt: '00'.repeat(32) };
    expect((await verifyReceipt(salted, pins, genuine)).tied).toBe('other_file');
  });

  it('for an invented fingerprint dresses up no forged file', async () => {
    // Genuine content under the forged file's SHA-256: the registry sees only fingerprints.
    const invented: Fingerprint = { ...genuine, bytes: forged.bytes };
    const { answer, receipt } = await receiptFor({ fingerprint: invented });
    expect(answer.results[0]?.verdict).toBe('match');
    const shown = await verifyReceipt(receipt, pins, forged);
    expect(shown.tied).toBe('other_reading');
    expect(shown.equal).toEqual([]);
    // The reverse, to have a genuine file called absent.
    const hidden = await receiptFor({ fingerprint: { ...unknown, bytes: { ...unknown.bytes } } });
    expect((await verifyReceipt(hidden.receipt, pins, genuine)).tied).toBe('other_file');
  });

  it('of a look-alike site, with its own keys, is refused', async () => {
    const { receipt } = await receiptFor({ fingerprint: genuine });
    const pair = (await crypto.subtle.generateKey('Ed25519', true, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
    const der = new Uint8Array(
      (await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer,
    );
    const theirs = await receiptSigner(der);
    const claims = { v: 1, iss: pins.origin, verdict: 'match', covers: [] };
    const fake = { ...receipt, receipt: await theirs.sign(claims) };
    await expect(verifyReceipt(fake, pins, genuine)).rejects.toMatchObject({ code: 'unknown_key' });
    const elsewhere = { ...pins, origin: 'https://registre.example' };
    await expect(verifyReceipt(receipt, elsewhere, genuine)).rejects.toMatchObject({
      code: 'unknown_key',
    });
  });

  it('altered, or with the proof of another record, is refused', async () => {
    const [one, other] = await Promise.all([
      receiptFor({ fingerprint: genuine }),
      receiptFor({ fingerprint: mail }),
    ]);
    const [header, payload = '', signature] = one.receipt.receipt.split('.');
    const turned = [header, `${payload.slice(0, -2)}AA`, signature].join('.');
    await expect(
      verifyReceipt({ ...one.receipt, receipt: turned }, pins, genuine),
    ).rejects.toMatchObject({ code: 'bad_signature' });
    const { entry, proof, openings } = other.receipt;
    const bad = expect.objectContaining({ code: 'bad_proof' });
    await expect(
      verifyReceipt({ ...one.receipt, entry, proof, openings }, pins, genuine),
    ).rejects.toEqual(bad);
    await expect(verifyReceipt({ ...one.receipt, proof }, pins, genuine)).rejects.toEqual(bad);
    await expect(verifyReceipt({ ...one.receipt, openings }, pins, genuine)).rejects.toEqual(bad);
  });

  it('is made for bare digests of bytes, one an item, and only when asked for', async () => {
    const items = [
      { sha256: genuine.bytes.sha256 },
      { sha256: unknown.bytes.sha256 },
      { ssdeep: genuine.bytes.ssdeep },
    ];
    const answer = await (await post({ items, receipts: true })).json<CheckAnswer>();
    expect(answer.receipts).toHaveLength(3);
    const [known, absent, likeness] = answer.receipts as [Receipt, Receipt, Receipt];
    expect(await verifyReceipt(known, pins, genuine)).toMatchObject({
      tied: 'this_file',
      equal: [':bytes.sha256'],
    });
    expect(await verifyReceipt(absent, pins, unknown)).toMatchObject({
      tied: 'this_file',
      claims: { verdict: 'absent', notes: ['bytes_only'] },
    });
    // A likeness ties to no file.
    expect((await verifyReceipt(likeness, pins, genuine)).tied).toBe('no_file');
    expect(await (await post({ items })).json()).not.toHaveProperty('receipts');
  });

  it('of files says that a file was sent, and is as any other', async () => {
    const words = prose('filed', 120).join(' ');
    const form = new FormData();
    form.append('receipts', 'true');
    form.append('file', new File([words], 'filed.txt'));
    form.append('file', new File([`${words} more`], 'other.txt'));
    const address = 'https://registry.test/v1/files';
    const send = (body: FormData) => exports.default.fetch(address, { method: 'POST', body });
    const answer = await (await send(form)).json<CheckAnswer>();
    expect(answer.receipts).toHaveLength(2);
    // As the command line reads the same bytes.
    const { fingerprint } = await analyse(new TextEncoder().encode(words), { name: 'filed.txt' });
    const [receipt, other] = answer.receipts as [Receipt, Receipt];
    expect(await verifyReceipt(receipt, pins, fingerprint)).toMatchObject({
      tied: 'this_file',
      claims: { verdict: 'absent', about: 'the fingerprint of a file that the caller sent' },
    });
    expect((await verifyReceipt(other, pins, fingerprint)).tied).toBe('other_file');
    expect(JSON.stringify(answer.receipts)).not.toContain('filed.txt');
    form.delete('receipts');
    expect(await (await send(form)).json()).not.toHaveProperty('receipts');
    for (const wrong of ['yes', 'TRUE', '']) {
      form.set('receipts', wrong);
      expect((await send(form)).status).toBe(422);
    }
  });

  it('is refused in words where there is no key', async () => {
    const registry = createRegistry({ site: SITE, store: await openD1(), clock: () => new Date() });
    await expect(
      registry.check({ items: [{ fingerprint: genuine }], receipts: true }, 'somebody'),
    ).rejects.toMatchObject({ code: 'receipts_closed' });
    await expect(
      registry.compare({ ...pairOf(genuine, 'rec_x'), receipt: true }, 'somebody'),
    ).rejects.toMatchObject({ code: 'receipts_closed' });
  });
});

/** A comparison of a print's own text with a record. */
const pairOf = (fingerprint: Fingerprint, record: string) => ({
  record,
  entries: entriesToBase64(entriesOf(fingerprint)[''] as Uint16Array),
  fingerprint,
});

describe('a receipt of a comparison', () => {
  const altered = docPrint('genuine', [...prose('genuine', 119), 'forged']);

  async function compared(print: Fingerprint): Promise<CompareAnswer> {
    const { answer } = await receiptFor({ fingerprint: genuine });
    const answered = await exports.default.fetch('https://registry.test/v1/compare', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...pairOf(print, answer.results[0]?.record ?? ''), receipt: true }),
    });
    expect(answered.status).toBe(200);
    return answered.json<CompareAnswer>();
  }
  const here = (fingerprint: Fingerprint) => ({
    fingerprint,
    entries: entriesOf(fingerprint)[''] as Uint16Array,
  });

  it('holds the registry to where the suspect departs, and opens nothing of the record', async () => {
    const answer = await compared(altered);
    expect(answer.segments.some(({ kind }) => kind !== 'same')).toBe(true);
    expect(await verifyComparison(answer, pins, here(altered))).toEqual({
      tied: 'this_file',
      logged: null,
      equal: [],
    });
    expect([answer.receipt?.proof, answer.receipt?.openings]).toEqual([null, []]);
    expect((await verifyComparison(answer, pins, null)).tied).toBe('no_file');
  });

  it('proves what is equal', async () => {
    const answer = await compared(genuine);
    expect(await verifyComparison(answer, pins, here(genuine))).toMatchObject({
      tied: 'this_file',
      logged: { statement: { record: answer.record } },
      equal: [':bytes.sha256'],
    });
  });

  it('covers the entries: those of another text beside the file’s fingerprint are not its own', async () => {
    const answer = await compared(altered);
    const { entries } = here(unknown);
    const shown = await verifyComparison(answer, pins, { fingerprint: altered, entries });
    expect(shown.tied).toBe('other_reading');
    expect((await verifyComparison(answer, pins, here(forged))).tied).toBe('other_file');
  });

  it('is refused beside an answer that was changed, and is no receipt of check', async () => {
    const answer = await compared(altered);
    for (const change of [
      { grade: 'identical' as const },
      { segments: answer.segments.slice(1) },
      { segments: answer.segments.map((one) => ({ ...one, missing: one.missing + 1 })) },
      { at: '2020-01-01T00:00:00.000Z' },
    ]) {
      await expect(
        verifyComparison({ ...answer, ...change }, pins, here(altered)),
      ).rejects.toMatchObject({ code: 'bad_signature' });
    }
    const { receipt } = answer;
    await expect(verifyReceipt(receipt as Receipt, pins, altered)).rejects.toMatchObject({
      code: 'malformed',
    });
    const check = await receiptFor({ fingerprint: altered });
    await expect(
      verifyComparison({ ...answer, receipt: check.receipt }, pins, here(altered)),
    ).rejects.toMatchObject({ code: 'malformed' });
  });
});
