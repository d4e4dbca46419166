import { afterEach, describe, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/cli/pool.ts';

const reader = (name: string) => new URL(`./readers/${name}.mjs`, import.meta.url);

let pool: Pool;
afterEach(() => pool.close());

const digest = (first: number) =>
  pool.lend((runner) => runner.digest({ kind: 'digest', bytes: Uint8Array.of(first) }));

test('a file that is read for ever is cut off, and the next one is read', async () => {
  pool = createPool({ size: 1, fileTimeoutMs: 300, entry: reader('spin') });
  const analyse = pool.lend((runner) =>
    runner.analyse({ kind: 'analyse', bytes: Uint8Array.of(1), name: 'a', entries: true }),
  );
  expect(await analyse).toEqual({ kind: 'over_limit', detail: 'took longer than 0.3 s to read' });
  expect(await digest(1)).toMatchObject({ kind: 'done' });
});

describe('a reader that dies', () => {
  test('of memory is over a limit; of a fault it is not; the next file is read', async () => {
    const printed: string[] = [];
    pool = createPool({
      size: 1,
      fileTimeoutMs: 60_000,
      maxHeapMb: 32,
      entry: reader('hungry'),
      trace: (text) => printed.push(text),
    });
    expect(await digest(1)).toEqual({
      kind: 'over_limit',
      detail: 'needs more than 32 MB to read',
    });
    expect(await digest(2)).toEqual({
      kind: 'crashed',
      detail: 'its reader ended early (1)',
    });
    expect(await digest(3)).toEqual({ kind: 'crashed', detail: 'its reader ended early (0)' });
    expect(await digest(9)).toEqual({ kind: 'done', value: { ssdeep: '9', tlsh: null } });
    expect(printed.join('')).toContain('a reader may print');
  });

  test('of memory outside its heap is over a limit, though it never comes back', async () => {
    pool = createPool({ size: 1, fileTimeoutMs: 60_000, entry: reader('swelling') });
    expect(await digest(1)).toEqual({
      kind: 'over_limit',
      detail: 'needs more than 900 MB to read',
    });
    expect(await digest(2)).toMatchObject({ kind: 'done' });
  });

  test('before it starts is named so', async () => {
    pool = createPool({ size: 1, fileTimeoutMs: 1000, entry: reader('missing') });
    expect(await digest(1)).toMatchObject({
      kind: 'crashed',
      detail: expect.stringContaining('did not start'),
    });
  });
});

test('a pool that was closed starts no reader', async () => {
  pool = createPool({ size: 1, fileTimeoutMs: 60_000, entry: reader('hungry') });
  pool.close();
  expect(await digest(9)).toEqual({ kind: 'crashed', detail: 'the run has ended' });
});

test('a reader that kept much memory is not lent to the next file', async () => {
  pool = createPool({ size: 1, fileTimeoutMs: 60_000, entry: reader('swelling') });
  const [first, second] = [await digest(2), await digest(2)];
  expect(first).toMatchObject({ kind: 'done', value: { ssdeep: expect.any(String) } });
  expect(second).not.toEqual(first);
});

test('where memory is short, readers have less room for garbage from the next file on', async () => {
  pool = createPool({ size: 1, fileTimeoutMs: 60_000, entry: reader('flags') });
  const wide = await digest(1);
  expect(await digest(1)).toEqual(wide);
  pool.narrow();
  const narrow = await digest(1);
  expect(narrow).toMatchObject({ value: { ssdeep: expect.stringContaining('semi-space-size=4') } });
  expect(narrow).not.toEqual(wide);
});

test('no more readers are lent than there are', async () => {
  pool = createPool({ size: 2, fileTimeoutMs: 1000, entry: reader('hungry') });
  let lent = 0;
  let most = 0;
  const hold = () =>
    pool.lend(async () => {
      most = Math.max(most, ++lent);
      await new Promise((done) => setImmediate(done));
      lent--;
    });
  await Promise.all([hold(), hold(), hold(), hold(), hold()]);
  expect(most).toBe(2);
});

test('what one reader found, the others learn', async () => {
  pool = createPool({ size: 2, fileTimeoutMs: 60_000, entry: reader('teaching') });
  const signal = () => {
    let give = () => {};
    const given = new Promise<void>((done) => {
      give = done;
    });
    return { give, given };
  };
  const started = signal();
  const done = signal();
  // The one is asked while the other is lent, so that each has its own.
  const other = pool.lend(async (runner) => {
    const ask = () => runner.digest({ kind: 'digest', bytes: Uint8Array.of(0) });
    await ask();
    started.give();
    await done.given;
    return await ask();
  });
  await started.given;
  const one = [await digest(0), await digest(5), await digest(7), await digest(0)];
  done.give();
  const learnt = (sizes: string) => ({ kind: 'done', value: { ssdeep: sizes, tlsh: null } });
  expect(one).toEqual(one.map(() => learnt('')));
  expect(await other).toEqual(learnt('5 7'));
});

describe('a reader that several files share', () => {
  const share = (first: number) =>
    pool.share((runner) => runner.digest({ kind: 'digest', bytes: Uint8Array.of(first) }));

  test('reads on in another process when one of them kills it, which alone is told so', async () => {
    pool = createPool({ size: 1, fileTimeoutMs: 60_000, entry: reader('hungry') });
    const got = await Promise.all([9, 2, 8, 3, 7].map(share));
    expect(got).toEqual([
      { kind: 'done', value: { ssdeep: '9', tlsh: null } },
      { kind: 'crashed', detail: 'its reader ended early (1)' },
      { kind: 'done', value: { ssdeep: '8', tlsh: null } },
      { kind: 'crashed', detail: 'its reader ended early (0)' },
      { kind: 'done', value: { ssdeep: '7', tlsh: null } },
    ]);
  });

  test('has the time of each told from when it comes to it', async () => {
    pool = createPool({ size: 1, fileTimeoutMs: 1000, entry: reader('slow') });
    const got = await Promise.all([200, 200, 200, 200, 200, 200, 250, 200].map(share));
    const done = (ms: number) => ({ kind: 'done', value: { ssdeep: `${ms}`, tlsh: null } });
    expect(got.slice(0, 6)).toEqual(Array(6).fill(done(200)));
    expect(got[6]).toEqual({ kind: 'over_limit', detail: 'took longer than 1 s to read' });
    expect(got[7]).toEqual(done(200));
  });

  test('is lent to one alone when the others are done, and shared again after that', async () => {
    pool = createPool({ size: 1, fileTimeoutMs: 60_000, entry: reader('hungry') });
    const events: string[] = [];
    const sharing = (name: string) =>
      pool.share(async (runner) => {
        await runner.digest({ kind: 'digest', bytes: Uint8Array.of(9) });
        events.push(name);
      });
    const lent = async () => {
      events.push('lent');
      await new Promise((done) => setImmediate(done));
      events.push('left');
    };
    await Promise.all([sharing('a'), sharing('b'), pool.lend(lent), sharing('c'), pool.lend(lent)]);
    expect(events).toEqual(['a', 'b', 'lent', 'left', 'lent', 'left', 'c']);
  });
});
