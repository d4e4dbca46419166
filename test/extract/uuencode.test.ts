import { describe, expect, it } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import { takeUuencoded } from '../../src/extract/uuencode.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

// `printf 'Chat noir' | uuencode chat.txt` of sharutils.
const CHAT = 'begin 644 chat.txt\n)0VAA="!N;VER\n`\nend';

describe('takeUuencoded', () => {
  it('takes a file out and leaves its first line', () => {
    const { text: rest, files } = takeUuencoded(`Bonjour,\n\n${CHAT}\n\nMarie`);
    expect(rest).toBe('Bonjour,\n\nbegin 644 chat.txt\n\nMarie');
    expect(files.map(({ name, bytes }) => [name, text(bytes)])).toEqual([
      ['chat.txt', 'Chat noir'],
    ]);
  });

  it('takes out two files, blanks at line ends lost on the way', () => {
    // Two zero bytes: `uuencode` of some systems writes zero as a blank.
    const { files } = takeUuencoded(`${CHAT}\nbegin 600 zéro\n"\n \nend\n`);
    expect(files.map(({ bytes }) => bytes.length)).toEqual([9, 2]);
  });

  it.each([
    ['text in place of data', 'begin 644 a\nRendez-vous au parc\nend'],
    ['a line longer than it says', 'begin 644 a\n)0VAA="!N;VERXX\n`\nend'],
    ['bits beyond the last byte', 'begin 644 a\n!00AB\n`\nend'],
    ['more lines behind the empty one', 'begin 644 a\n)0VAA="!N;VER\n`\n)0VAA="!N;VER\nend'],
    ['no end', 'begin 644 a\n)0VAA="!N;VER\n`'],
    ['nothing in it', 'begin 644 a\n`\nend'],
    ['no mode', 'begin le\n)0VAA="!N;VER\n`\nend'],
  ])('leaves what has %s', (_, body) => {
    expect(takeUuencoded(body)).toEqual({ text: body, files: [] });
  });
});

describe('a mail with a uuencoded file in its text', () => {
  it('has it as a part, and all the words around it', async () => {
    const mail = `From: a@b.example\nMIME-Version: 1.0\n\nVoici.\n${CHAT}\nMarie\n`;
    const found = await extract(utf8(mail));
    expect(found.problem).toBeNull();
    expect(found.reading?.text.pages[0]?.map((line) => line.text)).toEqual([
      'Voici.',
      'begin 644 chat.txt',
      'Marie',
    ]);
    expect(found.parts.map((part) => [part.name, text(part.bytes)])).toEqual([
      ['chat.txt', 'Chat noir'],
    ]);
  });
});
