import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mailPlaces, mboxMails } from '../../src/extract/mbox-stream.ts';
import { headerStart, mailboxStarts } from '../../src/extract/sniff-mail.ts';

const encoder = new TextEncoder();
const FROM = 'From a@x.example Tue Mar  2 10:00:00 2027\n';
/** Lines that open a mail, that only look so, and that say nothing. */
const line = fc.oneof(
  { weight: 2, arbitrary: fc.constant(`\n${FROM}Subject: a\n\n`) },
  { weight: 1, arbitrary: fc.constant(`\r\n${FROM}>From b@x.example\nTo: b@x.example\r\n\r\n`) },
  { weight: 1, arbitrary: fc.constantFrom(FROM, '\nFrom here on\n', '\n', '>From \n', '\n\n') },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 500_000 }).map((n) => `${'x'.repeat(n)}\n`) },
);

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const into = new Uint8Array(2_000_000);
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    const piece = bytes.subarray(at, at + size);
    // Each piece overwrites the one before, as those of files do.
    into.set(piece);
    yield into.subarray(0, piece.length);
    at += size;
  }
}

test('mails are cut where those of a whole mailbox are, however it comes', async () => {
  const sizes = fc.array(fc.integer({ min: 1000, max: 1_500_000 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 40 }), sizes, async (lines, cuts) => {
      const bytes = encoder.encode(`${FROM}Subject: first\n\n${lines.join('')}`);
      const starts = mailboxStarts(bytes, Number.POSITIVE_INFINITY);
      const expected = starts.map((at, i) => ({
        start: headerStart(bytes, at),
        end: starts[i + 1] ?? bytes.length,
      }));
      const places: { start: number; end: number }[] = [];
      for await (const place of mailPlaces(cut(bytes, cuts))) places.push(place);
      expect(places).toEqual(expected);
      const found: [number, number][] = [];
      for await (const mail of mboxMails(cut(bytes, cuts))) {
        found.push([mail.at, mail.bytes?.length ?? -1]);
      }
      expect(found).toEqual(starts.map((at, i) => [at, (expected[i]?.end ?? 0) - at]));
    }),
    { numRuns: 60 },
  );
});
