import { describe, expect, test, vi } from 'vitest';
import type { ListedMember } from '../../src/web/client/listing.ts';
import { MemberQueue, readMembers } from '../../src/web/client/members.ts';
import type { Ask } from '../../src/web/client/protocol.ts';
import type { FileReaderPool } from '../../src/web/client/reader.ts';
import type { Job } from '../../src/web/client/reading.ts';

const GZIP = [0x1f, 0x8b, 8, 0];
const TAR = [0x66, 0x2f, 0, 0];

const fault = (name: string): ListedMember => ({
  name,
  contents: { kind: 'fault', problem: 'encrypted' },
});

/** Lists five members, two at a time. */
function lister() {
  const ask = vi.fn(async (request: Ask) => {
    const from = request.kind === 'members' ? request.from : 0;
    const members = ['a', 'b', 'c', 'd', 'e'].slice(from, from + 2).map(fault);
    return { kind: 'members', job: 0, members, done: from + 2 >= 5 } as const;
  });
  const stop = vi.fn();
  return { ask, stop, pool: { ask, stop } as unknown as FileReaderPool };
}

async function told(head: readonly number[], known: number) {
  const { ask, stop, pool } = lister();
  const file = new File([Uint8Array.from(head)], 'x');
  const names: string[] = [];
  const job = { index: 7, file, name: 'x', known };
  const queue = new MemberQueue<Job>(2);
  await readMembers(
    pool,
    job,
    queue,
    async () => {},
    (nth, { name }) => {
      names.push(`${nth} ${name}`);
      return true;
    },
  );
  return { names, asked: ask.mock.calls.map(([request]) => request), stop };
}

describe('members of an archive', () => {
  test('that is a stream are told from the first that is not known, and its lister ends with it', async () => {
    const { names, asked, stop } = await told(GZIP, 2);
    expect(names).toEqual(['2 c', '3 d', '4 e']);
    expect(asked.map((one) => 'of' in one && [one.of, one.from])).toEqual([
      [7, 2],
      [7, 4],
    ]);
    expect(stop).toHaveBeenCalledOnce();
  });

  test('that are places are all told, for their bytes are had again, and the lister stays', async () => {
    const { names, stop } = await told(TAR, 2);
    expect(names).toEqual(['0 a', '1 b', '2 c', '3 d', '4 e']);
    expect(stop).not.toHaveBeenCalled();
  });
});

describe('workers', () => {
  const job = (size: number): Job => {
    const packed = { kind: 'stored' } as const;
    const file = { archive: new File([], 'a'), name: 'x', start: 0, end: size, packed };
    return { index: 0, file, name: 'x' };
  };

  test('that wait rest while a large member is read, and only then', async () => {
    const queue = new MemberQueue<Job>(2);
    const rest = vi.fn();
    const [first, second] = [queue.next(0, rest), queue.next(0, rest)];
    queue.add(job(10));
    await first;
    expect(rest).not.toHaveBeenCalled();
    const large = job(9 * 1024 * 1024);
    const read = queue.next(1, rest);
    queue.add(large);
    expect(await read).toBe(large);
    await vi.waitFor(() => expect(rest).toHaveBeenCalledOnce());
    queue.finished(large);
    queue.add(job(20));
    await second;
    expect(rest).toHaveBeenCalledOnce();
  });
});
