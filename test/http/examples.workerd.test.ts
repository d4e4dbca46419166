import { ed25519 } from '@noble/curves/ed25519.js';
import { beforeAll, expect, it } from 'vitest';
import { startRun } from '../../src/client/manifest.ts';
import { createApp } from '../../src/http/app.ts';
import type { App } from '../../src/http/deps.ts';
import * as examples from '../../src/http/examples.ts';
import { securityTxt } from '../../src/http/security-txt.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { publicLog } from '../../src/storage/public-log.ts';
import { MANIFEST_NAMESPACE } from '../../src/tlog/namespaces.ts';
import { tokenDigest } from '../../src/tlog/token.ts';
import { lineOf, signStatement } from '../registry/keyholders.ts';
import { openD1, testEnv } from '../storage/d1-env.ts';
import { described, mediaOf, type Operation } from './described.ts';
import { bearer, deps, form, TOKENS } from './fake.ts';
import { printOf } from './letter.ts';

/**
 * Every example of the description, sent to an app over D1, R2 and the sequencer that holds what
 * the examples speak of, at the time of which they speak.
 */
const NOW = new Date('2027-04-21T09:30:00Z');
const [CAMILLE, DOMINIQUE, TREASURY] = [31, 32, 33].map((byte) => new Uint8Array(32).fill(byte));
if (!CAMILLE || !DOMINIQUE || !TREASURY) throw new Error('no keys');

/** The text whose copy, with another figure and without two words, `COMPARE_REQUEST` is of. */
const REGISTERED =
  'We confirm the hire of the main hall of the Maison du Port in Le Havre on 14 March 2027 for the sum of 4,250 euros paid in advance by bank transfer to the account of owners named below before that day.\n';
const PLANTED = `${REGISTERED.replaceAll('the', 'some')} This one is planted.\n`;

const document = await described();
const site = { origin: 'https://registre.example', environment: 'production' } as const;
let app: App;
let store: Awaited<ReturnType<typeof openD1>>;

beforeAll(async () => {
  store = await openD1();
  const clock = () => NOW;
  app = createApp(
    deps(createRegistry({ store, clock, site }), {
      securityTxt: () =>
        securityTxt({ contact: 'mailto:a@b.example', origin: site.origin, deployed: NOW }),
      log: publicLog({
        LOG_KEYS: testEnv.LOG_KEYS ?? '',
        ORIGIN: testEnv.ORIGIN ?? '',
        sequencer: testEnv.SEQUENCER.getByName('registry'),
        mirror: testEnv.LOG,
        policy: '',
      }),
    }),
  );
});

/** What stands in the registry besides what earlier examples brought. */
async function register(text: string, state: 'authentic' | 'decoy', random: number) {
  const signer = {
    publicKey: ed25519.getPublicKey(TREASURY as Uint8Array),
    sign: (data: Uint8Array) => ed25519.sign(data, TREASURY as Uint8Array),
  };
  const corpus = examples.CORPUS_ID;
  const bytes = (length: number) => new Uint8Array(length).fill(random);
  const run = startRun({ ...site, corpus, state, signer, random: bytes, now: () => NOW });
  const body = await run.next([{ id: '0', ...(await printOf(text, 'note.txt')) }]);
  const { status, json } = await send('/v1/batches', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(tokens.registrar) },
    body: JSON.stringify(body),
  });
  expect(status).toBe(200);
  return json.results[0].record as string;
}

const tokens = { admin: '', registrar: '', bootstrap: TOKENS.bootstrap };

async function send(path: string, init: RequestInit = {}) {
  const answer = await app.request(path, init);
  const text = new TextDecoder().decode(await answer.arrayBuffer());
  const whole = /^application\/(?:\w+\+)?json/.test(answer.headers.get('content-type') ?? '');
  return { answer, status: answer.status, json: whole ? JSON.parse(text) : text };
}

/** The operation's address and query as the examples of its parameters fill them. */
function addressOf({ path, parameters = [] }: Operation): string {
  const query = new URLSearchParams();
  let filled = path;
  for (const { name, in: place, schema, required } of parameters) {
    const { example } = schema as { example?: string };
    if (place === 'path') filled = filled.replace(`{${name}}`, example ?? 'no example');
    else if (place === 'query' && required) query.set(name, example ?? 'no example');
  }
  return `${filled}${query.size > 0 ? `?${query}` : ''}`;
}

const operationOf = (id: string): Operation => {
  const found = document.operations.find(({ operationId }) => operationId === id);
  if (!found) throw new Error(`no operation ${id}`);
  return found;
};

interface Sent {
  readonly name: string;
  readonly body: BodyInit | null;
  readonly type: string;
}

/** Requests of an operation: its body examples, or one without body. */
function requestsOf(operation: Operation): Sent[] {
  const contents = Object.entries(operation.requestBody?.content ?? {});
  if (contents.length === 0) return [{ name: 'none', body: null, type: '' }];
  return contents.flatMap(([type, media]): Sent[] => {
    if (type === 'multipart/form-data') {
      return [{ name: 'file', body: form(['bonjour.txt', 'Bonjour.\n']), type: '' }];
    }
    return Object.entries(media.examples ?? {}).map(([name, { value }]) => {
      return { name, body: typeof value === 'string' ? value : JSON.stringify(value), type };
    });
  });
}

/** Statuses that the description gives an example of an answer for, or none at all. */
const successOf = ({ responses }: Operation) =>
  Object.keys(responses).filter((status) => status.startsWith('2'));

async function run(id: string) {
  const operation = operationOf(id);
  const [scheme] = (operation.security ?? [{}]).flatMap(Object.keys);
  const optional = (operation.security ?? [{}]).some((one) => Object.keys(one).length === 0);
  const token = optional ? null : tokens[scheme as keyof typeof tokens];
  const answers = [];
  for (const { name, body, type } of requestsOf(operation)) {
    const { answer, status, json } = await send(addressOf(operation), {
      method: operation.method,
      headers: { ...(type ? { 'content-type': type } : {}), ...(token ? bearer(token) : {}) },
      ...(body === null ? {} : { body }),
    });
    expect([id, name, `${status}`, json]).toEqual([id, name, successOf(operation)[0], json]);
    const media = mediaOf(operation, answer);
    if (status !== 204) expect(document.faultsOf(media, json)).toEqual([]);
    answers.push(json);
  }
  return answers;
}

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
  ['createToken', undefined, ({ scope }: { scope: string }) => expect(scope).toBe('accredited')],
  ['registerBatch', registrarToken],
  [
    'compare',
    letters,
    ({ segments }: { segments: unknown }) =>
      expect(segments).toEqual(examples.COMPARE_ANSWER.segments),
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

async function registrarToken() {
  const request = { scope: 'registrar', name: 'treasury', registrar: 'treasury' };
  const { json } = await send('/v1/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(tokens.admin) },
    body: JSON.stringify(request),
  });
  tokens.registrar = json.token;
}

async function letters() {
  expect(await register(REGISTERED, 'authentic', 1)).toBe(examples.COMPARE_REQUEST.record);
  expect(await register(PLANTED, 'decoy', 2)).toBe(examples.DECOY_RECORD);
}

async function knownToken() {
  const [info] = examples.TOKENS_ANSWER.tokens;
  if (info) await store.addToken({ ...info, sha256: tokenDigest(TOKENS.accredited) });
}

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
  ...['createWatch', 'listWatches', 'listDeliveries', 'rotateWatchSecret', 'removeWatch'],
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
