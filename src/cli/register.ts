import type { Client } from '../client/client.ts';
import type { EntryLists } from '../fingerprint/profile.ts';
import type { Manifest } from '../registry/contract.ts';
import { batchFile } from './batch-file.ts';
import { pathFields, safeJson, safePath, safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import { imapExport } from './imap-export.ts';
import type { Io } from './io.ts';
import type { Journal } from './journal.ts';
import { type JournalChoice, journalOf } from './journal-place.ts';
import { installKernel } from './kernel.ts';
import { loadSigner } from './key-file.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { mailboxTargets } from './mailboxes.ts';
import { markOf } from './mark.ts';
import { membersOf } from './members.ts';
import { answers } from './pipeline.ts';
import type { Prepared, Recall } from './pipeline-options.ts';
import type { Runner } from './pool.ts';
import { MAX_FILE_BYTES, printOf } from './prepare.ts';
import { createProgress } from './progress.ts';
import { createSender, type Entry, type Registered, type Sender } from './register-send.ts';
import { type CommonOptions, clientOf, isLocal, jobsOf, poolOf, serverOf } from './settings.ts';
import type { Source } from './source.ts';
import { walk } from './walk.ts';

export interface RegisterOptions extends CommonOptions, JournalChoice {
  readonly corpus: string;
  readonly key?: string;
  readonly environment?: Manifest['environment'];
  readonly dryRun?: boolean;
  readonly decoy?: boolean;
  /** The file of `--journal`, in bytes. */
  readonly journalPath?: Buffer;
  /** The files of `--mbox` and folders of `--maildir`, in bytes. */
  readonly mboxes: readonly Buffer[];
  readonly maildirs: readonly Buffer[];
  readonly imapExports: readonly Buffer[];
  /** The file of `--ledger`, in bytes. */
  readonly ledgerPath?: Buffer;
}

/** 500 documents, and well under the 16 MiB that the registry reads at once. */
const MAX_BATCH = { items: 500, size: 8 * 1024 * 1024, patienceMs: 2000 };

/** `empreinte register`: fingerprints of documents into a corpus, under the registrar's key. */
export async function registerCommand(
  paths: readonly Buffer[],
  options: RegisterOptions,
  io: Io,
): Promise<number> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(options.corpus)) {
    throw new Failure(
      `not a corpus id: ${safeText(options.corpus)}; ids are lower-case letters, digits and -`,
    );
  }
  const say = (message: string) => io.stderr.write(`${message}\n`);
  const { mboxes, maildirs, imapExports } = options;
  const exported = [];
  for (const folder of imapExports) exported.push(await imapExport(folder, say));
  const targets = [
    ...(paths.length > 0 ? await walk(paths, say) : []),
    ...(await mailboxTargets(mboxes, maildirs, say)),
    ...exported.flatMap((one) => one.targets),
  ];
  const named: [string, readonly Buffer[]][] = [
    ['--mbox', mboxes],
    ['--maildir', maildirs],
    ['--imap-export', imapExports],
  ];
  const args = [...paths, ...named.flatMap(([name, list]) => [Buffer.from(name), ...list])];
  const boxes = targets.some(({ membersOnly }) => membersOnly);
  // A mailbox holds who knows how many.
  const files = boxes ? Math.max(2, targets.length) : targets.length;
  const run = options.dryRun ? null : await runOf(options, io, files, args);
  const ledger = createLedger(options.ledgerPath ?? null);
  for (const { path, why } of exported.flatMap((one) => one.leftOut)) {
    say(`left out, ${why}: ${safePath(path)}`);
    ledger.leave(path, why);
  }
  const last = (await run?.sender.again()) ?? new Map();
  const progress = createProgress(io.stderr, targets.length);
  const pool = poolOf(options, io);
  let failed = 0;
  let told = 0;
  try {
    const registered = answers<Entry, Registered>(targets, {
      pool,
      width: jobsOf(options, io) * 8,
      stdin: io.stdin,
      maxBytes: MAX_FILE_BYTES,
      maxBatch: MAX_BATCH,
      atOnce: { entries: true },
      // Each batch names the one before it.
      calls: 1,
      prepare: async (source, path, runner) => {
        const prepared = await entryOf(source, path, runner);
        if (run || 'answer' in prepared) return prepared;
        const { problem } = prepared.work.fingerprint;
        return { answer: { record: null, status: 'would_register', errors: [], problem } };
      },
      call: async (entries) => run?.sender.sign(entries) ?? (async () => []),
      prepared: (bytes) => progress.advance(bytes),
      members: membersOf,
      recall: run?.journal ? recallFrom(run.journal, last) : undefined,
    });
    for await (const { target, answer } of registered) {
      progress.clear();
      told++;
      if (answer.status === 'failed') failed++;
      ledger.add(target, answer);
      tell(target.path, answer, options, io);
    }
    progress.clear();
    ledger.end();
    const mailbox = mboxes.length + maildirs.length + imapExports.length > 0;
    if (mailbox || options.ledgerPath || io.stderr.isTTY) say(totalsOf(ledger, options));
    run?.end();
  } catch (error) {
    ledger.abandon();
    if (error instanceof Failure && told < files) {
      const left = boxes ? 'some files' : `${files - told} of ${files} files`;
      io.stderr.write(
        `${left} have no answer; run the same ` +
          `command again${run?.journal ? ' with --resume' : ''}: what is registered by now is ` +
          'recognised\n',
      );
    }
    run?.journal?.leave();
    throw error;
  } finally {
    progress.clear();
    pool.close();
  }
  return failed > 0 ? EXIT.findings : EXIT.ok;
}

/** What sends, and what it leaves on the disk to go on from. */
async function runOf(options: RegisterOptions, io: Io, files: number, paths: readonly Buffer[]) {
  // Commitments are hashed in this thread, one for each document.
  installKernel();
  const server = serverOf(options, io);
  const client: Client = clientOf(options, io);
  const state = options.decoy ? 'decoy' : 'authentic';
  const environment = options.environment ?? (isLocal(server) ? 'local' : 'production');
  const { corpus } = options;
  const signer = await loadSigner(options.key, io);
  const key = Buffer.from(signer.publicKey).toString('hex');
  const journal = journalOf<Registered>(options, io, {
    command: 'register',
    depends: { corpus, environment, decoy: state === 'decoy', key },
    files,
    named: options.journalPath ?? null,
    args: paths,
  });
  const file = journal && batchFile(journal.path, journal.header);
  if (!options.resume) file?.remove();
  const sender: Sender = createSender(
    client,
    { origin: server.origin, environment, corpus, state, signer },
    file,
  );
  return {
    sender,
    journal,
    end() {
      journal?.end();
      file?.remove();
    },
  };
}

/** Answers of a journal; a file that failed is tried again. */
function recallFrom(
  journal: Journal<Registered>,
  last: ReadonlyMap<string, Registered>,
): Recall<Registered> {
  return {
    resumes: journal.found > 0 || last.size > 0,
    mark: markOf,
    finished: async (_target, mark) => journal.byFile(mark.key),
    known: async (sha256) => journal.bySha256(sha256)?.answer ?? last.get(sha256) ?? null,
    keep: (mark, sha256, answer) =>
      answer.status !== 'failed' && journal.add({ file: mark.key, sha256, answer }),
  };
}

function totalsOf({ totals }: Ledger, { dryRun }: RegisterOptions): string {
  const { registered, duplicate, unreadable, left_out, bytes_only } = totals;
  const bytes = bytes_only > 0 ? `, ${bytes_only} of them by their bytes alone` : '';
  const left = left_out > 0 ? `; ${left_out} more are no mail and left out` : '';
  const verb = dryRun ? 'would be registered' : 'registered';
  return `${registered + duplicate + unreadable} files: ${registered} ${verb}, ${duplicate} duplicates${bytes}, ${unreadable} unreadable or refused${left}`;
}

async function entryOf(
  source: Source,
  path: Buffer,
  runner: Runner,
): Promise<Prepared<Entry, Registered>> {
  const found = await printOf(source, path, runner);
  if (found.kind !== 'print') return refused(found.detail);
  const { fingerprint, entries, detail } = found.print;
  // What this machine was too slow to read would be registered without its content for ever.
  if (found.cutShort) return refused(`${detail ?? 'cut short'}; see --file-timeout`);
  const work = { name: safePath(path), fingerprint, entries };
  const size = JSON.stringify(fingerprint).length + entriesSize(entries);
  if (size > MAX_BATCH.size) return refused('its fingerprint is too large to send');
  return { work, size };
}

/** Base64 takes 4 characters for 3 bytes; salt, keys and quotes stay under 300. */
function entriesSize(entries: EntryLists): number {
  let size = 300;
  for (const [path, list] of Object.entries(entries)) {
    size += path.length + 10 + Math.ceil(list.byteLength / 3) * 4;
  }
  return size;
}

function refused(detail: string): { answer: Registered } {
  const errors = [{ pointer: '', detail }];
  return { answer: { record: null, status: 'failed', errors, problem: null } };
}

function tell(path: Buffer, answer: Registered, options: RegisterOptions, io: Io): void {
  const { record, status, errors, problem } = answer;
  for (const { detail } of errors) io.stderr.write(`${safePath(path)}: ${safeText(detail)}\n`);
  if (problem) {
    io.stderr.write(`${safePath(path)}: ${problem}, only its bytes can be recognised\n`);
  }
  if (options.json) {
    const line = {
      ...pathFields(path),
      record,
      status,
      ...(errors.length > 0 ? { errors } : {}),
      ...(problem ? { problem } : {}),
    };
    io.stdout.write(`${safeJson(line)}\n`);
  } else {
    io.stdout.write(`${status}\t${safeText(record ?? '-')}\t${safePath(path)}\n`);
  }
}
