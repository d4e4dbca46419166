import { expect, test } from 'vitest';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';
import { createRemembered } from '../../src/extract/pdf/remembered.ts';
import type { Extracted } from '../../src/extract/reader.ts';
import type { Document } from '../../src/fingerprint/document.ts';

const one = Uint8Array.of(1);
const other = Uint8Array.of(2);
const part = { name: 'a' } as Document;

/** A reader that takes so much of the allowance, and counts how often it reads. */
function reader(found: Partial<Extracted> = {}) {
  const remembered = createRemembered();
  let reads = 0;
  const read = (
    bytes: Uint8Array,
    allowance = { bytes: LOCAL_LIMITS.maxTotalBytes },
    taken = 1000,
  ) =>
    remembered(bytes, LOCAL_LIMITS, allowance, async () => {
      reads++;
      allowance.bytes -= taken;
      return { reading: null, mail: null, parts: [], ...found };
    });
  return { read, reads: () => reads };
}

test('equal bytes are read once, and taken off the allowance each time', async () => {
  const { read, reads } = reader();
  const allowance = { bytes: LOCAL_LIMITS.maxTotalBytes };
  const first = await read(one, allowance);
  expect(await read(Uint8Array.of(1), allowance)).toBe(first);
  expect(allowance.bytes).toBe(LOCAL_LIMITS.maxTotalBytes - 2000);
  expect(reads()).toBe(1);
  expect(await read(other)).not.toBe(first);
  expect(reads()).toBe(2);
});

test('what holds files, or was read with too little allowed, is read again', async () => {
  const holder = reader({ parts: [part] });
  await holder.read(one);
  await holder.read(one);
  expect(holder.reads()).toBe(2);

  const scarce = reader();
  await scarce.read(one, { bytes: LOCAL_LIMITS.maxMemberBytes + 999 });
  await scarce.read(one);
  expect(scarce.reads()).toBe(2);
  // It is known by now, but a submission that has too little left is not given it.
  const allowance = { bytes: LOCAL_LIMITS.maxMemberBytes + 999 };
  await scarce.read(one, allowance);
  expect(scarce.reads()).toBe(3);
});

test('what cannot be read is read again, and long texts push out those met longest ago', async () => {
  const failing = createRemembered();
  const allowance = { bytes: LOCAL_LIMITS.maxTotalBytes };
  const fail = () => failing(one, LOCAL_LIMITS, allowance, async () => Promise.reject(new Error()));
  await expect(fail()).rejects.toThrow();
  await expect(fail()).rejects.toThrow();

  const text = { pages: [[{ text: 'x'.repeat(400_000) }]] };
  const { read, reads } = reader({
    reading: { extractor: 'x', text, drawn: null, marks: [] },
  });
  for (let i = 0; i < 4; i++) await read(Uint8Array.of(i));
  await read(Uint8Array.of(0));
  expect(reads()).toBe(4);
  // The fifth pushes out 1, since 0 was met after it.
  await read(Uint8Array.of(4));
  await read(Uint8Array.of(0));
  expect(reads()).toBe(5);
  await read(Uint8Array.of(1));
  expect(reads()).toBe(6);
});
