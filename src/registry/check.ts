import type { Fingerprint } from '../fingerprint/profile.ts';
import { isAccredited } from './caller.ts';
import { type BareHits, checkBare, gatherBare } from './check-bare.ts';
import type {
  CheckAnswer,
  CheckItem,
  CheckRequest,
  CheckResult,
  Corpus,
  PartResult,
} from './contract.ts';
import { walk } from './features.ts';
import { type ExactHits, gather, gatherExact } from './gather.ts';
import { thresholdOf } from './governance.ts';
import { doubtAbsence } from './health.ts';
import { bareParts, Meter } from './meter.ts';
import { isOpen } from './policy.ts';
import type { Quota } from './quota.ts';
import type { Store } from './store.ts';
import {
  CHUNK_ITEMS,
  MAX_CANDIDATES,
  MAX_CANDIDATES_OF_MANY,
  MAX_NEAR_TEXTS,
} from './thresholds.ts';
import { timingOf, timingWords } from './timing.ts';
import { judge } from './verdict.ts';
import { wordsFor } from './words.ts';

/** What all items of one request share. */
export interface Consultation {
  readonly store: Store;
  readonly consulted: ReadonlyMap<string, Corpus>;
  readonly closed: readonly string[];
  /** Documents registered in the corpora consulted. */
  readonly records: number;
  /** Records to open for one text at most. */
  readonly candidates: number;
  readonly meter: Meter;
  /** Whether scores are told beside bands. */
  readonly scores: boolean;
}

/**
 * Checks suspects against the registry, one result an item, in order.
 *
 * What an answer would tell is counted before it is told, so that the answer to a guess over the
 * quota is the same whether the guess is right or wrong.
 *
 * @param healthy whether what is not found may be called absent; asked beside the first query
 * @throws RegistryError `rate_limited`
 */
export async function check(
  store: Store,
  now: Date,
  request: CheckRequest,
  caller: string,
  quota: Quota | null = null,
  healthy: () => Promise<boolean> = async () => true,
): Promise<CheckAnswer> {
  const [first = [], ...others] = chunksOf(request.items);
  // Asked in one turn, these are one request to the database; the second is for what they led to.
  const [corpora, sound, governance, exact] = await Promise.all([
    store.corpora(),
    healthy(),
    store.governance(),
    lookUp(store, first),
  ]);
  const open = corpora.filter((corpus) => isOpen(corpus, caller, now));
  const consultation: Consultation = {
    store,
    consulted: new Map(open.map((corpus) => [corpus.id, corpus])),
    closed: corpora.filter((corpus) => !open.includes(corpus)).map((corpus) => corpus.id),
    scores: isAccredited(caller),
    records: open.reduce((sum, corpus) => sum + corpus.records, 0),
    candidates: request.items.length > CHUNK_ITEMS ? MAX_CANDIDATES_OF_MANY : MAX_CANDIDATES,
    meter: new Meter(quota, caller, now),
  };
  const at = now.toISOString();
  const results: CheckResult[] = [];
  for (const chunk of [first, ...others]) {
    const hits = chunk === first ? exact : await lookUp(store, chunk);
    for (const [i, found] of (await checkChunk(consultation, chunk, hits)).entries()) {
      const fields = sound ? found : doubtAbsence(found);
      const timed = timingOf(fields.registered_at, request.leaked_at, fields.log);
      const { shows, does_not_show } = wordsFor(fields, open, at);
      results.push({
        id: chunk[i]?.id ?? null,
        ...fields,
        ...(timed && { timing: timed.timing, timing_basis: timed.basis }),
        shows: shows + timingWords(timed, request.leaked_at),
        does_not_show,
      });
    }
  }
  const threshold = thresholdOf(governance);
  return {
    results,
    corpora: { consulted: open, closed: [...consultation.closed] },
    ...(threshold && { threshold }),
    at,
  };
}

/** Items that together ask little enough to be worked on at a time; at least one. */
function* chunksOf(items: readonly CheckItem[]): Generator<CheckItem[]> {
  let chunk: CheckItem[] = [];
  let parts = 0;
  for (const item of items) {
    const more = 'fingerprint' in item ? countParts(item.fingerprint) : 1;
    if (chunk.length === CHUNK_ITEMS || (chunk.length > 0 && parts + more > MAX_NEAR_TEXTS)) {
      yield chunk;
      chunk = [];
      parts = 0;
    }
    chunk.push(item);
    parts += more;
  }
  if (chunk.length > 0) yield chunk;
}

function countParts(print: Fingerprint): number {
  return [...walk(print)].length;
}

type Fields = Omit<CheckResult, 'id' | 'timing' | 'timing_basis' | 'shows' | 'does_not_show'>;

function printsOf(items: readonly CheckItem[]): Fingerprint[] {
  return items.flatMap((item) => ('fingerprint' in item ? [item.fingerprint] : []));
}

/** What can be looked up before anything is known of the corpora. */
async function lookUp(store: Store, items: readonly CheckItem[]) {
  const [exact, bare] = await Promise.all([
    gatherExact(store, printsOf(items)),
    gatherBare(store, items),
  ]);
  return { exact, bare };
}

async function checkChunk(
  consultation: Consultation,
  items: readonly CheckItem[],
  { exact, bare }: { exact: ExactHits; bare: BareHits },
) {
  const [wholeResults, bareResults] = await Promise.all([
    checkWhole(consultation, printsOf(items), exact),
    checkBare(consultation, bare),
  ]);
  let nextWhole = 0;
  let nextBare = 0;
  return items.map((item): Fields => {
    const result = 'fingerprint' in item ? wholeResults[nextWhole++] : bareResults[nextBare++];
    if (!result) throw new Error('a suspect has no result');
    return result;
  });
}

async function checkWhole(
  consultation: Consultation,
  prints: readonly Fingerprint[],
  exact: ExactHits,
): Promise<Fields[]> {
  const { meter } = consultation;
  const gathered = await gather(consultation, prints, exact);
  const suspects = gathered.map((candidates, i) => {
    const print = prints[i] as Fingerprint;
    return { print, candidates, bare: new Set(bareParts(print, candidates.unasked)) };
  });
  const probes = suspects.reduce((sum, { bare }) => sum + bare.size, 0);
  await meter.spend(probes);
  const refused = await meter.refusals(suspects);
  const results = suspects.map(({ print, candidates }, i) =>
    judge(print, { ...candidates, refused: (path) => refused[i]?.has(path) ?? false }),
  );
  let hits = 0;
  results.forEach((result, i) => {
    if (suspects[i]?.bare.has('') && result.verdict === 'match') hits++;
    hits += hitsAmong(result.parts, suspects[i]?.bare ?? new Set());
  });
  await meter.spend(-hits);
  return results;
}

function hitsAmong(parts: readonly PartResult[], bare: ReadonlySet<string>): number {
  return parts.reduce((sum, part) => {
    const hit = bare.has(part.path) && part.verdict === 'match' ? 1 : 0;
    return sum + hit + hitsAmong(part.parts, bare);
  }, 0);
}
