import { applyD1Migrations } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { ed25519 } from '@noble/curves/ed25519.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RunOptions, type SignedBatch, startRun } from '../../src/client/manifest.ts';
import { extract } from '../../src/extract/index.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { CORPUS_REQUEST } from '../../src/http/examples.ts';
import type { BatchRequest } from '../../src/registry/contract.ts';
import { bootstrap, declareCorpus, declareRegistrar } from './admin.ts';
import { bearer, form } from './fake.ts';

const ORIGIN = 'https://registry.test';

/** 40 words, so that the text is not too short to compare. */
const MINUTES = `${[
  'Minutes of the treasury meeting held on 9 February in the small hall.',
  'The printer asks for an advance of 22,300.00 euros before the end of March.',
  'The committee agrees to pay one half now and the rest on delivery of the leaflets.',
].join('\n')}\n`;

async function send(path: string, init: RequestInit = {}) {
  const answer = await exports.default.fetch(new Request(ORIGIN + path, init));
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function registration(id: string, text: string) {
  return { id, ...(await fingerprint(await extract(bytesOf(text), { name: `${id}.txt` }))) };
}

const secretKey = new Uint8Array(32).fill(7);
const signer = {
  publicKey: ed25519.getPublicKey(secretKey),
  sign: (data: Uint8Array) => ed25519.sign(data, secretKey),
};
const runFor = (corpus: string) =>
  startRun({ origin: ORIGIN, environment: 'local', corpus, state: 'authentic', signer });

function sendBatch(batch: BatchRequest) {
  return send('/v1/batches', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(token) },
    body: JSON.stringify(batch),
  });
}

async function check(...items: unknown[]) {
  const { status, body } = await send('/v1/check', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items }),
  });
  expect(status).toBe(200);
  return body.results;
}

async function files(...list: [string, string][]) {
  const { status, body } = await send('/v1/files', { method: 'POST', body: form(...list) });
  expect(status).toBe(200);
  return body.results.map((r: Record<string, unknown>) => [r.id, r.verdict, r.grade, r.reason]);
}

let first: BatchRequest;
let record: string;
let token: string;

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const admin = await bootstrap();
  await declareCorpus(admin, 'demo', CORPUS_REQUEST);
  token = await declareRegistrar(admin, 'treasury', 'demo', secretKey);
  first = await runFor('demo').next([await registration('minutes', MINUTES)]);
  const { status, body } = await sendBatch(first);
  expect([status, body.results]).toEqual([
    200,
    [
      {
        id: 'minutes',
        status: 'registered',
        record: expect.stringMatching(/^rec_/),
        log_index: expect.any(Number),
        errors: [],
      },
    ],
  ]);
  record = body.results[0].record;
});

describe('a batch', () => {
  it('sent again with the same bytes gets the same answer', async () => {
    const { status, body } = await sendBatch(first);
    expect([status, body.results[0].status, body.results[0].record]).toEqual([
      200,
      'registered',
      record,
    ]);
  });

  it('sent again with other bytes is refused', async () => {
    const { status, body } = await sendBatch({ ...first, signature: `${first.signature} ` });
    expect([status, body.code]).toEqual([409, 'batch_conflict']);
  });

  it('with a document that is registered already says so', async () => {
    const { body } = await sendBatch(await runFor('demo').next([await registration('m', MINUTES)]));
    expect(body.results).toMatchObject([
      { id: 'm', status: 'already_registered', record, log_index: expect.any(Number) },
    ]);
  });

  it('for another corpus is refused', async () => {
    const batch = await runFor('other').next([await registration('m', MINUTES)]);
    const { status, body } = await sendBatch(batch);
    expect([status, body.code]).toEqual([403, 'corpus_mismatch']);
  });

  it('whose manifest is no JSON is refused', async () => {
    const { status, body } = await sendBatch({ ...first, manifest: '{not json' });
    expect([status, body.code]).toEqual([422, 'manifest_invalid']);
  });

  it.each<[string, (batch: SignedBatch) => Partial<BatchRequest>, number, string]>([
    ['without signature', () => ({ signature: '' }), 403, 'signature_required'],
    [
      'whose manifest was changed',
      (b) => ({ manifest: `${b.manifest} ` }),
      403,
      'signature_invalid',
    ],
  ])('%s is refused', async (_name, change, status, code) => {
    const batch = await runFor('demo').next([await registration('m', `${MINUTES}${code}`)]);
    const answer = await sendBatch({ ...batch, ...change(batch) });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    const [found] = await check({
      fingerprint: (await registration('m', `${MINUTES}${code}`)).fingerprint,
    });
    expect(found.grade).toBe('near');
  });

  it('signed for another registry, or too late, is refused', async () => {
    const options = { origin: ORIGIN, environment: 'local', corpus: 'demo' } as const;
    const cases: [Partial<RunOptions>, string][] = [
      [{ origin: 'https://registry.example' }, 'manifest_foreign'],
      [{ environment: 'production' }, 'manifest_foreign'],
      [{ now: () => new Date(Date.now() - 2 * 3_600_000) }, 'manifest_expired'],
    ];
    for (const [change, code] of cases) {
      const run = startRun({ ...options, state: 'authentic', signer, ...change });
      const { status, body } = await sendBatch(await run.next([await registration('m', code)]));
      expect([status, body.code]).toEqual([403, code]);
    }
  });

  it('that skips one of its run is refused; the run itself goes on', async () => {
    const run = runFor('demo');
    const [one, two, three] = [
      await run.next([await registration('1', 'one')]),
      await run.next([await registration('2', 'two')]),
      await run.next([await registration('3', 'three')]),
    ];
    expect((await sendBatch(one)).status).toBe(200);
    const early = await sendBatch(three);
    expect([early.status, early.body.code]).toEqual([403, 'manifest_out_of_sequence']);
    expect((await sendBatch(two)).status).toBe(200);
    expect((await sendBatch(three)).status).toBe(200);
  });

  it('with one bad item names it and loses no other', async () => {
    const batch = await runFor('demo').next([
      await registration('good', MINUTES.replace('February', 'June')),
      await registration('bad', 'anything'),
    ]);
    const [good, bad] = batch.items as { fingerprint: { bytes: object } }[];
    const broken = { ...bad, fingerprint: { ...bad?.fingerprint, type: 7 } };
    const { status, body } = await sendBatch({ ...batch, items: [good, broken] });
    expect(status).toBe(200);
    expect(body.results[0]).toMatchObject({ id: 'good', status: 'registered' });
    expect(body.results[1]).toMatchObject({ id: 'bad', status: 'failed', record: null });
    expect(body.results[1].errors[0].pointer).toMatch(/\/fingerprint\/type$/);
  });
});

describe('what was registered', () => {
  it('is found by its bytes, its fingerprint and its file, and by nothing else', async () => {
    const { fingerprint: whole } = await registration('x', MINUTES);
    const [bare, full, foreign] = await check(
      { sha256: whole.bytes.sha256 },
      { id: 'full', fingerprint: whole },
      { sha256: 'b'.repeat(64) },
    );
    expect(bare).toMatchObject({ verdict: 'match', grade: 'identical', record, corpus: 'demo' });
    expect(full).toMatchObject({ id: 'full', verdict: 'match', grade: 'identical', record });
    expect(full.registrant).toBe(CORPUS_REQUEST.registrant);
    expect(foreign).toMatchObject({ verdict: 'absent', record: null });
  });

  it('answers for files as for fingerprints', async () => {
    const foreign = Array.from({ length: 60 }, (_, i) => `foreign${i * 7919}`).join(' ');
    expect(
      await files(
        ['same.txt', MINUTES],
        ['doctored.txt', MINUTES.replace('22,300.00', '122,300.00')],
        ['foreign.txt', foreign],
        ['short.txt', 'Two words'],
      ),
    ).toEqual([
      ['same.txt', 'match', 'identical', null],
      ['doctored.txt', 'differs', 'near', null],
      ['foreign.txt', 'absent', null, null],
      ['short.txt', 'undecided', null, 'too_short'],
    ]);
  });

  it('has a public record that tells nothing of the content', async () => {
    const { status, body } = await send(`/v1/records/${record}`);
    expect([status, body]).toEqual([
      200,
      {
        record,
        corpus: 'demo',
        registrant: CORPUS_REQUEST.registrant,
        registered_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        kind: 'text',
        state: 'authentic',
        events: [],
        log: {
          index: expect.any(Number),
          witnessed: false,
          statement: expect.stringContaining(record),
          salt: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
    ]);
  });

  it('is counted in its corpus', async () => {
    const { body } = await send('/v1/corpora');
    expect(body.corpora).toEqual([
      { id: 'demo', ...CORPUS_REQUEST, sealed_until: null, records: 5 },
    ]);
  });
});
