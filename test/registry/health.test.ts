import { describe, expect, it } from 'vitest';
import { canarySet, probe, registerCanary } from '../../src/registry/canary.ts';
import { CANARY_CORPUS, callersView, canaryView } from '../../src/registry/canary-scope.ts';
import { check } from '../../src/registry/check.ts';
import type { CheckResult } from '../../src/registry/contract.ts';
import {
  type CanaryState,
  doubtAbsence,
  failingNow,
  isDue,
  stateAfter,
} from '../../src/registry/health.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchesMadeAt, declare, registerAll, SITE } from './batches.ts';
import { docPrint, filePrint, letterPrint, prose } from './prints.ts';

batchesMadeAt('2027-04-01');

const at = (seconds: number) => new Date(Date.UTC(2027, 3, 1, 12) + seconds * 1000);
const time = (seconds: number) => at(seconds).toISOString();

describe('the state of the canary', () => {
  it('is neither fresh nor settled when it lies ahead of the clock', () => {
    const ahead = stateAfter(null, at(86_400), []);
    expect(failingNow(ahead, at(0))).toEqual([{ check: 'stale', since: time(86_400) }]);
    expect(isDue(ahead, at(0))).toBe(true);
  });

  it('keeps the time of the first failure of each check', () => {
    const first = stateAfter(null, at(0), ['near']);
    const second = stateAfter(first, at(30), ['exact', 'near']);
    expect(second).toEqual({
      ranAt: time(30),
      passedAt: null,
      failing: [
        { check: 'exact', since: time(30) },
        { check: 'near', since: time(0) },
      ],
    });
    const passed = stateAfter(second, at(60), []);
    expect(passed).toEqual({ ranAt: time(60), passedAt: time(60), failing: [] });
    expect(stateAfter(passed, at(90), ['near'])).toEqual({
      ranAt: time(90),
      passedAt: time(60),
      failing: [{ check: 'near', since: time(90) }],
    });
  });

  const passed: CanaryState = stateAfter(null, at(0), []);
  const failed: CanaryState = stateAfter(passed, at(0), ['absent']);
  it.each([
    ['was never run', null, 0, ['stale']],
    ['has passed ten minutes ago', passed, 600, []],
    ['has passed longer ago', passed, 601, ['stale']],
    ['fails', failed, 1, ['absent']],
    ['has a time that is none', { ...passed, passedAt: 'yesterday' }, 0, ['stale']],
  ] as const)('is told when it %s', (_name, state, seconds, failing) => {
    expect(failingNow(state, at(seconds)).map(({ check: name }) => name)).toEqual(failing);
  });

  it.each([
    ['never run', null, 0, true],
    ['passed, four alarms missed', passed, 480, false],
    ['passed, more than four missed', passed, 481, true],
    ['failed, one alarm missed', failed, 60, false],
    ['failed, more missed', failed, 61, true],
    ['no time', { ...passed, ranAt: 'yesterday' }, 0, true],
  ] as const)('is run by whoever asks: %s', (_name, state, seconds, due) => {
    expect(isDue(state, at(seconds))).toBe(due);
  });
});

describe('an unhealthy registry', () => {
  const ask = async (healthy: boolean) => {
    const store = memoryStore();
    const registry = createRegistry({ site: SITE, store, clock: () => at(0) });
    await declare(registry);
    const attachment = docPrint('attachment', prose('attached', 60));
    await registerAll(registry, [attachment, docPrint('a', prose('a', 80))]);
    const stranger = docPrint('stranger', prose('stranger', 80));
    const zip = { type: 'application/zip' };
    const items = [
      { id: 'match', fingerprint: attachment },
      { id: 'near', fingerprint: docPrint('b', prose('a', 80).with(9, 'x')) },
      { id: 'absent', fingerprint: stranger },
      { id: 'mail', fingerprint: letterPrint('m', prose('m', 60), [attachment, stranger]) },
      { id: 'zip', fingerprint: filePrint('zip', { ...zip, parts: [attachment, stranger] }) },
      { id: 'short', fingerprint: docPrint('short', prose('short', 9)) },
      { id: 'bare', sha256: 'c'.repeat(64) },
    ];
    return (await check(store, at(0), { items }, 'a', null, async () => healthy)).results;
  };
  const told = (one: Pick<CheckResult, 'verdict' | 'reason' | 'grade' | 'parts'>): unknown => [
    one.reason ?? one.verdict,
    one.grade,
    ...one.parts.map(told),
  ];

  it('keeps every absence back, in parts and members too, and nothing else', async () => {
    const [well, ill] = await Promise.all([ask(true), ask(false)]);
    const swapped = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(swapped) : value === 'absent' ? 'registry_unhealthy' : value;
    expect(ill.map(told)).toEqual(well.map(told).map(swapped));
    expect(JSON.stringify(well.map(told))).toContain('absent');
    expect(JSON.stringify(ill)).not.toContain('"verdict":"absent"');
    const [, , absent, , , , bare] = ill;
    expect(absent?.shows).toBe('Nothing, either way: the registry is not answering as it should.');
    expect(bare).toMatchObject({ verdict: 'undecided', notes: ['bytes_only'] });
  });

  it('drops what only an absence says', () => {
    const [result] = [{ ...blank, notes: ['same_template' as const], same_template: 9 }];
    expect(doubtAbsence(result)).toMatchObject({
      verdict: 'undecided',
      reason: 'registry_unhealthy',
      notes: [],
      same_template: null,
    });
  });
});

const blank: CheckResult = {
  id: null,
  verdict: 'absent',
  grade: null,
  reason: null,
  record: null,
  registered_as: null,
  corpus: null,
  registrant: null,
  registered_at: null,
  state_since: null,
  log: null,
  near: [],
  notes: [],
  same_template: null,
  evidence: { agrees: [], differs: [], unverified: [] },
  parts: [],
  shows: '',
  does_not_show: '',
};

describe('the canary over a store in memory', () => {
  it('finds what it registered, and callers do not', async () => {
    const store = memoryStore();
    const about = { title: 'C', registrant: 'R', coverage: '', policy: 'public' as const };
    await store.putCorpus(CANARY_CORPUS, about);
    const set = await canarySet();
    expect(await probe(canaryView(store), at(0), set, [])).toEqual(['exact', 'near']);
    const known = await registerCanary(canaryView(store), at(0), set);
    expect(await registerCanary(canaryView(store), at(9), set)).toEqual(known);
    expect(await probe(canaryView(store), at(0), set, known)).toEqual([]);
    const lost = [...known, { sha256: 'd'.repeat(64), record: known[0]?.record ?? '' }];
    expect(await probe(canaryView(store), at(0), set, lost)).toEqual(['exact']);
    const items = [...set.registered, ...set.variants].map(({ fingerprint }) => ({ fingerprint }));
    const answer = await check(callersView(store), at(0), { items }, 'a');
    expect(answer.results.map(({ verdict }) => verdict)).toEqual(items.map(() => 'absent'));
    expect(answer.corpora).toEqual({ consulted: [], closed: [] });
    expect(await callersView(store).record(known[0]?.record ?? '')).toBeNull();
    expect(await callersView(store).held(known[0]?.record ?? '')).toBeNull();
  });

  it('has variants whose digests all differ, near enough to be found', async () => {
    const { registered, variants } = await canarySet();
    registered.forEach(({ fingerprint: { content } }, i) => {
      const other = variants[i]?.fingerprint.content;
      const shared = content?.sketch.filter((value) => other?.sketch.includes(value)) ?? [];
      expect(other?.body_joined).not.toBe(content?.body_joined);
      expect(shared.length / (content?.sketch.length ?? 1)).toBeGreaterThan(0.5);
      expect(shared.length).toBeLessThan(content?.sketch.length ?? 0);
    });
  });
});
