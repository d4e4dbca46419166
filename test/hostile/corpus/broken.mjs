/** Files cut short, noise under every magic number, wrong names, nothing at all. */
import { readdirSync, readFileSync } from 'node:fs';
import { hostile, latin1, noise } from './tools.mjs';

const fixtures = new URL('../../fixtures/', import.meta.url);
const ANY = 'absent too_short no_text_layer over_limit unreadable encrypted differs';

const MAGIC = {
  zip: 'PK\x03\x04',
  'zip-end': 'PK\x05\x06',
  gz: '\x1f\x8b\x08\x00',
  bz2: 'BZh9',
  xz: '\xfd7zXZ\x00',
  '7z': '7z\xbc\xaf\x27\x1c',
  rar: 'Rar!\x1a\x07\x01\x00',
  zst: '\x28\xb5\x2f\xfd',
  pdf: '%PDF-1.7\n',
  rtf: '{\\rtf1 ',
  doc: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
  png: '\x89PNG\r\n\x1a\n',
  jpg: '\xff\xd8\xff\xe0',
  gif: 'GIF89a',
  webp: 'RIFF\xff\xff\xff\x7fWEBPVP8 ',
  tiff: 'II*\x00',
  bmp: 'BM',
  eml: 'From: a@b.example\r\nSubject: a\r\n\r\n',
  mbox: 'From a@b.example Thu Jan  1 00:00:00 2027\nFrom: a@b\n\n',
  html: '<!DOCTYPE html><html>',
  xml: '<?xml version="1.0"?>',
  sqlite: 'SQLite format 3\x00',
  exe: 'MZ',
  elf: '\x7fELF',
  mp4: '\x00\x00\x00\x18ftypmp42',
  ps: '%!PS-Adobe-3.0\n',
  'utf-8': '\xef\xbb\xbf',
  'utf-16le': '\xff\xfe',
  'utf-16be': '\xfe\xff',
};

/** More of them are left to the fuzzing of the readers. */
const CUTS = [0.5, 0.999];

function* cuts() {
  for (const folder of ['archive', 'mail', 'office', 'pdf']) {
    for (const name of readdirSync(new URL(`${folder}/`, fixtures)).sort()) {
      if (/\.(?:py|json)$/.test(name)) continue;
      const bytes = readFileSync(new URL(`${folder}/${name}`, fixtures));
      const dot = name.lastIndexOf('.');
      for (const cut of CUTS) {
        const title = `cut-${String(cut * 1000).padStart(3, '0')}-${name.slice(0, dot)}${name.slice(dot)}`;
        yield hostile(title, ANY, () => bytes.subarray(0, Math.floor(bytes.length * cut)));
      }
    }
  }
}

const fixture = (path) => readFileSync(new URL(path, fixtures));

export const broken = [
  ...Object.entries(MAGIC).map(([name, magic], n) =>
    hostile(`noise-${name}.${name.replace(/-.*/, '')}`, ANY, () =>
      Buffer.concat([latin1(magic), noise(200_000, n + 1)]),
    ),
  ),
  ...Object.entries(MAGIC).map(([name, magic]) =>
    hostile(`only-${name}.bin`, ANY, () => latin1(magic)),
  ),
  ...cuts(),
  hostile('empty.txt', 'no_text_layer unreadable too_short', () => Buffer.alloc(0)),
  hostile('empty.pdf', 'no_text_layer unreadable too_short', () => Buffer.alloc(0)),
  hostile('zeros.docx', 'unreadable no_text_layer', () => Buffer.alloc(1_000_000)),
  hostile('named-docx.docx', ANY, () => fixture('pdf/fr.pdf')),
  hostile('named-pdf.pdf', ANY, () => fixture('office/lettre.docx')),
  hostile('named-txt.txt', ANY, () => fixture('mail/full.eml')),
  hostile('named-jpg.jpg', ANY, () => fixture('archive/pax.tar.gz')),
];
