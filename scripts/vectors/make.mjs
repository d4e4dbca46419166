/**
 * Writes test/vectors/{ssdeep,ssdeep-pairs,tlsh}.json by running the reference programs:
 * Debian packages ssdeep, tlsh-tools, libfuzzy-dev and gcc.
 *
 *   node scripts/vectors/make.mjs
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { input, inputLength } from '../../test/vectors/inputs.ts';
import { scoredPairs } from './pairs.mjs';
import { all, families } from './recipes.mjs';

const root = resolve(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'empreinte-vectors-'));
/** Written and hashed together; bounds the space taken in the temporary directory. */
const CHUNK = 50;
/** Debian's tlsh 3.4.4 gives no digest below this; upstream 4.12 does from 50 bytes. */
const TLSH_TOOLS_MIN = 256;
const TLSH_MAX = 2 ** 20;
const TLSH_COMPARED = 36;

const run = (program, args, stdin) =>
  execFileSync(program, args, {
    encoding: 'utf8',
    input: stdin,
    maxBuffer: 2 ** 28,
    // tlsh explains there why an input has no digest.
    stdio: ['pipe', 'pipe', 'ignore'],
  });

function* chunks(recipes) {
  for (let i = 0; i < recipes.length; i += CHUNK) yield recipes.slice(i, i + CHUNK);
}

/** Runs `digest(paths)` over the inputs of the recipes, which must give one line each. */
function digests(recipes, digest) {
  const found = {};
  for (const chunk of chunks(recipes)) {
    const paths = chunk.map((recipe, i) => {
      const path = join(work, `input-${i}`);
      writeFileSync(path, input(recipe));
      return path;
    });
    const lines = digest(paths);
    if (lines.length !== chunk.length) throw new Error('a digest is missing');
    for (const [i, recipe] of chunk.entries()) found[recipe] = lines[i];
    for (const path of paths) rmSync(path);
  }
  return found;
}

function ssdeepCli(paths) {
  const [, ...lines] = run('ssdeep', ['-s', '-b', ...paths])
    .trimEnd()
    .split('\n');
  return lines.map((line) => line.slice(0, line.indexOf(',"')));
}

/** The program names a file without digest on stderr only, hence one run a file. */
function tlshCli(paths) {
  return paths.map((path) => run('tlsh', ['-f', path]).split('\t')[0].trim() || null);
}

/** Each digest is named by its index, since `-xref` prints names only. */
function tlshDistances(list, flags) {
  const path = join(work, 'list');
  writeFileSync(path, list.map((digest, i) => `${digest}\t${i}\n`).join(''));
  const values = run('tlsh', ['-xref', '-l', path, ...flags])
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);
  if (values.length !== (3 * list.length * (list.length - 1)) / 2 || values.some(Number.isNaN)) {
    throw new Error('a distance is missing');
  }
  return values;
}

/** Arrays of numbers on one line, so that the files stay small and diffs legible. */
function write(name, value) {
  const fields = Object.entries(value).map(([key, field]) => {
    if (typeof field === 'string') return `${JSON.stringify(key)}: ${JSON.stringify(field)}`;
    const isList = Array.isArray(field);
    if (isList && typeof field[0] === 'number') return `${JSON.stringify(key)}: [${field}]`;
    const items = isList
      ? field.map((item) => JSON.stringify(item))
      : Object.entries(field).map((pair) => pair.map((part) => JSON.stringify(part)).join(': '));
    const [open, close] = isList ? '[]' : '{}';
    return `${JSON.stringify(key)}: ${open}\n${items.join(',\n')}\n${close}`;
  });
  writeFileSync(join(root, 'test/vectors', `${name}.json`), `{\n${fields.join(',\n')}\n}\n`);
}

try {
  const ssdeep = digests(all, ssdeepCli);
  write('ssdeep', {
    about: `ssdeep ${run('ssdeep', ['-V']).trim()} (Debian) over the inputs of test/vectors/inputs.ts; made by scripts/vectors/make.mjs`,
    digests: ssdeep,
  });

  const fuzzy = join(work, 'fuzzy');
  run('gcc', ['-O2', '-o', fuzzy, join(root, 'bench/native/fuzzy.c'), '-lfuzzy']);
  const { list, pairs } = scoredPairs(ssdeep, families);
  const scores = run(fuzzy, ['compare'], pairs.map(([a, b]) => `${list[a]} ${list[b]}\n`).join(''))
    .trimEnd()
    .split('\n')
    .map(Number);
  if (scores.length !== pairs.length || scores.some((score) => !(score >= 0))) {
    throw new Error('a score is missing');
  }
  write('ssdeep-pairs', {
    about:
      'fuzzy_compare of Debian libfuzzy over digests; pairs holds first index, second index, score, and so on; made by scripts/vectors/make.mjs',
    digests: list,
    pairs: pairs.flatMap(([a, b], i) => [a, b, scores[i]]),
  });

  const fit = (recipe) => {
    if (inputLength(recipe) > TLSH_MAX) return false;
    return input(recipe).length >= TLSH_TOOLS_MIN;
  };
  const tlsh = digests(all.filter(fit), tlshCli);
  const unique = [...new Set(Object.values(tlsh).filter((digest) => digest !== null))];
  const step = Math.floor(unique.length / TLSH_COMPARED);
  const compared = Array.from({ length: TLSH_COMPARED }, (_, i) => unique[i * step]);
  write('tlsh', {
    about:
      'tlsh 3.4.4 (Debian tlsh-tools) over the inputs of test/vectors/inputs.ts, its 70 hex digits without T1, null where it gives none; distances hold first index, second index, distance, and so on; made by scripts/vectors/make.mjs',
    digests: tlsh,
    compared,
    distances: tlshDistances(compared, []),
    distances_without_length: tlshDistances(compared, ['-xlen']),
  });
} finally {
  rmSync(work, { recursive: true });
}
