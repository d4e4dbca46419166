import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/registry.ts';
import { timingOf, timingWords } from '../../src/registry/timing.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchesMadeAt, declare, registerAll, SITE } from './batches.ts';
import { docPrint, filePrint, prose } from './prints.ts';

batchesMadeAt('2027-05-01');

const AT = '2027-05-01T12:00:00.000Z';

describe('when a record was registered, seen from the leak', () => {
  it.each<[string, string, ReturnType<typeof timingOf>]>([
    ['the day before', '2027-04-30', 'registered_after'],
    ['the same day', '2027-05-01', 'same_day'],
    ['the day after', '2027-05-02', 'registered_before'],
    ['a second before', '2027-05-01T11:59:59Z', 'registered_after'],
    ['the very instant', '2027-05-01T12:00:00Z', 'registered_after'],
    ['a second after', '2027-05-01T12:00:01Z', 'registered_before'],
  ])('leaked %s', (_name, leakedAt, timing) => {
    expect(timingOf(AT, leakedAt)).toBe(timing);
    expect(timingOf(null, leakedAt)).toBeNull();
  });

  it('is said to be of the registry alone unless witnesses have cosigned its log', () => {
    expect(timingWords('registered_before', '2027-05-02', false)).toContain('nobody has witnessed');
    const words = timingWords('registered_before', '2027-05-02', true);
    expect(words).toContain('in a log that witnesses have cosigned since, that was before');
    expect(words).not.toContain('nobody');
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
    expect(found).toMatchObject({ verdict: 'match', timing });
    expect(found?.shows).toMatch(words);
    expect(found?.shows).toContain("By the registry's own clock, which nobody has witnessed,");
    expect(other).not.toHaveProperty('timing');
    const [plain] = (await registry.check({ items }, 'a')).results;
    expect(plain).not.toHaveProperty('timing');
    expect(plain?.shows).not.toContain('clock');
  });
});
