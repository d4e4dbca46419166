import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it, vi } from 'vitest';
import { LogRows } from '../../src/storage/log-rows.ts';
import { readPolicy, Witnessing } from '../../src/storage/log-witness.ts';
import { openCheckpoint, signCheckpoint } from '../../src/tlog/checkpoint.ts';
import {
  COSIGNATURE,
  ED25519,
  formatVerifierKey,
  type NoteSigner,
  verifierKey,
} from '../../src/tlog/key.ts';
import { parsePolicy } from '../../src/tlog/policy.ts';
import type { TreeHead } from '../../src/tlog/tree.ts';
import { addCheckpoint, type WitnessState } from '../../src/tlog/witness.ts';
import { testEnv } from './d1-env.ts';

async function freshSigner(name: string, type: number): Promise<NoteSigner> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const raw = (await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer;
  return {
    key: verifierKey(name, type, new Uint8Array(raw)),
    sign: async (data) =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, new Uint8Array(data))),
  };
}

/** A witness by the rules of the specification, reached by `fetch`; it may be made to fail. */
async function witnessNamed(name: string, log: NoteSigner) {
  const signer = await freshSigner(name, COSIGNATURE);
  const heads = new Map<string, TreeHead>();
  const state: WitnessState = {
    last: (origin) => heads.get(origin) ?? null,
    async keep(origin, _before, head) {
      heads.set(origin, head);
      return true;
    },
  };
  const witness = {
    signer,
    heads,
    asked: [] as string[],
    fail: null as (() => Response) | null,
    async answer(body: string) {
      witness.asked.push(body.split('\n')[0] ?? '');
      if (witness.fail) return witness.fail();
      const said = await addCheckpoint(body, [log.key], signer, state, 1_808_472_700);
      return new Response(said.body, { status: said.status });
    },
  };
  return witness;
}

/** A log in an object of its own, with three witnesses of which two must cosign. */
async function within(
  work: (world: {
    rows: LogRows;
    grow(count: number): Promise<void>;
    witnesses: Awaited<ReturnType<typeof witnessNamed>>[];
    witnessing: Witnessing;
    cosigners(): Promise<string[]>;
  }) => Promise<void>,
) {
  const log = await freshSigner('log.example/log', ED25519);
  const names = ['un', 'deux', 'trois'];
  const witnesses = await Promise.all(names.map((name) => witnessNamed(name, log)));
  const policy = parsePolicy(
    [
      ...witnesses.map(
        ({ signer }, i) =>
          `witness w${i} ${formatVerifierKey(signer.key)} https://w${i}.example/x/`,
      ),
      'group most 2 w0 w1 w2',
      'quorum most',
    ].join('\n'),
  );
  const stub = testEnv.SEQUENCER.getByName(crypto.randomUUID());
  await runInDurableObject(stub, async (_instance, { storage }) => {
    const rows = new LogRows(storage);
    const witnessing = new Witnessing(rows, policy, async (url, init) => {
      const [, i = ''] = /^https:\/\/w(\d)\.example\/x\/add-checkpoint$/.exec(url) ?? [];
      return (witnesses[Number(i)] as (typeof witnesses)[0]).answer(String(init.body));
    });
    const grow = async (count: number) => {
      const leaves = Array.from({ length: count }, () => ({
        type: 'register' as const,
        commitment: crypto.getRandomValues(new Uint8Array(32)),
      }));
      rows.append([{ key: crypto.randomUUID(), leaves, todo: null }], Date.now());
      const head = rows.head();
      rows.keep({ size: head.size, note: await signCheckpoint(head, log), witnessed: false });
    };
    const cosigners = async () => {
      const keys = witnesses.map(({ signer }) => signer.key);
      const opened = await openCheckpoint(rows.signed()?.note ?? '', [log.key], keys);
      return opened.cosigners.map(({ key }) => key.name);
    };
    await work({ rows, grow, witnesses, witnessing, cosigners });
  });
}

describe('witnesses', () => {
  it('cosign each checkpoint, from what each has seen', () =>
    within(async ({ rows, grow, witnesses, witnessing, cosigners }) => {
      for (const count of [1, 255, 300]) {
        await grow(count);
        expect(witnessing.wanting).toBe(true);
        expect(await witnessing.round()).toMatchObject({ size: rows.size(), witnessed: true });
        expect(await cosigners()).toEqual(['un', 'deux', 'trois']);
        expect(witnessing.wanting).toBe(false);
      }
      expect(witnesses[0]?.asked).toEqual(['old 0', 'old 1', 'old 256']);
      expect(rows.witnessed()?.size).toBe(556);
    }));

  it('below the quorum leave a checkpoint unwitnessed, until they come back', () =>
    within(async ({ rows, grow, witnesses, witnessing, cosigners }) => {
      await grow(5);
      await witnessing.round();
      for (const down of witnesses.slice(1)) {
        down.fail = () => {
          throw new TypeError('connection refused');
        };
      }
      await grow(5);
      expect(await witnessing.round()).toMatchObject({ size: 10, witnessed: false });
      expect(await cosigners()).toEqual(['un']);
      expect(rows.witnessed()?.size).toBe(5);
      expect(witnessing.wanting).toBe(true);

      for (const back of witnesses) back.fail = null;
      const before = witnesses[0]?.asked.length;
      expect(await witnessing.round()).toMatchObject({ size: 10, witnessed: true });
      expect(await cosigners()).toEqual(['un', 'deux', 'trois']);
      // Who has cosigned is not asked again.
      expect(witnesses[0]?.asked.length).toBe(before);
    }));

  it.each([
    ['an empty answer', () => new Response('')],
    ['nonsense', () => new Response('<html>')],
    ['a signature that is not its own', () => new Response(`— un ${btoa('x'.repeat(76))}\n`)],
    ['a redirect', () => new Response(null, { status: 302 })],
    ['a size that is none', () => new Response('many\n', { status: 409 })],
    ['a size that we never had', () => new Response('99\n', { status: 409 })],
    ['an answer without end', () => new Response('x'.repeat(100_000))],
    ['a line for the log', () => new Response('forged\n{"forged":1}\n', { status: 409 })],
  ])('do no harm with %s', (_, fail) =>
    within(async ({ grow, witnesses, witnessing, cosigners }) => {
      const told = vi.spyOn(console, 'error').mockImplementation(() => {});
      await grow(3);
      (witnesses[0] as (typeof witnesses)[0]).fail = fail;
      expect(await witnessing.round()).toMatchObject({ size: 3, witnessed: true });
      expect(await cosigners()).toEqual(['deux', 'trois']);
      // One line for the operator, with nothing in it that the witness has said.
      expect(told.mock.calls).toHaveLength(1);
      const [line] = told.mock.calls[0] as [string];
      expect(line).not.toMatch(/\n|forged|html|many|xxx/);
      const what = 'checkpoint not cosigned';
      expect(JSON.parse(line)).toMatchObject({ level: 'error', what, witness: 'un', size: 3 });
      told.mockRestore();
    }),
  );

  it('that have seen more than we knew tell us from where to prove', () =>
    within(async ({ rows, grow, witnesses, witnessing, cosigners }) => {
      await grow(4);
      await witnessing.round();
      await grow(4);
      await witnessing.round();
      for (const { signer } of witnesses) expect(rows.cosigned(signer.key.id)).toBe(8);
      await grow(4);
      // As after a restored copy of what the log knows of its witnesses.
      const [first] = witnesses;
      first?.heads.set('log.example/log', { size: 4, root: new Uint8Array(32) });
      await witnessing.round();
      expect(first?.asked.slice(-2)).toEqual(['old 8', 'old 4']);
      // The root it holds for that size is not ours: it must not cosign.
      expect(await cosigners()).toEqual(['deux', 'trois']);
    }));

  it('are none under a policy that cannot be read', () => {
    expect(readPolicy('witness w').witnesses).toEqual([]);
    expect(readPolicy('witness w').quorum([])).toBe(false);
    expect(readPolicy(undefined).quorum([])).toBe(false);
  });
});
