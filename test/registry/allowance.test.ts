import { describe, expect, it } from 'vitest';
import { allow } from '../../src/registry/allowance.ts';
import { Meter } from '../../src/registry/meter.ts';
import { memoryQuota } from '../../src/storage/memory-quota.ts';

const at = (time: string) => new Date(`2027-04-30T${time}Z`);

describe('documents an hour', () => {
  it('lets a dump of 70,000 mails through, none of them known and none of them vouched for', async () => {
    const quota = memoryQuota();
    const now = at('17:05:00');
    for (let request = 0; request < 70; request++) {
      expect((await allow(quota, 'address:1', now, 1000)).granted).toBe(1000);
      // The worst case: every mail is too short for a sketch, and missed.
      await new Meter(quota, 'address:1', now).spend(1000);
    }
    expect((await allow(quota, 'address:1', now, 0)).left).toBe(30_000);
  });

  it('refuses whole batches or the rest of a stream, until the hour is over', async () => {
    const quota = memoryQuota();
    await allow(quota, 'address:1', at('17:00:00'), 99_990);
    const whole = await allow(quota, 'address:1', at('17:59:30'), 11);
    expect(whole).toEqual({ granted: 0, limit: 100_000, left: 10, resets: 30 });
    expect((await allow(quota, 'address:1', at('17:59:59.9'), 11, true)).granted).toBe(10);
    expect((await allow(quota, 'address:2', at('17:59:59'), 11)).granted).toBe(11);
    expect((await allow(quota, 'address:1', at('18:00:00'), 100_000)).granted).toBe(100_000);
  });

  it('is ten times as much for who holds a token', async () => {
    const quota = memoryQuota();
    for (const caller of ['accredited:tok_1', 'registrar:a', 'admin:tok_2']) {
      expect((await allow(quota, caller, at('17:00:00'), 0)).left).toBe(1_000_000);
    }
  });
});
