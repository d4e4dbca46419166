import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckAnswer } from '../../src/registry/contract.ts';
import { receiptSigner } from '../../src/tlog/receipt.ts';
import { prose } from '../registry/prints.ts';
import { freshKey } from '../tlog/trees.ts';
import { empreinte, ndjson } from './harness.ts';
import { printOf, type SigningRegistry, signingRegistry } from './signing.ts';

const GENUINE = `Le loyer de la salle du port est de 45 000 euros. ${prose('genuine', 120).join(' ')}\n`;
const FORGED = GENUINE.replace('45 000', '75 000');
const UNKNOWN = `${prose('unknown', 120).join(' ')}\n`;

const root = mkdtempSync(join(tmpdir(), 'empreinte-verify-'));
const at = (name: string) => join(root, name);
let server: SigningRegistry;
const pins = at('pins.json');
const report = at('report.ndjson');

const check = async (to: string, ...names: string[]) => {
  const argv = ['check', ...names.map(at), '--json', '--receipts', '--jobs', '1'];
  const ran = await empreinte(argv, { env: { EMPREINTE_SERVER: server.url } });
  writeFileSync(to, ran.stdout);
  return ran;
};
const verify = (from: string, name: string | null, ...more: string[]) =>
  empreinte([
    ...['verify', from, '--keys', pins, '--jobs', '1'],
    ...(name === null ? [] : ['--file', at(name)]),
    ...more,
  ]);
const pinTo = async (path: string) => {
  const ran = await empreinte(['keys', '--server', server.url]);
  writeFileSync(path, ran.stdout);
  return ran;
};
const saved = (name: string, value: unknown): string => {
  writeFileSync(at(name), JSON.stringify(value));
  return at(name);
};
/** The lines of the report, to be changed as a forger would. */
const lines = () => ndjson(readFileSync(report, 'utf8'));

beforeAll(async () => {
  server = await signingRegistry([GENUINE, `${prose('other', 120).join(' ')}\n`]);
  for (const [name, text] of Object.entries({
    genuine: GENUINE,
    forged: FORGED,
    unknown: UNKNOWN,
  })) {
    writeFileSync(at(name), text);
  }
  await pinTo(pins);
  expect((await check(report, 'genuine', 'forged', 'unknown')).exitCode).toBe(1);
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

describe('check --receipts', () => {
  it('keeps a receipt a file in the JSON report, and asks for none without', async () => {
    expect(lines().map(({ verdict }) => verdict)).toEqual(['match', 'differs', 'absent']);
    for (const { receipt } of lines()) expect(receipt.receipt.split('.')).toHaveLength(3);
    const argv = ['check', at('genuine'), '--json', '--server', server.url, '--jobs', '1'];
    expect(ndjson((await empreinte(argv)).stdout)[0]).not.toHaveProperty('receipt');
  });

  it('wants JSON, which a terminal is not shown unasked', async () => {
    const argv = ['check', at('genuine'), '--receipts', '--server', server.url];
    const lines = await empreinte([...argv, '--lines']);
    const terminal = await empreinte(argv, { terminal: true });
    for (const ran of [lines, terminal]) expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it('keeps them over a run that was killed', async () => {
    const journal = at('journal');
    const names = Array.from({ length: 60 }, (_, i) => `many-${i}`);
    for (const name of names) writeFileSync(at(name), `${prose(name, 60).join(' ')}\n`);
    const argv = ['check', ...names.map(at), '--json', '--jobs', '1', '--journal', journal];
    const run = (...more: string[]) =>
      empreinte([...argv, ...more], { env: { EMPREINTE_SERVER: server.url } });
    server.left.checks = 1;
    const killed = await run('--receipts');
    server.left.checks = Number.POSITIVE_INFINITY;
    expect(killed).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^\d+ files are finished/),
    });
    expect(await run('--resume')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--receipts'),
    });
    const whole = ndjson((await run('--receipts', '--resume')).stdout);
    expect(whole.filter(({ receipt }) => receipt?.receipt)).toHaveLength(60);
  });
});

describe('keys', () => {
  it('prints what RFC 7638 and the registry call the keys, to be compared', async () => {
    const { stdout, stderr, exitCode } = await pinTo(at('again.json'));
    expect(exitCode).toBe(0);
    const { origin, receipts, log } = JSON.parse(stdout);
    expect(origin).toBe(server.url);
    const jwk = `{"crv":"Ed25519","kty":"OKP","x":"${receipts[0].x}"}`;
    const thumbprint = createHash('sha256').update(jwk).digest('base64url');
    const show = await empreinte(['keys', '--show', pins]);
    for (const told of [stderr, show.stdout]) {
      expect(told).toContain(thumbprint);
      expect(told).toContain(log.keys[0]);
    }
  });

  it('refuses a file whose key is under another name', async () => {
    const file = JSON.parse(readFileSync(pins, 'utf8'));
    const other = (await receiptSigner(freshKey())).key;
    file.receipts[0].x = other.x;
    const ran = await empreinte(['keys', '--show', saved('swapped.json', file)]);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('verify', () => {
  it('proves a match offline, in words, and asks nobody', async () => {
    const calls = server.calls.length;
    const { exitCode, stdout } = await verify(report, 'genuine');
    expect(exitCode).toBe(0);
    expect(server.calls).toHaveLength(calls);
    const [line] = lines();
    expect(stdout).toContain(`Record ${line.record} was made of these very bytes.`);
    expect(stdout).toContain(`is entry ${line.log.index} of the log registry.test/log`);
    expect(stdout).toContain('No quorum of witnesses cosigned the log');
    expect(stdout).toContain('was registered by Horizon commun in corpus campagne');
    const stated = stdout.indexOf('Only stated by the registry');
    expect(stdout.indexOf('these very bytes')).toBeLessThan(stated);
    expect(stdout.indexOf('was registered by')).toBeGreaterThan(stated);
    expect(stdout).not.toContain(at('unknown'));
  });

  it('says of an absence and of a difference that they are only stated', async () => {
    const absent = await verify(report, 'unknown');
    expect(absent.exitCode).toBe(1);
    const stated = absent.stdout.slice(absent.stdout.indexOf('Only stated by the registry'));
    expect(stated).toContain('Nothing registered matches or resembles it.');
    expect(stated).toContain('corpus campagne, 2 documents, said to cover: Tout.');
    expect(stated).toContain('That it is forged');
    const differs = await verify(report, 'forged');
    expect(differs.exitCode).toBe(1);
    expect(differs.stdout.indexOf('It differs from record')).toBeGreaterThan(
      differs.stdout.indexOf('Only stated by the registry'),
    );
  });

  it('shows no verdict without the file', async () => {
    const { exitCode, stdout } = await verify(report, null);
    expect(exitCode).toBe(1);
    expect(stdout.match(/not tied to a file/g)?.length).toBeGreaterThanOrEqual(3);
    for (const word of ['match', 'differs', 'Nothing registered', 'rec_', 'Horizon']) {
      expect(stdout).not.toContain(word);
    }
    const told = ndjson((await verify(report, null, '--json')).stdout);
    expect(told).toHaveLength(3);
    for (const line of told) {
      expect(line).toMatchObject({ tied: 'no_file', conclusion: 'untied' });
      expect(line).not.toHaveProperty('verdict');
      expect(line).not.toHaveProperty('record');
    }
  });

  it('shows no verdict for another file', async () => {
    const only = saved('genuine.json', lines()[0]);
    const { exitCode, stdout, stderr } = await verify(only, 'forged');
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('no receipt of the report is tied to this file');
  });

  it('is not taken in by an invented fingerprint', async () => {
    const [genuine, forged] = await Promise.all([GENUINE, FORGED].map(printOf));
    const invented = [
      // Genuine content under the forged file's SHA-256, and genuine bytes over forged content.
      { ...genuine?.fingerprint, bytes: forged?.fingerprint.bytes },
      { ...forged?.fingerprint, bytes: genuine?.fingerprint.bytes },
    ];
    const answer = (await (
      await fetch(`${server.url}/v1/check`, {
        method: 'POST',
        body: JSON.stringify({
          items: invented.map((fingerprint) => ({ fingerprint })),
          receipts: true,
        }),
      })
    ).json()) as CheckAnswer;
    expect(answer.results[0]?.verdict).toBe('match');
    const { exitCode, stdout } = await verify(saved('invented.json', answer), 'forged');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('No verdict');
    expect(stdout).toContain('was sent another fingerprint');
    for (const word of ['match', 'rec_', 'Horizon']) expect(stdout).not.toContain(word);
    // Nor does it make a genuine file look forged.
    const turned = await verify(at('invented.json'), 'genuine');
    expect(turned.exitCode).toBe(1);
    expect(turned.stdout).toContain('was sent another fingerprint');
    expect(turned.stdout).not.toContain('differs');
  });

  it('refuses the receipt of a look-alike site', async () => {
    const twin = await signingRegistry([FORGED], server.url);
    try {
      const own = server;
      server = twin;
      await check(at('twin.ndjson'), 'forged');
      server = own;
    } finally {
      await twin.close();
    }
    const [line] = ndjson(readFileSync(at('twin.ndjson'), 'utf8'));
    expect(line.verdict).toBe('match');
    const { exitCode, stdout } = await verify(at('twin.ndjson'), 'forged');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Refused: signed by no key that you have pinned');
    expect(stdout).not.toContain('rec_');
  });

  it('refuses an altered payload, and tells a report that says more than its receipt', async () => {
    const [, forged] = lines();
    const [header, payload = '', signature] = forged.receipt.receipt.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const turned = Buffer.from(JSON.stringify({ ...claims, verdict: 'match' })).toString(
      'base64url',
    );
    const receipt = { ...forged.receipt, receipt: [header, turned, signature].join('.') };
    const altered = await verify(saved('altered.json', { ...forged, receipt }), 'forged');
    expect(altered).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('Refused: the receipt was changed after it was signed'),
    });
    const boast = await verify(saved('boast.json', { ...forged, verdict: 'match' }), 'forged');
    expect(boast).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('the report was changed'),
    });
  });

  it('refuses a proof of another record', async () => {
    const [genuine] = lines();
    const other = await check(at('other.ndjson'), 'genuine');
    const [{ receipt }] = ndjson(other.stdout);
    const openings = receipt.openings.map((one: object) => ({ ...one, value: '0'.repeat(64) }));
    const bad = { ...genuine, receipt: { ...genuine.receipt, openings } };
    expect(await verify(saved('bad.json', bad), 'genuine')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('Refused: the proof is of something else'),
    });
  });

  it('still verifies an old receipt after the key was rotated, with old pins and with new ones', async () => {
    server.signers.unshift(await receiptSigner(freshKey()));
    const renewed = at('renewed.json');
    await pinTo(renewed);
    expect(JSON.parse(readFileSync(renewed, 'utf8')).receipts).toHaveLength(2);
    for (const keys of [pins, renewed]) {
      const argv = ['verify', report, '--file', at('genuine'), '--keys', keys, '--jobs', '1'];
      expect((await empreinte(argv)).exitCode).toBe(0);
    }
    await check(at('new.ndjson'), 'genuine');
    const after = await verify(at('new.ndjson'), 'genuine');
    expect(after).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('a key newer than your pin file'),
    });
    const argv = ['verify', at('new.ndjson'), '--file', at('genuine'), '--keys', renewed];
    expect((await empreinte([...argv, '--jobs', '1'])).exitCode).toBe(0);
    server.signers.shift();
  });

  it('ends with 2 where it cannot do what was asked', async () => {
    const bare = saved('bare.json', { path: 'x', verdict: 'match', record: 'rec_1' });
    writeFileSync(at('no.json'), '{"v":1}');
    for (const argv of [
      [report],
      [report, '--keys', at('missing')],
      [report, '--keys', at('no.json')],
      [bare, '--keys', pins],
      [at('missing'), '--keys', pins],
      [at('genuine'), '--keys', pins],
      [report, '--keys', pins, '--file', at('missing')],
      [report, '--keys', pins, '--file', root],
    ]) {
      const ran = await empreinte(['verify', ...argv]);
      expect(ran, argv.join(' ')).toMatchObject({ exitCode: 2, stdout: '' });
      expect(ran.stderr.trim().split('\n')).toHaveLength(1);
    }
  });
});
