import { beforeAll, expect, it } from 'vitest';
import * as examples from '../../src/http/examples.ts';
import * as watching from '../../src/http/examples-watch.ts';
import type {
  DeliveriesAnswer,
  TokenAnswer,
  WatchAnswer,
  WatchesAnswer,
  WatchSecretAnswer,
} from '../../src/registry/contract.ts';
import { MANIFEST_NAMESPACE } from '../../src/tlog/namespaces.ts';
import { lineOf, signStatement } from '../registry/keyholders.ts';
import { deadMessage, knownWatch, watchClock } from './examples-watched.ts';
import {
  CAMILLE,
  DOMINIQUE,
  document,
  knownToken,
  letters,
  openWorld,
  registrarToken,
  run,
  send,
  TREASURY,
  tokens,
} from './examples-world.ts';

/** Every example of the description, sent as it stands to the registry of which it speaks. */
beforeAll(() => openWorld());

/** In an order in which each finds what it needs; the list is complete, or the last test fails. */
const STEPS: [
  operation: string,
  before?: (() => Promise<void>) | undefined,
  after?: (answer: never) => void,
][] = [
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
  ['getKeys'],
  ['listTokens'],
  ['revokeToken', knownToken],
  ['health'],
  ['getMetrics'],
  ['getSecurityTxt'],
  ['explainProblem'],
  ['describe'],
  ['feed'],
  ['freeze'],
];

it.each(STEPS)('%s answers its examples as described', async (id, before, after) => {
  await before?.();
  for (const answer of await run(id)) after?.(answer as never);
});

/**
 * These ask for a registry in another state, or for what the example cannot hold (a page of a backup, a
 * receipt that this registry signed); their own tests send requests like them: `kept`, `watches`,
 * `backup`, `doctor` and `log-timestamps`.
 */
const ELSEWHERE = [
  ...['keepReceipt', 'getReceipt', 'getTimestamps', 'getTimestamp', 'examine'],
  ...['beginBackup', 'readBackupPage', 'endBackup'],
  ...['beginRestore', 'writeBackupPage', 'endRestore'],
];

it('leaves no operation and no example out', () => {
  const all = document.operations.map(({ operationId }) => operationId);
  expect([...STEPS.map(([id]) => id), ...ELSEWHERE].sort()).toEqual(all.sort());
});

it('finds what the examples say they find, once it is registered', async () => {
  const body = JSON.stringify(examples.CHECK_REQUEST);
  const headers = { 'content-type': 'application/json' };
  const { json } = await send('/v1/check', { method: 'POST', headers, body });
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
