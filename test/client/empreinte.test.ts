import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ApiError, Empreinte } from '../../src/client/index.ts';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';
import { answerOf, matchOf, verdictOf } from './answers.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const digestOf = (n: number) => n.toString(16).padStart(64, '0');
const digests = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ sha256: digestOf(i) }));

interface Item {
  readonly id: string;
  readonly sha256?: string;
  readonly fingerprint?: { readonly bytes: { readonly size: number; readonly sha256: string } };
}

/** Answers each item with a record named after its digest, after as many turns as it is told. */
function answering(delayOf: (call: number) => number = () => 0) {
  const calls: Item[][] = [];
  let open = 0;
  let most = 0;
  const send: typeof fetch = async (_input, init) => {
    const { items } = JSON.parse(String(init?.body)) as { items: Item[] };
    calls.push(items);
    most = Math.max(most, ++open);
    await new Promise((done) => setTimeout(done, delayOf(calls.length)));
    open--;
    const results = items.map(({ id, sha256, fingerprint }) =>
      matchOf({ id, record: `rec_${sha256 ?? fingerprint?.bytes.sha256}` }),
    );
    return new Response(JSON.stringify(answerOf(results)));
  };
  return { send, calls, most: () => most };
}

const registryWith = (send: typeof fetch, more: object = {}) =>
  new Empreinte({ server: 'https://registry.test', fetch: send, ...more });

async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of from) list.push(one);
  return list;
}

describe('checkMany', () => {
  test('answers in order, in batches, two at a time, though the first takes longest', async () => {
    const { send, calls, most } = answering((call) => (call === 1 ? 40 : 1));
    const found = await all(registryWith(send).checkMany(digests(25), { batch: 10 }));
    expect(found.map(({ record }) => record)).toEqual(digests(25).map((d) => `rec_${d.sha256}`));
    expect(calls.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(most()).toBe(2);
  });

  test('takes no more from its source than it can hold, and ends it when left', async () => {
    const { send } = answering();
    let taken = 0;
    let ended = false;
    async function* endless() {
      try {
        for (;;) yield { sha256: digestOf(taken++) };
      } finally {
        ended = true;
      }
    }
    for await (const { record } of registryWith(send).checkMany(endless(), { batch: 5 })) {
      expect(record).toBe(`rec_${digestOf(0)}`);
      await new Promise((done) => setTimeout(done, 30));
      break;
    }
    // Two requests under way, a group that waits, and the files being read.
    expect(taken).toBeLessThanOrEqual(5 * 4 + 4);
    // It is told at once, and ends in its own turn.
    await new Promise((done) => setTimeout(done, 0));
    expect(ended).toBe(true);
  });

  test('answers what it has while its source is silent', async () => {
    const { send } = answering();
    let go = () => {};
    const silent = new Promise<void>((done) => {
      go = done;
    });
    async function* slow() {
      yield { sha256: digestOf(1) };
      await silent;
      yield { sha256: digestOf(2) };
    }
    const found = registryWith(send).checkMany(slow());
    expect((await found.next()).value?.record).toBe(`rec_${digestOf(1)}`);
    go();
    expect((await found.next()).value?.record).toBe(`rec_${digestOf(2)}`);
    expect((await found.next()).done).toBe(true);
  });

  test('a file that cannot be read is undecided, and its neighbours are answered', async () => {
    const { send, calls } = answering();
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('disk on fire'));
      },
    });
    const files = [bytesOf('one'), broken, bytesOf('two')];
    const [first, second, third] = await all(registryWith(send).checkMany(files));
    expect([first?.verdict, third?.verdict]).toEqual(['match', 'match']);
    expect(second).toMatchObject({
      verdict: 'undecided',
      reason: 'unreadable',
      detail: 'disk on fire',
      at: null,
    });
    expect(calls[0]).toHaveLength(2);
  });

  test('an item that the registry refuses is undecided, and its neighbours are answered', async () => {
    const send: typeof fetch = async (_input, init) => {
      const { items } = JSON.parse(String(init?.body)) as { items: Item[] };
      const bad = items.findIndex(({ sha256 }) => sha256 === digestOf(1));
      if (bad < 0) {
        const results = items.map(({ id }) => verdictOf({ id }));
        return new Response(JSON.stringify(answerOf(results)));
      }
      const errors = [{ pointer: `/items/${bad}/sha256`, detail: 'not today' }];
      const problem = { code: 'validation_failed', detail: 'About it.', errors };
      return new Response(JSON.stringify(problem), { status: 422 });
    };
    const found = await all(registryWith(send).checkMany(digests(3)));
    expect(found.map(({ verdict }) => verdict)).toEqual(['absent', 'undecided', 'absent']);
    expect(found[1]?.detail).toBe('not today (/sha256)');
  });

  test('a registry that fails ends the loop with its code, after what was answered', async () => {
    const { send } = answering();
    let calls = 0;
    const failing: typeof fetch = (input, init) => {
      if (++calls === 1) return send(input, init);
      const problem = { code: 'internal', detail: 'About it.' };
      return Promise.resolve(new Response(JSON.stringify(problem), { status: 500 }));
    };
    const found: (string | null)[] = [];
    const run = async () => {
      for await (const one of registryWith(failing).checkMany(digests(4), { batch: 2 })) {
        found.push(one.record);
      }
    };
    const error = await run().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).code).toBe('internal');
    expect(found).toEqual([`rec_${digestOf(0)}`, `rec_${digestOf(1)}`]);
  });

  test('an aborted signal ends it with its reason', async () => {
    const leaving = new AbortController();
    const send: typeof fetch = (_input, init) =>
      new Promise((_done, fail) => {
        init?.signal?.addEventListener('abort', () => fail(init.signal?.reason));
        leaving.abort(new Error('enough'));
      });
    const { signal } = leaving;
    await expect(all(registryWith(send).checkMany(digests(3), { signal }))).rejects.toThrow(
      'enough',
    );
    await expect(registryWith(send).check(digests(1)[0] as never, { signal })).rejects.toThrow(
      'enough',
    );
  });
});

describe('what leaves for a file', () => {
  test('is a fingerprint without its name and text', async () => {
    let sent = '';
    const send: typeof fetch = async (_input, init) => {
      sent = String(init?.body);
      return new Response(JSON.stringify(answerOf([verdictOf({ id: '0' })])));
    };
    const text = 'The treasurer of the committee wrote this confidential sentence.';
    const file = new File([text], 'confidential-name.txt');
    const { name, fingerprint } = await registryWith(send).check(file);
    expect(name).toBe('confidential-name.txt');
    expect(sent).not.toMatch(/confidential|treasurer/);
    expect(JSON.parse(sent).items[0].fingerprint).toEqual(JSON.parse(JSON.stringify(fingerprint)));
  });

  test('over the limit is digests of its bytes, the same from a stream and a Blob', async () => {
    const { send, calls } = answering();
    const limits = { ...LOCAL_LIMITS, maxInputBytes: 1000 };
    const bytes = Uint8Array.from({ length: 4000 }, (_, i) => (i * i) % 251);
    const registry = registryWith(send, { limits });
    for (const file of [bytes, new Blob([bytes]), new Blob([bytes]).stream()]) {
      const { fingerprint } = await registry.check(file);
      expect(fingerprint?.problem).toBe('over_limit');
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    for (const [item] of calls) {
      expect(item?.fingerprint?.bytes).toMatchObject({ size: 4000, sha256 });
    }
  });
});

describe('a token', () => {
  test('is not sent over plain http to another machine', () => {
    const make = (server: string) => new Empreinte({ server, token: 't' });
    expect(() => make('http://registry.test')).toThrow(TypeError);
    expect(() => make('http://127.0.0.1:8787')).not.toThrow();
  });
});

test('what is no file is a TypeError, not an answer', async () => {
  const { send } = answering();
  await expect(registryWith(send).check({ data: 'text' } as never)).rejects.toThrow(TypeError);
});
