/**
 * Writes the hostile corpus: `node test/hostile/make.mjs FOLDER`.
 *
 * Some hundred files, every one made from scratch or from a fixture, the same on each run.
 * What is right for each is in `want`: reasons of `undecided`, or the verdicts `absent` and
 * `differs` for files that can be read after all.
 */
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { archives } from './corpus/archives.mjs';
import { broken } from './corpus/broken.mjs';
import { compounds } from './corpus/compounds.mjs';
import { mails } from './corpus/mails.mjs';
import { office } from './corpus/office.mjs';
import { pdfObjects } from './corpus/pdf-objects.mjs';
import { pdfStreams } from './corpus/pdf-streams.mjs';
import { rtf } from './corpus/rtf.mjs';
import { sheets } from './corpus/sheets.mjs';
import { texts } from './corpus/texts.mjs';

export const cases = [
  ...archives,
  ...office,
  ...sheets,
  ...pdfObjects,
  ...pdfStreams,
  ...mails,
  ...compounds,
  ...rtf,
  ...texts,
  ...broken,
];

/** Files that are mostly a hole: large to whoever reads them, small on the disk. */
const SPARSE = [
  { name: 'sparse-40-mb.bin', size: 40 << 20, want: ['unreadable', 'no_text_layer', 'over_limit'] },
  { name: 'sparse-2-gb.pdf', size: 2 ** 31, want: ['over_limit'] },
];

/**
 * @param {string} folder made if it is missing
 * @returns {{name: string, path: string, want: string[]}[]}
 */
export function makeCorpus(folder) {
  mkdirSync(folder, { recursive: true });
  const made = cases.map(({ name, want, make }) => {
    const path = join(folder, name);
    writeFileSync(path, make());
    return { name, path, want };
  });
  for (const { name, size, want } of SPARSE) {
    const path = join(folder, name);
    writeFileSync(path, '%PDF-1.7\n');
    truncateSync(path, size);
    made.push({ name, path, want });
  }
  const names = new Set(made.map(({ name }) => name));
  if (names.size !== made.length) throw new Error('two hostile files have one name');
  return made;
}

if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error('usage: node test/hostile/make.mjs FOLDER');
  console.log(`${makeCorpus(folder).length} files in ${folder}`);
}
