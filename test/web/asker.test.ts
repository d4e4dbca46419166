import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/client/api-error.ts';
import { checkBody } from '../../src/client/check-body.ts';
import type { Client } from '../../src/client/client.ts';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import type { CheckItem } from '../../src/registry/contract.ts';
import type { Outcome } from '../../src/web/answer.ts';
import { Asker } from '../../src/web/client/asker.ts';
import { CANNED, CORPORA } from './canned.ts';

const fingerprint = { profile: 'empreinte/1' } as Fingerprint;
const ids = (n: number) => Array.from({ length: n }, (_, index) => `f${index}`);

const answer = (items: Parameters<Client['check']>[0]) => ({
  results: items.map(({ id }) => ({ ...CANNED.absent, id: id ?? null })),
  corpora: { consulted: CORPORA, closed: [] },
  at: '2031-04-26T09:12:00Z',
});

/** Asks for `count` files and returns what each was told and what each request carried. */
async function run(count: number, check: Client['check']) {
  const told = new Map<string, Outcome[]>();
  const requests: string[][] = [];
  const client = {
    check: (items: readonly CheckItem[]) => {
      requests.push(items.map(({ id }) => id ?? ''));
      return check(items);
    },
  } as unknown as Client;
  const asker = new Asker(client, (id, outcome) =>
    told.set(id, [...(told.get(id) ?? []), outcome]),
  );
  for (const id of ids(count)) asker.ask({ id, fingerprint });
  await asker.settled();
  return { told, requests };
}

const refuse = (status: number) => new ApiError({ code: 'x', status, detail: 'x' });

const limited = (retryAfterMs: number | null) =>
  new ApiError({ code: 'rate_limited', status: 429, detail: 'x', retryAfterMs });

describe('asked to wait', () => {
  /** Time stands still but for the pauses, which are over at once. */
  async function paused(waits: (number | null)[], count = 3) {
    const told = new Map<string, Outcome[]>();
    const requests: string[][] = [];
    const pauses: (number | null)[] = [];
    let now = 1_000_000;
    const client = {
      check: async (items: readonly CheckItem[], options: unknown) => {
        expect(options).toEqual({ waitsItself: true });
        requests.push(items.map(({ id }) => id ?? ''));
        const wait = waits.shift();
        if (wait !== undefined) throw limited(wait);
        return answer(items);
      },
    } as unknown as Client;
    const asker = new Asker(
      client,
      (id, outcome) => told.set(id, [...(told.get(id) ?? []), outcome]),
      {
        paused: (until) => pauses.push(until),
        now: () => now,
        sleep: async (ms) => {
          now += ms;
        },
      },
    );
    for (const id of ids(count)) asker.ask({ id, fingerprint });
    await asker.settled();
    return { told, requests, pauses };
  }

  test('says until when, and goes on by itself with the same questions', async () => {
    const { told, requests, pauses } = await paused([120_000]);
    expect(requests).toEqual([['f0'], ['f0'], ['f1', 'f2']]);
    expect(pauses).toEqual([1_120_000, null]);
    for (const id of ids(3)) expect(told.get(id)).toMatchObject([{ kind: 'answered' }]);
  });

  test('again and again, never sooner than after a second', async () => {
    const { told, pauses } = await paused([0, 5000], 1);
    expect(pauses).toEqual([1_001_000, null, 1_006_000, null]);
    expect(told.get('f0')).toMatchObject([{ kind: 'answered' }]);
  });

  test('for more than an hour, leaves it to the reader and says for how long', async () => {
    const { told, pauses } = await paused([3_600_001], 1);
    expect(told.get('f0')).toEqual([
      { kind: 'failed', failure: { code: 'quota', retryMinutes: 61 } },
    ]);
    expect(pauses).toEqual([]);
  });

  test('without being told for how long, does the same', async () => {
    const { told } = await paused([null], 1);
    expect(told.get('f0')).toEqual([
      { kind: 'failed', failure: { code: 'quota', retryMinutes: null } },
    ]);
  });

  test('asks nothing more after a stop, and does not wait for the pause to end', async () => {
    let requests = 0;
    const told: string[] = [];
    const client = {
      check: async () => {
        requests++;
        throw limited(3_600_000);
      },
    } as unknown as Client;
    const stopped = new Promise<void>((resolve) => {
      const asker = new Asker(client, (id) => told.push(id), {
        paused: (until) => {
          if (until === null) return;
          asker.stop();
          resolve(asker.settled());
        },
      });
      asker.ask({ id: 'f0', fingerprint });
    });
    await stopped;
    expect([requests, told]).toEqual([1, []]);
  });
});

describe('a registry out of reach', () => {
  test('is asked again with the same questions, ever less often, and nothing is told meanwhile', async () => {
    const told: string[] = [];
    const requests: string[][] = [];
    const states: boolean[] = [];
    const waits: number[] = [];
    const client = {
      check: async (items: readonly CheckItem[]) => {
        requests.push(items.map(({ id }) => id ?? ''));
        if (requests.length < 7) {
          throw new ApiError({ code: 'unreachable', status: 0, detail: 'x' });
        }
        return answer(items);
      },
    } as unknown as Client;
    const asker = new Asker(client, (id) => told.push(id), {
      offline: (offline) => {
        expect(told).toEqual([]);
        states.push(offline);
      },
      sleep: async (ms) => {
        waits.push(ms);
      },
    });
    asker.ask({ id: 'f0', fingerprint });
    await asker.settled();
    expect(requests).toEqual(Array.from({ length: 7 }, () => ['f0']));
    expect(states).toEqual([true, false]);
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(told).toEqual(['f0']);
  });

  test('is not asked any more after a stop', async () => {
    let requests = 0;
    const told: string[] = [];
    const client = {
      check: async () => {
        requests++;
        throw new ApiError({ code: 'unreachable', status: 0, detail: 'x' });
      },
    } as unknown as Client;
    const stopped = new Promise<void>((resolve) => {
      const asker = new Asker(client, (id) => told.push(id), {
        offline: (offline) => {
          if (!offline) return;
          asker.stop();
          resolve(asker.settled());
        },
      });
      asker.ask({ id: 'f0', fingerprint });
    });
    await stopped;
    expect([requests, told]).toEqual([1, []]);
  });
});

test('a pause lets nothing leave until it is over', async () => {
  const requests: string[][] = [];
  const client = {
    check: async (items: readonly CheckItem[]) => {
      requests.push(items.map(({ id }) => id ?? ''));
      return answer(items);
    },
  } as unknown as Client;
  const told: string[] = [];
  const asker = new Asker(client, (id) => told.push(id));
  asker.pause();
  for (const id of ids(3)) asker.ask({ id, fingerprint });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(requests).toEqual([]);
  asker.resume();
  await asker.settled();
  expect(requests).toEqual([ids(3)]);
  expect(told).toEqual(ids(3));
});

describe('asking the registry', () => {
  test('the first question leaves at once, the rest together, each told once', async () => {
    const { told, requests } = await run(5, async (items) => answer(items));
    expect(requests).toEqual([['f0'], ['f1', 'f2', 'f3', 'f4']]);
    expect([...told.keys()].sort()).toEqual(ids(5));
    for (const outcomes of told.values()) {
      expect(outcomes.map(({ kind }) => kind)).toEqual(['answered']);
    }
  });

  test('no request carries more than 100', async () => {
    const { requests } = await run(230, async (items) => answer(items));
    expect(requests.map(({ length }) => length)).toEqual([1, 100, 100, 29]);
  });

  test('one fingerprint that is refused takes no other with it', async () => {
    const { told } = await run(9, async (items) => {
      if (items.some(({ id }) => id === 'f6')) throw refuse(422);
      return answer(items);
    });
    for (const id of ids(9)) {
      expect(told.get(id)).toHaveLength(1);
      expect(told.get(id)?.[0]).toMatchObject(
        id === 'f6' ? { kind: 'failed', failure: { code: 'refused' } } : { kind: 'answered' },
      );
    }
  });

  test('those that the registry names are told at once, the others are asked again once', async () => {
    const errors = [
      { pointer: '/items/2/fingerprint', detail: 'x' },
      { pointer: '/items/2/fingerprint/type', detail: 'x' },
      { pointer: '/items/4', detail: 'x' },
    ];
    const { told, requests } = await run(9, async (items) => {
      if (items.some(({ id }) => id === 'f3')) {
        throw new ApiError({ code: 'x', status: 422, detail: 'x', errors });
      }
      return answer(items);
    });
    const rest = ['f1', 'f2', 'f4', 'f6', 'f7', 'f8'];
    expect(requests).toEqual([['f0'], ids(9).slice(1), rest]);
    for (const id of ids(9)) {
      const kind = id === 'f3' || id === 'f5' ? 'failed' : 'answered';
      expect(told.get(id)).toMatchObject([{ kind }]);
    }
  });

  test('no fault ever becomes an answer', async () => {
    const faults: [unknown, string][] = [
      [refuse(500), 'unhealthy'],
      [refuse(0), 'unhealthy'],
      [refuse(429), 'quota'],
      [new TypeError('offline'), 'unhealthy'],
    ];
    for (const [fault, code] of faults) {
      const { told } = await run(3, async () => {
        throw fault;
      });
      for (const id of ids(3)) {
        expect(told.get(id)?.[0]).toMatchObject({ kind: 'failed', failure: { code } });
      }
    }
  });

  test('results under other ids are no answer', async () => {
    const { told } = await run(2, async (items) => {
      const given = answer(items);
      return { ...given, results: given.results.map((result) => ({ ...result, id: 'f9' })) };
    });
    expect(told.get('f0')?.[0]).toMatchObject({ kind: 'failed' });
    expect(told.get('f1')?.[0]).toMatchObject({ kind: 'failed' });
    expect(told.has('f9')).toBe(false);
  });

  test('nothing is told after a stop', async () => {
    const told: string[] = [];
    const asker = new Asker(
      { check: async (items: readonly CheckItem[]) => answer(items) } as unknown as Client,
      (id) => told.push(id),
    );
    asker.ask({ id: 'f0', fingerprint });
    asker.stop();
    await asker.settled();
    expect(told).toEqual([]);
  });
});

describe('fingerprints that are kept elsewhere', () => {
  test('are had when it is their turn, and those that are lost are no answer', async () => {
    const told = new Map<string, Outcome>();
    const had: string[][] = [];
    const sent: CheckItem[] = [];
    const client = {
      check: async (items: readonly CheckItem[]) => {
        sent.push(...JSON.parse(checkBody(items, { receipts: false })).items);
        return answer(items);
      },
    } as unknown as Client;
    const asker = new Asker(client, (id, outcome) => told.set(id, outcome), {
      textsOf: async (wanted) => {
        had.push([...wanted]);
        return wanted.map((id) => (id === 'f2' ? null : JSON.stringify(fingerprint)));
      },
    });
    for (const id of ids(4)) asker.ask(id === 'f1' ? { id, sha256: 'ab' } : { id, kept: true });
    await asker.settled();
    expect(had).toEqual([['f0'], ['f2', 'f3']]);
    expect(sent).toEqual([
      { id: 'f0', fingerprint },
      { id: 'f1', sha256: 'ab' },
      { id: 'f3', fingerprint },
    ]);
    expect([...told].map(([id, { kind }]) => [id, kind]).sort()).toEqual([
      ['f0', 'answered'],
      ['f1', 'answered'],
      ['f2', 'failed'],
      ['f3', 'answered'],
    ]);
  });
});
