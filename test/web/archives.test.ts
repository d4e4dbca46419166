import { describe, expect, test } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import { Archives } from '../../src/web/client/archives.ts';
import type { ListedMember } from '../../src/web/client/listing.ts';
import { newSlot, type Slot, Slots } from '../../src/web/client/slots.ts';
import { CANNED, CORPORA } from './canned.ts';

const fingerprint = { profile: 'empreinte/1' } as Fingerprint;
const context = { consulted: CORPORA, closed: [], at: '2031-04-26T09:12:00Z' };
const outcome = { kind: 'answered', result: CANNED.absent, context } as const;
const LARGE = 200_000_000;
const archive = () => new File(['its bytes are not looked at'], 'a.tar');

const member = (name: string): ListedMember => ({
  name,
  contents: { kind: 'range', start: 4, end: 9, packed: { kind: 'stored' } },
});

function archivesOf(slots: Slots): Archives {
  return new Archives(slots, {
    push: (slot) => slots.add(slot),
    put: (index, change) => slots.put(index, change),
    took: () => {},
  });
}

/** A run with one archive, of which these members were told of. */
function begun(...members: ListedMember[]) {
  const slots = new Slots();
  slots.add(newSlot('a.tar', LARGE), archive());
  const archives = archivesOf(slots);
  const jobs = members.map((one, nth) => archives.place(0, nth, one));
  return { slots, jobs };
}

/** What a reload keeps of it. */
const reloaded = (slots: Slots) =>
  new Slots(Array.from({ length: slots.length }, (_, index) => slots.get(index) as Slot));

describe('an archive whose run was cancelled', () => {
  test('has no member read twice: neither one that was read, nor one that waits to be', () => {
    const { slots, jobs } = begun(member('x.eml'), member('y.eml'));
    expect(jobs.map((job) => job?.name)).toEqual(['a.tar!/x.eml', 'a.tar!/y.eml']);
    slots.put(1, { fingerprint });
    const resumed = archivesOf(slots);
    expect(resumed.jobs()).toMatchObject([{ index: 0, known: 1 }]);
    expect(resumed.place(0, 0, member('x.eml'))).toBe(null);
    // Its file is with its slot, by which it was begun again.
    expect(resumed.place(0, 1, member('y.eml'))).toBe(null);
    expect(resumed.place(0, 2, member('z.eml'))).toMatchObject({ index: 3 });
  });

  test('is done only when all its members are listed', () => {
    const { slots } = begun(member('x.eml'));
    slots.put(0, { outcome });
    slots.put(1, { outcome });
    expect(slots.counts()).toMatchObject({ done: 1, missing: 0 });
    slots.put(0, { listed: true });
    expect(slots.counts()).toMatchObject({ done: 2, missing: 0 });
    expect(archivesOf(slots).jobs()).toEqual([]);
  });
});

describe('an archive after a reload', () => {
  test('is missing until its members are listed, though it has an answer itself', () => {
    const { slots } = begun(member('x.eml'));
    slots.put(0, { outcome });
    slots.put(1, { outcome });
    const kept = reloaded(slots);
    expect(kept.counts()).toMatchObject({ done: 1, missing: 1 });
    expect(archivesOf(kept).jobs()).toEqual([]);
    slots.put(0, { listed: true });
    expect(reloaded(slots).counts()).toMatchObject({ done: 2, missing: 0 });
  });

  test('that comes again has only those members read of which nothing is known', async () => {
    const { slots } = begun(member('x.eml'), member('y.eml'), member('z.eml'));
    slots.put(0, { outcome, listed: true });
    slots.put(1, { outcome });
    slots.put(3, { outcome });
    const kept = reloaded(slots);
    expect(kept.counts()).toMatchObject({ done: 3, missing: 1 });
    kept.attach(0, archive());
    const again = archivesOf(kept);
    expect(again.jobs()).toMatchObject([{ index: 0, known: 1 }]);
    const jobs = ['x', 'y', 'z'].map((name, nth) => again.place(0, nth, member(`${name}.eml`)));
    expect(jobs.map((job) => job?.index ?? null)).toEqual([null, 2, null]);
    // For headers and passages.
    expect(kept.file(1)).toEqual({
      archive: kept.file(0),
      name: 'x.eml',
      start: 4,
      end: 9,
      packed: { kind: 'stored' },
    });
  });

  test('keeps the bytes of a member of a stream only until it is read', async () => {
    const { slots } = begun({
      name: 'x.eml',
      contents: { kind: 'passing', blob: new Blob(['mail']), packed: { kind: 'stored' } },
    });
    expect(await (slots.file(1) as File).text()).toBe('mail');
    slots.put(1, { fingerprint });
    expect(slots.file(1)).toBe(undefined);
  });
});
