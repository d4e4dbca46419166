import { exports } from 'cloudflare:workers';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { entriesToBase64 } from '../../src/client/base64.ts';
import { CORPUS_REQUEST } from '../../src/http/examples.ts';
import { dumpAll } from '../storage/dump.ts';
import { call } from './admin.ts';
import { described } from './described.ts';
import { bearer, form } from './fake.ts';
import {
  batchOf,
  type Corpus,
  coverageOf,
  type Holding,
  printed,
  settle,
  stated,
  takeover,
  textOf,
} from './two-registrars.ts';

/**
 * The registrar of `ours` tries every operation on what is its own and on what is another's. What is
 * refused leaves every table, object and log entry as it was.
 */
let held: Record<Corpus, Holding>;
let number = 0;
const fresh = () => `new ${++number}`;

beforeAll(async () => {
  held = await settle();
});

const ask = (method: string, path: string, value?: unknown) =>
  call(method, path, held.ours.token, value);
const post = (path: string, value: unknown) => ask('POST', path, value);
const event = (record: string) => post(`/v1/records/${record}/events`, { kind: 'opened' });

/** Signed with the registrar's own key, and sent with its own token where no other is given. */
const batchFor = async (corpus: Corpus, token = held.ours.token) =>
  call('POST', '/v1/batches', token, await batchOf(corpus, fresh(), { by: 'ours' }));

/** Says that it follows the first batch of another run. */
async function following({ sent }: Holding) {
  const previous = bytesToHex(sha256(utf8ToBytes(sent.manifest)));
  return post('/v1/batches', await batchOf('ours', fresh(), { from: { sequence: 1, previous } }));
}

/** Another batch under a UUID that was used. */
async function sameUuid({ sent }: Holding) {
  const uuid = hexToBytes(JSON.parse(sent.manifest).batch.replaceAll('-', ''));
  const random = (length: number) => (length === 16 ? uuid.slice() : randomBytes(length));
  return post('/v1/batches', await batchOf('ours', fresh(), { random }));
}

async function keyed(batch: unknown, token: string, key: string) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const answer = await exports.default.fetch('https://registry.test/v1/batches', {
    method: 'POST',
    headers: { ...headers, ...bearer(token) },
    body: JSON.stringify(batch),
  });
  return { status: answer.status, body: await answer.json<Answer['body']>() };
}

async function compared(record: string, name: string) {
  const { fingerprint, entries } = await printed(name);
  const list = entriesToBase64(entries[''] ?? new Uint16Array());
  return post('/v1/compare', { record, fingerprint, entries: list, cursor: null });
}

/** A receipt that the registrar of a corpus has asked for and kept. */
async function keptBy({ token }: Holding): Promise<string> {
  const { fingerprint } = await printed('standing ours');
  const asked = { items: [{ fingerprint }], receipts: true };
  const { receipts } = (await call('POST', '/v1/check', token, asked)).body;
  const kept = await call('POST', '/v1/receipts', token, { receipt: receipts[0].receipt });
  expect(kept.status).toBe(200);
  return kept.body.id;
}

interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string } | null;
}
/** A status where it is let through, else the code of the problem. */
const outcome = ({ status, body }: Answer) => body?.code ?? status;

interface Row {
  readonly operation: string;
  readonly what: string;
  readonly own: number | string;
  /** For what is of a public corpus, and of one that is closed. */
  readonly theirs: number | string;
  readonly closed: number | string;
  readonly act: (holding: Holding, corpus: Corpus) => Promise<Answer>;
}

const row = (
  [operation, what]: [string, string],
  [own, theirs, closed]: [number | string, number | string, number | string],
  act: Row['act'],
): Row => ({ operation, what, own, theirs, closed, act });

const ROWS: Row[] = [
  row(
    ['registerBatch', 'a batch, signed with its own key'],
    [200, 'corpus_mismatch', 'corpus_mismatch'],
    (_, corpus) => batchFor(corpus),
  ),
  row(
    ['registerBatch', 'the same with the token of that corpus'],
    [200, 'signature_invalid', 'signature_invalid'],
    ({ token }, corpus) => batchFor(corpus, token),
  ),
  row(
    ['registerBatch', 'the very bytes that were sent before'],
    [200, 'signature_invalid', 'signature_invalid'],
    ({ sent }) => post('/v1/batches', sent),
  ),
  row(
    ['registerBatch', 'the same under the Idempotency-Key that they were sent with'],
    [200, 'signature_invalid', 'signature_invalid'],
    async ({ sent, token }, corpus) => {
      expect((await keyed(sent, token, corpus)).status).toBe(200);
      return keyed(sent, held.ours.token, corpus);
    },
  ),
  row(
    ['registerBatch', 'a batch that says to follow one of that run'],
    [200, 'manifest_out_of_sequence', 'manifest_out_of_sequence'],
    following,
  ),
  row(
    ['registerBatch', 'another batch under a UUID of that corpus'],
    ['batch_conflict', 'batch_conflict', 'batch_conflict'],
    sameUuid,
  ),
  row(
    ['getRecord', 'a decoy that nobody has opened'],
    ['unknown_record', 'unknown_record', 'unknown_record'],
    ({ planted }) => ask('GET', `/v1/records/${planted}`),
  ),
  row(
    ['compare', 'with a decoy that nobody has opened'],
    ['unknown_record', 'unknown_record', 'unknown_record'],
    ({ planted }, corpus) => compared(planted, `planted ${corpus}`),
  ),
  row(['noteEvent', 'opening a decoy'], [200, 'unknown_record', 'unknown_record'], ({ planted }) =>
    event(planted),
  ),
  row(
    ['noteEvent', 'opening what is no decoy'],
    ['state_conflict', 'corpus_mismatch', 'unknown_record'],
    ({ standing }) => event(standing),
  ),
  row(['getRecord', 'a record'], [200, 200, 'unknown_record'], ({ standing }) =>
    ask('GET', `/v1/records/${standing}`),
  ),
  row(['compare', 'with a record'], [200, 200, 'unknown_record'], ({ standing }, corpus) =>
    compared(standing, `standing ${corpus}`),
  ),
  row(
    ['enactStatement', 'what the corpus covers'],
    [200, 'signature_invalid', 'signature_invalid'],
    (_, corpus) => stated('ours', coverageOf(corpus)),
  ),
  row(
    ['enactStatement', 'a withdrawal without keyholders'],
    ['signature_invalid', 'signature_invalid', 'signature_invalid'],
    ({ standing }) => stated('ours', { kind: 'withdrawal', record: standing, reason: 'x' }),
  ),
  row(
    ['enactStatement', 'its own key for the registrar of that corpus'],
    ['signature_invalid', 'signature_invalid', 'signature_invalid'],
    (_, corpus) => stated('ours', takeover('ours', corpus)),
  ),
  row(
    ['putCorpus', 'opening or renaming the corpus'],
    ['scope_missing', 'scope_missing', 'scope_missing'],
    (_, corpus) => ask('PUT', `/v1/corpora/${corpus}`, CORPUS_REQUEST),
  ),
  row(
    ['createToken', 'a token of that registrar'],
    ['scope_missing', 'scope_missing', 'scope_missing'],
    (_, corpus) => post('/v1/tokens', { scope: 'registrar', name: 'x', registrar: corpus }),
  ),
];

type Case = [operation: string, what: string, of: Corpus, expected: unknown, act: Row['act']];
const TABLE: Case[] = ROWS.flatMap(({ operation, what, own, theirs, closed, act }) => [
  [operation, what, 'theirs', theirs, act] satisfies Case,
  [operation, what, 'closed', closed, act] satisfies Case,
  [operation, what, 'ours', own, act] satisfies Case,
]);

describe('the registrar of one corpus', () => {
  it.each(TABLE)('%s: %s, of %s, is answered %s', async (_op, _what, corpus, expected, act) => {
    expect(outcome(await act(held[corpus], corpus))).toBe(expected);
  });

  it('changes no table, object or log entry by all that is refused', async () => {
    const before = await dumpAll();
    const refused = TABLE.filter(([, , of, code]) => of !== 'ours' && typeof code === 'string');
    for (const [, , corpus, code, act] of refused) {
      expect(outcome(await act(held[corpus], corpus))).toBe(code);
    }
    expect(refused.length).toBeGreaterThan(25);
    expect(await dumpAll()).toEqual(before);
  });

  it('finds by check and files nothing of closed corpora and unopened decoys', async () => {
    const names = ['standing closed', 'planted closed', 'planted theirs', 'held by nobody'];
    const items = await Promise.all(
      [...names, 'standing theirs'].map(async (name) => {
        const { fingerprint } = await printed(name);
        return [{ fingerprint }, { sha256: fingerprint.bytes.sha256 }];
      }),
    );
    const { body } = await post('/v1/check', { items: items.flat() });
    const files = await exports.default.fetch('https://registry.test/v1/files', {
      method: 'POST',
      headers: bearer(held.ours.token),
      body: form(...names.map((name, i): [string, string] => [`${i}.txt`, textOf(name)])),
    });
    const found = [...body.results, ...(await files.json<{ results: object[] }>()).results];
    const seen = found.map(({ verdict, reason, record, corpus, near, notes }) => {
      const said = notes.filter((note: string) => note !== 'bytes_only');
      return { verdict, reason, record, corpus, near, said };
    });
    const nobody = seen[2 * names.indexOf('held by nobody')];
    expect(nobody).toMatchObject({ verdict: 'undecided', reason: 'corpora_closed' });
    const known = seen.splice(2 * names.length, 2);
    expect(seen).toEqual(seen.map(() => nobody));
    expect(known).toMatchObject([{ verdict: 'match', corpus: 'theirs' }, { verdict: 'match' }]);
    expect(body.corpora.closed).toEqual(['closed']);
  });

  it('reads no receipt of another whose id it was not given', async () => {
    const id = await keptBy(held.theirs);
    const other = `${id.slice(0, -1)}${id.endsWith('a') ? 'b' : 'a'}`;
    expect(outcome(await ask('GET', `/v1/receipts/${other}`))).toBe('unknown_receipt');
    expect(outcome(await ask('GET', '/v1/receipts'))).toBe('method_not_allowed');
  });

  it('is refused by every other operation, or told what all are told', async () => {
    const tried = new Set(ROWS.map(({ operation }) => operation));
    for (const id of ['check', 'checkFiles', 'keepReceipt', 'getReceipt', 'freeze']) tried.add(id);
    const { operations } = await described();
    const alike: string[] = [];
    for (const { operationId, method, path, security } of operations) {
      if (tried.has(operationId)) continue;
      const address = `https://registry.test${path.replace(/\{\w+\}/g, 'x')}`;
      const asked = async (headers: Record<string, string>) => {
        const answer = await exports.default.fetch(address, { method, headers });
        const text = (await answer.text()).replace(/urn:uuid:[0-9a-f-]+/, '');
        return { status: answer.status, text };
      };
      const told = await asked(bearer(held.ours.token));
      if (security) {
        const code = operationId.match(/restore/i) || operationId === 'writeBackupPage';
        expect([operationId, JSON.parse(told.text).code]).toEqual([
          operationId,
          code ? 'restore_closed' : 'scope_missing',
        ]);
      } else {
        expect([operationId, method, told]).toEqual([operationId, 'GET', await asked({})]);
        alike.push(operationId);
      }
    }
    expect(alike).toEqual(expect.arrayContaining(['listCorpora', 'listStatements', 'feed']));
  });

  it('can stop registration for all, as anyone with a key or the paper code can, and not restart it', async () => {
    expect((await stated('ours', { kind: 'freeze', reason: 'stolen' })).status).toBe(200);
    const batch = await batchOf('theirs', fresh());
    expect(outcome(await call('POST', '/v1/batches', held.theirs.token, batch))).toBe('frozen');
    const { body } = await ask('GET', '/v1/governance');
    const thaw = await stated('ours', { kind: 'unfreeze', freeze: body.freeze.id });
    expect(outcome(thaw)).toBe('signature_invalid');
  });
});
