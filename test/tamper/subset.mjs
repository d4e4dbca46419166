/**
 * The fixed subset of the tamper benchmark: the demo's genuine documents and a few composed ones,
 * tampered with by every operator. What outside programs made of them is recorded in `made/`, so
 * that none of them is needed.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { addHeader, track } from '../../bench/tamper/build.mjs';
import { casesOf } from '../../bench/tamper/cases.mjs';
import { composeModel } from '../../bench/tamper/compose.mjs';
import { formOf } from '../../bench/tamper/corpus.mjs';
import { labelOf, outcome, outcomeOfParts } from '../../bench/tamper/judge.mjs';
import { mailModel, render } from '../../bench/tamper/mails.mjs';
import { OPERATORS } from '../../bench/tamper/operators.mjs';
import { randomOf } from '../../bench/tamper/random.mjs';
import { openRegistry, read, tellsEnough } from '../../bench/tamper/registered.mjs';
import { PHRASES, SENTENCES } from './sentences.mjs';

// The recorded results are found by the bytes that went in, and zip files hold local times.
process.env.TZ = 'UTC';

const SEED = 'subset';
/** Cases of one operator; there are fewer where fewer documents fit. */
const CASES = 3;
const KINDS = ['docx', 'odt', 'html', 'txt', 'eml', 'eml', 'xlsx'];
const genuine = join(import.meta.dirname, '../../demo/genuine');

/** Words without sense, so that no five in a row come twice. */
function salad(lang, random, words) {
  const pool = SENTENCES[lang].join(' ').replace(/[.,]/g, '').toLowerCase().split(' ');
  const text = Array.from({ length: words }, (_, i) => {
    const word = random.pick(pool);
    return i % 12 === 0 ? word[0].toUpperCase() + word.slice(1) : i % 12 === 11 ? `${word}.` : word;
  });
  return text.join(' ');
}

/** Gives paragraphs of two sentences while they last, then phrases. */
function giver(lang, sentences, paragraphs, random) {
  let left = paragraphs;
  return () => (left-- > 0 ? sentences.splice(0, 2).join(' ') : random.pick(PHRASES[lang]));
}

async function composed() {
  const out = [];
  for (const lang of ['fr', 'en']) {
    const sentences = [...SENTENCES[lang]];
    for (const [i, kind] of KINDS.entries()) {
      const name = `${lang}-${kind}-${i}`;
      const random = randomOf(`${SEED} ${name}`);
      const about = { kind, lang, id: name, work: name, origin: 'composed', half: 'report' };
      if (kind === 'eml') {
        const attachments = await attachmentsOf(lang, name, i);
        const model = {
          ...mailModel(name, lang, random, giver(lang, sentences, 3, random), attachments, 3),
          html: i % 2 === 0,
        };
        out.push({ ...about, model, bytes: render(model) });
      } else {
        const model = composeModel(name, lang, random, giver(lang, sentences, 3, random), 3);
        out.push({ ...about, model, bytes: await formOf(model, kind) });
      }
    }
    out.push(await longPdf(lang, 'report'));
  }
  const texts = out.filter(({ kind }) => kind === 'docx');
  addHeader(texts[0], randomOf(SEED));
  track(texts[1], randomOf(SEED));
  return out;
}

async function longPdf(lang, role) {
  const name = `${lang}-pdf-${role}`;
  const random = randomOf(`${SEED} ${name}`);
  const model = composeModel(name, lang, random, () => salad(lang, random, 90), 30);
  const about = { kind: 'pdf', lang, id: name, work: name, origin: 'composed', half: 'report' };
  return { ...about, model, bytes: await formOf(model, 'pdf') };
}

/** Documents that nobody registers. */
async function spare(kind, lang, key) {
  const random = randomOf(`${SEED} spare ${kind} ${lang} ${key}`);
  const model = composeModel(`s-${key}`, lang, random, () => salad(lang, random, 40), 3);
  return { kind, lang, id: `spare-${kind}-${key}`, model, bytes: await formOf(model, kind) };
}

async function attachmentsOf(lang, name, i) {
  const kinds = i % 2 === 0 ? ['docx', 'xlsx'] : ['odt'];
  const files = await Promise.all(kinds.map((kind) => spare(kind, lang, `${name}-${kind}`)));
  return files.map(({ kind, bytes, id, model }, n) => ({
    name: `piece-${n + 1}.${kind}`,
    bytes,
    id,
    model,
  }));
}

const demo = () =>
  globSync(`${genuine}/**/*.*`)
    .sort()
    .map((path) => ({
      kind: extname(path).slice(1),
      lang: /hartley|english|coach|polling|travel|minutes|office|debate/.test(path) ? 'en' : 'fr',
      id: basename(path).replaceAll('.', '-'),
      // One document saved in two formats is one work.
      work: basename(path, extname(path)),
      origin: 'native',
      half: 'report',
      bytes: new Uint8Array(readFileSync(path)),
    }));

/** All documents registered, and what may be tampered with. */
export async function openSubset() {
  const registry = await openRegistry();
  const documents = [...demo(), ...(await composed())];
  const analyses = [];
  for (const one of documents) {
    const analysis = await read(one.bytes, `genuine.${one.kind}`);
    analyses.push(analysis);
    one.print = analysis.fingerprint;
  }
  const records = await registry.register(analyses);
  const works = Map.groupBy(records.keys(), (i) => documents[i].work);
  const rightFor = ({ work }) => new Set(works.get(work).map((i) => records[i]));
  const spares = [];
  for (const kind of ['docx', 'odt', 'xlsx']) spares.push(await spare(kind, 'fr', 'held'));
  const strangers = [await longPdf('fr', 'held'), ...spares];
  const context = {
    foreign: (lang, random) => salad(lang, random, 420),
    stranger: (random) => ({ bytes: new TextEncoder().encode(salad('en', random, 300)) }),
    heldFile: (kind) => strangers.find((one) => one.kind === kind) ?? null,
    heldPdf: () => strangers[0],
  };
  const bases = documents.filter(
    ({ print, kind }) => print.problem === null && tellsEnough(print) && kind !== 'pptx',
  );
  return { registry, rightFor, corpus: { bases, context } };
}

/** One operator's cases with their answers: `{ what, label, result }` each. */
export async function tamper(operator, { registry, rightFor, corpus }) {
  const out = [];
  for (const one of await casesOf(operator, corpus, 'report', CASES, SEED)) {
    const { fingerprint } = await read(one.bytes, `suspect.${one.kind}`);
    const answer = await registry.check(fingerprint);
    const right = rightFor(one.base);
    const isRight = ({ record }) => right.has(record);
    const result = one.parts
      ? outcomeOfParts(one.parts, answer, isRight)
      : outcome(operator.truth, answer, isRight(answer));
    out.push({ what: `${one.base.id} ${one.round}`, label: labelOf(answer), result });
  }
  return out;
}

export { OPERATORS };
