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
  'cb2bib',
  'debian-edu-doc-en',
  'debian-edu-doc-fr',
  'debian-handbook',
  'debian-history',
  'debian-policy',
  'debian-reference-en',
  'debian-reference-fr',
  'developers-reference',
  'developers-reference-fr',
  'ettercap-common',
  'eyes17',
  'finalcif',
  'golang-github-gatherstars-com-jwz-dev',
  'jmeter-help',
  'king',
  'live-manual-odf',
  'live-manual-pdf',
  'lyx-common',
  'mailman3',
  'manpages',
  'manpages-dev',
  'manpages-fr',
  'manpages-fr-dev',
  'nut-doc',
  'pique-doc',
  'r-cran-metafor',
  'r-cran-officer',
  'r-cran-openxlsx',
  'r-cran-readxl',
  'r-cran-survival',
  'simh',
  'texlive-humanities-doc',
  'texlive-lang-french',
  'warmux-data',
  'writer2latex',
  'xlsx2csv',
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
export function unpack(folders, names = PACKAGES) {
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
