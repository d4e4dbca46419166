import type { Consultation } from './check.ts';
import type { CheckItem, CheckResult } from './contract.ts';
import { gramFeatures, walk } from './features.ts';
import { type Finding, findSsdeep, stronger } from './findings.ts';
import type { Ref } from './store.ts';
import { ASKED_GRAMS, MAX_ROWS_A_KEY } from './thresholds.ts';
import { fromFindings, nothing } from './verdict.ts';

type Fields = Omit<CheckResult, 'id' | 'shows' | 'does_not_show'>;
type BareItem = Exclude<CheckItem, { fingerprint: unknown }>;

/** Bare digests, from callers without our client: only the bytes are spoken of. */
export async function checkBare(
  consultation: Consultation,
  items: readonly CheckItem[],
): Promise<Fields[]> {
  const bare = items.filter((item): item is BareItem => !('fingerprint' in item));
  if (bare.length === 0) return [];
  const { store, consulted, closed, candidates } = consultation;
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
  const refs = bare.map((item, i): Ref[] =>
    'sha256' in item
      ? (tags.get(`sha256:${item.sha256}`) ?? []).slice(0, candidates)
      : mostHit(grams[i] ?? [], postings, candidates),
  );
  const opened = await store.open([...new Set(refs.flat())]);

  return bare.map((item, i) => {
    const findings: Finding[] = [];
    for (const ref of refs[i] ?? []) {
      const record = opened.get(ref);
      if (!record || !consulted.has(record.corpus)) continue;
      for (const [path, genuine] of walk(record.fingerprint)) {
        const at = { record, path, genuine };
        const found =
          'ssdeep' in item
            ? findSsdeep(item.ssdeep, at)
            : genuine.bytes.sha256 === item.sha256
              ? identical(at)
              : null;
        if (found) findings.push(found);
      }
    }
    findings.sort(stronger);
    const [best] = findings;
    if (best) return { ...fromFindings(best, oneARecord(findings), consulted), parts: [] };
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
