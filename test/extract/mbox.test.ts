import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';

const folder = new URL('../fixtures/archive/', import.meta.url);
const file = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  mails: string[];
};
const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

const FROM = 'From marie@campagne.example Mon May  4 10:00:00 2026\n';
const HEAD = 'From: a@b.example\nMIME-Version: 1.0\nSubject: x\n\n';
const box = (...bodies: string[]) => utf8(bodies.map((body) => `${FROM}${HEAD}${body}\n`).join(''));

describe('a mailbox', () => {
  it('has the mails that Python put in, byte for byte', async () => {
    const found = await extract(file('mails.mbox'));
    expect(found).toMatchObject({ type: 'application/mbox', problem: null, reading: null });
    expect(found.parts.map((part) => sha256(part.bytes))).toEqual(expected.mails);
    expect(found.parts.map((part) => part.mail?.messageId)).toEqual(
      [0, 1, 2].map((i) => `${i}@campagne.example`),
    );
  });

  it('with CRLF has the same texts', async () => {
    const crlf = utf8(text(file('mails.mbox')).replaceAll('\n', '\r\n'));
    const [lf, other] = [await extract(file('mails.mbox')), await extract(crlf)];
    expect(other.parts.map(({ bytes: _, ...part }) => part)).toEqual(
      lf.parts.map(({ bytes: _, ...part }) => part),
    );
  });

  it('gives back what was quoted, one sign for one', async () => {
    const found = await extract(box('>From a\n>>From b\n> From c\n>Fromage\n', 'x\n'));
    expect(text(found.parts[0]?.bytes)).toBe(`${HEAD}From a\n>From b\n> From c\n>Fromage\n`);
  });

  it('is not cut where a text begins with From', async () => {
    const body = 'x\n\nFrom here on\nNote: y\n\nFrom 10:30 on all is new\n\nFrom 10:30\n';
    const found = await extract(box(body, 'z\n'));
    expect(found.parts).toHaveLength(2);
    expect(text(found.parts[0]?.bytes)).toBe(HEAD + body);
  });

  it('with old relay lines below From has its headers', async () => {
    const one = `${FROM}>From root Mon May  4 10:00:00 2026\n${HEAD}texte\n\n`;
    const found = await extract(utf8(one + one));
    expect(found.parts.map((part) => part.mail?.subject)).toEqual(['x', 'x']);
  });

  it('holding something else than mails says which', async () => {
    const found = await extract(utf8(`${FROM}${HEAD}x\n\n${FROM}Note: y\n\nz\n`));
    expect(found.parts.map((part) => part.problem)).toEqual([null, 'unreadable']);
    expect(found.parts[1]?.detail).toBe('A mail of the mailbox has no mail headers.');
  });

  it('of more mails than the limit is over it, never cut', async () => {
    const bytes = box(...Array.from({ length: 6 }, () => 'x\n'));
    const limits = { ...LOCAL_LIMITS, maxParts: 5 };
    expect(await extract(bytes, { limits })).toMatchObject({
      problem: 'over_limit',
      detail: 'The mailbox has more than 5 mails.',
      parts: [],
    });
    const enough = { ...LOCAL_LIMITS, maxParts: 6 };
    expect((await extract(bytes, { limits: enough })).parts).toHaveLength(6);
  });

  it('of 100,000 mails is over the limit', async () => {
    const bytes = utf8(`${FROM}${HEAD}x\n\n`.repeat(100_000));
    expect(await extract(bytes)).toMatchObject({ problem: 'over_limit', parts: [] });
  });

  it('nested beyond the limit stops with a reason', async () => {
    const limits = { ...LOCAL_LIMITS, maxArchiveDepth: 0 };
    expect((await extract(file('mails.mbox'), { limits })).problem).toBe('over_limit');
  });

  it('made of pieces of mailboxes never throws', async () => {
    const piece = fc.constantFrom(
      FROM,
      HEAD,
      '\n',
      '>From x\n',
      'From \n',
      'texte\n',
      '\r\n',
      '\0',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const found = await extract(utf8(FROM + HEAD + pieces.join('')));
        if (found.detail) expect(found.detail).not.toBe('The file could not be read.');
      }),
      { numRuns: 300 },
    );
  });
});

describe('one mail of a mailbox', () => {
  it('has the text that it had before', async () => {
    const lines = async (bytes: Uint8Array) => (await extract(bytes)).reading;
    const genuine = await lines(utf8(`${HEAD}a\n\nFrom here on\n`));
    expect(await lines(box('a\n\n>From here on\n'))).toEqual(genuine);
    expect(genuine?.text.pages[0]?.at(-1)?.text).toBe('From here on');
  });

  it('that is none reads such a line as one that came out of a mailbox', async () => {
    const found = await extract(utf8(`${HEAD}a\n>From here on\n`));
    expect(found.mail?.quoted).toBeNull();
    expect(found.reading?.text.pages.flat().at(-1)?.text).toBe('From here on');
  });

  it('that MH marked as answered is a mail', async () => {
    const notes = 'Replied: Mon, 4 May 2026 10:00:00 +0200\n\tby Marie\nForwarded: Tue\n';
    const found = await extract(utf8(`${notes}${FROM}${HEAD}texte\n`));
    expect(found).toMatchObject({ type: 'message/rfc822', problem: null });
    expect(found.mail?.subject).toBe('x');
  });
});
