import { describe, expect, test } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import { newSlot, Slots } from '../../src/web/client/slots.ts';
import { CANNED, CORPORA } from './canned.ts';

const fingerprint = { profile: 'empreinte/1' } as Fingerprint;
const context = { consulted: CORPORA, closed: [], at: '2031-04-26T09:12:00Z' };
const answered = { kind: 'answered', result: CANNED.absent, context } as const;
const file = (name: string, text: string) => ({ file: new File([text], name), path: name });

describe('what is checked', () => {
  test('a copy is counted with the file that it is a copy of, and named by it', () => {
    const slots = new Slots();
    for (const name of ['a', 'b', 'c']) slots.add(newSlot(name, 1), new File(['x'], name));
    slots.put(2, { copyOf: 0 });
    expect(slots.counts()).toMatchObject({ done: 0, copies: 1, queued: 0, missing: 0 });
    slots.put(0, { fingerprint });
    expect(slots.counts()).toMatchObject({ done: 0, queued: 1 });
    expect(slots.answers()).toEqual([]);
    slots.put(0, { outcome: answered });
    expect(slots.counts()).toMatchObject({ done: 2, queued: 0 });
    expect(slots.answers().map(({ name, copies }) => [name, copies])).toEqual([['a', ['c']]]);
    slots.put(1, { copyOf: 0 });
    expect(slots.answers()[0]?.copies).toEqual(['c', 'b']);
  });

  test('no name turns the writing of what follows it, or holds a line end', () => {
    const slots = new Slots();
    slots.add(newSlot('facture\u202efdp.exe', 1));
    slots.add(newSlot('a\nDiffers.eml', 1));
    slots.put(1, { copyOf: 0 });
    slots.put(0, { outcome: answered, partNames: { 0: 'note\u2066.txt' } });
    const [{ name, copies, partNames } = { name: '', partNames: {} }] = slots.answers();
    expect([name, copies, partNames]).toEqual([
      'facture\\u202efdp.exe',
      ['a\\nDiffers.eml'],
      { 0: 'note\\u2066.txt' },
    ]);
  });

  test('an answer is the same object until it changes', () => {
    const slots = new Slots();
    slots.add(newSlot('a', 1));
    slots.put(0, { outcome: answered });
    const [before] = slots.answers();
    expect(slots.answers()[0]).toBe(before);
    slots.put(0, { located: { kind: 'asking' } });
    expect(slots.answers()[0]).not.toBe(before);
  });

  test('so are all of them, until one comes, changes or goes', () => {
    const slots = new Slots();
    for (const name of ['a', 'b', 'c']) slots.add(newSlot(name, 1));
    slots.put(0, { outcome: answered });
    const ids = () => slots.answers().map(({ id }) => id);
    let before = slots.answers();
    slots.put(1, { fingerprint });
    expect(slots.answers()).toBe(before);
    slots.put(1, { outcome: answered });
    expect(ids()).toEqual(['f0', 'f1']);
    before = slots.answers();
    slots.put(2, { copyOf: 1 });
    expect(slots.answers()).not.toBe(before);
    slots.put(0, { outcome: null });
    expect(ids()).toEqual(['f1']);
  });

  test('after a reload files are missing until the same ones come again', () => {
    const kept = [
      newSlot('x/a.eml', 3),
      newSlot('x/b.eml', 3),
      newSlot('c', null, { sha256: 'f' }),
    ];
    const slots = new Slots(kept);
    expect(slots.counts()).toMatchObject({ missing: 2, queued: 1 });
    // Another size is another file.
    const others = slots.attachAll([file('x/a.eml', 'abc'), file('x/b.eml', 'abcd')]);
    expect(others.map(({ path }) => path)).toEqual(['x/b.eml']);
    expect(slots.counts()).toMatchObject({ missing: 1 });
    expect(slots.file(0)).toMatchObject({ name: 'x/a.eml', size: 3 });
    expect(slots.file(1)).toBe(undefined);
  });
});
