/** Memory of `check` on files far larger than it: all its processes together. */
import assert from 'node:assert/strict';
import { execFileSync, fork } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { makeDump } from '../../bench/dump/generate.mjs';
import { jsonLines, mailsTo, randomFrom, start, writeFiles } from './local.mjs';
import { watchTotal } from './memory.mjs';

/** MB that all processes of a run may have resident at a time. */
const MAX_MB = 300;
/** GB of the single file; MEMORY_GB=10 takes longer. */
const SIZE_GB = Number(process.env.MEMORY_GB ?? 1);

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

test('an archive larger than may be read as a whole', async (t) => {
  const folder = join(scratch, 'files');
  const { paths } = writeFiles(folder, 60, randomFrom(7));
  // Each filler is as random as a picture, so that it stays large in an archive.
  const fillers = join(folder, 'fillers');
  mkdirSync(fillers);
  for (let i = 0; i < 6; i++) {
    execFileSync('sh', ['-c', `head -c 20000000 /dev/urandom > ${fillers}/${i}.bin`]);
  }
  const tar = join(scratch, 'dump.tar.gz');
  execFileSync('sh', ['-c', `tar -C ${scratch} -cf - files | gzip -1 > ${tar}`]);
  const found = await check(tar);
  t.diagnostic(`tar.gz: ${found.lines.length} lines, ${found.mb} MB at most`);
  assert.equal(found.lines.length, 1 + paths.length + 6);
  assert.ok(found.mb < MAX_MB, `${found.mb} MB`);
});

test('an archive with members of 60 MB between mails with PDFs', async (t) => {
  const folder = join(scratch, 'mixed');
  const { files } = makeDump(folder, { files: 90, seed: 5, mails: 0.9 });
  const names = execFileSync('find', ['mixed', '-type', 'f', '-print0'], { cwd: scratch });
  const order = names.toString().split('\0').filter(Boolean).sort();
  for (const [i, at] of [40, 70].entries()) {
    const name = `mixed/large-${i}.bin`;
    execFileSync('sh', ['-c', `head -c 60000000 /dev/urandom > ${join(scratch, name)}`]);
    order.splice(at, 0, name);
  }
  const list = join(scratch, 'list');
  writeFileSync(list, order.join('\n'));
  execFileSync('tar', ['-C', scratch, '-cf', join(scratch, 'mixed.tar'), '-T', list]);
  execFileSync('python3', ['-c', ZIPPED, join(scratch, 'mixed.zip'), list], { cwd: scratch });
  for (const kind of ['tar', 'zip']) {
    const { lines, mb } = await check(join(scratch, `mixed.${kind}`));
    t.diagnostic(`${kind}: ${lines.length} lines, ${mb} MB at most`);
    assert.equal(lines.length, 1 + files + 2);
    assert.ok(mb < MAX_MB, `${kind}: ${mb} MB`);
  }
});

test('a mailbox of many mails', async (t) => {
  const path = join(scratch, 'many.mbox');
  mailsTo(path, MAILS, randomFrom(11), 500);
  // One that is passed over makes it larger than may be read as a whole.
  appendFileSync(path, `From - Tue Mar  2 10:00:00 2027\nSubject: large\n\n${'x'.repeat(105e6)}`);
  const { lines, mb } = await check(path);
  t.diagnostic(`${lines.length} lines, ${mb} MB at most`);
  assert.equal(lines.length, 1 + MAILS + 1);
  assert.ok(mb < MAX_MB_OF_MAILS, `${mb} MB`);
});

const MAILS = 4000;
/** Nearly nothing is to stay of a mail: 123 to 164 were measured, and 191 with room for its garbage. */
const MAX_MB_OF_MAILS = 180;

test('a table of 28 MB', async (t) => {
  const path = join(scratch, 'table.csv');
  const row = (i) =>
    `${i % 900};2027-03-${1 + (i % 28)};compte ${i % 77};${(i * 7919) % 999},50;EUR`;
  const rows = Array.from({ length: 900 }, (_, i) => row(i)).join('\n');
  writeFileSync(path, `${rows}\n`.repeat(Math.ceil(28e6 / rows.length)));
  const { lines, mb } = await check(path);
  t.diagnostic(`${mb} MB at most`);
  assert.deepEqual([lines.length, lines[0].verdict], [1, 'absent']);
  assert.ok(mb < MAX_MB_OF_TEXT, `${mb} MB`);
});

/** With a list of all its words there were 900 and more in its reader, which was ended then. */
const MAX_MB_OF_TEXT = 350;

/** A zip of the files of a list, in its order. */
const ZIPPED = `import sys,zipfile
with zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED,compresslevel=1) as z:
  for name in open(sys.argv[2]).read().split('\\n'): z.write(name)`;
