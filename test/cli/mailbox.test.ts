import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { accountOf } from '../../src/cli/ledger-coverage.ts';
import * as contract from '../../src/registry/contract.ts';
import { empreinte, ndjson, problemOf, type Registry, registry } from './harness.ts';

/** Mailboxes registered mail by mail, with the account of it. */

const root = mkdtempSync(join(tmpdir(), 'empreinte-mailbox-'));
afterAll(() => rmSync(root, { recursive: true }));
const key = join(root, 'key');
const mail = (i: number) =>
  `Message-ID: <${i}@x.example>\nFrom: a@x.example\nTo: b@x.example\nDate: Tue, 2 Mar 2027 10:00:00 +0100\nSubject: ${i}\n\nMinutes ${i}: ${'the committee agreed. '.repeat(10)}\n`;
const mbox = join(root, 'inbox.mbox');
const maildir = join(root, 'Maildir');

/** Records by SHA-256, as a registry that remembers. */
let records: Map<string, string>;
/** SHA-256 of what it refuses. */
let refused: string[];
let server: Registry;
let failing: number[];
beforeAll(async () => {
  await empreinte(['keygen', key]);
  const from = 'From a@x.example Tue Mar  2 10:00:00 2027\n';
  // The last but one is a copy of the first, and the last is none.
  const mails = [...Array.from({ length: 620 }, (_, i) => mail(i)), mail(0), 'Subject: x\n\nhi\n'];
  writeFileSync(mbox, mails.map((one) => `${from}${one}\n`).join(''));
  for (const name of ['cur', 'new', 'tmp', '.Sent/cur', '.Sent/tmp']) {
    mkdirSync(join(maildir, name), { recursive: true });
    writeFileSync(join(maildir, name, '1.host:2,S'), mail(name.length + 1000));
  }
  writeFileSync(join(maildir, 'dovecot.index'), 'not a mail');
});
beforeEach(async () => {
  records = new Map();
  refused = [];
  failing = [];
  let calls = 0;
  server = await registry(({ body }) => {
    calls++;
    if (failing.includes(calls)) return problemOf(500, 'internal');
    const { manifest, items } = contract.BatchRequest.parse(body);
    const { batch, corpus } = contract.Manifest.parse(JSON.parse(manifest));
    const results = items.map((value) => {
      const { id, fingerprint } = contract.BatchItem.parse(value);
      if (refused.includes(fingerprint.bytes.sha256)) {
        const errors = [{ pointer: '/items/0', detail: 'held in another state' }];
        return { id, status: 'failed', record: null, errors };
      }
      const known = records.get(fingerprint.bytes.sha256);
      const record = known ?? `rec_${records.size}`;
      records.set(fingerprint.bytes.sha256, record);
      return { id, status: known ? 'already_registered' : 'registered', record, errors: [] };
    });
    return { body: { batch, corpus, results, log: null } };
  });
});
afterEach(() => server.close());

const register = (...argv: string[]) =>
  empreinte(['register', '--corpus', 'campaign', '--jobs', '1', '--json', ...argv], {
    env: { EMPREINTE_SERVER: server.url, EMPREINTE_TOKEN: 't', EMPREINTE_KEY: key },
  });

test('a mailbox is registered mail by mail, and the ledger accounts for every one', async () => {
  const ledger = join(root, 'ledger.ndjson');
  const { exitCode, stdout, stderr } = await register('--mbox', mbox, '--ledger', ledger);
  expect(exitCode).toBe(0);
  expect(ndjson(stdout)).toHaveLength(622);
  expect(ndjson(stdout)[0].path).toBe(`${mbox}!/1.eml`);
  expect(stderr).toContain('622 files: 621 registered, 1 duplicates');
  const lines = ndjson(readFileSync(ledger, 'utf8'));
  expect(lines.at(-1)).toEqual({
    totals: { registered: 621, duplicate: 1, unreadable: 0, left_out: 0, bytes_only: 0 },
  });
  expect(lines.slice(0, -1).map(({ path }) => path)).toEqual(
    Array.from({ length: 622 }, (_, i) => `${mbox}!/${i + 1}.eml`),
  );
  expect(lines[620]).toMatchObject({ fate: 'duplicate', record: lines[0].record });
  expect(records.size).toBe(621);
});

test('what was not registered, and what only by its bytes, is in the ledger with the reason', async () => {
  const folder = join(root, 'mixed');
  mkdirSync(folder);
  const files = { a: mail(1), b: mail(2), 'c.pdf': '%PDF-1.7\nnothing more', d: mail(1) };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  refused = [createHash('sha256').update(mail(2)).digest('hex')];
  const ledger = join(root, 'mixed.ndjson');
  const { exitCode, stderr } = await register(folder, '--ledger', ledger);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('held in another state');
  const at = (name: string) => join(folder, name);
  expect(ndjson(readFileSync(ledger, 'utf8'))).toEqual([
    { path: at('a'), fate: 'registered', record: 'rec_0' },
    { path: at('b'), fate: 'unreadable', record: null, why: 'held in another state' },
    { path: at('c.pdf'), fate: 'registered', record: 'rec_1', problem: 'unreadable' },
    { path: at('d'), fate: 'duplicate', record: 'rec_0' },
    { totals: { registered: 2, duplicate: 1, unreadable: 1, left_out: 0, bytes_only: 1 } },
  ]);
  const slow = await empreinte(
    ['register', at('a'), '--corpus', 'campaign', '--ledger', ledger, '--file-timeout', '1'],
    {
      env: { EMPREINTE_SERVER: server.url, EMPREINTE_TOKEN: 't', EMPREINTE_KEY: key },
      readerEntry: new URL('./readers/spin.mjs', import.meta.url),
    },
  );
  expect(slow.exitCode).toBe(1);
  const [line, last] = ndjson(readFileSync(ledger, 'utf8'));
  expect(line).toMatchObject({
    path: at('a'),
    fate: 'unreadable',
    why: expect.stringMatching(/1 s/),
  });
  expect(last.totals).toMatchObject({ registered: 0, unreadable: 1 });
  expect(accountOf([ledger]).not_covered).toEqual([
    { what: 'Files that could not be read or were refused', count: 1 },
  ]);
});

test('a run that failed goes on; mails that are finished are not sent again', async () => {
  const ledger = join(root, 'resumed.ndjson');
  const journal = join(root, 'journal.ndjson');
  const argv = ['--mbox', mbox, '--ledger', ledger, '--journal', journal];
  failing = [2];
  const failed = await register(...argv);
  expect(failed.exitCode).toBe(2);
  expect(existsSync(ledger)).toBe(false);
  const before = server.calls.length;
  const went = await register(...argv, '--resume');
  expect(went.exitCode).toBe(0);
  expect(ndjson(went.stdout)).toHaveLength(622);
  expect(server.calls[before]?.raw).toBe(server.calls[before - 1]?.raw);
  const again = server.calls.slice(before + 1).flatMap(({ body }) => body.items);
  const sent = [server.calls[0], server.calls[1]].flatMap((call) => call?.body.items);
  const digest = (item: { fingerprint: { bytes: { sha256: string } } }) =>
    item.fingerprint.bytes.sha256;
  expect(again.map(digest).filter((one) => sent.map(digest).includes(one))).toEqual([]);
  expect(records.size).toBe(621);
  expect(ndjson(readFileSync(ledger, 'utf8'))).toHaveLength(623);
});

test('a Maildir: mails in cur and new at any depth, neither drafts nor index files', async () => {
  const { exitCode, stdout } = await register('--maildir', maildir);
  expect(exitCode).toBe(0);
  const names = ['.Sent/cur', 'cur', 'new'].map((name) => join(maildir, name, '1.host:2,S'));
  expect(ndjson(stdout).map(({ path }) => path)).toEqual(names);
});

test('what is no mailbox is refused by name', async () => {
  const note = join(root, 'note.txt');
  writeFileSync(note, 'no mailbox');
  for (const argv of [['--mbox', note], ['--mbox', maildir], ['--maildir', note], []]) {
    const { exitCode, stdout, stderr } = await register(...argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/no mailbox|is a folder|no Maildir|name a file/);
  }
});

test('an export: mbsync, offlineimap and Thunderbird as they write it, and nothing of it left out silently', async () => {
  const tree = join(root, 'export');
  const put = (path: string, text: string) => {
    mkdirSync(join(tree, path, '..'), { recursive: true });
    writeFileSync(join(tree, path), text);
  };
  const from = 'From - Tue Mar  2 10:00:00 2027\nX-Mozilla-Status: 0001\n';
  // mbsync (Verbatim), with its state.
  put('mbsync/INBOX/cur/1700000000.1_1.host,U=1:2,S', mail(2001));
  put('mbsync/INBOX/new/1700000000.1_2.host,U=2:2,', mail(2002));
  put('mbsync/INBOX/tmp/1700000000.1_3.host', mail(2003));
  put('mbsync/INBOX/.mbsyncstate', 'FarUidValidity 1\n');
  put('mbsync/INBOX/.uidvalidity', '1\n2\n');
  put('mbsync/INBOX/Archive/cur/1700000000.1_4.host,U=1:2,S', mail(2004));
  // offlineimap: folders named with dots.
  put('offlineimap/INBOX.Sent/cur/1700000001_0.2.host,U=1,FMD5=7:2,S', mail(2005));
  // Thunderbird: mailboxes beside their indexes, subfolders in .sbd; then its Maildir form.
  put('ImapMail/imap.example.org/INBOX', `${from}${mail(2006)}\n${from}${mail(2007)}\n`);
  put('ImapMail/imap.example.org/INBOX.msf', '// <!-- <mdb:mork:z v="1.4"/> -->\n');
  put('ImapMail/imap.example.org/INBOX.sbd/Project', `${from}${mail(2008)}\n`);
  put('ImapMail/imap.example.org/INBOX.sbd/Project.msf', '//\n');
  put('ImapMail/imap.example.org/Trash', '');
  put('ImapMail/imap.example.org/msgFilterRules.dat', 'version="9"\n');
  put('ImapMail/other.example.org/Drafts/cur/1700000002.eml', mail(2009));
  // Apple Mail and loose mails.
  put('Old.mbox/mbox', `${from}${mail(2010)}\n`);
  put('Old.mbox/table_of_contents', '\u0000\u0000');
  put('saved/letter.eml', mail(2011));
  put('saved/notes.txt', 'what this export is');

  const ledger = join(root, 'export.ndjson');
  const argv = ['--imap-export', tree, '--ledger', ledger];
  const { exitCode, stdout, stderr } = await register(...argv);
  expect(exitCode, stderr).toBe(0);
  const lines = ndjson(readFileSync(ledger, 'utf8'));
  const told = (fate: string) =>
    lines.filter((line) => line.fate === fate).map(({ path }) => path.slice(tree.length + 1));
  expect(told('registered').sort()).toEqual(
    [
      'ImapMail/imap.example.org/INBOX!/1.eml',
      'ImapMail/imap.example.org/INBOX!/2.eml',
      'ImapMail/imap.example.org/INBOX.sbd/Project!/1.eml',
      'ImapMail/other.example.org/Drafts/cur/1700000002.eml',
      'Old.mbox/mbox!/1.eml',
      'mbsync/INBOX/Archive/cur/1700000000.1_4.host,U=1:2,S',
      'mbsync/INBOX/cur/1700000000.1_1.host,U=1:2,S',
      'mbsync/INBOX/new/1700000000.1_2.host,U=2:2,',
      'offlineimap/INBOX.Sent/cur/1700000001_0.2.host,U=1,FMD5=7:2,S',
      'saved/letter.eml',
    ].sort(),
  );
  const why = Object.fromEntries(
    lines
      .filter(({ fate }) => fate === 'left_out')
      .map((line) => [line.path.slice(tree.length + 1), line.why]),
  );
  expect(why).toEqual({
    'ImapMail/imap.example.org/INBOX.msf': 'a file of the mail program',
    'ImapMail/imap.example.org/INBOX.sbd/Project.msf': 'a file of the mail program',
    'ImapMail/imap.example.org/Trash': 'empty',
    'ImapMail/imap.example.org/msgFilterRules.dat': 'a file of the mail program',
    'Old.mbox/table_of_contents': 'a file of the mail program',
    'mbsync/INBOX/.mbsyncstate': 'a file of the mail program',
    'mbsync/INBOX/.uidvalidity': 'a file of the mail program',
    'mbsync/INBOX/tmp/1700000000.1_3.host': 'not delivered yet',
    'saved/notes.txt': 'neither a mail nor a mailbox',
  });
  expect(lines.at(-1).totals).toEqual({
    registered: 10,
    duplicate: 0,
    unreadable: 0,
    left_out: 9,
    bytes_only: 0,
  });
  expect(ndjson(stdout)).toHaveLength(10);
  expect(stderr).toContain('9 more are no mail and left out');
  // What a statement of the corpus is counted from.
  expect(accountOf([ledger, ledger])).toEqual({
    registered: 10,
    not_covered: [{ what: 'Files of mail programs that are no mail', count: 18 }],
  });
  const half = join(root, 'half.ndjson');
  writeFileSync(half, readFileSync(ledger, 'utf8').split('\n').slice(0, 3).join('\n'));
  expect(() => accountOf([half])).toThrow('not a whole ledger');
});

test('an export without a mail, and a folder that is none, are refused', async () => {
  const empty = join(root, 'no-mail');
  mkdirSync(empty, { recursive: true });
  writeFileSync(join(empty, 'INBOX.msf'), '//');
  for (const path of [empty, join(root, 'nowhere')]) {
    const { exitCode, stdout, stderr } = await register('--imap-export', path);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/no mail in|no such file/);
  }
});
