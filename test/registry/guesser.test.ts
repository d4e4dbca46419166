import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../src/client/analyse.ts';
import { entriesToBase64 } from '../../src/client/base64.ts';
import type { ContentPrint, Fingerprint } from '../../src/fingerprint/profile.ts';
import type {
  CheckItem,
  CheckResult,
  CompareAnswer,
  CompareRequest,
} from '../../src/registry/contract.ts';
import { createRegistry, type Registry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { memoryQuota } from '../../src/storage/memory-quota.ts';
import { FIGURE, figures, HIDDEN_CC, letter, note, printOf, prints } from '../http/letter.ts';
import { declare, registerAll } from './batches.ts';
import { docPrint, prose } from './prints.ts';

/**
 * A thief holds the letter but for one figure and its hidden recipients, and asks until the
 * registry says yes. Answers are compared whole, as text.
 */
let registry: Registry;
let genuine: Fingerprint;
let genuineNote: Fingerprint;
const [DAY, NEXT] = [new Date('2027-04-30T08:00:00Z'), new Date('2027-05-01T08:00:00Z')];
let now = DAY;

beforeAll(async () => {
  registry = createRegistry({ store: memoryStore(), quota: memoryQuota(), clock: () => now });
  await declare(registry);
  const others = Array.from({ length: 40 }, (_, i) => docPrint(`o${i}`, prose(`other${i}-`, 80)));
  await registerAll(registry, others);
  const made = await printOf(note(FIGURE), 'a.txt');
  genuineNote = made.fingerprint;
  [genuine] = (await prints([letter(FIGURE, HIDDEN_CC)], 'a.eml')) as [Fingerprint];
  await registerAll(registry, [genuine, genuineNote], {}, () => made.entries);
});

async function ask(items: readonly CheckItem[], caller: string): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (let at = 0; at < items.length; at += 1000) {
    const answer = await registry.check({ items: items.slice(at, at + 1000) }, caller);
    results.push(...answer.results);
  }
  return results;
}
const items = (list: readonly Fingerprint[]): CheckItem[] =>
  list.map((fingerprint) => ({ fingerprint }));
const refused = ({ reason }: CheckResult) => reason === 'too_many_variants';
const distinct = (results: readonly CheckResult[]) =>
  new Set(results.map((result) => JSON.stringify(result)));

/** Guesses until refused, then 2,000 times more with the right one in the middle. */
async function attack(
  caller: string,
  wrong: readonly Fingerprint[],
  right: Fingerprint,
): Promise<{ through: number; after: Set<string> }> {
  const first = await ask(items(wrong.slice(0, 100)), caller);
  const more = wrong.slice(100, 2100);
  expect(more).toHaveLength(2000);
  const after = await ask(items([...more.slice(0, 700), right, ...more.slice(700)]), caller);
  return { through: first.filter((result) => !refused(result)).length, after: distinct(after) };
}

describe('guessing', () => {
  it('the figure of a letter stops after twenty', async () => {
    const wrong = await prints(
      figures(FIGURE - 900, 2101).map((figure) => letter(figure, HIDDEN_CC)),
      'a.eml',
    );
    const { through, after } = await attack('thief', wrong, genuine);
    console.log(`figure of a mail: ${through} guesses got through`);
    expect(through).toBe(20);
    expect(after.size).toBe(1);
    expect([...after][0]).toContain('too_many_variants');
    // From the same caller, whatever way: refused. For everyone else: as ever.
    const [again] = await ask(items([genuine]), 'thief');
    expect(again).toMatchObject({ verdict: 'undecided', record: null, near: [] });
    const [other] = await ask(items([genuine]), 'newsroom');
    expect(other).toMatchObject({ verdict: 'match', grade: 'identical' });
    now = NEXT;
    expect((await ask(items([genuine]), 'thief'))[0]).toMatchObject({ verdict: 'match' });
    now = DAY;
  });

  it('the hidden Cc stops after twenty', async () => {
    const wrong = await prints(
      Array.from({ length: 2100 }, (_, i) => letter(FIGURE, `person${i}@conseil.example`)),
      'a.eml',
    );
    const { through, after } = await attack('thief 2', wrong, genuine);
    console.log(`hidden Cc of a mail: ${through} guesses got through`);
    expect(through).toBe(20);
    expect(after.size).toBe(1);
  });

  it('the figure of a text file stops after twenty, the right bytes included', async () => {
    const wrong = await prints(figures(FIGURE - 900, 2101).map(note), 'a.txt');
    const { through, after } = await attack('thief 3', wrong, genuineNote);
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
    'no sketch': (print) => ({
      ...print,
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
    const results = await ask(
      items([...wrong.slice(0, 100), genuineNote, ...wrong.slice(100)].map(change)),
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
    const { through, after } = await attack('forger', wrong.map(strip), strip(genuine));
    console.log(`Message-ID with a strange sketch: ${through} guesses got through`);
    expect(through).toBe(20);
    expect(after.size).toBe(1);
  });

  it('alone stop after 100,000 misses with 429, right or wrong', async () => {
    const bare = (i: number): CheckItem => ({ sha256: i.toString(16).padStart(64, '0') });
    const blank = (i: number): CheckItem => ({
      fingerprint: {
        ...genuineNote,
        content: null,
        bytes: { ...genuineNote.bytes, sha256: i.toString(16).padStart(64, '0') },
      },
    });
    const right: CheckItem = { sha256: genuineNote.bytes.sha256 };
    let through = 0;
    const send = async (list: CheckItem[]) => {
      await ask(list, 'hasher');
      through += list.length;
    };
    for (let at = 0; at < 99_000; at += 1000) {
      await send(Array.from({ length: 1000 }, (_, i) => bare(at + i)));
    }
    await send(Array.from({ length: 990 }, (_, i) => blank(i)));
    // A hit is not a miss: it may be asked again and again.
    for (let i = 0; i < 30; i++) expect((await ask([right], 'hasher'))[0]?.verdict).toBe('match');
    await expect(
      ask(
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
      ask([item], 'hasher').catch((error: Error) => `${error.name} ${error.message}`);
    expect(await said(right)).toEqual(await said(bare(7)));
    expect(await said({ fingerprint: { ...genuineNote, content: null } })).toEqual(
      await said(blank(7)),
    );
    expect((await ask([right], 'newsroom'))[0]).toMatchObject({ verdict: 'match' });
  });
});

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
    for (const request of requests) answers.push(await registry.compare(request, caller));
    return answers;
  };
  const through = (answers: readonly CompareAnswer[]) =>
    answers.filter(({ reason }) => reason === null).length;
  let record: string;
  let right: CompareRequest;

  beforeAll(async () => {
    const [found] = await ask(items([genuineNote]), 'newsroom');
    record = found?.record ?? '';
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
    const checked = await ask(
      items([...more.slice(0, 5), right].map(({ fingerprint }) => fingerprint)),
      'comparer',
    );
    expect(distinct(checked).size).toBe(1);
    expect(await compareAll([right], 'newsroom')).toMatchObject([{ grade: 'identical' }]);
  });

  it('shares its count with check: what was checked is compared once, whatever comes', async () => {
    const wrong = await pairs(figures(500_000, 40).map(note), record);
    const checked = await ask(items(wrong.map(({ fingerprint }) => fingerprint)), 'reader');
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

describe('an honest caller', () => {
  const demo = async (path: string) =>
    (await analyse(new Uint8Array(readFileSync(`demo/${path}`)), { name: path, pdf })).fingerprint;
  const pdf = async () => (await import('../../src/extract/pdf.ts')).readPdf;

  it('finds a genuine pdf among thirty planted variants', async () => {
    const pdf = await demo('suspects/02-renamed-facture-secrete.pdf');
    await registerAll(registry, [pdf]);
    const planted = Array.from({ length: 30 }, (_, i): Fingerprint => {
      const digest = i.toString(16).padStart(64, '0');
      const content = { ...(pdf.content as ContentPrint), body: digest, body_joined: digest };
      return { ...pdf, content, bytes: { ...pdf.bytes, sha256: digest } };
    });
    const results = await ask(items([...planted, pdf]), 'newsroom 2');
    expect(results.slice(0, 30).filter(refused)).toHaveLength(10);
    expect(results[30]).toMatchObject({ verdict: 'match', grade: 'identical' });
  });

  it('has the whole demo answered, twice', async () => {
    const load = async (folder: string) => {
      const names = readdirSync(`demo/${folder}`, { recursive: true, encoding: 'utf8' }).sort();
      const files = names.filter((name) => /\.\w+$/.test(name));
      return Promise.all(files.map((name) => demo(`${folder}/${name}`)));
    };
    const own = createRegistry({ store: memoryStore(), quota: memoryQuota(), clock: () => now });
    await declare(own);
    const genuine = await load('genuine');
    await registerAll(own, genuine);
    for (const list of [await load('suspects'), genuine, await load('suspects')]) {
      const { results } = await own.check({ items: items(list) }, 'newsroom');
      expect(results.length).toBeGreaterThan(19);
      expect(JSON.stringify(results)).not.toContain('too_many_variants');
    }
  });

  it('may check thirty copies of one forged mail, each with its own transport headers', async () => {
    const forged = letter(FIGURE + 1, null);
    const copies = Array.from({ length: 30 }, (_, i) => `Received: by mx${i}.example\r\n${forged}`);
    const results = await ask(items(await prints(copies, 'a.eml')), 'newsroom 3');
    expect(results.filter(refused)).toEqual([]);
    expect(distinct(results).size).toBe(1);
  });

  it('is charged nothing for what equals a record', async () => {
    const copies = Array.from(
      { length: 60 },
      (_, i) => `Received: by mx${i}.example\r\n${letter(FIGURE, HIDDEN_CC)}`,
    );
    const results = await ask(items(await prints(copies, 'a.eml')), 'newsroom 4');
    expect(new Set(results.map(({ grade }) => grade))).toEqual(new Set(['same_content']));
  });
});
