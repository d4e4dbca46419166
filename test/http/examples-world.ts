import { ed25519 } from '@noble/curves/ed25519.js';
import { expect } from 'vitest';
import { startRun } from '../../src/client/manifest.ts';
import { createApp } from '../../src/http/app.ts';
import type { App, Deps } from '../../src/http/deps.ts';
import * as examples from '../../src/http/examples.ts';
import { securityTxt } from '../../src/http/security-txt.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { holderOf } from '../../src/registry/tokens.ts';
import { createWatches } from '../../src/registry/watches.ts';
import { diagnose } from '../../src/storage/doctor.ts';
import { publicLog } from '../../src/storage/public-log.ts';
import { receiptSigners } from '../../src/storage/receipt-keys.ts';
import { tokenDigest } from '../../src/tlog/token.ts';
import { openD1, testEnv } from '../storage/d1-env.ts';
import { described, mediaOf, type Operation } from './described.ts';
import { bearer, deps, form, TOKENS } from './fake.ts';
import { printOf } from './letter.ts';

/**
 * An app over D1, R2 and Durable Objects that holds what the examples of the description speak of,
 * at the time of which they speak, and what sends them to it.
 */
export const NOW = new Date('2027-04-21T09:30:00Z');
export const SITE = { origin: 'https://registre.example', environment: 'production' } as const;
export const CAMILLE = new Uint8Array(32).fill(31);
export const DOMINIQUE = new Uint8Array(32).fill(32);
export const TREASURY = new Uint8Array(32).fill(33);

/** The text that `LETTER` is of, and whose copy, with another figure and without two words, `COMPARE_REQUEST`. */
const REGISTERED =
  'We confirm the hire of the main hall of the Maison du Port in Le Havre on 14 March 2027 for the sum of 4,250 euros paid in advance by bank transfer to the account of owners named below before that day.\n';
const PLANTED = `${REGISTERED.replaceAll('the', 'some')} This one is planted.\n`;

export const document = await described();
/** By scope, as earlier examples brought them. */
export const tokens = { admin: '', registrar: '', accredited: '', bootstrap: TOKENS.bootstrap };
let app: App;
let store: Awaited<ReturnType<typeof openD1>>;

/** Opens the registry of the examples; what it holds goes on where it was. */
export async function openWorld(more: Partial<Deps> = {}): Promise<void> {
  store = await openD1();
  const clock = () => NOW;
  const log = publicLog({
    LOG_KEYS: testEnv.LOG_KEYS ?? '',
    ORIGIN: SITE.origin,
    sequencer: testEnv.SEQUENCER.getByName('registry'),
    mirror: testEnv.LOG,
    policy: '',
  });
  // The key of `KEYS_ANSWER`.
  const signers = await receiptSigners(testEnv.LOG_KEYS);
  const receiptKeys = signers.map(({ key }) => key);
  const registry = createRegistry({
    ...{ store, clock, site: SITE },
    async receipts() {
      const [signer] = signers;
      return signer ? { origin: SITE.origin, sign: signer.sign, keys: receiptKeys, log } : null;
    },
  });
  const watches = createWatches(
    testEnv.WATCHES.getByName('registry'),
    (request, caller) => registry.check(request, caller),
    clock,
  );
  app = createApp(
    deps(registry, {
      securityTxt: () =>
        securityTxt({ contact: 'mailto:a@b.example', origin: SITE.origin, deployed: NOW }),
      log,
      receiptKeys: async () => receiptKeys,
      doctor: {
        holder: (sha256) => holderOf(store, NOW, sha256),
        examine: () => diagnose({ ...testEnv, ORIGIN: SITE.origin }, clock),
      },
      watches,
      ...more,
    }),
  );
}

export async function send(path: string, init: RequestInit = {}) {
  const answer = await app.request(path, init);
  const text = new TextDecoder().decode(await answer.arrayBuffer());
  const whole = /^application\/(?:\w+\+)?json/.test(answer.headers.get('content-type') ?? '');
  return { answer, status: answer.status, json: whole ? JSON.parse(text) : text };
}

export const post = (path: string, token: string | null, value: unknown) =>
  send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? bearer(token) : {}) },
    body: JSON.stringify(value),
  });

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

/** An operation, what must be there before its examples are sent, and what is told of each answer. */
export type Step = [
  operation: string,
  before?: (() => Promise<void>) | undefined,
  after?: (answer: never) => void,
];

/** Sends the examples of an operation as they stand. @returns the answers, each found as described */
export async function run(id: string): Promise<unknown[]> {
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

/** What stands in the registry besides what earlier examples brought. */
async function register(text: string, state: 'authentic' | 'decoy', random: number) {
  const signer = {
    publicKey: ed25519.getPublicKey(TREASURY),
    sign: (data: Uint8Array) => ed25519.sign(data, TREASURY),
  };
  const corpus = examples.CORPUS_ID;
  const bytes = (length: number) => new Uint8Array(length).fill(random);
  const batches = startRun({ ...SITE, corpus, state, signer, random: bytes, now: () => NOW });
  const body = await batches.next([{ id: '0', ...(await printOf(text, 'note.txt')) }]);
  const { status, json } = await post('/v1/batches', tokens.registrar, body);
  expect(status).toBe(200);
  return json.results[0].record as string;
}

export async function registrarToken() {
  const request = { scope: 'registrar', name: 'treasury', registrar: 'treasury' };
  tokens.registrar = (await post('/v1/tokens', tokens.admin, request)).json.token;
}

export async function letters() {
  expect(await register(REGISTERED, 'authentic', 1)).toBe(examples.COMPARE_REQUEST.record);
  expect(await register(PLANTED, 'decoy', 2)).toBe(examples.DECOY_RECORD);
}

export async function knownToken() {
  const [info] = examples.TOKENS_ANSWER.tokens;
  if (info) await store.addToken({ ...info, sha256: tokenDigest(TOKENS.accredited) });
}

/** An admin token that no statement and no entry of the log speaks of. */
export async function adminToken() {
  const [info] = examples.TOKENS_ANSWER.tokens;
  const sha256 = tokenDigest(TOKENS.admin);
  if (info) await store.addToken({ ...info, id: 'tok_0000000000000000', scope: 'admin', sha256 });
  tokens.admin = TOKENS.admin;
}
