import { partName } from '../client/names.ts';
import type { CheckItem, CheckResult, PartResult, VerdictFields } from '../registry/contract.ts';
import { checkInPieces } from './check-calls.ts';
import { pathFields, safeJson, safePath } from './escape.ts';
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

export type Checked = Omit<CheckResult, 'id' | 'parts'> & {
  readonly parts: readonly NamedPart[];
  readonly detail: string | null;
};

export type NamedPart = Omit<PartResult, 'parts'> & {
  readonly name: string;
  readonly parts: readonly NamedPart[];
};

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

function checkedOf(question: Question, result: CheckResult | null): Checked {
  if (result === null) return unread('over_limit', 'its fingerprint is too large to send');
  const { id: _id, parts, ...verdict } = result;
  // Other bytes do not make a content absent that nobody could read.
  if (question.bytesOnly && verdict.verdict === 'absent') {
    return unread('over_limit', question.detail ?? 'only its bytes were compared');
  }
  const name = (part: PartResult): NamedPart => ({
    ...part,
    name: question.names ? partName(question.names, part.path) : `part ${part.path}`,
    parts: part.parts.map(name),
  });
  return { ...verdict, parts: parts.map(name), detail: question.detail };
}

/** The answer for a file that could not be asked about. */
function unread(reason: 'unreadable' | 'over_limit', detail: string): Checked {
  return {
    verdict: 'undecided',
    grade: null,
    reason,
    record: null,
    registered_as: null,
    corpus: null,
    registrant: null,
    registered_at: null,
    log: null,
    near: [],
    notes: [],
    same_template: null,
    evidence: { agrees: [], differs: [], unverified: [] },
    parts: [],
    shows: `This file could not be read here: ${detail}.`,
    does_not_show: 'Whether it is registered is not known: its content was not compared.',
    detail,
  };
}

/** One line of `--json`: the promised fields first, in their order, then the rest. */
function recordOf(path: Buffer, { detail, ...checked }: Checked): object {
  const { shows, does_not_show } = checked;
  return {
    ...pathFields(path),
    ...fieldsOf(checked),
    parts: checked.parts.map(partOf),
    ...evidenceOf(checked),
    shows,
    does_not_show,
    ...(detail === null ? {} : { detail }),
  };
}

function partOf(part: NamedPart): object {
  return {
    name: part.name,
    ...fieldsOf(part),
    parts: part.parts.map(partOf),
    path: part.path,
    ...evidenceOf(part),
  };
}

function fieldsOf(one: Omit<VerdictFields, 'log'>): object {
  const { verdict, grade, reason, record, corpus, registered_at, near } = one;
  return { verdict, grade, reason, record, corpus, registered_at, near };
}

function evidenceOf(one: VerdictFields): object {
  const { notes, same_template, evidence, registrant, registered_as, log } = one;
  return { notes, same_template, evidence, registrant, registered_as, log };
}
