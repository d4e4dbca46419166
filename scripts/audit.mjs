/**
 * What the lock file brings in, read offline: licences, install scripts, digests. With
 * `--registry` it also asks the package registry for known vulnerabilities (`npm audit`).
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Licences that may be built into what we give away under Apache-2.0. */
const SHIPPED = 'Apache-2.0 MIT MIT-0 ISC BSD-2-Clause BSD-3-Clause 0BSD Zlib'.split(' ');
/** Those of tools besides, which are used and not passed on. */
const TOOLS = [
  ...SHIPPED,
  ...['CC0-1.0', 'LGPL-3.0-or-later', 'MPL-2.0', 'Python-2.0', 'Unlicense'],
];
/** Looked at by hand: their LICENSE file says what their manifest does not. */
const KNOWN = { 'ssdeep.js@0.0.3': 'no licence' };

/** Whether one of `A OR B`, or all of `A AND B`, are allowed. */
function allows(allowed, licence) {
  const text = licence.replaceAll(/[()]/g, '');
  if (text.includes(' OR ')) return text.split(' OR ').some((one) => allows(allowed, one));
  return text.split(' AND ').every((one) => allowed.includes(one.trim()));
}

/**
 * @param lock parsed package-lock.json, version 3
 * @param manifest parsed package.json
 * @returns one line for each thing that must be looked at; empty for none
 */
export function faultsOf(lock, manifest) {
  const faults = [];
  const scripts = manifest.allowScripts ?? {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '' || entry.link) continue;
    const name = path.split('node_modules/').at(-1);
    const at = `${name}@${entry.version}`;
    const shipped = !entry.dev && !entry.devOptional && !/^node-linux-/.test(name);
    const allowed = shipped ? SHIPPED : TOOLS;
    if (!entry.license && KNOWN[at] !== 'no licence') faults.push(`${at}: no licence`);
    else if (!entry.license) continue;
    else if (!allows(allowed, entry.license)) faults.push(`${at}: licence ${entry.license}`);
    if (!/^sha512-/.test(entry.integrity ?? '')) faults.push(`${at}: no SHA-512 digest`);
    if (entry.resolved) faults.push(`${at}: an address in the lock file`);
    if (entry.hasInstallScript && !entry.optional && scripts[name] !== true) {
      faults.push(`${at}: runs a script when it is installed`);
    }
    if (entry.deprecated) faults.push(`${at}: deprecated: ${entry.deprecated}`);
  }
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const [name, range] of Object.entries(manifest[group] ?? {})) {
      if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(range))
        faults.push(`${name}: ${range} is no version`);
    }
  }
  return faults;
}

if (import.meta.main ?? process.argv[1]?.endsWith('audit.mjs')) {
  const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
  const faults = faultsOf(read('package-lock.json'), read('package.json'));
  for (const fault of faults) console.error(fault);
  console.log(`${faults.length} faults in the lock file`);
  if (faults.length > 0) process.exitCode = 1;
  if (process.argv.includes('--registry')) {
    const { status } = spawnSync('npm', ['audit', '--omit=optional'], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
