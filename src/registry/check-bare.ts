import type { Consultation } from './check.ts';
import type { CheckItem, CheckResult } from './contract.ts';
import { bareDigest } from './exposure.ts';
import { gramFeatures, walk } from './features.ts';
import { type Finding, findSsdeep, stronger } from './findings.ts';
import { withoutClosed } from './policy.ts';
import type { Charge } from './quota.ts';
import type { Ref, Store } from './store.ts';
import { ASKED_GRAMS, MAX_ROWS_A_KEY, RESEMBLING_UNITS } from './thresholds.ts';
import { fromFindings, nothing } from './verdict.ts';

type Fields = Omit<CheckResult, 'id' | 'timing' | 'timing_basis' | 'shows' | 'does_not_show'>;
type BareItem = Exclude<CheckItem, { fingerprint: unknown }>;

/** What the look-ups of bare digests found. */
export interface BareHits {
  readonly bare: readonly BareItem[];
  /** The 7-grams that each was asked by. */
  readonly grams: readonly (readonly string[])[];
  readonly tags: Postings;
  readonly postings: Postings;
}

type Postings = ReadonlyMap<string, readonly Ref[]>;

/** Look-ups of the bare digests among some items; needs to know nothing of the corpora. */
export async function gatherBare(store: Store, items: readonly CheckItem[]): Promise<BareHits> {
  const bare = items.filter((item): item is BareItem => !('fingerprint' in item));
  if (bare.length === 0) return { bare, grams: [], tags: new Map(), postings: new Map() };
  const grams = bare.map((item) =>
    'ssdeep' in item ? gramFeatures(item.ssdeep).slice(0, ASKED_GRAMS) : [],
  );
  const [tags, postings] = await Promise.all([
    store.tags(
      bare.flatMap((item) => ('sha256' in item ? [`sha256:${item.sha256}`] : [])),
      MAX_ROWS_A_KEY,
    ),
    store.postings([...new Set(grams.flat())], MAX_ROWS_A_KEY),
  ]);
  return { bare, grams, tags, postings };
}

/** Bare digests, from callers without our client: only the bytes are spoken of. */
export async function checkBare(
  consultation: Consultation,
  { bare, grams, ...found }: BareHits,
): Promise<Fields[]> {
  if (bare.length === 0) return [];
  const { store, consulted, closed, candidates, meter } = consultation;
  await meter.spend(bare.length);
  const lists = [found.tags, found.postings];
  const [tags = found.tags, postings = found.postings] = await withoutClosed(
    store,
    closed,
    ...lists,
  );
  const refs = bare.map((item, i): Ref[] =>
    'sha256' in item
      ? (tags.get(`sha256:${item.sha256}`) ?? []).slice(0, candidates)
      : mostHit(grams[i] ?? [], postings, candidates),
  );
  const opened = await store.open([...new Set(refs.flat())]);

  const findingsOf = bare.map((item, i) => {
    const findings: Finding[] = [];
    for (const ref of refs[i] ?? []) {
      const record = opened.get(ref);
      if (!record || !consulted.has(record.corpus)) continue;
      for (const [path, genuine] of walk(record.fingerprint)) {
        const at = { record, path, genuine };
        const fitting =
          'ssdeep' in item
            ? findSsdeep(item.ssdeep, at)
            : genuine.bytes.sha256 === item.sha256
              ? identical(at)
              : null;
        if (fitting) findings.push(fitting);
      }
    }
    return oneARecord(findings.sort(stronger));
  });
  const charges = bare.flatMap((item, i) => chargesOf(item, findingsOf[i] ?? []));
  const allowed = await meter.charge(charges);
  const refused = new Set(charges.flatMap(({ suspect }, i) => (allowed[i] ? [] : [suspect])));
  await meter.spend(-findingsOf.filter((findings) => findings.length > 0).length);

  return bare.map((item, i) => {
    const findings = findingsOf[i] ?? [];
    const [best] = findings;
    if (best && 'ssdeep' in item && refused.has(bareDigest(item.ssdeep))) {
      const reason = 'too_many_variants';
      return { ...nothing('undecided'), reason, notes: ['bytes_only'], parts: [] };
    }
    if (best) return { ...fromFindings(best, findings, consultation), parts: [] };
    if ('ssdeep' in item && grams[i]?.length === 0) {
      return { ...nothing('undecided'), reason: 'too_short', notes: ['bytes_only'], parts: [] };
    }
    if (closed.length > 0) {
      return {
        ...nothing('undecided'),
        reason: 'corpora_closed',
        notes: ['bytes_only'],
        parts: [],
      };
    }
    return { ...nothing('absent'), notes: ['bytes_only'], parts: [] };
  });
}

/** A like ssdeep tells a little of each record; an equal SHA-256 needs all of the bytes. */
function chargesOf(item: BareItem, findings: readonly Finding[]): Charge[] {
  if (!('ssdeep' in item)) return [];
  const suspect = bareDigest(item.ssdeep);
  return findings.map(({ record }) => ({
    record: record.id,
    suspect,
    units: RESEMBLING_UNITS,
    equal: false,
  }));
}

function identical(at: Pick<Finding, 'record' | 'path' | 'genuine'>): Finding {
  const evidence = { agrees: new Set(['bytes' as const]), differs: new Set<never>() };
  return {
    ...at,
    verdict: 'match',
    grade: 'identical',
    evidence: { ...evidence, unverified: new Set<never>() },
    band: 'most',
    share: 1,
  };
}

/** Records under the most of the features, the rarer ones weighing more. */
export function mostHit(
  features: readonly string[],
  postings: ReadonlyMap<string, readonly Ref[]>,
  limit: number,
): Ref[] {
  const hits = new Map<Ref, number>();
  for (const feature of features) {
    const refs = postings.get(feature) ?? [];
    for (const ref of refs) hits.set(ref, (hits.get(ref) ?? 0) + 1 / refs.length);
  }
  return [...hits]
    .sort(([, a], [, b]) => b - a)
    .slice(0, limit)
    .map(([ref]) => ref);
}

function oneARecord(findings: readonly Finding[]): Finding[] {
  const seen = new Set<Ref>();
  return findings.filter(({ record }) => !seen.has(record.ref) && seen.add(record.ref));
}
