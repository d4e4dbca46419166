/** The corpus: native documents of Debian packages and documents composed of their text. */
import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { composeModel, htmlOf, spreadsheetOf, textOf } from './compose.mjs';
import { mailModel, render } from './mails.mjs';
import { PDF_PACKAGES } from './packages.mjs';
import { fractionOf, hashOf, randomOf } from './random.mjs';
import { paragraphsOf } from './roff.mjs';
import { convert, print, tool } from './tools.mjs';

const FORMATS = ['pdf', 'html', 'odt', 'ods', 'txt', 'eml', 'docx', 'xlsx', 'pptx'];
const MAX_BYTES = 1_200_000;
const MAX_PAGES = 40;
const WORDS = 60;
const HELD_TIMES = 3;
/** PDFs of one package at most in each quarter: the examples of one TeX class are much alike. */
const PDFS_OF_PACKAGE = 12;
/** One in so many composed PDFs has a power of ten, which all other composed documents have. */
const POWERS_EVERY = 10;

/** Chapters of one book are works of their own; files of one folder elsewhere are one work. */
const BOOKS = /^(debian-handbook|debian-policy|debian-reference|developers-reference|manpages)/;
/** Whole books beside their chapters would hold registered and held-out chapters alike. */
const WHOLE_BOOKS =
  /(?:debian-reference|developers-reference|debian-handbook|policy-1?)[^/]*\.(pdf|txt)$|policy-1\.html$|\/index\.html$|genindex|\/search\.html$|copyright\.html/;

const languageOf = (path) =>
  /(?:^|[/._-])fr(?:[-._/]|$)|french/.test(path)
    ? 'fr'
    : /(?:[/._-])(?:ar|ca|cs|da|de|el|es|fa|hr|id|it|ja|ko|nb|nl|pl|pt|ro|ru|sv|tr|vi|zh)(?:[-_][A-Z]{2})?[/.]/.test(
          path,
        )
      ? 'other'
      : 'en';

/** Where a work stands: registered or held out, in the half to tune on or the one to report. */
function place(work, seed, registered = 0.55) {
  return {
    half: fractionOf(`${seed} half ${work}`) < 0.34 ? 'tune' : 'report',
    role: fractionOf(`${seed} role ${work}`) < registered ? 'registered' : 'held',
  };
}

function workOf(name, path) {
  if (PDF_PACKAGES.includes(name)) return name;
  if (BOOKS.test(name)) {
    const stem = basename(path).replace(/\..*$/, '');
    return `${name.replace(/-(?:en|fr)$/, '')}/${languageOf(path)}/${stem}`;
  }
  if (extname(path) === '.eml') return `${name}/${basename(path)}`;
  if (/docx|xlsx|odt/.test(extname(path))) return `${name}/${basename(path)}`;
  return `${name}${dirname(path)}`;
}

const wordsIn = (text) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

function readable(kind, bytes) {
  if (kind === 'txt' || kind === 'html') {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      return wordsIn(kind === 'html' ? text.replace(/<[^>]*>/g, ' ') : text) >= WORDS;
    } catch {
      return false;
    }
  }
  if (kind !== 'pdf') return true;
  const pages = tool(
    'sh',
    ['-c', 'pdfinfo "$1" | sed -n "s/^Pages: *//p" > "$2"', '-', '{0}', '{out}'],
    [bytes],
  );
  const count = Number(pages ? Buffer.from(pages).toString() : 0);
  return count >= 1 && count <= MAX_PAGES;
}

/** Real documents, distinct by their bytes. */
export function nativeDocuments(packages, seed, limits) {
  const seen = new Set();
  const documents = [];
  for (const [name, folder] of packages) {
    for (const format of PDF_PACKAGES.includes(name) ? ['pdf'] : FORMATS) {
      for (const file of globSync(`${folder}/**/*.${format}`).sort()) {
        const path = file.slice(folder.length);
        if (/debian-handbook/.test(name) && !/\/(fr-FR|en-US)\//.test(path)) continue;
        if (WHOLE_BOOKS.test(path) || !statSync(file).isFile() || statSync(file).size > MAX_BYTES)
          continue;
        if (/_sources\//.test(path)) continue;
        const work = workOf(name, path);
        const one = {
          kind: format,
          origin: 'native',
          source: name,
          path,
          work,
          lang: languageOf(path),
        };
        documents.push({
          ...one,
          ...place(work, seed),
          read: () => new Uint8Array(readFileSync(file)),
        });
      }
    }
  }
  const counts = new Map();
  return documents
    .sort((a, b) => (hashOf(`${seed} ${a.path}`) < hashOf(`${seed} ${b.path}`) ? -1 : 1))
    .filter((one) => {
      const key = `${one.kind} ${one.role} ${one.half}`;
      const count = counts.get(key) ?? 0;
      // A document held out costs one look-up, a registered one all its cases.
      const limit = (limits[one.kind] ?? Infinity) * (one.role === 'held' ? HELD_TIMES : 1);
      if (count >= limit) return false;
      const source = `${key} ${one.source}`;
      const fromSource = counts.get(source) ?? 0;
      if (one.kind === 'pdf' && fromSource >= PDFS_OF_PACKAGE) return false;
      const bytes = one.read();
      const sha256 = hashOf(bytes);
      if (seen.has(sha256) || !readable(one.kind, bytes)) return false;
      seen.add(sha256);
      counts.set(key, count + 1);
      counts.set(source, fromSource + 1);
      one.bytes = bytes;
      one.id = `${one.kind}-${sha256.slice(0, 12)}`;
      delete one.read;
      return true;
    });
}

/** Paragraphs of manual pages; each page serves either composed documents or as a negative. */
export function manualPages(packages, seed) {
  const pool = { fr: [], en: [] };
  const pages = [];
  const donors = [];
  for (const [name, folder] of packages) {
    if (!/^manpages/.test(name)) continue;
    const lang = /-fr/.test(name) ? 'fr' : 'en';
    for (const file of globSync(`${folder}/**/*.gz`).sort()) {
      if (!/\/man\d\//.test(file)) continue;
      const paragraphs = paragraphsOf(gunzipSync(readFileSync(file)).toString('utf8'));
      const page = { lang, path: file.slice(folder.length), source: name, paragraphs };
      const alone = fractionOf(`${seed} page ${basename(file)} ${lang}`) < 0.3;
      (alone ? pages : donors).push(page);
    }
  }
  // Many pages open a paragraph alike: one of them only, and none that a negative has too.
  const opening = (text) => text.split(' ').slice(0, 8).join(' ').toLowerCase();
  const seen = new Set(pages.flatMap(({ paragraphs }) => paragraphs.map(opening)));
  for (const { lang, paragraphs } of donors) {
    for (const text of paragraphs) {
      const words = text.split(' ').length;
      if (words < 25 || words > 130 || seen.has(opening(text)) || /\\/.test(text)) continue;
      seen.add(opening(text));
      pool[lang].push(text);
    }
  }
  for (const lang of ['fr', 'en']) {
    pool[lang].sort((a, b) => (hashOf(seed + a) < hashOf(seed + b) ? -1 : 1));
  }
  const next = { fr: 0, en: 0 };
  const take = (lang) => {
    const text = pool[lang][next[lang]++];
    if (text === undefined) throw new Error(`no more paragraphs in ${lang}`);
    return text;
  };
  return {
    pages,
    take,
    left: () => ({ fr: pool.fr.length - next.fr, en: pool.en.length - next.en }),
  };
}

/** Composed documents, one form of each model. */
export async function composedDocuments(seed, counts, spare, take, natives) {
  const made = [];
  for (const [kind, count] of Object.entries(counts)) {
    if (kind === 'eml') continue;
    for (let i = 0; i < count + (spare[kind] ?? 0); i++) {
      const name = `${kind}${String(i).padStart(4, '0')}`;
      const lang = i % 2 ? 'en' : 'fr';
      const random = randomOf(`${seed} compose ${name}`);
      // What makes plain text of a PDF sets a power on the line, which makes another number of it.
      const powers = kind !== 'pdf' || i % POWERS_EVERY === 0;
      const length = 3 + random.int(kind === 'pdf' ? 16 : 8);
      const model = composeModel(name, lang, random, take, length, powers);
      const work = `composed/${name}`;
      const maker = MAKERS[Math.floor(i / 2) % MAKERS.length];
      const bytes = formOf(model, kind, maker);
      const where = {
        ...place(work, seed, 1),
        id: `c-${name}`,
        work,
        lang,
        path: `/${name}.${kind}`,
        ...(i < count ? {} : { role: 'spare' }),
      };
      made.push(
        bytes.then(
          (b) =>
            b && { kind, origin: 'composed', source: 'composed', model, maker, bytes: b, ...where },
        ),
      );
    }
  }
  const documents = (await Promise.all(made)).filter(Boolean);
  const files = natives.filter(
    ({ role, kind, bytes }) =>
      role === 'held' && /pdf|docx|xlsx|odt/.test(kind) && bytes.length < 150_000,
  );
  for (let i = 0; i < (counts.eml ?? 0); i++) {
    const name = `eml${String(i).padStart(4, '0')}`;
    const lang = i % 2 ? 'en' : 'fr';
    const random = randomOf(`${seed} compose ${name}`);
    const attachments =
      i % 2 === 0 || random.next() < 0.3 ? attachmentsOf(random, files, documents) : [];
    const model = mailModel(name, lang, random, take, attachments);
    const work = `composed/${name}`;
    documents.push({
      kind: 'eml',
      origin: 'composed',
      source: 'composed',
      model,
      bytes: render(model),
      ...place(work, seed, 1),
      id: `c-${name}`,
      work,
      lang,
      path: `/${name}.eml`,
    });
  }
  return documents;
}

/** Real files that stand in no other registered document. */
const used = new Set();
function attachmentsOf(random, natives, composed) {
  const unused = (list) => list.filter(({ id }) => !used.has(id));
  const spare = unused(composed.filter(({ role }) => role === 'spare'));
  const free = random.next() < 0.3 ? unused(natives) : spare;
  const chosen = random.shuffle(free).slice(0, 1 + random.int(2));
  for (const one of chosen) {
    used.add(one.id);
    one.role = 'attached';
  }
  return chosen.map(({ kind, bytes, id, model }, i) => ({
    name: `piece-${i + 1}.${kind}`,
    bytes,
    id,
    model,
  }));
}

/** What makes a PDF of a page: an office suite, and the print dialogue of a browser. */
const MAKERS = ['office', 'browser'];

/** @param maker of a PDF, one of `MAKERS` */
export async function formOf(model, kind, maker = 'office') {
  const encode = (text) => new TextEncoder().encode(text);
  if (kind === 'txt') return encode(textOf(model));
  if (kind === 'html') return encode(htmlOf(model));
  if (kind === 'xlsx') return convert(encode(spreadsheetOf(model)), 'fods', 'xlsx');
  if (kind === 'pdf') return pdfOf(encode(htmlOf(model)), maker);
  return convert(encode(htmlOf(model)), 'html', kind);
}

export const pdfOf = async (html, maker) =>
  maker === 'browser' ? print(html) : convert(html, 'html', 'pdf');
