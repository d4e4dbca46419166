import { beforeAll, describe, expect, it } from 'vitest';
import { ssdeepDigest, ssdeepScore } from '../../src/fingerprint/ssdeep.ts';
import type { CheckItem } from '../../src/registry/contract.ts';
import { createRegistry, type Registry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchesMadeAt, declare, registerAll, SITE } from './batches.ts';
import { filePrint, hash } from './prints.ts';

batchesMadeAt('2027-04-01');

/** Bytes that look random but follow from a seed. */
function noise(seed: string, length: number): Uint8Array {
  const text = Array.from({ length: Math.ceil(length / 64) }, (_, i) => hash(`${seed} ${i}`));
  return new TextEncoder().encode(text.join('')).subarray(0, length);
}

describe('bare digests', () => {
  const genuine = noise('genuine', 20_000);
  const changed = Uint8Array.from(genuine);
  changed.set(noise('patch', 200), 9000);
  let registry: Registry;
  let id: string | null | undefined;

  beforeAll(async () => {
    registry = createRegistry({
      site: SITE,
      store: memoryStore(),
      clock: () => new Date('2027-04-01'),
    });
    await declare(registry);
    const ssdeep = ssdeepDigest(genuine);
    const scan = filePrint('scan', {
      bytes: { size: genuine.length, sha256: hash('scan'), ssdeep, tlsh: null },
    });
    [id] = await registerAll(registry, [scan]);
  });

  const one = async (item: CheckItem) => {
    const { results } = await registry.check({ items: [item] }, 'somebody');
    return results[0];
  };

  it('an equal ssdeep is near and never a match', async () => {
    expect(await one({ ssdeep: ssdeepDigest(genuine) })).toMatchObject({
      verdict: 'differs',
      grade: 'near',
      record: id,
      near: [{ record: id, band: 'most' }],
    });
  });

  it('a like ssdeep is near', async () => {
    expect(ssdeepScore(ssdeepDigest(changed), ssdeepDigest(genuine))).toBeGreaterThan(60);
    expect(await one({ ssdeep: ssdeepDigest(changed) })).toMatchObject({ grade: 'near' });
  });

  it('a strange one is absent, and says that only bytes were compared', async () => {
    expect(await one({ ssdeep: ssdeepDigest(noise('other', 20_000)) })).toMatchObject({
      verdict: 'absent',
      notes: ['bytes_only'],
    });
  });

  it('one without a single 7-gram is undecided', async () => {
    expect(await one({ ssdeep: '3:a:b' })).toMatchObject({
      verdict: 'undecided',
      reason: 'too_short',
    });
  });

  it('keep their place among each other', async () => {
    const { results } = await registry.check(
      {
        items: [{ sha256: hash('none') }, { ssdeep: ssdeepDigest(genuine) }, { sha256: hash('x') }],
      },
      'somebody',
    );
    expect(results.map(({ verdict }) => verdict)).toEqual(['absent', 'differs', 'absent']);
  });
});
