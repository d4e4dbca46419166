import { crc32 } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { BlobWindow } from '../../src/client/blob-window.ts';
import { unpacked } from '../../src/client/packed.ts';
import { zipEnd, zipEntries } from '../../src/extract/zip-central.ts';
import { input } from '../vectors/inputs.ts';

const BYTES = input('random/5/900000');

/** A file that notes which places of it are read. */
function watched(bytes: Uint8Array) {
  const reads: number[][] = [];
  const blob = new Blob([new Uint8Array(bytes)]);
  const slice = (start: number, end: number) => {
    reads.push([start, end - start]);
    return blob.slice(start, end);
  };
  return { reads, window: new BlobWindow({ size: blob.size, slice } as Blob) };
}

const bytesOf = async (place: Pick<Blob, 'arrayBuffer'>) =>
  new Uint8Array(await place.arrayBuffer());
const streamOf = async (place: Pick<Blob, 'stream'>) =>
  new Uint8Array(await new Response(place.stream()).arrayBuffer());

describe('places of a file', () => {
  test('are read many at a time where they are small, and each in an array of its own', async () => {
    const { reads, window } = watched(BYTES);
    const found: Uint8Array[] = [];
    for (let at = 1000; at < 201_000; at += 1000) {
      found.push(await bytesOf(window.place(at, at + 990)));
    }
    expect(reads).toHaveLength(1);
    for (const [i, one] of found.entries()) {
      expect(Buffer.compare(one, BYTES.subarray(1000 + i * 1000, 1990 + i * 1000))).toBe(0);
    }
    expect(await streamOf(window.place(1000, 1010))).toEqual(BYTES.slice(1000, 1010));
    expect(await bytesOf(window.place(5, 9))).toEqual(BYTES.slice(5, 9));
    expect(reads).toHaveLength(2);
  });

  test('are read on their own where they are large', async () => {
    const { reads, window } = watched(BYTES);
    const large = window.place(100, 700_100);
    expect(Buffer.compare(await bytesOf(large), BYTES.subarray(100, 700_100))).toBe(0);
    expect(Buffer.compare(await streamOf(large), BYTES.subarray(100, 700_100))).toBe(0);
    expect(reads).toEqual([
      [100, 700_000],
      [100, 700_000],
    ]);
  });

  test('have places of their own, and end where they end', async () => {
    const { window } = watched(BYTES);
    const place = window.place(10, 20);
    expect(await bytesOf(place.slice(2, 4))).toEqual(BYTES.slice(12, 14));
    expect(await bytesOf(place.slice(8, 40))).toEqual(BYTES.slice(18, 20));
    expect(place.slice(8, 40).size).toBe(2);
    expect(await bytesOf(place.slice(30, 40))).toEqual(new Uint8Array(0));
    expect(await streamOf(place.slice(3, 3))).toEqual(new Uint8Array(0));
  });

  test('far from the one before are read with little around them, those behind with much', async () => {
    const { reads, window } = watched(BYTES);
    for (const at of [500_000, 501_000, 540_000, 700_000]) {
      expect(await bytesOf(window.place(at, at + 10))).toEqual(BYTES.slice(at, at + 10));
    }
    const many = 256 * 1024;
    expect(reads).toEqual([
      [500_000, 32 * 1024],
      [540_000, many],
    ]);
    expect(await bytesOf(window.place(100_000, 150_000))).toEqual(BYTES.slice(100_000, 150_000));
    expect(reads.at(-1)).toEqual([100_000, 50_000]);
  });

  test('of members of a zip are unpacked', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `${i}.txt`);
    const data = names.map((_, i) => input(`text/${i}/${100 + i * 50}`));
    const zip = zipSync(Object.fromEntries(names.map((name, i) => [name, data[i] as Uint8Array])));
    const end = zipEnd(zip, zip.length);
    const { reads, window } = watched(zip);
    for (const [i, entry] of [...zipEntries(zip.subarray(end.offset), end)].entries()) {
      const place = window.place(entry.headerOffset, end.offset);
      const bytes = await unpacked(place, { kind: 'zipped', ...entry });
      expect(crc32(bytes)).toBe(crc32(data[i] as Uint8Array));
    }
    expect(reads).toHaveLength(1);
  });
});
