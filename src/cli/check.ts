import type { ItemText } from '../client/check-body.ts';
import type { Told } from '../client/check-items.ts';
import type { Client } from '../client/client.ts';
import { mapInOrder } from '../client/in-order.ts';
import type { CheckItem } from '../registry/contract.ts';
import { checkInPieces, faultOf } from './check-calls.ts';
import {
  type Checked,
  marksAt,
  namedPart,
  openIn,
  recordOf,
  refused,
  unread,
  withLocated,
} from './checked.ts';
import { safeJson, safePath } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import type { Journal } from './journal.ts';
import { type JournalChoice, journalOf } from './journal-place.ts';
import { keepAll } from './kept.ts';
import { CHECK_WARNING, locateAll } from './located.ts';
import { membersOf } from './members.ts';
import { answers } from './pipeline.ts';
import type { Prepared } from './pipeline-options.ts';
import type { Pool, Runner } from './pool.ts';
import { MAX_FILE_BYTES, printOf } from './prepare.ts';
import { createProgress } from './progress.ts';
import { quoteIn } from './quote-in.ts';
import { recallFrom } from './recall.ts';
import { createReport } from './report.ts';
import { askingPoolOf, type CommonOptions, clientOf, jobsOf, serverOf } from './settings.ts';
import type { Source } from './source.ts';
import type { Input, LocalPrint, PrintText } from './task.ts';
import { walk } from './walk.ts';

/** What is to be asked about a file, and what stays here to read the answer with. */
interface Question {
  readonly name: string;
  readonly item: CheckItem | ItemText;
  readonly names: LocalPrint['names'] | null;
  /** What went wrong in reading it, in one sentence. */
  readonly detail: string | null;
  /** Only the bytes could be looked at, though the file may hold more: never `absent`. */
  readonly bytesOnly: boolean;
  /** What locating alterations takes; null where there is no text. */
  readonly text: { readonly print: LocalPrint; readonly input: Input } | null;
}

export interface CheckOptions extends CommonOptions, JournalChoice {
  readonly locate?: boolean;
  /** UTC day or instant of the leak. */
  readonly leakedAt?: string;
  readonly receipts?: boolean;
  /** Has the receipts kept at the registry. */
  readonly keep?: boolean;
  /** The file of `--journal`, in bytes. */
  readonly journalPath?: Buffer;
}

/** A call stays well under the 16 MiB that the registry reads; most characters are ASCII. */
const MAX_BATCH = { items: 1000, size: 8 * 1024 * 1024, patienceMs: 250 };
/** An answer brings the proofs of 50 matches at most (`schema/receipt.md`). */
const MAX_SIGNED_ITEMS = 50;
/** One is answered while the next one is written. */
const CALLS = 2;

/** `empreinte check`: what the registry knows of each file. */
export async function checkCommand(
  paths: readonly Buffer[],
  options: CheckOptions,
  io: Io,
): Promise<number> {
  if (options.receipts && !options.json) {
    throw new Failure('receipts are kept in the JSON report: add --json, or leave --lines out');
  }
  const { leakedAt } = options;
  const keep = options.keep === true;
  const receipts = options.receipts === true || keep;
  const client = clientOf(options, io);
  if (options.locate) io.stderr.write(`${CHECK_WARNING}\n`);
  const targets = await walk(paths, (message) => io.stderr.write(`${message}\n`));
  const journal = journalOf<Checked>(options, io, {
    command: 'check',
    depends: {
      locate: options.locate === true,
      receipts,
      keep,
      'leaked-at': options.leakedAt ?? false,
    },
    files: targets.length,
    named: options.journalPath ?? null,
    args: paths,
  });
  const progress = createProgress(io.stderr, targets.length);
  const pool = askingPoolOf(options, io);
  const report = createReport(io, options);
  let findings = 0;
  try {
    const checked = answers<Question, Checked>(targets, {
      pool,
      width: jobsOf(options, io) * 8,
      stdin: io.stdin,
      maxBytes: MAX_FILE_BYTES,
      maxBatch: receipts ? { ...MAX_BATCH, items: MAX_SIGNED_ITEMS } : MAX_BATCH,
      calls: CALLS,
      atOnce: { entries: options.locate === true },
      prepare: options.locate ? questionOf : withoutText,
      keepsBytes: options.locate === true,
      members: membersOf,
      call: async (questions) => async () => {
        const results = await checkInPieces(client, questions, { leakedAt, receipts });
        const answered = results.map((result, i) => checkedOf(questions[i] as Question, result));
        const located = options.locate
          ? await locateEach(client, pool, jobsOf(options, io), questions, answered)
          : answered;
        return keep ? keepEach(client, options, located, io) : located;
      },
      prepared: (bytes) => progress.advance(bytes),
      recall: journal ? recallFrom(journal) : undefined,
    });
    for await (const { target, answer } of checked) {
      progress.clear();
      if (!isClean(answer)) findings++;
      if (answer.detail !== null) {
        io.stderr.write(`${safePath(target.path)}: ${answer.detail}\n`);
      }
      if (options.json) io.stdout.write(`${safeJson(recordOf(target.path, answer))}\n`);
      else report.add(safePath(target.path), answer);
    }
    progress.clear();
    report.end();
    await written();
    journal?.end();
  } catch (error) {
    progress.clear();
    if (journal) tellKept(journal, io);
    throw error;
  } finally {
    progress.clear();
    pool.close();
  }
  return findings > 0 ? EXIT.findings : EXIT.ok;
}

/** The registry keeps so many a day; what it does not take is said once, and the check goes on. */
async function keepEach(
  client: Client,
  options: CheckOptions,
  answered: readonly Checked[],
  io: Io,
): Promise<Checked[]> {
  const receipts = answered.map(({ receipt }) => receipt ?? null);
  const { kept, why } = await keepAll(client, serverOf(options, io), receipts);
  if (why !== null) io.stderr.write(`not every receipt is kept: ${why}\n`);
  return answered.map((one, i) => ({ ...one, kept: kept[i] ?? null }));
}

/** A full disk or a closed pipe under stdout ends the program in the turn after the write. */
function written(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

function tellKept(journal: Journal<Checked>, io: Io): void {
  const kept = journal.found + journal.added;
  journal.leave();
  if (kept > 0) io.stderr.write(`${kept} files are finished; go on with --resume\n`);
}

/** A match to what its registrant withdrew, or had planted, is nothing to build on. */
function isClean({ verdict, notes }: Checked): boolean {
  return verdict === 'match' && !notes.includes('withdrawn') && !notes.includes('decoy');
}

/** A text at a time for each reader: comparing is work for the registry. */
async function locateEach(
  client: Client,
  pool: Pool,
  width: number,
  questions: readonly Question[],
  answered: readonly Checked[],
): Promise<Checked[]> {
  const located: Checked[] = [];
  const each = mapInOrder(answered.entries(), width, async ([i, checked]) => {
    const { text, name } = questions[i] as Question;
    const wanted = openIn(checked);
    if (text === null || wanted.length === 0) return checked;
    const found = await locateAll(client, text.print, wanted, quoteIn(pool, name, text.input));
    return withLocated(checked, found);
  });
  for await (const one of each) located.push(one);
  return located;
}

/** Without anything to locate, what was read is not kept until it is answered. */
async function withoutText(
  source: Source,
  path: Buffer,
  runner: Runner,
): Promise<Prepared<Question, Checked>> {
  const found = await questionOf(source, path, runner, false);
  return 'work' in found ? { ...found, work: { ...found.work, text: null } } : found;
}

async function questionOf(
  source: Source,
  path: Buffer,
  runner: Runner,
  entries = true,
): Promise<Prepared<Question, Checked>> {
  const base = { name: safePath(path) };
  const text = textOf(source);
  if (text !== null && text.json.length < MAX_BATCH.size / 2) {
    const json = `{"fingerprint":${text.json}}`;
    const detail = text.problem ? text.detail : null;
    const { names } = text;
    const work = { ...base, item: { json }, names, detail, bytesOnly: false, text: null };
    return { work, size: json.length };
  }
  const found = await printOf(source, path, runner, entries);
  if (found.kind === 'fault') return { answer: unread('unreadable', found.detail) };
  if (found.kind === 'large') {
    // The contract's type is the mutable twin of the same value.
    const item = { fingerprint: found.fingerprint } as CheckItem;
    const { detail } = found;
    const work = { ...base, item, names: null, detail, bytesOnly: true, text: null };
    return { work, size: JSON.stringify(item).length };
  }
  const { fingerprint, names, detail } = found.print;
  const item = { fingerprint } as CheckItem;
  const size = JSON.stringify(item).length;
  if (size > MAX_BATCH.size) {
    const sha256 = fingerprint.bytes.sha256;
    const why = 'its fingerprint is too large to send';
    const work = { ...base, item: { sha256 }, names, detail: why, bytesOnly: true, text: null };
    return { work, size: 100 };
  }
  return {
    work: {
      ...base,
      item,
      names,
      detail: fingerprint.problem ? detail : null,
      bytesOnly: found.cutShort,
      text: source.kind === 'read' ? { print: found.print, input: source.input } : null,
    },
    size,
  };
}

/** The print that came with the file's bytes, where it is to be sent and nothing else. */
function textOf(source: Source): PrintText | null {
  if (source.kind !== 'read' || source.analysed?.kind !== 'done') return null;
  const print = source.analysed.value;
  return 'json' in print ? print : null;
}

function checkedOf(question: Question, told: Told): Checked {
  if (told.kind === 'refused') return refused(faultOf(told) ?? '');
  if (told.kind === 'too_large') return unread('over_limit', faultOf(told) ?? '');
  const { id: _id, parts, ...verdict } = told.result;
  const signed = told.receipt ? { receipt: told.receipt } : {};
  // Other bytes do not make a content absent that nobody could read.
  if (question.bytesOnly && verdict.verdict === 'absent') {
    const less = unread('over_limit', question.detail ?? 'only its bytes were compared');
    return { ...less, ...signed };
  }
  const { names, detail } = question;
  const print = question.text?.print.fingerprint ?? null;
  const named = parts.map((part) => namedPart(part, names, print));
  const marks = marksAt(print, '');
  return { ...verdict, parts: named, marks, detail, corpora: told.corpora, at: told.at, ...signed };
}
