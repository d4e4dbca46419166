import { beforeAll, describe, expect, it } from 'vitest';
import { entriesToBase64 } from '../../src/client/base64.ts';
import { alignmentOf } from '../../src/client/compare.ts';
import { extract } from '../../src/extract/index.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';
import type { ContentPrint, EntryLists, Fingerprint } from '../../src/fingerprint/profile.ts';
import { CompareAnswer, type CompareRequest } from '../../src/registry/contract.ts';
import { createRegistry, type Registry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchesMadeAt, CORPUS, declare, registerAll, SITE } from './batches.ts';

batchesMadeAt('2027-04-01');

type Print = { fingerprint: Fingerprint; entries: EntryLists };

/** Words of letters only, each once, so that positions can be counted by hand. */
const spelt = (seed: string, count: number) =>
  Array.from(
    { length: count },
    (_, i) => seed + [...`${i}`].map((digit) => 'abcdefghij'[Number(digit)]).join(''),
  );
const GENUINE = spelt('mot', 300);

async function printOf(text: readonly string[] | string): Promise<Print> {
  const bytes = new TextEncoder().encode(typeof text === 'string' ? text : text.join(' '));
  return fingerprint(await extract(bytes, { name: 'a.txt' }));
}

async function register(registry: Registry, print: Print, change = {}) {
  const [id] = await registerAll(registry, [print.fingerprint], change, () => print.entries);
  return id ?? '';
}

let registry: Registry;
let record: string;
const request = async (
  text: readonly string[] | string,
  change: Partial<CompareRequest> = {},
): Promise<CompareRequest> => {
  const print = await printOf(text);
  const entries = entriesToBase64(print.entries[''] ?? new Uint16Array());
  return { record, fingerprint: print.fingerprint, entries, ...change };
};
const ask = async (text: readonly string[] | string, change: Partial<CompareRequest> = {}) =>
  CompareAnswer.parse(await registry.compare(await request(text, change), 'somebody'));
const runs = ({ segments }: CompareAnswer) =>
  segments.map(({ kind, start, end, missing }) => [kind, start, end, missing]);

beforeAll(async () => {
  registry = createRegistry({
    site: SITE,
    store: memoryStore(),
    clock: () => new Date('2027-04-01'),
  });
  await declare(registry);
  record = await register(registry, await printOf(GENUINE));
});

describe('where a suspect departs from a record', () => {
  it('names a changed word, an added one and a missing one', async () => {
    const suspect = [
      ...GENUINE.slice(0, 40),
      'autre',
      ...GENUINE.slice(41, 100),
      'ajout',
      ...GENUINE.slice(100, 200),
      ...GENUINE.slice(203),
    ];
    const answer = await ask(suspect);
    expect(runs(answer)).toEqual([
      ['same', 0, 40, 0],
      ['changed', 40, 41, 1],
      ['same', 41, 100, 0],
      ['added', 100, 101, 0],
      ['same', 101, 201, 0],
      ['removed', 201, 201, 3],
      ['same', 201, 298, 0],
    ]);
    expect(answer).toMatchObject({
      record,
      path: '',
      grade: 'altered',
      reason: null,
      marks_only: false,
      suspect_words: 298,
      registered_words: 300,
      complete: true,
      cursor: null,
    });
    expect(alignmentOf(answer)).toMatchObject({ suspectShare: 296 / 298, genuineShare: 296 / 300 });
  });

  it('tells a moved passage from an added one', async () => {
    const moved = [...GENUINE.slice(0, 60), ...GENUINE.slice(100), ...GENUINE.slice(60, 100)];
    const kinds = runs(await ask(moved)).map(([kind]) => kind);
    expect(kinds).toContain('moved');
    expect(kinds).not.toContain('added');
  });

  it('knows the running headers of the record in a reading of the suspect', async () => {
    const own = await printOf(spelt('entete', 60));
    const furniture = 'a'.repeat(64);
    const headed = { ...(own.fingerprint.content as ContentPrint), furniture };
    const id = await register(registry, {
      ...own,
      fingerprint: { ...own.fingerprint, content: headed },
    });
    const running = async (claimed: string | null) => {
      const words = [...spelt('entete', 60), 'ajout'];
      const { fingerprint: print } = await printOf(words);
      const reading = { body_joined: 'b'.repeat(64), labels: null, furniture: claimed };
      const content = { ...(print.content as ContentPrint), readings: [reading] };
      const answer = await ask(words, { record: id, fingerprint: { ...print, content } });
      return answer.running_lines;
    };
    expect(await running(furniture)).toBe(true);
    expect(await running('c'.repeat(64))).toBe(false);
    expect(await running(null)).toBe(false);
  });

  it('leaves the same words in another order near, in another format only', async () => {
    const moved = [...GENUINE.slice(0, 60), ...GENUINE.slice(100), ...GENUINE.slice(60, 100)];
    const inFormat = async (extractor: string, words: readonly string[]) => {
      const print = await printOf(words);
      const content = { ...(print.fingerprint.content as ContentPrint), extractor };
      const { grade, notes } = await ask(words, {
        fingerprint: { ...print.fingerprint, content },
      });
      return [grade, notes];
    };
    expect(await inFormat('plain/1', moved)).toEqual(['altered', []]);
    expect(await inFormat('pdf/1', moved)).toEqual(['near', ['layout_only']]);
    expect(await inFormat('pdf/1', moved.with(5, 'autre'))).toEqual(['altered', []]);
    expect(await inFormat('pdf/1', moved.toSpliced(5, 1))).toEqual(['altered', []]);
    expect(await inFormat('pdf/1', [...moved, 'ajout'])).toEqual(['altered', []]);
    // A passage said twice, and another word left out, are as many words.
    expect(await inFormat('pdf/1', [...GENUINE, ...GENUINE.slice(60, 100)])).toEqual([
      'altered',
      [],
    ]);
  });

  it('takes the cells of a table that stand by columns for another layout, but no swapped amounts', async () => {
    const names = ['loyer', 'eau', 'gaz', 'total'].map((name) => spelt(name, 6));
    const amounts = ['50', '40', '75', '61'];
    const table = (column: readonly string[]) =>
      names.flatMap((name, i) => [...name, column[i] ?? '']);
    const rows = table(amounts);
    const columns = [...names.flat(), ...amounts];
    const around = (cells: string[]) => [...spelt('avant', 60), ...cells, ...spelt('apres', 60)];
    const id = await register(registry, await printOf(around(rows)));
    const inFormat = async (extractor: string, cells: string[]) => {
      const print = await printOf(around(cells));
      const content = { ...(print.fingerprint.content as ContentPrint), extractor };
      const { grade, notes } = await ask(around(cells), {
        record: id,
        fingerprint: { ...print.fingerprint, content },
      });
      return [grade, notes];
    };
    expect(await inFormat('pdf/1', columns)).toEqual(['near', ['layout_only']]);
    expect(await inFormat('plain/1', columns)).toEqual(['altered', []]);
    expect(await inFormat('pdf/1', columns.with(25, '45'))).toEqual(['altered', []]);
    expect(await inFormat('pdf/1', table(['40', '50', '75', '61']))).toEqual(['altered', []]);
    // Every amount in another row: still as many words in each place.
    expect(await inFormat('pdf/1', table(['61', '50', '40', '75']))).toEqual(['altered', []]);
    // One word that moved, such as a "not".
    const moved = [...rows.toSpliced(6, 1), '50'];
    expect(await inFormat('pdf/1', moved)).toEqual(['altered', []]);
  });

  it.each<[string, string[], string | null]>([
    [
      'a whole text within another',
      [...spelt('autour', 300), ...GENUINE, ...spelt('apres', 300)],
      'contains',
    ],
    ['an excerpt', GENUINE.slice(100, 180), 'part_of'],
    [
      'two fifths of it and as much else',
      [...GENUINE.slice(0, 120), ...spelt('neuf', 100)],
      'near',
    ],
    ['seven tenths of it', GENUINE.slice(0, 210), 'altered'],
    ['a stranger', spelt('autre', 200), null],
  ])('calls %s by its name', async (_name, suspect, grade) => {
    expect((await ask(suspect)).grade).toBe(grade);
  });

  it('says when only marks differ, and when nothing does', async () => {
    const marked = GENUINE.join(' ').replace('motbj ', 'Motbj, ');
    expect(await ask(marked)).toMatchObject({ grade: 'altered', marks_only: true });
    expect(await ask(GENUINE)).toMatchObject({ grade: 'identical', marks_only: false });
  });

  it('does not take digests for equal whose entries are others', async () => {
    const { entries } = await request(GENUINE.with(7, 'autre'));
    const answer = await ask(GENUINE, { entries });
    expect(answer.grade).toBe('altered');
    expect(runs(answer)[1]).toEqual(['changed', 7, 8, 1]);
  });

  it('compares with the part that is most like, or with the one named', async () => {
    const attachment = await printOf(spelt('piece', 120));
    const whole = await printOf(spelt('lettre', 120));
    const mail: Print = {
      fingerprint: { ...whole.fingerprint, parts: [attachment.fingerprint] },
      entries: {
        '': whole.entries[''] ?? new Uint16Array(),
        '0': attachment.entries[''] ?? new Uint16Array(),
      },
    };
    const id = await register(registry, mail);
    const suspect = spelt('piece', 120).with(9, 'autre');
    expect(await ask(suspect, { record: id })).toMatchObject({ path: '0', grade: 'altered' });
    expect(await ask(suspect, { record: id, path: '' })).toMatchObject({ path: '', grade: null });
    expect(await ask(suspect, { record: id, path: '7' })).toMatchObject({
      path: null,
      reason: 'no_text_layer',
    });
  });

  it('comes in pages that are one list', async () => {
    const long = spelt('long', 30_000);
    const id = await register(registry, await printOf(long));
    const suspect = long.map((word, i) => (i % 20 === 10 ? `autre${word}` : word));
    const print = await printOf(suspect);
    const entries = entriesToBase64(print.entries[''] ?? new Uint16Array());
    const all: CompareAnswer['segments'] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const answer: CompareAnswer = await registry.compare(
        { record: id, fingerprint: print.fingerprint, entries, cursor },
        'somebody',
      );
      CompareAnswer.parse(answer);
      all.push(...answer.segments);
      cursor = answer.cursor;
      pages++;
    } while (cursor !== null);
    expect(pages).toBe(4);
    expect(all).toHaveLength(3001);
    expect(all.every((segment, i) => segment.start === (all[i - 1]?.end ?? 0))).toBe(true);
    expect(all.filter(({ kind }) => kind === 'changed')).toHaveLength(1500);
  });

  it('tells nothing of the registered text but positions and counts', async () => {
    const answer = await ask(GENUINE.with(7, 'autre'));
    expect(Object.keys(answer).sort()).toEqual(
      [
        ...['at', 'complete', 'cursor', 'grade', 'marks_only', 'notes', 'path'],
        ...['reason', 'record', 'registered_words', 'running_lines', 'segments', 'suspect_words'],
      ].sort(),
    );
    for (const segment of answer.segments) {
      expect(Object.keys(segment).sort()).toEqual(['end', 'kind', 'missing', 'start']);
    }
  });
});

describe('what is not compared', () => {
  it('a short text, unless its mail is known by Message-ID', async () => {
    expect(await ask(GENUINE.slice(0, 20))).toMatchObject({ reason: 'too_short', segments: [] });
  });

  it('a suspect many times as long as the record', async () => {
    expect(await ask(spelt('autre', 2601))).toMatchObject({ reason: 'over_limit', segments: [] });
    expect(await ask(spelt('autre', 2600))).toMatchObject({ reason: null });
  });

  it.each<[string, string]>([
    ['half a value', 'AA=='],
    ['none', ''],
    ['fewer than the text has', 'AAAAAAAA'],
  ])('entries that do not fit: %s', async (_name, entries) => {
    await expect(ask(GENUINE, { entries })).rejects.toMatchObject({
      code: 'entries_invalid',
      faults: [{ pointer: '/entries' }],
    });
  });

  it('an unknown record and a decoy, alike', async () => {
    const decoy = await register(registry, await printOf(spelt('leurre', 80)), { state: 'decoy' });
    const unknown = 'rec_aaaaaaaaaaaaaaaaaaaaaaaaaa';
    const [a, b] = await Promise.all(
      [decoy, unknown].map((id) => ask(spelt('leurre', 80), { record: id }).catch(String)),
    );
    expect(a).toMatch(/No such record/);
    expect(a).toEqual(b);
  });

  it('a record of a corpus that has it off, and another change of the corpus leaves it off', async () => {
    const own = createRegistry({
      site: SITE,
      store: memoryStore(),
      clock: () => new Date('2027-04-01'),
    });
    await declare(own);
    const id = await register(own, await printOf(GENUINE));
    const about = { title: 'T', registrant: 'R', coverage: '', policy: 'public' as const };
    const compare = async () => own.compare(await request(GENUINE, { record: id }), 'a');
    expect((await own.corpora())[0]).toMatchObject({ locate: 'on' });
    await own.admin.putCorpus(CORPUS, { ...about, locate: 'off' });
    await expect(compare()).rejects.toMatchObject({ code: 'locate_off' });
    await own.admin.putCorpus(CORPUS, about);
    expect((await own.corpora())[0]).toMatchObject({ locate: 'off' });
    await expect(compare()).rejects.toMatchObject({ code: 'locate_off' });
    await own.admin.putCorpus(CORPUS, { ...about, locate: 'on' });
    expect((await compare()).grade).toBe('identical');
  });
});
