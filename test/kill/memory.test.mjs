/** Memory of `check` on files far larger than it: all its processes together. */
import assert from 'node:assert/strict';
import { execFileSync, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { jsonLines, randomFrom, start, writeFiles } from './local.mjs';
import { watchTotal } from './memory.mjs';

/** MB that all processes of a run may have resident at a time. */
const MAX_MB = 300;
/** GB of the single file; MEMORY_GB=10 takes longer. */
const SIZE_GB = Number(process.env.MEMORY_GB ?? 2);

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-memory-'));
let stub;
let env;
before(async () => {
  stub = fork(resolve('bench/dump/stub.mjs'), { stdio: 'ignore' });
  const port = await new Promise((done) => stub.once('message', done));
  env = { PATH: process.env.PATH, EMPREINTE_SERVER: `http://127.0.0.1:${port}` };
});
after(() => {
  stub?.disconnect();
  rmSync(scratch, { recursive: true, force: true });
});

async function check(path) {
  const going = start(['check', path, '--json', '--no-journal', '--jobs', '1'], env);
  const peak = watchTotal(going.child.pid);
  const { code, stdout, stderr } = await going.ended;
  assert.equal(code, 1, stderr);
  return { lines: jsonLines(stdout), mb: peak() };
}

test(`a file of ${SIZE_GB} GB`, async (t) => {
  const path = join(scratch, 'large.bin');
  writeFileSync(path, 'Empreinte');
  truncateSync(path, SIZE_GB * 1e9);
  const { lines, mb } = await check(path);
  t.diagnostic(`${mb} MB at most`);
  assert.deepEqual([lines.length, lines[0].reason], [1, 'over_limit']);
  assert.ok(mb < MAX_MB, `${mb} MB`);
});

test('archives and a mailbox larger than may be read as a whole', async (t) => {
  const folder = join(scratch, 'files');
  const { paths } = writeFiles(folder, 60, randomFrom(7));
  // Each filler is as random as a picture, so that it stays large in an archive.
  const fillers = join(folder, 'fillers');
  mkdirSync(fillers);
  for (let i = 0; i < 22; i++) {
    execFileSync('sh', ['-c', `head -c 5000000 /dev/urandom > ${fillers}/${i}.bin`]);
  }
  const tar = join(scratch, 'dump.tar.gz');
  execFileSync('sh', ['-c', `tar -C ${scratch} -cf - files | gzip -1 > ${tar}`]);
  const mbox = join(scratch, 'dump.mbox');
  execFileSync('sh', [
    '-c',
    `for n in $(seq 19); do for f in ${folder}/*.eml; do echo "From a Tue Mar  2 10:00:00 2027"; cat $f; echo; yes "filler of a long mail, over and over again" | head -c 150000; echo; echo; done; done > ${mbox}`,
  ]);
  const found = await check(tar);
  t.diagnostic(`tar.gz: ${found.lines.length} lines, ${found.mb} MB at most`);
  assert.equal(found.lines.length, 1 + paths.length + 22);
  assert.ok(found.mb < MAX_MB, `${found.mb} MB`);
  const mails = await check(mbox);
  t.diagnostic(`mbox: ${mails.lines.length} lines, ${mails.mb} MB at most`);
  assert.equal(mails.lines.length, 1 + 19 * paths.filter((one) => one.endsWith('.eml')).length);
  assert.ok(mails.lines.slice(1).every(({ verdict }) => verdict === 'absent'));
  assert.ok(mails.mb < MAX_MB, `${mails.mb} MB`);
});
