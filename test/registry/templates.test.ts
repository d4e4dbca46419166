import { beforeAll, describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import type { CheckResult } from '../../src/registry/contract.ts';
import { createRegistry, type Registry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { printOf } from '../http/letter.ts';
import { batchesMadeAt, declare, registerAll, SITE } from './batches.ts';
import { bodyOf, contractOf, doctor, drawsOf, letterOf } from './forms.ts';
import { items } from './thief.ts';

batchesMadeAt('2027-04-30');

/**
 * Families through the real fingerprint and the store in memory: whoever shares a template with
 * registered documents is not accused, whoever doctored one of them is, by its record.
 */
const PAIRS = 56;
const LETTERS = 14;
const CONTRACTS = 12;

const read = async (text: string) => (await printOf(text, 'a.txt')).fingerprint;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

const letters = range(LETTERS).map((i) => letterOf(bodyOf(`lettre ${i}`, 5)));
const contracts = range(CONTRACTS).map((i) => contractOf(`série ${i}`));
const alone = bodyOf('rapport', 30);
const registered = [...letters, ...contracts, alone];

async function registryOf(order: readonly number[]) {
  const registry = createRegistry({
    site: SITE,
    store: memoryStore(),
    clock: () => new Date('2027-04-30'),
  });
  await declare(registry);
  const prints: Fingerprint[] = [];
  for (const i of order) prints.push(await read(registered[i] as string));
  const entries = new Map<Fingerprint, Awaited<ReturnType<typeof printOf>>['entries']>();
  for (const [at, i] of order.entries()) {
    entries.set(
      prints[at] as Fingerprint,
      (await printOf(registered[i] as string, 'a.txt')).entries,
    );
  }
  const ids = await registerAll(registry, prints, {}, (print) => entries.get(print) ?? {});
  return { registry, textOf: new Map(ids.map((id, at) => [id, order[at]])) };
}

let registry: Registry;
let textOf: Map<string | null, number | undefined>;
beforeAll(async () => {
  ({ registry, textOf } = await registryOf(range(registered.length)));
});

async function check(texts: readonly string[], one = registry): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const text of texts) {
    const answer = await one.check({ items: items([await read(text)]) }, 'reader');
    results.push(...answer.results);
  }
  return results;
}

const others = range(PAIRS).map((i) => letterOf(bodyOf(`autre lettre ${i}`, 5)));
const doctoredLetters = range(PAIRS).map((i) => {
  const text = letters[i % LETTERS] as string;
  return doctor(text, `faux ${i}`, bodyOf(`lettre ${i % LETTERS}`, 5));
});
const doctoredContracts = range(PAIRS).map((i) =>
  doctor(contracts[i % CONTRACTS] as string, `faux contrat ${i}`),
);
const nextContracts = range(PAIRS).map((i) => contractOf(`suite ${i}`));

describe('a family', () => {
  it('accuses no letter for its letterhead', async () => {
    // Some of the contracts, too, share phrases with a letter.
    for (const result of await check(others)) {
      expect(result).toMatchObject({ verdict: 'absent', notes: ['same_template'], near: [] });
      expect(result.same_template).toBeGreaterThanOrEqual(LETTERS);
    }
  });

  it('does not hide a doctored letter: what is its own names its record', async () => {
    for (const [i, result] of (await check(doctoredLetters)).entries()) {
      expect(result).toMatchObject({ verdict: 'differs', notes: [] });
      expect(textOf.get(result.record)).toBe(i % LETTERS);
    }
  });

  it('does not hide a doctored contract, and says that it may be a sibling until compared', async () => {
    for (const [i, result] of (await check(doctoredContracts)).entries()) {
      expect(result).toMatchObject({ verdict: 'differs', notes: ['may_be_sibling'] });
      expect(textOf.get(result.record)).toBe(LETTERS + (i % CONTRACTS));
    }
  });

  it('says of the next contract of a series that it may be a sibling', async () => {
    for (const result of await check(nextContracts)) {
      expect(result).toMatchObject({ verdict: 'differs', notes: ['may_be_sibling'] });
    }
  });

  it('leaves an edited document that has no siblings without the note', async () => {
    const edited = range(PAIRS).map((i) => doctor(alone, `seul ${i}`));
    for (const result of await check(edited)) {
      expect(result).toMatchObject({ verdict: 'differs', notes: [] });
      expect(textOf.get(result.record)).toBe(registered.length - 1);
    }
  });

  it('is the same in whatever order it was registered', async () => {
    const suspects = [others, doctoredLetters, doctoredContracts, nextContracts].flatMap((list) =>
      list.slice(0, 8),
    );
    const told = ({ verdict, grade, reason, notes, same_template, evidence }: CheckResult) =>
      JSON.stringify([verdict, grade, reason, notes, same_template, evidence]);
    const before = await check(suspects);
    for (const label of ['un', 'deux', 'trois']) {
      const draw = drawsOf(label);
      const order = range(registered.length);
      for (let i = order.length - 1; i > 0; i--) {
        const j = draw(i + 1);
        [order[i], order[j]] = [order[j] as number, order[i] as number];
      }
      const shuffled = await registryOf(order);
      const after = await check(suspects, shuffled.registry);
      expect(after.map(told)).toEqual(before.map(told));
      // A new contract is as near to one sibling as to another; a doctored one is not.
      const named = (
        results: readonly CheckResult[],
        ids: Map<string | null, number | undefined>,
      ) => results.slice(8, 24).map(({ record }) => ids.get(record));
      expect(named(after, shuffled.textOf)).toEqual(named(before, textOf));
    }
  });
});
