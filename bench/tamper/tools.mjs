/** Outside programs, their results kept by the SHA-256 of what went in. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let cache = join(import.meta.dirname, '../../dist/tamper-cache');
/** With results that were recorded, every one of them must be there. */
let recorded = null;

/**
 * Takes results from a folder that is part of the project, so that none of the programs is
 * needed, or records them there, failures included.
 *
 * @param used gets the path of each result that was asked for
 * @throws Error later, from whoever asks for a result that is not there, unless recording
 */
export function keepIn(folder, { recording, used }) {
  cache = folder;
  recorded = { recording, used };
}

/** A profile of its own, since two LibreOffices cannot share one. */
const PROFILE = join(tmpdir(), `lo-tamper-${process.pid}`);
/** One call for many files: starting LibreOffice costs more than a conversion. */
const BATCH = 40;

function keyOf(label, inputs) {
  const hash = createHash('sha256').update(label);
  for (const input of inputs) hash.update(createHash('sha256').update(input).digest());
  return hash.digest('hex').slice(0, 40);
}

function place(key) {
  const folder = join(cache, key.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, key);
  recorded?.used.add(file);
  if (recorded?.recording === false && !existsSync(file)) {
    throw new Error(`no recorded result ${key}`);
  }
  return file;
}

/** A kept result; an empty file stands for a failure. */
function found(file) {
  const bytes = new Uint8Array(readFileSync(file));
  return bytes.length > 0 ? bytes : null;
}

/** Runs `work(folder)` unless its result for these inputs is kept; null when it fails. */
function kept(label, inputs, work) {
  const file = place(keyOf(label, inputs));
  if (existsSync(file)) return found(file);
  const folder = mkdtempSync(join(tmpdir(), 'tamper-'));
  try {
    const bytes = work(folder);
    if (bytes || recorded) writeFileSync(file, bytes ?? '');
    return bytes ? new Uint8Array(bytes) : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a program over files.
 *
 * @param args arguments, where `{0}`, `{1}` stand for the inputs and `{out}` for the result
 * @returns the bytes of the result, null when the program fails
 */
export function tool(program, args, inputs, extension = 'bin') {
  return kept(`${program} ${args.join(' ')}`, inputs, (folder) => {
    inputs.forEach((input, i) => {
      writeFileSync(join(folder, `in${i}`), input);
    });
    const out = join(folder, `out.${extension}`);
    const real = args.map((arg) =>
      arg.replaceAll(/\{(\w+)\}/g, (all, name) =>
        name === 'out' ? out : /^\d$/.test(name) ? join(folder, `in${name}`) : all,
      ),
    );
    // qpdf ends with 3 for a warning about a file that it wrote nevertheless.
    const { status } = spawnSync(program, real, { stdio: 'ignore', timeout: 60_000 });
    const fine = status === 0 || (program === 'qpdf' && status === 3);
    return fine && existsSync(out) ? readFileSync(out) : null;
  });
}

/** Prints a page from Chromium; null when it fails. */
export function print(html) {
  const flags =
    '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --no-pdf-header-footer';
  const script = `cp "$1" "$1.html" && chromium ${flags} --user-data-dir="$1.profile" --print-to-pdf="$2" "file://$1.html"`;
  return tool('sh', ['-c', script, '-', '{0}', '{out}'], [html], 'pdf');
}

const FILTERS = {
  docx: 'docx:MS Word 2007 XML',
  xlsx: 'xlsx:Calc MS Excel 2007 XML',
  odt: 'odt:writer8',
  pdf: 'pdf',
  html: 'html:HTML (StarWriter)',
  txt: 'txt:Text (encoded):UTF8',
};

const waiting = [];

/**
 * Converts with LibreOffice. All conversions asked for in one turn of the event loop are made
 * together.
 *
 * @returns a promise of bytes, of null when LibreOffice fails on the file
 */
export function convert(bytes, from, to) {
  const file = place(keyOf(`soffice ${from} ${to}`, [bytes]));
  if (existsSync(file)) return Promise.resolve(found(file));
  return new Promise((done) => {
    if (waiting.length === 0) setImmediate(flush);
    waiting.push({ bytes, from, to, file, done });
  });
}

let queue = Promise.resolve();

function flush() {
  const groups = Map.groupBy(waiting.splice(0), ({ from, to }) => `${from} ${to}`);
  for (const group of groups.values()) {
    for (let i = 0; i < group.length; i += BATCH) {
      const part = group.slice(i, i + BATCH);
      queue = queue.then(() => convertBatch(part));
    }
  }
}

async function convertBatch(batch) {
  const folder = mkdtempSync(join(tmpdir(), 'tamper-lo-'));
  const [{ from, to }] = batch;
  const names = batch.map((_, i) => `f${i}`);
  batch.forEach(({ bytes }, i) => {
    writeFileSync(join(folder, `${names[i]}.${from}`), bytes);
  });
  const infilter =
    from === 'html'
      ? ['--infilter=HTML (StarWriter)']
      : from === 'txt'
        ? ['--infilter=Text (encoded):UTF8']
        : [];
  await new Promise((done) => {
    const child = spawn(
      'soffice',
      [
        '--headless',
        `-env:UserInstallation=file://${PROFILE}`,
        ...infilter,
        '--convert-to',
        from === 'xlsx' || from === 'fods' ? (to === 'pdf' ? 'pdf' : FILTERS[to]) : FILTERS[to],
        '--outdir',
        join(folder, 'out'),
        ...names.map((name) => join(folder, `${name}.${from}`)),
      ],
      { stdio: 'ignore', timeout: 30_000 + batch.length * 15_000 },
    );
    child.on('close', done);
    child.on('error', done);
  });
  batch.forEach(({ file, done }, i) => {
    const out = join(folder, 'out', `${names[i]}.${to}`);
    const made = existsSync(out) ? readFileSync(out) : null;
    // An empty file stands for a failure, so that it is not tried again at every run.
    writeFileSync(file, made ?? '');
    done(made && made.length > 0 ? new Uint8Array(made) : null);
  });
  rmSync(folder, { recursive: true, force: true });
}
