import { describe, expect, it } from 'vitest';
import type { Timing, TimingBasis } from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { timingOf, timingWords } from '../../src/registry/timing.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchesMadeAt, declare, registerAll, SITE } from './batches.ts';
import { docPrint, filePrint, prose } from './prints.ts';

batchesMadeAt('2027-05-01');

const AT = '2027-05-01T12:00:00.000Z';

describe('when a record was registered, seen from the leak', () => {
  it.each<[string, string, Timing]>([
    ['the day before', '2027-04-30', 'registered_after'],
    ['the same day', '2027-05-01', 'same_day'],
    ['the day after', '2027-05-02', 'registered_before'],
    ['a second before', '2027-05-01T11:59:59Z', 'registered_after'],
    ['the very instant', '2027-05-01T12:00:00Z', 'registered_after'],
    ['a second after', '2027-05-01T12:00:01Z', 'registered_before'],
  ])('leaked %s', (_name, leakedAt, timing) => {
    expect(timingOf(AT, leakedAt, null)).toEqual({ timing, basis: 'unwitnessed' });
    expect(timingOf(null, leakedAt, null)).toBeNull();
    expect(timingOf(AT, undefined, null)).toBeNull();
  });

  it.each<[string, string, Timing, TimingBasis]>([
    ['before the leak', '2027-05-02T00:00:00Z', 'registered_before', 'witness_time'],
    ['before its day', '2027-05-02', 'registered_before', 'witness_time'],
    ['on its day', '2027-05-01', 'same_day', 'log_time'],
    ['at its instant', '2027-05-01T18:00:00Z', 'registered_before', 'log_time'],
    ['after a leak that came later', '2027-05-01T13:00:00Z', 'registered_before', 'log_time'],
    ['after the registration, which was late', '2027-04-30', 'registered_after', 'log_time'],
  ])('rests on the witnesses only if they had cosigned %s', (_name, leakedAt, timing, basis) => {
    const log = { index: 4, witnessed: true, witnessed_at: '2027-05-01T18:00:00.000Z' };
    expect(timingOf(AT, leakedAt, log)).toEqual({ timing, basis });
  });

  it('rests on the witnesses against a registry that dates a record later than they saw it', () => {
    const log = { index: 4, witnessed: true, witnessed_at: '2027-04-01T00:00:00.000Z' };
    expect(timingOf(AT, '2027-04-15', log)).toEqual({
      timing: 'registered_before',
      basis: 'witness_time',
    });
  });

  it('is said to be of the registry alone unless witnesses have cosigned its log', () => {
    const words = (basis: TimingBasis) =>
      timingWords({ timing: 'registered_before', basis }, '2027-05-02');
    expect(words('unwitnessed')).toContain('nobody has witnessed');
    expect(words('log_time')).toContain(
      'in a log that witnesses have cosigned since, that was before',
    );
    expect(words('log_time')).not.toContain('nobody');
    expect(words('witness_time')).toContain('By the clocks of the witnesses');
    expect(words('witness_time')).not.toContain("registry's own clock");
  });

  it.each([
    ['2027-05-02', 'registered_before', /was before 2027-05-02, which you gave/],
    ['2027-05-01', 'same_day', /whether before or after it, this does not show/],
    ['2027-04-30', 'registered_after', /after 2027-04-30.*may have been made from it/],
  ])('is told of what is found, for %s', async (leaked_at, timing, words) => {
    const clock = () => new Date(AT);
    const registry = createRegistry({ site: SITE, store: memoryStore(), clock });
    await declare(registry);
    const print = docPrint('x', prose('x', 60));
    await registerAll(registry, [print]);
    const items = [{ fingerprint: print }, { fingerprint: filePrint('other') }];
    const [found, other] = (await registry.check({ items, leaked_at }, 'a')).results;
    expect(found).toMatchObject({ verdict: 'match', timing, timing_basis: 'unwitnessed' });
    expect(found?.shows).toMatch(words);
    expect(found?.shows).toContain("By the registry's own clock, which nobody has witnessed,");
    expect(other).not.toHaveProperty('timing');
    expect(other).not.toHaveProperty('timing_basis');
    const [plain] = (await registry.check({ items }, 'a')).results;
    expect(plain).not.toHaveProperty('timing');
    expect(plain?.shows).not.toContain('clock');
  });
});
