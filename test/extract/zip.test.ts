import { deflateRawSync } from 'node:zlib';
import { type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readZipDirectory, unzip } from '../../src/extract/zip.ts';
import { inflateMember } from '../../src/extract/zip-inflate.ts';
import { expectProblem, testContext } from './helpers.ts';

const text = (s: string): Uint8Array => new TextEncoder().encode(s);
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;

function zip(members: Record<string, string>, level: 0 | 6 = 6): Uint8Array {
  const input: Zippable = {};
  for (const [name, value] of Object.entries(members)) input[name] = [text(value), { level }];
  return zipSync(input);
}

/** Offsets of a record's signature. */
function records(bytes: Uint8Array, signature: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const found: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at++) {
    if (view.getUint32(at, true) === signature) found.push(at);
  }
  return found;
}

function patch(bytes: Uint8Array, at: number, value: number, size: 2 | 4): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  if (size === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
  return copy;
}

function first(found: number[]): number {
  if (found[0] === undefined) throw new Error('no such record');
  return found[0];
}

describe('unzip', () => {
  it('gives every member, stored or deflated, and leaves folders out', async () => {
    for (const level of [0, 6] as const) {
      const members = await unzip(
        zip({ 'a.txt': 'un', 'd/': '', 'd/b.txt': 'deux' }, level),
        testContext(),
      );
      expect([...members.keys()].sort()).toEqual(['a.txt', 'd/b.txt']);
      expect(new TextDecoder().decode(members.get('d/b.txt'))).toBe('deux');
    }
  });

  it('keeps names as labels, whatever they say', async () => {
    const members = await unzip(zip({ '../../etc/passwd': 'x', __proto__x: 'y' }), testContext());
    expect(members.has('../../etc/passwd')).toBe(true);
  });

  it('charges what it inflates to the budget', async () => {
    const context = testContext();
    await unzip(zip({ a: 'x'.repeat(1000), b: 'y'.repeat(500) }), context);
    expect(context.budget.decompressedBytes).toBe(1500);
  });

  it('refuses members over the limits', async () => {
    const big = zip({ a: 'x'.repeat(5_000_000) });
    await expectProblem(() => unzip(big, testContext({ maxMemberBytes: 4_000_000 })), 'over_limit');
    await expectProblem(() => unzip(big, testContext({ maxRatio: 100 })), 'over_limit');
    const two = zip({ a: 'x'.repeat(600), b: 'y'.repeat(600) });
    await expectProblem(() => unzip(two, testContext({ maxTotalBytes: 1000 })), 'over_limit');
    await expectProblem(() => unzip(two, testContext({ maxMembers: 1 })), 'over_limit');
  });

  it('refuses a bomb that declares a small size', async () => {
    const data = deflateRawSync(new Uint8Array(100_000_000));
    const honest = zipSync({ a: [new Uint8Array(10), { level: 6 }] });
    const bomb = new Uint8Array(30 + 1 + data.length + 46 + 1 + 22);
    const view = new DataView(bomb.buffer);
    const central = first(records(honest, CENTRAL));
    bomb.set(honest.subarray(0, 31));
    bomb.set(data, 31);
    bomb.set(honest.subarray(central, central + 47), 31 + data.length);
    bomb.set(honest.subarray(central + 47), 31 + data.length + 47);
    view.setUint32(18, data.length, true);
    view.setUint32(31 + data.length + 20, data.length, true);
    view.setUint32(bomb.length - 22 + 16, 31 + data.length, true);
    const context = testContext();
    await expectProblem(() => unzip(bomb, context), 'unreadable');
    expect(context.budget.decompressedBytes).toBe(10);
  });

  it('refuses a size, checksum or name that the two headers give differently', async () => {
    const good = zip({ 'word.xml': 'texte' });
    const local = first(records(good, LOCAL));
    const central = first(records(good, CENTRAL));
    for (const bad of [
      patch(good, local + 22, 4, 4),
      patch(good, local + 14, 0xdead, 4),
      patch(good, local + 8, 0, 2),
      patch(good, local + 30, 0x7878, 2),
      patch(good, central + 24, 4, 4),
      patch(good, central + 16, 0xdead, 4),
    ]) {
      await expectProblem(() => unzip(bad, testContext()), 'unreadable');
    }
  });

  it('refuses data that do not have their checksum', async () => {
    const good = zip({ a: 'texte' }, 0);
    await expectProblem(() => unzip(patch(good, 31, 0x4142, 2), testContext()), 'unreadable');
  });

  it('refuses two members of one name, also by case or slash', async () => {
    for (const [one, other] of [
      ['a/b', 'a/c'],
      ['a/b', 'A/b'],
      ['a/b', 'a\\b'],
    ] as const) {
      const bytes = zip({ [one]: 'x', [other]: 'y' });
      // fflate writes no name twice, so the third letter of the second is made the first's.
      const same = bytes.slice();
      if (other === 'a/c') {
        for (const at of [records(bytes, LOCAL)[1] ?? 0]) same[at + 32] = 0x62;
        for (const at of [records(bytes, CENTRAL)[1] ?? 0]) same[at + 48] = 0x62;
      }
      await expectProblem(() => unzip(same, testContext()), 'unreadable');
    }
  });

  it('refuses a member that the central directory leaves out', async () => {
    const two = zip({ a: 'x', b: 'y' });
    const central = records(two, CENTRAL);
    const hidden = new Uint8Array(two.length - 47);
    hidden.set(two.subarray(0, central[0]));
    hidden.set(two.subarray(central[1]), central[0]);
    const end = hidden.length - 22;
    const view = new DataView(hidden.buffer);
    view.setUint16(end + 8, 1, true);
    view.setUint16(end + 10, 1, true);
    view.setUint32(end + 12, 47, true);
    await expectProblem(() => unzip(hidden, testContext()), 'unreadable');
    expect(readZipDirectory(hidden, testContext().limits).faults).toHaveLength(1);
  });

  it('refuses a second directory behind the comment', async () => {
    const outer = zip({ a: 'vrai' });
    const inner = zip({ a: 'faux' });
    const both = new Uint8Array(outer.length + inner.length);
    both.set(outer);
    both.set(inner, outer.length);
    new DataView(both.buffer).setUint16(outer.length - 2, inner.length, true);
    await expectProblem(() => unzip(both, testContext()), 'unreadable');
  });

  it('says encrypted for encrypted members', async () => {
    const good = zip({ a: 'texte' });
    const flagged = patch(
      patch(good, first(records(good, LOCAL)) + 6, 1, 2),
      first(records(good, CENTRAL)) + 8,
      1,
      2,
    );
    await expectProblem(() => unzip(flagged, testContext()), 'encrypted');
  });

  it('refuses every truncation', async () => {
    const good = zip({ a: 'texte', b: 'autre' });
    for (let length = 0; length < good.length; length++) {
      await expectProblem(() => unzip(good.subarray(0, length), testContext()), 'unreadable');
    }
  });

  it('lists members without inflating them', () => {
    const { members, faults } = readZipDirectory(zip({ 'é.txt': 'abc' }), testContext().limits);
    expect(faults).toEqual([]);
    expect(members).toMatchObject([{ name: 'é.txt', size: 3, encrypted: false, directory: false }]);
    expect(() =>
      inflateMember(zip({ a: '' }), { ...members[0], method: 12 } as never, testContext()),
    ).toThrow();
  });
});
