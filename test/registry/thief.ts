import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import type { CheckItem, CheckResult } from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { memoryQuota } from '../../src/storage/memory-quota.ts';
import { FIGURE, HIDDEN_CC, letter, note, printOf } from '../http/letter.ts';
import { batchesMadeAt, declare, registerAll, SITE } from './batches.ts';
import { docPrint, prose } from './prints.ts';

batchesMadeAt('2027-04-30T08:00:00Z');

/**
 * A thief holds the letter but for one figure and its hidden recipients, and asks until the
 * registry says yes. Answers are compared whole, as text.
 */
export async function openVault() {
  const time = { now: new Date('2027-04-30T08:00:00Z') };
  const registry = createRegistry({
    site: SITE,
    store: memoryStore(),
    quota: memoryQuota(),
    clock: () => time.now,
  });
  await declare(registry);
  const others = Array.from({ length: 40 }, (_, i) => docPrint(`o${i}`, prose(`other${i}-`, 80)));
  await registerAll(registry, others);
  const made = await printOf(note(FIGURE), 'a.txt');
  const { fingerprint: genuine } = await printOf(letter(FIGURE, HIDDEN_CC), 'a.eml');
  const genuineNote = made.fingerprint;
  const ids = await registerAll(registry, [genuine, genuineNote], {}, () => made.entries);

  async function ask(list: readonly CheckItem[], caller: string): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    for (let at = 0; at < list.length; at += 1000) {
      const answer = await registry.check({ items: list.slice(at, at + 1000) }, caller);
      results.push(...answer.results);
    }
    return results;
  }
  return { registry, time, genuine, genuineNote, noteRecord: ids[1] ?? '', ask };
}

export type Vault = Awaited<ReturnType<typeof openVault>>;

export const items = (list: readonly Fingerprint[]): CheckItem[] =>
  list.map((fingerprint) => ({ fingerprint }));
export const refused = ({ reason }: { readonly reason: string | null }) =>
  reason === 'too_many_variants';
export const distinct = (results: readonly object[]) =>
  new Set(results.map((result) => JSON.stringify(result)));
