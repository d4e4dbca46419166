import { beforeAll, describe, expect, it } from 'vitest';
import { entriesToBase64 } from '../../src/client/base64.ts';
import type { CompareAnswer, CompareRequest } from '../../src/registry/contract.ts';
import { FIGURE, figures, note, printOf } from '../http/letter.ts';
import { distinct, items, openVault, refused, type Vault } from './thief.ts';

let vault: Vault;

describe('guessing by compare', () => {
  const pairs = async (texts: readonly string[], record: string): Promise<CompareRequest[]> => {
    const made: CompareRequest[] = [];
    for (const text of texts) {
      const { fingerprint, entries } = await printOf(text, 'a.txt');
      const list = entries[''] ?? new Uint16Array();
      made.push({ record, fingerprint, entries: entriesToBase64(list) });
    }
    return made;
  };
  const compareAll = async (requests: readonly CompareRequest[], caller: string) => {
    const answers: CompareAnswer[] = [];
    for (const request of requests) answers.push(await vault.registry.compare(request, caller));
    return answers;
  };
  const through = (answers: readonly CompareAnswer[]) =>
    answers.filter(({ reason }) => reason === null).length;
  let record: string;
  let right: CompareRequest;

  beforeAll(async () => {
    vault = await openVault();
    record = vault.noteRecord;
    [right] = (await pairs([note(FIGURE)], record)) as [CompareRequest];
  });

  it('stops after twenty, and then answers right and wrong alike, by check too', async () => {
    const wrong = await pairs(figures(FIGURE - 900, 2101).map(note), record);
    const first = await compareAll(wrong.slice(0, 100), 'comparer');
    console.log(`compare: ${through(first)} guesses got through`);
    expect(through(first)).toBe(20);
    const more = wrong.slice(100, 2100);
    const after = await compareAll([...more.slice(0, 900), right, ...more.slice(900)], 'comparer');
    expect(new Set(after.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(after[0]).toMatchObject({ reason: 'too_many_variants', path: null, segments: [] });
    const checked = await vault.ask(
      items([...more.slice(0, 5), right].map(({ fingerprint }) => fingerprint)),
      'comparer',
    );
    expect(distinct(checked).size).toBe(1);
    expect(await compareAll([right], 'newsroom')).toMatchObject([{ grade: 'identical' }]);
  });

  it('shares its count with check: what was checked is compared once, whatever comes', async () => {
    const wrong = await pairs(figures(500_000, 40).map(note), record);
    const checked = await vault.ask(items(wrong.map(({ fingerprint }) => fingerprint)), 'reader');
    expect(checked.filter((result) => !refused(result))).toHaveLength(20);
    expect(through(await compareAll(wrong, 'reader'))).toBe(20);
    expect(through(await compareAll(wrong, 'reader'))).toBe(20);
    // Other entries under a fingerprint that was let through are another suspect.
    const swapped = wrong.slice(0, 20).map((pair) => ({ ...pair, entries: right.entries }));
    expect(through(await compareAll(swapped, 'reader'))).toBe(0);
  });

  it('charges a text packed with guesses for all that it holds', async () => {
    const holding = (from: number) => {
      const guesses = figures(from, 230).map((figure) => `s’élève à ${figure} euros, payable en`);
      return `${note(1)}\n${guesses.join('\n')}\n`;
    };
    const packed = await pairs(
      Array.from({ length: 20 }, (_, i) => holding(600_000 + 300 * i)),
      record,
    );
    const answers = await compareAll(packed, 'packer');
    console.log(`compare, packed: ${230 * through(answers)} guesses got through`);
    expect(through(answers)).toBe(3);
    expect(await compareAll([right], 'packer')).toMatchObject([{ reason: 'too_many_variants' }]);
  });
});
