/** Puts the corpus together: what is registered, what is tampered with, what is never registered. */
import { composedDocuments, manualPages, nativeDocuments } from './corpus.mjs';
import { amount } from './facts.mjs';
import {
  copiedFrom,
  disclaimerMails,
  invoices,
  letterhead,
  manualNegatives,
  sortFiles,
  sortMails,
  strangeDocuments,
} from './negatives.mjs';
import { member, rezip } from './opened.mjs';
import { STRANGE_PACKAGES, unpack } from './packages.mjs';
import { randomOf } from './random.mjs';

/** Native documents at most, by kind, in each quarter (registered or held, tune or report). */
const NATIVE = {
  pdf: 60,
  html: 110,
  odt: 20,
  ods: 20,
  txt: 60,
  eml: 420,
  docx: 20,
  xlsx: 40,
  pptx: 10,
};
/** Composed besides: attached to mails, or swapped in, and never registered alone. */
const SPARE = { docx: 60, odt: 30, pdf: 40, xlsx: 60 };
/** Composed documents by the form they are registered in. */
const COMPOSED = { docx: 72, odt: 60, pdf: 92, html: 40, txt: 40, xlsx: 60, eml: 200 };

export async function build({ seed, folders, negatives, log }) {
  const packages = unpack(folders);
  const { pages, take: next, left } = manualPages(packages, seed);
  const taken = [];
  const take = (lang) => {
    const text = next(lang);
    taken.push(text);
    return text;
  };
  const natives = nativeDocuments(packages, seed, NATIVE);
  log(`${natives.length} native documents`);
  const composed = await composedDocuments(seed, COMPOSED, SPARE, take, natives);
  for (const [i, one] of composed.filter(({ kind }) => kind === 'docx').entries()) {
    if (i % 2 === 0) addHeader(one, randomOf(`${seed} header ${one.id}`));
    if (i % 4 === 1) track(one, randomOf(`${seed} track ${one.id}`));
  }
  log(`${composed.length} composed documents, paragraphs left: ${JSON.stringify(left())}`);
  const families = [
    ...disclaimerMails(seed, 60, 'genuine'),
    ...letterhead(seed, 64, 'genuine', take),
    ...invoices(seed, 0, 40, 'genuine'),
  ].map((one) => ({ ...one, work: one.id, path: `/${one.id}`, origin: 'family' }));

  const bases = [...natives, ...composed].filter(({ role }) => role === 'registered');
  const attachedWorks = new Set(
    natives.filter(({ role }) => role === 'attached').map(({ work }) => work),
  );
  const held = natives.filter(({ role, work }) => role === 'held' && !attachedWorks.has(work));
  const mails = sortMails(
    held.filter(({ kind }) => kind === 'eml'),
    bases.filter(({ kind }) => kind === 'eml'),
  );
  const copied = copiedFrom(taken);
  const manual = manualNegatives(seed, pages, 1400, copied);
  const isChapter = ({ source }) => /handbook|policy|reference/.test(source);
  const { other: files, edition } = sortFiles(
    held.filter(({ kind }) => kind !== 'eml'),
    natives.filter(({ role }) => role !== 'held'),
  );
  const lists = {
    other_documents: [
      ...files.filter((one) => !isChapter(one)),
      ...strangeDocuments(seed, unpack(folders, STRANGE_PACKAGES), 600),
    ],
    other_chapters: files.filter(isChapter),
    other_mails: mails.other,
    manual_pages: manual.other,
    disclaimer_mails: disclaimerMails(seed, 800, 'other'),
    same_letterhead: letterhead(seed, 300, 'other', next, copied),
    next_of_a_series: invoices(seed, 40, 340, 'other'),
    mails_of_a_registered_thread: mails.thread,
    editions_of_a_registered_book: edition,
    pages_of_a_registered_paragraph: manual.copied,
    duplicate_deliveries: mails.duplicate,
  };
  const total = Object.values(lists).reduce((sum, list) => sum + list.length, 0);
  const share = Math.min(1, negatives / total);
  const trimmed = Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [
      name,
      list.slice(0, Math.ceil(list.length * share)),
    ]),
  );
  log(
    `negatives: ${Object.entries(trimmed)
      .map(([name, list]) => `${name} ${list.length}`)
      .join(', ')}`,
  );

  const spare = composed.filter(({ role }) => role === 'spare');
  const strangers = [...held, ...spare].filter(({ kind }) => /pdf|docx|xlsx|odt/.test(kind));
  const context = {
    /** A real paragraph of nobody else's. */
    foreign: (lang, random) =>
      random
        .pick(
          pages.filter(
            (page) =>
              page.lang === (lang === 'fr' ? 'fr' : 'en') &&
              page.paragraphs.join(' ').length > 3000,
          ),
        )
        .paragraphs.join(' ')
        .slice(0, 2500),
    /** A text that nobody registered. */
    stranger: (random) => random.pick(lists.manual_pages),
    heldFile: (kind, random) => {
      const fit = strangers.filter((one) => one.kind === kind);
      return fit.length > 0 ? random.pick(fit) : null;
    },
    heldPdf: (random) =>
      random.pick(strangers.filter(({ kind, bytes }) => kind === 'pdf' && bytes.length < 400_000)),
  };
  return { bases, registered: [...bases, ...families], negatives: trimmed, context };
}

/** A running header with a reference and an amount, as letters and contracts bear. */
export function addHeader(base, random) {
  const xml = member(base.bytes, 'word/document.xml');
  const rels = member(base.bytes, 'word/_rels/document.xml.rels');
  const types = member(base.bytes, '[Content_Types].xml');
  if (!/<w:sectPr[^>]*>/.test(xml) || /headerReference/.test(xml)) return;
  const text = `Horizon commun, réf. 2026-${100 + random.int(900)}, plafond ${amount(random, base.lang)} EUR`;
  const w = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const r = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  base.bytes = rezip(base.bytes, {
    'word/header9.xml': `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:hdr xmlns:w="${w}"><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:hdr>`,
    'word/document.xml': xml.replace(
      /<w:sectPr[^>]*>/,
      (tag) => `${tag}<w:headerReference xmlns:r="${r}" w:type="default" r:id="rId909"/>`,
    ),
    'word/_rels/document.xml.rels': rels.replace(
      '</Relationships>',
      `<Relationship Id="rId909" Type="${r}/header" Target="header9.xml"/></Relationships>`,
    ),
    '[Content_Types].xml': types.replace(
      '</Types>',
      '<Override PartName="/word/header9.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/></Types>',
    ),
  });
  base.headed = true;
}

/** Writes an insertion and a deletion into a docx as Word tracks them. */
export function track(base, random) {
  const name = 'word/document.xml';
  const xml = member(base.bytes, name);
  const runs = [
    ...xml.matchAll(/<w:r(?: [^>]*)?>(?:(?!<w:r[ >]).)*?<w:t(?: [^>]*)?>[^<]{20,}<\/w:t><\/w:r>/gs),
  ];
  if (runs.length < 3) return;
  const [inserted, deleted] = random.shuffle(runs);
  const by = 'w:author="Relecture" w:date="2026-02-03T10:00:00Z"';
  const changes = [
    [inserted, `<w:ins w:id="901" ${by}>${inserted[0]}</w:ins>`],
    [
      deleted,
      `<w:del w:id="902" ${by}>${deleted[0].replaceAll('<w:t>', '<w:delText>').replaceAll('<w:t ', '<w:delText ').replaceAll('</w:t>', '</w:delText>')}</w:del>`,
    ],
  ].sort(([a], [b]) => b.index - a.index);
  let out = xml;
  for (const [run, by2] of changes)
    out = out.slice(0, run.index) + by2 + out.slice(run.index + run[0].length);
  base.bytes = rezip(base.bytes, { [name]: out });
  base.tracked = true;
}
