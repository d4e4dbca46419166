import { beforeAll, expect, it } from 'vitest';
import * as examples from '../../src/http/examples.ts';
import { DOCTOR_ANSWER } from '../../src/http/examples-backup.ts';
import * as watching from '../../src/http/examples-watch.ts';
import type {
  DeliveriesAnswer,
  DoctorAnswer,
  KeptReceipt,
  KeysAnswer,
  TimestampsAnswer,
  TokenAnswer,
  WatchAnswer,
  WatchesAnswer,
  WatchSecretAnswer,
} from '../../src/registry/contract.ts';
import { MANIFEST_NAMESPACE } from '../../src/tlog/namespaces.ts';
import { cover, openReceipt } from '../../src/tlog/receipt.ts';
import { lineOf, signStatement } from '../registry/keyholders.ts';
import { BACKUP_STEPS } from './examples-backed.ts';
import { stampedCheckpoint } from './examples-stamped.ts';
import { deadMessage, knownWatch, watchClock } from './examples-watched.ts';
import {
  CAMILLE,
  DOMINIQUE,
  document,
  knownToken,
  letters,
  openWorld,
  post,
  registrarToken,
  run,
  type Step,
  TREASURY,
  tokens,
} from './examples-world.ts';

/** Every example of the description, sent as it stands to the registry of which it speaks. */
beforeAll(() => openWorld());

/** Of the nine bytes `Bonjour.` and line feed. */
const SHA256 = '7dde2d4ed2100f7f8616addfb120a89df09970a7d2d705d98db9b19da38ef9f2';
const { kept_at: _kept, expires_at: _expires, ...KEPT } = examples.KEPT_RECEIPT;

/** In an order in which each finds what it needs; the list is complete, or the last test fails. */
const STEPS: Step[] = [
  [
    'bootstrap',
    undefined,
    ({ token }: { token: { token: string } }) => {
      tokens.admin = token.token;
    },
  ],
  ['getGovernance'],
  ['putCorpus'],
  ['listCorpora'],
  ['check'],
  ['checkFiles'],
  ['enactStatement'],
  ['listStatements'],
  ['getStatement'],
  [
    'createToken',
    undefined,
    ({ scope, token }: TokenAnswer) => {
      expect(scope).toBe('accredited');
      tokens.accredited = token;
    },
  ],
  // Before what it waits for is registered.
  [
    'createWatch',
    watchClock,
    ({ state, secret }: WatchAnswer) => {
      expect([state, typeof secret]).toEqual([watching.WATCH_ANSWER.state, 'string']);
    },
  ],
  [
    'listWatches',
    undefined,
    ({ watches, limit }: WatchesAnswer) => {
      expect(watches.map(({ state }) => ({ state }))).toEqual([{ state: 'waiting' }]);
      expect(limit).toBe(watching.WATCHES_ANSWER.limit);
    },
  ],
  ['registerBatch', registrarToken],
  [
    'compare',
    letters,
    ({ segments }: { segments: unknown }) =>
      expect(segments).toEqual(examples.COMPARE_ANSWER.segments),
  ],
  [
    'listDeliveries',
    deadMessage,
    ({ deliveries }: DeliveriesAnswer) => {
      const [told] = watching.DELIVERIES_ANSWER.deliveries;
      const { state, attempts, next_at, last } = told ?? {};
      const failure = { status: last?.status, error: last?.error };
      expect(deliveries).toMatchObject([{ state, attempts, next_at, last: failure }]);
    },
  ],
  [
    'rotateWatchSecret',
    undefined,
    ({ previous_until }: WatchSecretAnswer) => expect(previous_until).not.toBeNull(),
  ],
  [
    'removeWatch',
    knownWatch,
    (answer: WatchesAnswer) => expect(answer).toEqual(watching.NO_WATCHES_ANSWER),
  ],
  ['getRecord'],
  ['noteEvent'],
  ['getCheckpoint'],
  ['getTile'],
  ['getKeys', undefined, (answer: KeysAnswer) => expect(answer).toEqual(examples.KEYS_ANSWER)],
  ['keepReceipt', undefined, (answer: KeptReceipt) => expect(answer).toMatchObject(KEPT)],
  ['getReceipt', undefined, (answer: KeptReceipt) => expect(answer).toMatchObject(KEPT)],
  ['listTokens'],
  ['revokeToken', knownToken],
  ['health'],
  ['getMetrics'],
  ['getSecurityTxt'],
  ['explainProblem'],
  ['describe'],
  ['feed'],
  [
    'getTimestamps',
    stampedCheckpoint,
    (answer: TimestampsAnswer) => expect(answer).toEqual(examples.TIMESTAMPS_ANSWER),
  ],
  ['getTimestamp'],
  ['freeze'],
  // It wakes a canary that has an entry of its own in the log.
  [
    'examine',
    undefined,
    ({ origin, diagnoses }: DoctorAnswer) => {
      expect(origin).toBe(DOCTOR_ANSWER.origin);
      const checks = DOCTOR_ANSWER.diagnoses.map(({ check }) => expect.objectContaining({ check }));
      expect(diagnoses).toEqual(expect.arrayContaining(checks));
    },
  ],
];

async function answers(...[id, before, after]: Step) {
  await before?.();
  for (const answer of await run(id)) after?.(answer as never);
}

it.each(STEPS)('%s answers its examples as described', answers);

it('finds what the examples say they find, once it is registered', async () => {
  const { json } = await post('/v1/check', null, examples.CHECK_REQUEST);
  expect(json.results[0]).toMatchObject({ verdict: 'match', grade: 'identical' });
});

it('shows signatures that ssh-keygen would make', () => {
  const { KEYHOLDERS_REQUEST: holders, STATEMENT_REQUEST: registrar } = examples;
  for (const { statement, signatures } of [holders, registrar]) {
    expect(signatures).toEqual([CAMILLE, DOMINIQUE].map((seed) => signStatement(statement, seed)));
  }
  const { manifest, signature } = examples.BATCH_REQUEST;
  expect(signature).toBe(signStatement(manifest, TREASURY, MANIFEST_NAMESPACE));
  expect(examples.REGISTRAR_STATEMENT).toMatchObject({ ssh_key: `${lineOf(TREASURY)} treasury` });
});

it('shows a receipt that is signed, with the fields of one that is signed now', async () => {
  const { receipts } = examples.KEYS_ANSWER;
  const shown = await openReceipt(examples.KEEP_REQUEST.receipt, receipts);
  const { items } = examples.CHECK_REQUEST_BARE;
  const { json } = await post('/v1/check', null, { items, receipts: true });
  const now = await openReceipt(json.receipts[0].receipt, receipts);
  expect(Object.keys(shown as object)).toEqual(Object.keys(now as object));
  const { verdict, evidence } = examples.CHECK_ANSWER.results[0] ?? {};
  const covers = cover({ sha256: SHA256 }, ['bytes.sha256'], new Uint8Array(32).fill(0x5a));
  expect(shown).toMatchObject({
    id: KEPT.id,
    at: examples.CHECK_ANSWER.at,
    verdict,
    evidence,
    covers,
  });
});

// Each begins in an empty registry.
it.each(BACKUP_STEPS)('%s answers its examples as described', answers);

it('leaves no operation and no example out', () => {
  const all = document.operations.map(({ operationId }) => operationId);
  expect([...STEPS, ...BACKUP_STEPS].map(([id]) => id).sort()).toEqual(all.sort());
});
