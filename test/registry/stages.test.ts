import { expect, test } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { StoredRecord } from '../../src/registry/store.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchesMadeAt, batchOf, declare, REGISTRAR, registerAll, SITE } from './batches.ts';
import { docPrint, letterPrint, prose, textPrint } from './prints.ts';

/** How many keys a long text is asked by, and that fewer hide nothing. */

batchesMadeAt('2027-04-01T12:00:00Z');

const CLOSED = { ...REGISTRAR, id: 'autre', corpus: 'ferme' };
/** Some 700 values of a sketch. */
const report = prose('rapport', 6000);
const passage = prose('passage', 70);
const letter = prose('lettre', 200);
/** The report with a passage in it and with a word changed. */
const pasted = [...report.slice(0, 3000), ...passage, ...report.slice(3000)].with(9, 'autre');

/** @param unfinished of a batch that is not live: found by its postings, and never opened */
async function ask(
  registered: Fingerprint[],
  closed: Fingerprint[],
  suspect: Fingerprint,
  unfinished: Fingerprint[] = [],
) {
  const store = memoryStore();
  const hidden = new Set(unfinished.map(({ bytes }) => bytes.sha256));
  const asked: number[] = [];
  const clock = () => new Date('2027-04-01T12:00:00Z');
  const registry = createRegistry({
    site: SITE,
    clock,
    store: {
      ...store,
      postings: (features, limit) => {
        asked.push(features.length);
        return store.postings(features, limit);
      },
      open: async (refs) => {
        const opened = await store.open(refs);
        const isShown = ([, { fingerprint }]: [unknown, StoredRecord]) =>
          !hidden.has(fingerprint.bytes.sha256);
        return new Map([...opened].filter(isShown));
      },
    },
  });
  await declare(registry);
  const written = [...registered, ...unfinished];
  if (written.length > 0) await registerAll(registry, written);
  if (closed.length > 0) {
    const corpus = { title: 'T', registrant: 'R', coverage: '', policy: 'accredited' } as const;
    await registry.admin.putCorpus(CLOSED.corpus, corpus);
    const { request, digest } = batchOf(closed, { corpus: CLOSED.corpus });
    await registry.register(request, digest, CLOSED);
  }
  asked.length = 0;
  const { results } = await registry.check({ items: [{ fingerprint: suspect }] }, 'caller');
  return { asked, result: results[0] };
}

test('a long text that a record holds half of is asked by 148 keys', async () => {
  const { asked, result } = await ask([docPrint('r', report)], [], docPrint('s', pasted));
  expect(asked).toEqual([148]);
  expect(result).toMatchObject({ verdict: 'differs' });
});

test('one that is found nowhere is asked by 532', async () => {
  const { asked, result } = await ask([docPrint('l', letter)], [], docPrint('s', report));
  expect(asked).toEqual([148, 384]);
  expect(result).toMatchObject({ verdict: 'absent' });
});

test('a passage in it is met by the others', async () => {
  const { asked, result } = await ask([docPrint('p', passage)], [], docPrint('s', pasted));
  expect(asked).toEqual([148, 384]);
  expect(result).toMatchObject({ verdict: 'differs', grade: 'contains' });
});

test('what a closed corpus holds does not stand in the way of that', async () => {
  const open = [docPrint('p', passage)];
  const suspect = docPrint('s', pasted);
  const alone = await ask(open, [], suspect);
  const beside = await ask(open, [docPrint('r', report)], suspect);
  expect(beside.asked).toEqual(alone.asked);
  expect(beside.result).toMatchObject({ verdict: 'differs', grade: 'contains' });
});

test('nor does a batch that was never finished', async () => {
  const suspect = docPrint('s', pasted);
  const open = [docPrint('p', passage)];
  const { asked, result } = await ask(open, [], suspect, [docPrint('r', report)]);
  expect(asked).toEqual([148, 384]);
  expect(result).toMatchObject({ verdict: 'differs', grade: 'contains' });
});

test('each text of a mail is asked by its own keys', async () => {
  const mail = letterPrint('m', report.with(9, 'autre'), [], {
    quoted: textPrint(prose('fil', 6000)),
  });
  const { asked } = await ask([docPrint('r', report)], [], mail);
  expect(asked).toEqual([2 * 148, 384]);
});
