import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { Fingerprint } from '../../src/registry/contract-print.ts';
import { compound } from './compound.ts';
import { attachment, item, numbered, recipient } from './msg-build.ts';
import { buildPdf, invoice } from './pdf-build.ts';

/**
 * Every reader on valid files that were damaged, and on noise. FUZZ_RUNS and FUZZ_SEED widen
 * it; fast-check prints the seed and the path of a failure.
 */
const seed = Number(process.env.FUZZ_SEED ?? 20_270_101);
const runs = Number(process.env.FUZZ_RUNS ?? 12);

/** Small ceilings, so that what is built from lies is refused soon. */
const limits = {
  ...LOCAL_LIMITS,
  maxMemberBytes: 4_000_000,
  maxTotalBytes: 8_000_000,
  maxTextLength: 1_000_000,
  maxParts: 100,
  maxPdfPages: 20,
};
const pdf = () => import('../../src/extract/pdf.ts').then((module) => module.readPdf);

/** Written by `extract` for an error that no reader foresaw. */
const UNFORESEEN = 'The file could not be read.';

type Edit = {
  readonly kind: string;
  readonly at: number;
  readonly to: number;
  readonly value: number;
};

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('flip', 'byte', 'cut', 'drop', 'repeat', 'swap', 'word', 'half', 'digits'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  value: fc.constantFrom(
    0,
    1,
    0x7f,
    0x80,
    0xff,
    0xffff,
    0x7fffffff,
    0x80000000,
    0xfffffffe,
    0xffffffff,
  ),
});

/** `bytes` with one piece of damage; places are fractions of the file. */
function damaged(bytes: Buffer, { kind, at, to, value }: Edit): Buffer {
  const start = Math.floor(Math.min(at, to) * bytes.length);
  const end = Math.min(bytes.length, Math.ceil(Math.max(at, to) * bytes.length));
  const near = Math.min(end, start + 200);
  const head = bytes.subarray(0, start);
  switch (kind) {
    case 'cut':
      return head;
    case 'drop':
      return Buffer.concat([head, bytes.subarray(near)]);
    case 'repeat':
      return Buffer.concat([
        head,
        ...Array(8).fill(bytes.subarray(start, near)),
        bytes.subarray(start),
      ]);
    case 'swap':
      return Buffer.concat([bytes.subarray(end), bytes.subarray(start, end), head]);
    case 'digits': {
      // Lengths and counts of the textual formats.
      const text = bytes.toString('latin1');
      const found = /\d+/g;
      found.lastIndex = start;
      const match = found.exec(text);
      if (match === null) return bytes;
      const after = match.index + match[0].length;
      return Buffer.from(text.slice(0, match.index) + value + text.slice(after), 'latin1');
    }
    default: {
      const out = Buffer.from(bytes);
      if (kind === 'flip' && start < out.length)
        out[start] = (out[start] ?? 0) ^ (1 << (value % 8));
      if (kind === 'byte' && start < out.length) out[start] = value & 0xff;
      if (kind === 'half' && start + 2 <= out.length) out.writeUInt16LE(value & 0xffff, start);
      if (kind === 'word' && start + 4 <= out.length) out.writeUInt32LE(value, start);
      return out;
    }
  }
}

async function holds(bytes: Uint8Array, name: string): Promise<void> {
  const once = await printOf(bytes, name);
  expect(await printOf(bytes, name)).toBe(once);
}

async function printOf(bytes: Uint8Array, name: string): Promise<string> {
  const document = await extract(bytes, { name, limits, pdf });
  const details: string[] = [];
  const visit = (one: typeof document): void => {
    if (one.detail) details.push(one.detail);
    if (one.problem !== null) expect(one.detail).toBeTruthy();
    one.parts.forEach(visit);
  };
  visit(document);
  expect(details).not.toContain(UNFORESEEN);
  const { fingerprint: print } = await fingerprint(document);
  const checked = Fingerprint.safeParse(print);
  expect(checked.success ? [] : checked.error.issues).toEqual([]);
  return JSON.stringify(print);
}

const fixtures = new URL('../fixtures/', import.meta.url);
const samples: [string, Uint8Array][] = ['archive', 'mail', 'office', 'pdf'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, fixtures))
    .filter((name) => !/\.(?:py|json)$/.test(name))
    .sort()
    .map((name): [string, Uint8Array] => [
      name,
      readFileSync(new URL(`${folder}/${name}`, fixtures)),
    ]),
);
const letter = item(
  'message',
  { '0037001F': 'Objet', '1000001F': 'Texte du message', '10090102': new Uint8Array(40) },
  {
    ...numbered('recip', [recipient(1, 'A', 'a@b.example')]),
    ...numbered('attach', [attachment('a.txt', new Uint8Array(Buffer.from('joint')))]),
  },
);
samples.push(
  ['built.msg', compound(letter)],
  ['built.doc', compound({ WordDocument: new Uint8Array(600) })],
  ['built.xls', compound({ Workbook: new Uint8Array(600) })],
  ['built.pdf', buildPdf(invoice())],
  [
    'uu.eml',
    Buffer.from('From: a@b\nMessage-ID: <1@b>\n\nVoici\n\nbegin 644 a.txt\n#0V%T\n`\nend\n'),
  ],
);

describe('damaged files end as a document with a fingerprint', () => {
  test.each(samples)('%s', async (name, bytes) => {
    const property = fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) =>
      holds(new Uint8Array(edits.reduce(damaged, Buffer.from(bytes))), name),
    );
    await fc.assert(property, { seed, numRuns: runs });
  });
});

describe('noise ends as a document with a fingerprint', () => {
  const magics = [
    '',
    'PK\x03\x04',
    '\x1f\x8b\x08\x00',
    '%PDF-1.7\n',
    '{\\rtf1 ',
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
  ]
    .concat(
      'From: a@b\nMessage-ID: <1@b>\n',
      'From a@b Thu Jan  1 00:00:00 2027\n',
      '<!DOCTYPE html>',
      '<?xml version="1.0"?>',
    )
    .concat('\xef\xbb\xbf', '\xff\xfe', '\xfe\xff', 'BEGIN:', '\x89PNG\r\n\x1a\n');
  test.each(magics)('under %j', async (magic) => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.string({ unit: 'binary', maxLength: 1500 }).map((text) => Buffer.from(text)),
      fc
        .array(
          fc.constantFrom(
            '<a',
            '>',
            '{\\',
            '}',
            '(',
            ')',
            '[',
            '=?',
            '?=',
            '--',
            '\n',
            '\0',
            '"',
            '1 0 obj',
            'stream',
            '&#',
            '\\u-1',
            '1.',
            '- ',
            'é',
          ),
          { maxLength: 400 },
        )
        .map((pieces) => Buffer.from(pieces.join(''))),
    );
    const property = fc.asyncProperty(noise, (tail) =>
      holds(new Uint8Array(Buffer.concat([Buffer.from(magic, 'latin1'), tail])), 'a.txt'),
    );
    await fc.assert(property, { seed, numRuns: runs * 3 });
  });
});
