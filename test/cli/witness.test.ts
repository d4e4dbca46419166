import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startWitness } from '../../src/cli/witness.ts';
import { openCheckpoint, signCheckpoint } from '../../src/tlog/checkpoint.ts';
import { formatVerifierKey, type NoteSigner, type VerifierKey } from '../../src/tlog/key.ts';
import { type MemoryTiles, memoryTiles } from '../../src/tlog/memory-tiles.ts';
import { consistencyProof } from '../../src/tlog/proof.ts';
import { formatAddCheckpoint } from '../../src/tlog/witness.ts';
import { freshSigner, someEntries } from '../tlog/trees.ts';
import { empreinte } from './harness.ts';

let scratch = '';
let log: NoteSigner;
let told = '';
const closing: (() => void)[] = [];
const io = {
  stdin: (async function* () {})(),
  stdout: { write: () => true },
  stderr: { write: (text: string) => (told += text) },
  env: {},
};

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'empreinte-witness-'));
  log = await freshSigner('log.example/log');
  expect((await empreinte(['keygen', join(scratch, 'key')])).exitCode).toBe(0);
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const optionsFor = (state: string, logs = [formatVerifierKey(log.key)]) => ({
  name: 'temoin.example/redaction',
  key: join(scratch, 'key'),
  state: join(scratch, state),
  log: logs,
  listen: '127.0.0.1:0',
});

async function start(state: string) {
  const { signer, server, address } = await startWitness(optionsFor(state), io);
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const post = async (body: string, path = '/add-checkpoint') => {
    const answer = await fetch(`http://${address}${path}`, { method: 'POST', body });
    const type = answer.headers.get('content-type');
    return { status: answer.status, type, text: await answer.text() };
  };
  return { key: signer.key as VerifierKey, address, post };
}

/** A request that goes from `old` to the whole of a tree. */
async function requestOf(tiles: MemoryTiles, old: number, signer = log): Promise<string> {
  const head = tiles.head();
  const checkpoint = await signCheckpoint(head, signer);
  const proof = await consistencyProof(tiles.fetch, Math.min(old, head.size), head.size);
  return formatAddCheckpoint({ old, proof, checkpoint });
}

describe('empreinte witness', () => {
  it('cosigns a log as it grows', async () => {
    const { post, key } = await start('grows.json');
    const tiles = memoryTiles();
    let old = 0;
    for (const count of [0, 1, 254, 1, 300]) {
      tiles.append(someEntries(count, old));
      const body = await requestOf(tiles, old);
      const before = Math.floor(Date.now() / 1000);
      const { status, text } = await post(body);
      expect([status, text]).toEqual([
        200,
        expect.stringMatching(/^— temoin\.example\/redaction \S+\n$/),
      ]);
      const checkpoint = (await signCheckpoint(tiles.head(), log)) + text;
      const { cosigners } = await openCheckpoint(checkpoint, [log.key], [key]);
      expect(cosigners).toHaveLength(1);
      expect(cosigners[0]?.time).toBeGreaterThanOrEqual(before);
      old = tiles.head().size;
      // A repeat of the same size is cosigned again.
      expect((await post(await requestOf(tiles, old))).status).toBe(200);
    }
  });

  it('tells the size it knows to who names another', async () => {
    const { post } = await start('conflict.json');
    const tiles = memoryTiles(someEntries(5));
    expect((await post(await requestOf(tiles, 0))).status).toBe(200);
    tiles.append(someEntries(3, 5));
    for (const old of [0, 4, 8]) {
      const { status, type, text } = await post(await requestOf(tiles, old));
      expect([status, type, text]).toEqual([409, 'text/x.tlog.size', '5\n']);
    }
    expect((await post(await requestOf(tiles, 5))).status).toBe(200);
  });

  it('refuses a log that was forked, however it is shown', async () => {
    const { post } = await start('fork.json');
    expect((await post(await requestOf(memoryTiles(someEntries(600)), 0))).status).toBe(200);
    // The same log with one entry of its past rewritten, 300 entries later.
    const rewritten = someEntries(900);
    rewritten[17] = someEntries(1, 7000)[0] as Uint8Array;
    const fork = memoryTiles(rewritten);
    told = '';
    expect((await post(await requestOf(fork, 600))).status).toBe(422);
    // What it was shown is kept for the operator: it proves two histories under one key.
    expect(told).toContain(log.key.name);
    expect((await post(await requestOf(fork, 0))).status).toBe(409);
    const sameSize = memoryTiles(rewritten.slice(0, 600));
    expect((await post(await requestOf(sameSize, 600))).status).toBe(409);
    const shorter = memoryTiles(someEntries(500));
    expect((await post(await requestOf(shorter, 600))).status).toBe(400);
    expect((await post(await requestOf(shorter, 500))).status).toBe(409);
    const genuine = memoryTiles(someEntries(900));
    expect((await post(await requestOf(genuine, 600))).status).toBe(200);
  });

  it('cosigns for no other key and no other log', async () => {
    const { post } = await start('other.json');
    const tiles = memoryTiles(someEntries(3));
    const sameName = await freshSigner('log.example/log');
    expect((await post(await requestOf(tiles, 0, sameName))).status).toBe(403);
    const otherName = await freshSigner('other.example/log');
    expect((await post(await requestOf(tiles, 0, otherName))).status).toBe(404);
    const body = await requestOf(tiles, 0);
    expect((await post(body.replace(/\n3\n/, '\n4\n'))).status).toBe(403);
  });

  it.each([
    ['nothing', ''],
    ['no old size', 'old x\n\n'],
    ['a leading zero', 'old 00\n\n'],
    ['no checkpoint', 'old 0\n\nnonsense\n'],
    ['a proof that is none', 'old 0\nAAAA\n\nx\n'],
    ['64 hashes', `old 0\n${`${'A'.repeat(43)}=\n`.repeat(64)}\nx\n`],
    ['what a terminal obeys', 'old 0\n\n\u001b[2J\u009b31mlog\r\u2028200 \u202e\n9\u0007\nx\n'],
  ])('answers 400 to %s, and tells its operator so in one line', async (_, body) => {
    const { post } = await start('bad.json');
    told = '';
    expect((await post(body)).status).toBe(400);
    expect(told).toMatch(/^\d{4}-[\d:TZ.-]+ 400 [^\p{Cc}\p{Cf}\u2028\u2029]*\n$/u);
  });

  it('answers at one address, to one method, to so many bytes', async () => {
    const { post, address } = await start('edges.json');
    expect((await post('x', '/other')).status).toBe(404);
    expect((await fetch(`http://${address}/add-checkpoint`)).status).toBe(405);
    expect((await post('x'.repeat(600_000))).status).toBe(413);
  });

  it('gives one cosignature to two requests at once that contradict each other', async () => {
    const { post } = await start('race.json');
    const one = await requestOf(memoryTiles(someEntries(4)), 0);
    const other = await requestOf(memoryTiles(someEntries(4, 50)), 0);
    const answers = await Promise.all([one, other, one, other].map((body) => post(body)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
  });

  it('remembers over a restart, and refuses to start without its memory', async () => {
    const first = await start('memory.json');
    expect((await first.post(await requestOf(memoryTiles(someEntries(9)), 0))).status).toBe(200);
    for (const close of closing.splice(0)) close();
    const second = await start('memory.json');
    const fork = memoryTiles(someEntries(12, 100));
    expect((await second.post(await requestOf(fork, 9))).status).toBe(422);
    expect((await second.post(await requestOf(memoryTiles(someEntries(12)), 9))).status).toBe(200);

    const text = readFileSync(join(scratch, 'memory.json'), 'utf8');
    for (const broken of ['', '{', text.slice(0, -20), text.replace('12', '-1')]) {
      writeFileSync(join(scratch, 'broken.json'), broken);
      await expect(startWitness(optionsFor('broken.json'), io)).rejects.toThrow('restore it');
    }
    copyFileSync(join(scratch, 'memory.json'), join(scratch, 'broken.json'));
    await start('broken.json');
  });

  it('says in one line what it cannot start with', async () => {
    const base = [
      'witness',
      '--name',
      'w',
      '--state',
      join(scratch, 's'),
      '--key',
      join(scratch, 'key'),
    ];
    const vkey = formatVerifierKey(log.key);
    for (const [args, why] of [
      [base, 'no log to follow'],
      [[...base, '--log', 'nonsense'], 'not the verifier key of a log'],
      [[...base, '--log', vkey, '--listen', 'nowhere'], 'HOST:PORT'],
      [[...base.with(2, 'a b'), '--log', vkey], 'a witness name'],
      [[...base.with(6, join(scratch, 'nokey')), '--log', vkey], 'no such file'],
    ] as const) {
      const { exitCode, stderr } = await empreinte([...args]);
      expect([exitCode, stderr.split('\n').length]).toEqual([2, 2]);
      expect(stderr).toContain(why);
    }
  });
});
