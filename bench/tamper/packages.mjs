/**
 * Real documents that nobody here wrote: Debian packages, downloaded and unpacked, not installed.
 * PDFs among them come from Word by Distiller and by PScript, OpenOffice, LibreOffice, Mozilla,
 * PowerPoint, groff, DocBook by dblatex and FOP, Sphinx, TeX and Ghostscript.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export const PACKAGES = [
  'calligrawords-data',
  'debian-edu-doc-en',
  'debian-edu-doc-fr',
  'debian-handbook',
  'debian-policy',
  'debian-reference-en',
  'debian-reference-fr',
  'developers-reference',
  'developers-reference-fr',
  'finalcif',
  'golang-github-gatherstars-com-jwz-dev',
  'live-manual-odf',
  'live-manual-pdf',
  'mailman3',
  'manpages',
  'manpages-dev',
  'manpages-fr',
  'manpages-fr-dev',
  'pique-doc',
  'r-cran-officer',
  'r-cran-openxlsx',
  'r-cran-readxl',
  'texlive-humanities-doc',
  'texlive-lang-french',
  'writer2latex',
  'xlsx2csv',
];

/**
 * Packages of which only the PDFs are taken, for the programs that made them: the same manuals
 * stand beside them as pages, in other languages and as older editions.
 */
export const PDF_PACKAGES = [
  'cb2bib',
  'debian-history',
  'ettercap-common',
  'eyes17',
  'jmeter-help',
  'king',
  'lyx-common',
  'nut-doc',
  'r-cran-metafor',
  'r-cran-survival',
  'simh',
  'warmux-data',
];

/** Documents of which none is registered: what they share with one that is, is chance. */
export const STRANGE_PACKAGES = [
  'apache2-doc',
  'debian-faq',
  'git-doc',
  'installation-guide-amd64',
];

/**
 * @param folders where unpacked packages may be; what none of them has goes to the first
 * @returns the folder of each package by name
 */
export function unpack(folders, names = [...PACKAGES, ...PDF_PACKAGES]) {
  const found = new Map();
  for (const name of names) {
    const known = folders.map((folder) => join(folder, name)).find(existsSync);
    found.set(name, known ?? download(name, folders[0]));
  }
  return found;
}

function download(name, folder) {
  mkdirSync(folder, { recursive: true });
  const got = spawnSync('apt-get', ['download', '-qq', name], { cwd: folder, encoding: 'utf8' });
  const [deb] = globSync(`${name}_*.deb`, { cwd: folder });
  if (!deb) throw new Error(`apt-get download ${name}: ${got.stderr}`);
  const out = join(folder, name);
  const run = spawnSync('dpkg-deb', ['-x', deb, out], { cwd: folder, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`dpkg-deb -x ${deb}: ${run.stderr}`);
  rmSync(join(folder, deb));
  return out;
}
