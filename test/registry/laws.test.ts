import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { STREAMS } from '../../src/fingerprint/document.ts';
import type { ContentPrint, Fingerprint, MailPrint } from '../../src/fingerprint/profile.ts';
import { createRegistry, type Registry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { declare, registerAll, SITE } from './batches.ts';
import { docPrint, filePrint, hash, letterPrint, prose, textPrint } from './prints.ts';

/** A mail with everything: two bodies, thread, signature, a document and a scan attached. */
const WORDS = prose('w', 120);
const BESIDE = {
  ...Object.fromEntries(STREAMS.map((stream) => [stream, null])),
  comments: hash('c'),
};
const GENUINE = withBeside(
  letterPrint(
    'm1',
    WORDS,
    [
      docPrint('contract', prose('contract', 150), {
        type: 'application/pdf',
        content: textPrint(prose('contract', 150), { labels: hash('1. 2.'), furniture: hash('f') }),
      }),
      filePrint('scan', { type: 'image/png' }),
    ],
    {
      cc: hash('cc'),
      alternatives: [textPrint(WORDS, { drawn: hash('html') })],
      quoted: textPrint(prose('q', 40)),
      signature: textPrint(prose('s', 12)),
    },
  ),
);

function withBeside(print: Fingerprint): Fingerprint {
  return { ...print, content: { ...(print.content as ContentPrint), beside: BESIDE } };
}

type Change = (print: Fingerprint, to: string) => Fingerprint;
const reprint = (print: Fingerprint, to: string): Fingerprint => ({
  ...print,
  bytes: { ...print.bytes, sha256: hash(`reprint ${to}`) },
});
const inContent =
  (layer: keyof ContentPrint): Change =>
  (print, to) => ({ ...print, content: { ...(print.content as ContentPrint), [layer]: to } });
const inMail =
  (layer: keyof MailPrint): Change =>
  (print, to) => ({ ...print, mail: { ...(print.mail as MailPrint), [layer]: to } });
const inSubtext =
  (layer: 'quoted' | 'signature'): Change =>
  (print, to) =>
    inMail(layer)(print, { ...print.mail?.[layer], body: to, body_joined: to } as never);
const inAlternative =
  (layer: keyof ContentPrint): Change =>
  (print, to) =>
    inMail('alternatives')(print, [{ ...print.mail?.alternatives[0], [layer]: to }] as never);
const inPart =
  (index: number, change: Change): Change =>
  (print, to) => ({
    ...print,
    parts: print.parts.map((part, i) => (i === index ? reprint(change(part, to), to) : part)),
  });
const inBeside =
  (stream: string): Change =>
  (print, to) =>
    inContent('beside')(print, { ...print.content?.beside, [stream]: to } as never);
const both: Change = (print, to) => inContent('body')(inContent('body_joined')(print, to), to);

/** What says something else to its reader: neither `match` nor `same_text`. */
const WORDS_CHANGED: Record<string, Change> = {
  body: both,
  labels: inContent('labels'),
  ...Object.fromEntries(STREAMS.map((stream) => [stream, inBeside(stream)])),
  'a comment taken away': (print) => inContent('beside')(print, { comments: null } as never),
  message_id: inMail('message_id'),
  from: inMail('from'),
  to: inMail('to'),
  cc: inMail('cc'),
  date: inMail('date'),
  subject: inMail('subject'),
  names: inMail('names'),
  quoted: inSubtext('quoted'),
  signature: inSubtext('signature'),
  alternative: inAlternative('body'),
  'body of a part': inPart(0, both),
  'labels of a part': inPart(0, inContent('labels')),
  'furniture of a part': inPart(0, inContent('furniture')),
  'a picture': inPart(1, (print) => print),
};
/** What only looks otherwise: not `match`. */
const LOOKS_CHANGED: Record<string, Change> = {
  hyphens: inContent('body'),
  furniture: inContent('furniture'),
  drawn: inContent('drawn'),
  marks: (print) => inContent('marks')(print, ['covered_text'] as never),
  'drawn of an alternative': inAlternative('drawn'),
  'drawn of a part': inPart(0, inContent('drawn')),
  'marks of a part': inPart(0, (print) => inContent('marks')(print, ['hidden_text'] as never)),
};

const digest = fc.string({ minLength: 1 }).map((text) => hash(`any ${text}`));

describe('laws', () => {
  let registry: Registry;
  const judge = async (fingerprint: Fingerprint) => {
    const { results } = await registry.check({ items: [{ fingerprint }] }, 'somebody');
    const [result] = results;
    if (!result) throw new Error('no result');
    return result;
  };

  beforeAll(async () => {
    registry = createRegistry({ site: SITE, store: memoryStore(), clock: () => new Date() });
    await declare(registry);
    // Labels differ only where both sides have some.
    const labelled = inContent('labels')(GENUINE, hash('a) b)'));
    await registerAll(registry, [reprint(labelled, 'genuine')]);
  });
  const suspect = () => inContent('labels')(GENUINE, hash('a) b)'));

  it('one and the same content is a match whatever its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(digest, async (to) => {
        expect((await judge(reprint(suspect(), to))).verdict).toBe('match');
      }),
      { numRuns: 20 },
    );
  });

  it.each(Object.entries(WORDS_CHANGED))(
    'another %s is neither match nor same_text',
    async (_, change) => {
      await fc.assert(
        fc.asyncProperty(digest, async (to) => {
          const result = await judge(reprint(change(suspect(), to), to));
          expect(result.verdict).toBe('differs');
          expect(result.grade).not.toBe('same_text');
        }),
        { numRuns: 15 },
      );
    },
  );

  it.each(Object.entries(LOOKS_CHANGED))('other %s is no match', async (_, change) => {
    await fc.assert(
      fc.asyncProperty(digest, async (to) => {
        const result = await judge(reprint(change(suspect(), to), to));
        expect([result.verdict, result.grade]).toEqual(['differs', 'same_text']);
        expect(result.evidence.unverified).not.toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('fuzzy values alone are never more than near', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(digest, { minLength: 3, maxLength: 3 }), async ([a, b, c]) => {
        const forged: Fingerprint = {
          ...suspect(),
          bytes: { ...suspect().bytes, sha256: hash(`forged ${a}`) },
          content: { ...(suspect().content as ContentPrint), body: `${b}`, body_joined: `${c}` },
          mail: null,
          parts: [],
        };
        const result = await judge(forged);
        expect([result.verdict, result.grade]).toEqual(['differs', 'near']);
      }),
      { numRuns: 30 },
    );
  });

  it('what could not be read is never absent nor a match', async () => {
    const problem = fc.constantFrom('unreadable', 'encrypted', 'no_text_layer', 'over_limit');
    await fc.assert(
      fc.asyncProperty(problem, digest, fc.boolean(), async (what, to, blank) => {
        const print = reprint({ ...suspect(), problem: what as Fingerprint['problem'] }, to);
        const lost = blank ? { ...print, content: null, mail: null, parts: [] } : print;
        const { verdict, grade } = await judge(lost);
        expect(['undecided', 'differs']).toContain(verdict);
        expect(grade).not.toBe('same_text');
      }),
      { numRuns: 40 },
    );
  });

  it('under thirty words no text decides, whoever it equals', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 29 }), digest, async (words, to) => {
        const content = { ...textPrint(WORDS), words };
        const result = await judge(filePrint(to, { content }));
        expect(result).toMatchObject({ verdict: 'undecided', reason: 'too_short', record: null });
      }),
      { numRuns: 20 },
    );
  });

  it('no answer tells a score, a reference or the order of registration', async () => {
    const result = await judge(docPrint('x', WORDS.with(3, 'y')));
    expect(Object.keys(result).sort()).toEqual(
      [
        ...['corpus', 'does_not_show', 'evidence', 'grade', 'id', 'log', 'near', 'notes', 'parts'],
        ...[
          'reason',
          'record',
          'registered_as',
          'registered_at',
          'registrant',
          'same_template',
          'state_since',
        ],
        ...['shows', 'verdict'],
      ].sort(),
    );
    expect(Object.keys(result.near[0] ?? {}).sort()).toEqual(['band', 'corpus', 'record']);
  });
});
