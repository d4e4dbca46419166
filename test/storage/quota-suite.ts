import { describe, expect, it } from 'vitest';
import type { Charge, Quota } from '../../src/registry/quota.ts';

const DAY = '2027-04-30';
const NEXT = '2027-05-01';
const variant = (suspect: string, change: Partial<Charge> = {}): Charge => ({
  record: 'rec_a',
  suspect,
  units: 10,
  equal: false,
  ...change,
});
const variants = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => variant(`s${from + i}`));

/** What every quota must do; `open` gives one without counts. */
export function quotaContract(name: string, open: () => Promise<Quota>): void {
  describe(`a quota (${name})`, () => {
    const count = async (quota: Quota, charges: Charge[], caller = 'a', day = DAY) =>
      (await quota.charge(caller, day, charges, 200)).filter(Boolean).length;

    it('lets twenty variants of a record through, in order', async () => {
      const quota = await open();
      expect(await quota.charge('a', DAY, variants(0, 23), 200)).toEqual([
        ...Array(20).fill(true),
        ...Array(3).fill(false),
      ]);
    });

    it('lets them through again, and the others never', async () => {
      const quota = await open();
      await quota.charge('a', DAY, variants(0, 20), 200);
      expect(await count(quota, variants(0, 20))).toBe(20);
      expect(await count(quota, variants(20, 40))).toBe(0);
      expect(await count(quota, variants(20, 40))).toBe(0);
    });

    it('counts by caller, record and day', async () => {
      const quota = await open();
      await quota.charge('a', DAY, variants(0, 20), 200);
      expect(await count(quota, variants(20, 40), 'b')).toBe(20);
      const other = variants(20, 40).map((charge) => ({ ...charge, record: 'rec_b' }));
      expect(await count(quota, other)).toBe(20);
      expect(await count(quota, variants(20, 60), 'a', NEXT)).toBe(20);
      // What was asked before midnight and comes late counts with the new day.
      expect(await count(quota, variants(60, 80), 'a', DAY)).toBe(0);
    });

    it('counts documents and not requests, by caller and hour, exactly', async () => {
      const quota = await open();
      const take = (count: number, hour = '2027-04-30T17', partly = false, caller = 'a') =>
        quota.take(caller, hour, count, 100, partly);
      // Twelve at a time of ten each: ten are let through, whoever comes first.
      const together = await Promise.all(Array.from({ length: 12 }, () => take(10)));
      expect(together.map(({ granted }) => granted).filter(Boolean)).toHaveLength(10);
      expect(await take(1)).toEqual({ granted: 0, left: 0 });
      expect(await take(100, undefined, false, 'b')).toEqual({ granted: 100, left: 0 });
      expect(await take(70, '2027-04-30T18')).toEqual({ granted: 70, left: 30 });
      expect(await take(31, '2027-04-30T18')).toEqual({ granted: 0, left: 30 });
      expect(await take(31, '2027-04-30T18', true)).toEqual({ granted: 30, left: 0 });
      expect(await take(1, '2027-04-30T17', true)).toEqual({ granted: 0, left: 0 });
      expect(await take(1, '2027-05-01T00')).toEqual({ granted: 1, left: 99 });
    });

    it('takes nothing from an equal suspect, and refuses it once nothing is left', async () => {
      const quota = await open();
      const equal = (suspect: string) => variant(suspect, { equal: true });
      expect(
        await count(
          quota,
          Array.from({ length: 50 }, (_, i) => equal(`e${i}`)),
        ),
      ).toBe(50);
      expect(await count(quota, variants(0, 25))).toBe(20);
      expect(await count(quota, [equal('late')])).toBe(0);
      expect(await count(quota, [equal('e7')])).toBe(1);
    });

    it('refuses right and wrong from the same unit on', async () => {
      const quota = await open();
      await quota.charge('a', DAY, [...variants(0, 19), variant('loose', { units: 1 })], 200);
      expect(await count(quota, [variant('right', { equal: true }), variant('wrong')])).toBe(0);
      expect(await count(quota, [variant('small', { units: 9 })])).toBe(1);
    });

    it('gives a suspect one list of entries for its units, and asks for more with another', async () => {
      const quota = await open();
      const with_ = (entries: string) => variant('s', { entries });
      expect(await count(quota, [variant('s'), with_('x'), with_('x')])).toBe(3);
      expect(await count(quota, variants(0, 19))).toBe(19);
      expect(await count(quota, [with_('x')])).toBe(1);
      expect(await count(quota, [with_('y')])).toBe(0);
      expect(await count(quota, [variant('s0', { entries: 'x' })])).toBe(1);
    });

    it('charges the difference when entries cost more', async () => {
      const quota = await open();
      await quota.charge('a', DAY, [variant('s', { units: 1 })], 200);
      expect(await count(quota, [variant('s', { units: 190, entries: 'x' })])).toBe(1);
      expect(await count(quota, variants(0, 2))).toBe(1);
    });

    it('counts probes up to the limit, all of a request or none, and takes hits back', async () => {
      const quota = await open();
      expect(await quota.spend('a', DAY, 990, 1000)).toBe(true);
      expect(await quota.spend('a', DAY, 11, 1000)).toBe(false);
      expect(await quota.spend('a', DAY, 10, 1000)).toBe(true);
      expect(await quota.spend('a', DAY, 1, 1000)).toBe(false);
      expect(await quota.spend('a', DAY, -5, 1000)).toBe(true);
      expect(await quota.spend('a', DAY, 5, 1000)).toBe(true);
      expect(await quota.spend('b', DAY, 1000, 1000)).toBe(true);
      expect(await quota.spend('a', NEXT, 1000, 1000)).toBe(true);
    });

    it('counts exactly when requests come at once', async () => {
      const quota = await open();
      const answers = await Promise.all(
        variants(0, 60).map((charge) => quota.charge('a', DAY, [charge], 200)),
      );
      expect(answers.flat().filter(Boolean)).toHaveLength(20);
    });
  });
}
