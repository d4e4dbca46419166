import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import type { SignedComparison } from '../client/comparisons-in.ts';
import { partAt } from '../fingerprint/part-at.ts';
import type { CheckItem, CheckResult, PartResult } from '../registry/contract.ts';
import { asFailure } from './api-failure.ts';
import { checkInPieces, faultOf } from './check-calls.ts';
import { compareWithOriginal } from './compare-original.ts';
import { show } from './compare-show.ts';
import { pathFields, safeJson, safePath, safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { COMPARE_WARNING, locateAll, type Wanted } from './located.ts';
import { askingPoolOf, type CommonOptions, clientOf } from './settings.ts';
import { nameOf, type Side, sideOf } from './side.ts';
import type { LocalPrint } from './task.ts';
import { title } from './words.ts';

export interface CompareOptions extends CommonOptions {
  readonly with?: string;
  /** Keeps what the registry signs of the comparison. */
  readonly receipts?: boolean;
}

/** `empreinte compare`: where a file departs from a record, or from the original itself. */
export async function compareCommand(
  suspectPath: Buffer,
  originalPath: Buffer | null,
  options: CompareOptions,
  io: Io,
): Promise<number> {
  const record = options.with ?? null;
  if (record === null && originalPath === null) {
    throw new Failure('give --with RECORD, or --original FILE');
  }
  if (options.receipts && (!options.json || record === null || originalPath !== null)) {
    throw new Failure('receipts are kept in the JSON report of --with RECORD: add --json');
  }
  const client = record === null ? null : clientOf(options, io);
  const pool = askingPoolOf(options, io);
  try {
    const suspect = await sideOf(suspectPath, pool, io);
    if (originalPath === null) {
      return await withRecord(client as Client, suspect, record as string, options, io);
    }
    const original = await sideOf(originalPath, pool, io);
    if (client && record) await confirm(client, original, record);
    return show(suspect, await compareWithOriginal(suspect, original), options, io);
  } finally {
    pool.close();
  }
}

async function ask(client: Client, { path, print }: Side): Promise<CheckResult> {
  const item = { fingerprint: print.fingerprint } as CheckItem;
  const [told] = await checkInPieces(client, [{ item, name: safePath(path) }]);
  if (told?.kind === 'told') return told.result;
  throw new Failure(`${safePath(path)}: ${told && faultOf(told)}`);
}

/** @throws Failure when a file said to be the registered one is not */
async function confirm(client: Client, original: Side, record: string): Promise<void> {
  const { verdict, record: found } = await ask(client, original);
  if (verdict === 'match' && found === record) return;
  throw new Failure(`${safePath(original.path)} is not the document of record ${safeText(record)}`);
}

async function withRecord(
  client: Client,
  suspect: Side,
  record: string,
  options: CompareOptions,
  io: Io,
): Promise<number> {
  const result = await ask(client, suspect);
  if (result.verdict === 'match' && result.record === record) {
    const line = { ...pathFields(suspect.path), record, grade: result.grade, texts: [] };
    io.stdout.write(
      options.json
        ? `${safeJson({ ...line, missing: [], differs: [], unverified: [] })}\n`
        : `${nameOf(suspect)}: ${safeText(title(result))}, nothing is altered\n`,
    );
    return EXIT.ok;
  }
  const like = resultsLike(result, record);
  const paths = like.filter(([, one]) => !one.evidence.agrees.includes('body'));
  const wanted = paths.map(([path]) => ({ path, record }));
  if (like.length === 0) wanted.push({ path: longestText(suspect.print), record });
  io.stderr.write(`${COMPARE_WARNING}\n`);
  const located = await locateAll(client, suspect.print, wanted, suspect.quote);
  const against = safeText(record);
  const found = [...located].map(([part, one]) => ({ part, against, located: one, genuine: null }));
  const layers = new Set(like.flatMap(([, one]) => [...one.evidence.differs]));
  const unseen = new Set(like.flatMap(([, one]) => [...one.evidence.unverified]));
  const signed = options.receipts ? await signedOf(client, suspect, wanted) : undefined;
  const comparison = {
    ...{ found, missing: [], differs: [...layers], unverified: [...unseen] },
    ...(signed && { signed }),
  };
  return show(suspect, comparison, options, io);
}

/** Asks once more, for answers that are signed: the same suspect is no other variant. */
async function signedOf(
  client: Client,
  { print }: Side,
  wanted: readonly Wanted[],
): Promise<Omit<SignedComparison, 'name'>[]> {
  const signed: Omit<SignedComparison, 'name'>[] = [];
  for (const { path: part, record } of wanted) {
    const fingerprint = partAt(print.fingerprint, part);
    const entries = print.entries[part];
    if (!fingerprint?.content || !entries || entries.length === 0) continue;
    try {
      const pages = await client.compareSigned({ record, fingerprint, entries });
      signed.push(...pages.map((answer) => ({ part, answer })));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw asFailure(error);
    }
  }
  return signed;
}

/** What the registry says of the parts that it finds like the record; no others are compared. */
function resultsLike(
  result: CheckResult,
  record: string,
): [path: string, one: CheckResult | PartResult][] {
  const like: [string, CheckResult | PartResult][] = [];
  const add = (path: string, one: CheckResult | PartResult): void => {
    const named = one.record === record || one.near.some((near) => near.record === record);
    if (named && one.verdict === 'differs' && one.grade !== 'members') like.push([path, one]);
    for (const part of one.parts) add(part.path, part);
  };
  add('', result);
  return like;
}

function longestText({ fingerprint, entries }: LocalPrint): string {
  if (fingerprint.content) return '';
  const [longest] = Object.entries(entries).sort(([, a], [, b]) => b.length - a.length);
  return longest?.[0] ?? '';
}
