import { applyD1Migrations } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../src/client/client.ts';
import { type Corpus, Empreinte, WORKER_LIMITS, webCryptoSigner } from '../../src/client/index.ts';
import { CORPUS_REQUEST } from '../../src/http/examples.ts';
import { publicKeyLine } from '../../src/tlog/sshsig.ts';
import { ALICE, statementOf } from '../registry/keyholders.ts';
import { prose } from '../registry/prints.ts';
import { bootstrap, call, declareCorpus } from './admin.ts';

/** The library in workerd against the whole registry: D1, R2, Durable Objects, log and receipts. */
const ORIGIN = 'https://registry.test';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const GENUINE = `The rent of the hall is 45 000 euros. ${prose('genuine', 120).join(' ')}\n`;
const FORGED = GENUINE.replace('45 000', '75 000');
const UNKNOWN = `${prose('unknown', 120).join(' ')}\n`;

const fetchRegistry: typeof fetch = (input, init) =>
  exports.default.fetch(new Request(input, init));
const open = (more: object = {}) =>
  new Empreinte({ server: ORIGIN, fetch: fetchRegistry, limits: WORKER_LIMITS, ...more });

let token: string;
let pair: CryptoKeyPair;
let record: string;

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const admin = await bootstrap();
  for (const id of ['campaign', 'campaign-2', 'campaign-3']) {
    await declareCorpus(admin, id, CORPUS_REQUEST);
  }
  pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const ssh_key = publicKeyLine((await webCryptoSigner(pair)).publicKey);
  const said = { kind: 'registrar', id: 'r', corpus: 'campaign', name: 'r', ssh_key } as const;
  const site = { origin: ORIGIN, environment: 'local' } as const;
  await call('POST', '/v1/statements', null, statementOf(site, said, [ALICE]));
  const request = { scope: 'registrar', name: 'r', registrar: 'r' };
  token = (await call('POST', '/v1/tokens', admin, request)).body.token;
  await env.CANARY.getByName('registry').look();
});

describe('the library in workerd', () => {
  it('registers with a key that cannot leave WebCrypto', async () => {
    const options = {
      corpus: 'campaign',
      environment: 'local' as const,
      signer: await webCryptoSigner(pair),
    };
    const files = [
      { name: 'lease.txt', data: bytesOf(GENUINE) },
      { name: 'other.txt', data: new Blob([`${prose('other', 120).join(' ')}\n`]) },
    ];
    const registered = [];
    for await (const one of open({ token }).register(files, options)) registered.push(one);
    expect(registered.map(({ name, status }) => [name, status])).toEqual([
      ['lease.txt', 'registered'],
      ['other.txt', 'registered'],
    ]);
    record = registered[0]?.record ?? '';
    for await (const one of open({ token }).register(files.slice(0, 1), options)) {
      expect([one.status, one.record]).toEqual(['already_registered', record]);
    }
  });

  it('checks bytes, a Blob and a stream alike, and a bare digest', async () => {
    const registry = open();
    const bytes = bytesOf(GENUINE);
    const stream = new Blob([bytes.slice(0, 99), bytes.slice(99)]).stream();
    const { sha256 } = (await registry.analyse(bytes)).fingerprint.bytes;
    for (const suspect of [bytes, bytes.buffer, new Blob([bytes]), stream, { sha256 }]) {
      const { verdict, grade, record: found } = await registry.check(suspect as Uint8Array);
      expect([verdict, grade, found]).toEqual(['match', 'identical', record]);
    }
    const forged = await registry.check({ name: 'lease.txt', data: bytesOf(FORGED) });
    expect([forged.verdict, forged.name]).toEqual(['differs', 'lease.txt']);
    expect((await registry.check(bytesOf(UNKNOWN))).verdict).toBe('absent');
  });

  it('tells where a file was altered, in its own words', async () => {
    const found = await open().compare({ name: 'lease.txt', data: bytesOf(FORGED) }, record);
    expect(found).toMatchObject({ record, grade: 'altered', complete: true });
    expect(found.altered?.map(({ text }) => text).join(' ')).toContain('75 000');
    await expect(open().compare(new Uint8Array(9), record)).rejects.toMatchObject({
      code: 'no_text',
    });
  });

  it('verifies a receipt offline with pinned keys, and refuses a changed one', async () => {
    const { receipt } = await open().check(bytesOf(GENUINE), { receipts: true });
    if (!receipt) throw new Error('no receipt');
    const offline = (pins: object) =>
      open({ pins, fetch: () => Promise.reject(new Error('asked')) });
    const pins = await open().keys();
    const proven = await offline(pins).verify(receipt, bytesOf(GENUINE));
    expect([proven.conclusion, proven.tied]).toEqual(['proven', 'this_file']);
    expect((await offline(pins).verify(receipt, bytesOf(FORGED))).tied).toBe('other_file');
    const [head, body, signature] = receipt.receipt.split('.');
    const forged = { ...receipt, receipt: `${head}.${body?.replace(/.$/, 'A')}.${signature}` };
    const refused = expect(offline(pins).verify(forged)).rejects;
    await refused.toMatchObject({ name: 'ApiError', status: 0 });
    await expect(open().verify(receipt)).rejects.toMatchObject({ code: 'no_pins' });
  });

  it('follows a list to its end, however short its pages are', async () => {
    const client = createClient({ server: ORIGIN, fetch: fetchRegistry });
    const found: string[] = [];
    for await (const one of client.entries('v1/corpora?limit=1', 'corpora')) {
      found.push((one as Corpus).id);
    }
    expect(found).toEqual(['campaign', 'campaign-2', 'campaign-3']);
    expect((await open().corpora()).map(({ id }) => id)).toEqual(found);
  });

  it('says of a refused token what the registry says', async () => {
    const wrong = open({ token: 'emp_accredited_none' });
    await expect(wrong.check(bytesOf(GENUINE))).rejects.toMatchObject({
      name: 'ApiError',
      code: 'token_unknown',
      status: 401,
    });
  });
});
