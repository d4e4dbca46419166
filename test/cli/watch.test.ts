import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import {
  DELIVERIES_ANSWER,
  WATCH_ANSWER,
  WATCH_SECRET_ANSWER,
  WATCHES_ANSWER,
} from '../../src/http/examples-watch.ts';
import * as contract from '../../src/registry/contract.ts';
import { empreinte, ndjson, problemOf, type Registry, registry } from './harness.ts';

/** `empreinte watch`, the registry's answers being the examples that its own description gives. */

const root = mkdtempSync(join(tmpdir(), 'empreinte-watch-'));
afterAll(() => rmSync(root, { recursive: true }));
const suspect = join(root, 'confidential.txt');
writeFileSync(suspect, 'The committee agreed on the secret budget. '.repeat(20));

let server: Registry;
beforeEach(async () => {
  server = await registry(({ method, url }) => {
    const answers: Record<string, object> = {
      'POST /v1/watches': { status: 201, body: WATCH_ANSWER },
      'GET /v1/watches': { body: WATCHES_ANSWER },
      'GET /v1/watches/deliveries': { body: DELIVERIES_ANSWER },
      'GET /v1/watches/deliveries?state=dead': { body: DELIVERIES_ANSWER },
      'POST /v1/watches/secret': { body: WATCH_SECRET_ANSWER },
      [`DELETE /v1/watches/${WATCH_ANSWER.id}`]: { body: WATCHES_ANSWER },
    };
    return (answers[`${method} ${url}`] ?? problemOf(404, 'unknown_watch')) as never;
  });
});
afterEach(() => server.close());

const run = (argv: string[], world: object = {}) =>
  empreinte(argv, { env: { EMPREINTE_SERVER: server.url, EMPREINTE_TOKEN: 'reader' }, ...world });

test('add sends the fingerprint and the address, and shows the secret apart from the watch', async () => {
  const url = 'https://hooks.redaction.example/in';
  const { exitCode, stdout, stderr } = await run(['watch', 'add', suspect, '--url', url]);
  expect(exitCode, stderr).toBe(0);
  expect(stdout.split('\t')[0]).toBe(WATCH_ANSWER.id);
  expect(stdout).not.toContain('whsec_');
  expect(stderr).toContain(WATCH_ANSWER.secret);
  const [call] = server.calls;
  expect(contract.WatchRequest.parse(call?.body).url).toBe(url);
  expect(call?.authorization).toBe('Bearer reader');
  expect(call?.raw).not.toMatch(/confidential|committee|budget/);
});

test('lists are a table at a terminal and JSON elsewhere', async () => {
  const [watch] = WATCHES_ANSWER.watches;
  expect(ndjson((await run(['watch', 'list'])).stdout)).toEqual([watch]);
  const terminal = await run(['watch', 'list'], { terminal: true });
  expect(terminal.stdout.split('\t').slice(0, 2)).toEqual([watch?.id, watch?.state]);
  const [delivery] = DELIVERIES_ANSWER.deliveries;
  expect(ndjson((await run(['watch', 'deliveries', '--dead'])).stdout)).toEqual([delivery]);
  expect(server.calls.at(-1)?.url).toBe('/v1/watches/deliveries?state=dead');
  const lines = await run(['watch', 'deliveries', '--lines']);
  expect(lines.stdout.split('\t').slice(2, 4)).toEqual(['dead', '10']);
});

test('remove and secret say what became of it; an unknown watch is one line and exit 2', async () => {
  expect((await run(['watch', 'remove', WATCH_ANSWER.id])).stdout).toMatch(/\tremoved\n$/);
  const secret = await run(['watch', 'secret']);
  expect(secret.stdout).toBe(`${WATCH_SECRET_ANSWER.secret}\n`);
  expect(secret.stderr).toContain(WATCH_SECRET_ANSWER.previous_until);
  const unknown = await run(['watch', 'remove', '../tokens']);
  expect([unknown.exitCode, unknown.stdout]).toEqual([2, '']);
  expect(server.calls.at(-1)?.url).toBe('/v1/watches/..%2Ftokens');
});

test('commands below others read the settings file too', async () => {
  mkdirSync(join(root, 'empreinte'), { recursive: true });
  writeFileSync(join(root, 'empreinte/config'), `server = ${server.url}\n`);
  const env = { XDG_CONFIG_HOME: root, EMPREINTE_TOKEN: 'reader' };
  expect((await run(['watch', 'list'], { env })).exitCode).toBe(0);
  await run(['admin', 'token', 'list'], { env });
  expect(server.calls.map(({ url }) => url)).toEqual(['/v1/watches', '/v1/tokens']);
});

test('verify says of a message whether the secret signed it, as the peer signs', async () => {
  const [body, headers, secrets] = ['body', 'headers', 'secrets'].map((name) => join(root, name));
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const text = '{"type":"watch.matched","data":{"note":"é"}}';
  const at = async (sent: Date, said = text, held = secret) => {
    const signature = new Webhook(secret).sign('msg_1', sent, text);
    const seconds = Math.floor(sent.getTime() / 1000);
    const lines = `Webhook-Id: msg_1\r\nwebhook-timestamp: ${seconds}\r\nwebhook-signature: v1,AAAA ${signature}\r\n`;
    writeFileSync(headers ?? '', lines);
    writeFileSync(body ?? '', said);
    writeFileSync(secrets ?? '', `${held}\n`);
    const files = ['--header-file', headers ?? '', '--secret-file', secrets ?? ''];
    return (more: string[] = []) => run(['watch', 'verify', body ?? '', ...files, ...more]);
  };
  expect((await (await at(new Date()))()).exitCode).toBe(0);
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  expect((await (await at(new Date(), text, `${other}\n${secret}`))()).exitCode).toBe(0);
  expect((await (await at(new Date(), text, other))()).exitCode).toBe(1);
  expect((await (await at(new Date(), `${text} `))()).exitCode).toBe(1);
  const old = await at(new Date('2027-05-01T10:00:00Z'));
  expect((await old()).exitCode).toBe(1);
  const kept = await old(['--at-any-time', '--json']);
  expect([kept.exitCode, ndjson(kept.stdout)]).toEqual([
    0,
    [{ signed: true, at: '2027-05-01T10:00:00.000Z', now: false }],
  ]);
  writeFileSync(headers ?? '', 'webhook-id: msg_1\n');
  expect(await old()).toMatchObject({ exitCode: 2, stdout: '' });
  expect(server.calls).toEqual([]);
});
