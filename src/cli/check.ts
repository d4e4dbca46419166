import type { CheckItem } from '../registry/contract.ts';
import { checkInPieces, type Told } from './check-calls.ts';
import { type Checked, namedPart, recordOf, unread } from './checked.ts';
import { safeJson, safePath } from './escape.ts';
import { EXIT } from './failure.ts';
import type { Io } from './io.ts';
import { answers, type Prepared } from './pipeline.ts';
import type { Runner } from './pool.ts';
import { MAX_FILE_BYTES, printOf } from './prepare.ts';
import { createProgress } from './progress.ts';
import { createReport } from './report.ts';
import { type CommonOptions, clientOf, jobsOf, poolOf } from './settings.ts';
import type { Source } from './source.ts';
import type { LocalPrint } from './task.ts';
import { walk } from './walk.ts';

/** What is to be asked about a file, and what stays here to read the answer with. */
interface Question {
  readonly name: string;
  readonly item: CheckItem;
  readonly names: LocalPrint['names'] | null;
  /** What went wrong in reading it, in one sentence. */
  readonly detail: string | null;
  /** Only the bytes could be looked at, though the file may hold more: never `absent`. */
  readonly bytesOnly: boolean;
}

/** A call stays well under the 16 MiB that the registry reads; most characters are ASCII. */
const MAX_BATCH = { items: 1000, size: 8 * 1024 * 1024 };

/** `empreinte check`: what the registry knows of each file. */
export async function checkCommand(
  paths: readonly Buffer[],
  options: CommonOptions,
  io: Io,
): Promise<number> {
  const client = clientOf(options, io);
  const targets = await walk(paths, (message) => io.stderr.write(`${message}\n`));
  const progress = createProgress(io.stderr, targets.length);
  const pool = poolOf(options, io);
  const report = createReport(io, options);
  let findings = 0;
  try {
    const checked = answers<Question, Checked>(targets, {
      pool,
      width: jobsOf(options) * 8,
      stdin: io.stdin,
      maxBytes: MAX_FILE_BYTES,
      maxBatch: MAX_BATCH,
      prepare: questionOf,
      send: async (questions) => {
        const results = await checkInPieces(client, questions);
        return results.map((result, i) => checkedOf(questions[i] as Question, result));
      },
      prepared: (bytes) => progress.advance(bytes),
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
  } finally {
    progress.clear();
    pool.close();
  }
  return findings > 0 ? EXIT.findings : EXIT.ok;
}

/** A match to what its registrant withdrew, or had planted, is nothing to build on. */
function isClean({ verdict, notes }: Checked): boolean {
  return verdict === 'match' && !notes.includes('withdrawn') && !notes.includes('decoy');
}

async function questionOf(
  source: Source,
  path: Buffer,
  runner: Runner,
): Promise<Prepared<Question, Checked>> {
  const base = { name: safePath(path) };
  const found = await printOf(source, path, runner);
  if (found.kind === 'fault') return { answer: unread('unreadable', found.detail) };
  if (found.kind === 'hash') {
    const { sha256, detail } = found;
    return { work: { ...base, item: { sha256 }, names: null, detail, bytesOnly: true }, size: 100 };
  }
  const { fingerprint, names, detail } = found.print;
  // The contract's type is the mutable twin of the same value.
  const item = { fingerprint } as CheckItem;
  const size = JSON.stringify(item).length;
  if (size > MAX_BATCH.size) {
    const sha256 = fingerprint.bytes.sha256;
    const why = 'its fingerprint is too large to send';
    return { work: { ...base, item: { sha256 }, names, detail: why, bytesOnly: true }, size: 100 };
  }
  return {
    work: {
      ...base,
      item,
      names,
      detail: fingerprint.problem ? detail : null,
      bytesOnly: found.cutShort,
    },
    size,
  };
}

function checkedOf(question: Question, told: Told | null): Checked {
  if (told === null) return unread('over_limit', 'its fingerprint is too large to send');
  const { id: _id, parts, ...verdict } = told.result;
  // Other bytes do not make a content absent that nobody could read.
  if (question.bytesOnly && verdict.verdict === 'absent') {
    return unread('over_limit', question.detail ?? 'only its bytes were compared');
  }
  const { names, detail } = question;
  const named = parts.map((part) => namedPart(part, names));
  return { ...verdict, parts: named, detail, corpora: told.corpora, at: told.at };
}
