/** Suspects of every kind, and what it costs to check them. */
import { documentOf, edited, excerpt } from '../corpus/documents.mjs';
import { printOf } from '../corpus/prints.mjs';
import { randomOf } from '../tamper/random.mjs';
import { cpuOf } from './cpu.mjs';

/** Numbers of documents that are never registered. */
const STRANGERS = 10_000_000;
/** A text of under 30 words gets no near look-up, and an excerpt of it says nothing. */
const LEAST_WORDS = 120;

/** What is made of a document; `grams` is its ssdeep alone, of the edited text. */
const SUSPECTS = {
  exact: (document) => document,
  edit: edited,
  excerpt,
  absent: (document) => document,
  grams: edited,
};
export const KINDS = Object.keys(SUSPECTS);

/** Suspects of a kind with the number of the document they were made of; of excerpts the text. */
export async function suspectsOf(kind, held, count, seed) {
  const suspects = [];
  for (let i = 0; suspects.length < count; i++) {
    const draw = randomOf(`${seed}/${kind}/${i}`);
    const index = kind === 'absent' ? STRANGERS + i : draw.int(held);
    const document = documentOf(seed, index);
    if (kind !== 'exact' && document.own.length < LEAST_WORDS) continue;
    const name = `${index}@bench.example`;
    const made = SUSPECTS[kind](document, draw);
    const { fingerprint } = await printOf(made, name);
    const item = kind === 'grams' ? { ssdeep: fingerprint.bytes.ssdeep } : { fingerprint };
    const text = kind === 'excerpt' ? made.own.join(' ') : null;
    suspects.push({ index, text, body: { items: [item] } });
  }
  return suspects;
}

/**
 * @returns CPU milliseconds, rows read and requests to D1 of each check, how many found theirs,
 * how many another that holds all of them, and the others
 */
export async function ask(server, suspects, records, seed) {
  const asked = { cpu: [], read: [], requests: [], found: 0, whole: 0, missed: [] };
  const numbers = new Map(records.map((record, number) => [record, number]));
  for (const { index, text, body } of suspects) {
    const before = cpuOf(server.pid);
    const { results, counts } = await server.call('/check', body);
    asked.cpu.push(cpuOf(server.pid) - before);
    asked.read.push(counts.read);
    asked.requests.push(counts.requests);
    const { record } = results[0];
    if (record === records[index]) asked.found++;
    else if (text !== null && holds(seed, numbers.get(record), text)) asked.whole++;
    else asked.missed.push({ index, body, ...results[0] });
  }
  return asked;
}

/** Whether a document has a run of words: as a thread that it quotes, or as its template. */
function holds(seed, number, text) {
  if (number === undefined) return false;
  const { own, whole } = documentOf(seed, number);
  return ` ${(whole ?? own).join(' ')} `.includes(` ${text} `);
}

/** CPU milliseconds of looking one record up by key, each time another. */
export async function lookUp(server, records, count, seed) {
  const cpu = [];
  for (let i = 0; i < count; i++) {
    const id = records[randomOf(`${seed}/key/${i}`).int(records.length)];
    const before = cpuOf(server.pid);
    await server.call(`/key?id=${id}`);
    cpu.push(cpuOf(server.pid) - before);
  }
  return cpu;
}
