import { beforeAll, describe, expect, it } from 'vitest';
import type { ContentPrint, Fingerprint } from '../../src/fingerprint/profile.ts';
import type { CheckItem } from '../../src/registry/contract.ts';
import { FIGURE, figures, HIDDEN_CC, letter, note, prints } from '../http/letter.ts';
import { docPrint, prose } from './prints.ts';
import { distinct, items, openVault, refused, type Vault } from './thief.ts';

let vault: Vault;
beforeAll(async () => {
  vault = await openVault();
});

/** Guesses until refused, then 2,000 times more with the right one in the middle. */
async function attack(
  caller: string,
  wrong: readonly Fingerprint[],
  right: Fingerprint,
): Promise<{ through: number; after: Set<string> }> {
  const first = await vault.ask(items(wrong.slice(0, 100)), caller);
  const more = wrong.slice(100, 2100);
  expect(more).toHaveLength(2000);
  const after = await vault.ask(items([...more.slice(0, 700), right, ...more.slice(700)]), caller);
  return { through: first.filter((result) => !refused(result)).length, after: distinct(after) };
}

describe('guessing', () => {
  it('the figure of a letter stops after twenty', async () => {
    const wrong = await prints(
      figures(FIGURE - 900, 2101).map((figure) => letter(figure, HIDDEN_CC)),
      'a.eml',
    );
    const { through, after } = await attack('thief', wrong, vault.genuine);
    console.log(`figure of a mail: ${through} guesses got through`);
    expect(through).toBe(20);
    expect(after.size).toBe(1);
    expect([...after][0]).toContain('too_many_variants');
    // From the same caller, whatever way: refused. For everyone else: as ever.
    const [again] = await vault.ask(items([vault.genuine]), 'thief');
    expect(again).toMatchObject({ verdict: 'undecided', record: null, near: [] });
    const [other] = await vault.ask(items([vault.genuine]), 'newsroom');
    expect(other).toMatchObject({ verdict: 'match', grade: 'identical' });
    vault.time.now = new Date('2027-05-01T08:00:00Z');
    expect((await vault.ask(items([vault.genuine]), 'thief'))[0]).toMatchObject({
      verdict: 'match',
    });
    vault.time.now = new Date('2027-04-30T08:00:00Z');
  });

  it('the hidden Cc stops after twenty', async () => {
    const wrong = await prints(
      Array.from({ length: 2100 }, (_, i) => letter(FIGURE, `person${i}@conseil.example`)),
      'a.eml',
    );
    const { through, after } = await attack('thief 2', wrong, vault.genuine);
    console.log(`hidden Cc of a mail: ${through} guesses got through`);
    expect(through).toBe(20);
    expect(after.size).toBe(1);
  });

  it('the figure of a text file stops after twenty, the right bytes included', async () => {
    const wrong = await prints(figures(FIGURE - 900, 2101).map(note), 'a.txt');
    const { through, after } = await attack('thief 3', wrong, vault.genuineNote);
    console.log(`figure of a text file: ${through} guesses got through`);
    expect(through).toBe(20);
    expect(after.size).toBe(1);
  });

  it('the text quoted in a forward stops after twenty', async () => {
    const forward = (figure: number) =>
      [
        'From: a@b.example\r\nTo: c@d.example\r\nSubject: Fwd\r\nMessage-ID: <f@b.example>',
        'Content-Type: text/plain; charset=utf-8\r\n',
        'Voici ce dont nous parlions hier au téléphone, regarde surtout le deuxième paragraphe.\r\n',
        'Le mar. 9 mars 2027 à 18:22, Édouard Lacombe <e.lacombe@horizon.example> a écrit :\r\n',
        ...note(figure)
          .trim()
          .split('\n')
          .map((line) => `> ${line}`),
      ].join('\r\n');
    const wrong = await prints(figures(FIGURE - 900, 2101).map(forward), 'a.eml');
    const [right] = await prints([forward(FIGURE)], 'a.eml');
    expect(right?.mail?.quoted?.words).toBeGreaterThan(100);
    const { through, after } = await attack('thief 4', wrong, right as Fingerprint);
    console.log(`figure in a quoted thread: ${through} guesses got through`);
    expect(through).toBeLessThanOrEqual(20);
    expect(after.size).toBe(1);
  });
});

describe('digests that no sketch vouches for', () => {
  const strange = docPrint('strange', prose('strange', 150)).content as ContentPrint;
  const forge: Record<string, (print: Fingerprint) => Fingerprint> = {
    // Its bytes would count as a bare hash.
    'no sketch': (print) => ({
      ...print,
      bytes: { ...print.bytes, sha256: 'f'.repeat(64) },
      content: { ...(print.content as ContentPrint), sketch: [], bands: [] },
    }),
    'a strange sketch': (print) => {
      const { sketch, bands } = strange;
      return { ...print, content: { ...(print.content as ContentPrint), sketch, bands } };
    },
    'a strange sketch and no Message-ID': (print) => {
      const { sketch, bands } = strange;
      return {
        ...print,
        mail: null,
        content: { ...(print.content as ContentPrint), sketch, bands },
      };
    },
  };
  it.each(Object.entries(forge))('with %s right and wrong get one answer', async (name, change) => {
    const wrong = await prints(figures(FIGURE - 300, 600).map(note), 'a.txt');
    const results = await vault.ask(
      items([...wrong.slice(0, 100), vault.genuineNote, ...wrong.slice(100)].map(change)),
      `forger ${name}`,
    );
    expect(results.filter(({ verdict }) => verdict === 'match')).toEqual([]);
    console.log(`${name}: ${results.length} answers, ${distinct(results).size} kind`);
    expect(distinct(results).size).toBe(1);
  });

  it('in a mail known by its Message-ID are counted', async () => {
    const wrong = await prints(
      figures(FIGURE - 900, 2101).map((figure) => letter(figure, HIDDEN_CC)),
      'a.eml',
    );
    const strip = forge['a strange sketch'] as (print: Fingerprint) => Fingerprint;
    const { through, after } = await attack('forger', wrong.map(strip), strip(vault.genuine));
    console.log(`Message-ID with a strange sketch: ${through} guesses got through`);
    expect(through).toBe(20);
    expect(after.size).toBe(1);
  });

  it('alone stop after 100,000 misses with 429, right or wrong', async () => {
    const bare = (i: number): CheckItem => ({ sha256: i.toString(16).padStart(64, '0') });
    const blank = (i: number): CheckItem => ({
      fingerprint: {
        ...vault.genuineNote,
        content: null,
        bytes: { ...vault.genuineNote.bytes, sha256: i.toString(16).padStart(64, '0') },
      },
    });
    const right: CheckItem = { sha256: vault.genuineNote.bytes.sha256 };
    let through = 0;
    const send = async (list: CheckItem[]) => {
      await vault.ask(list, 'hasher');
      through += list.length;
    };
    for (let at = 0; at < 99_000; at += 1000) {
      await send(Array.from({ length: 1000 }, (_, i) => bare(at + i)));
    }
    await send(Array.from({ length: 990 }, (_, i) => blank(i)));
    // A hit is not a miss: it may be asked again and again.
    for (let i = 0; i < 30; i++)
      expect((await vault.ask([right], 'hasher'))[0]?.verdict).toBe('match');
    await expect(
      vault.ask(
        [...Array(11)].map((_, i) => bare(i)),
        'hasher',
      ),
    ).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfter: 57_600,
    });
    await send([...Array(10)].map((_, i) => bare(i)));
    console.log(`bare digests: ${through} misses got through`);
    expect(through).toBe(100_000);
    const said = async (item: CheckItem) =>
      vault.ask([item], 'hasher').catch((error: Error) => `${error.name} ${error.message}`);
    expect(await said(right)).toEqual(await said(bare(7)));
    expect(await said({ fingerprint: { ...vault.genuineNote, content: null } })).toEqual(
      await said(blank(7)),
    );
    expect((await vault.ask([right], 'newsroom'))[0]).toMatchObject({ verdict: 'match' });
  });
});
