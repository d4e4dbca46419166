import type { Document } from '../../src/fingerprint/document.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';
import type { EntryLists, Fingerprint } from '../../src/fingerprint/profile.ts';

/** A campaign's papers, made up: lengths as in real mail, letterheads and forms shared. */

/** mulberry32, so that every run attacks the same documents. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SYLLABLES = 'ba ce di fo gu la me ni po ru sa te vi xo za'.split(' ');

export interface Genuine {
  readonly fingerprint: Fingerprint;
  readonly entries: EntryLists;
}

/**
 * @param count documents: 60 % under one of 30 boilerplates of 60 to 150 words, lengths
 *   log-normal with a median of 400 words (90 % between 90 and 1,800), one in four with an attachment
 */
export async function makeCorpus(count: number): Promise<Genuine[]> {
  const random = generator(20270401);
  const word = () => {
    // Zipf: the rank is e to a uniform power.
    let rank = Math.floor(Math.exp(random() * Math.log(20_000)));
    let text = '';
    for (; rank > 0; rank = Math.floor(rank / 15)) text += SYLLABLES[rank % 15];
    return text;
  };
  const words = (n: number) => Array.from({ length: n }, word);
  const boilerplates = Array.from({ length: 30 }, () => words(60 + Math.floor(random() * 90)));
  const length = () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(35, Math.round(400 * Math.exp(0.9 * normal)));
  };
  const document = (parts: Document[]): Document => {
    const head = random() < 0.6 ? (boilerplates[Math.floor(random() ** 2 * 30)] ?? []) : [];
    const text = [...head, ...words(length())].join(' ');
    return {
      name: null,
      type: 'text/plain',
      bytes: new TextEncoder().encode(text),
      reading: {
        extractor: 'test/1',
        text: { pages: [[{ text }]] },
        drawn: null,
        marks: [],
      },
      mail: null,
      parts,
      problem: null,
    };
  };
  const corpus: Genuine[] = [];
  for (let i = 0; i < count; i++) {
    const parts = random() < 0.25 ? [document([])] : [];
    corpus.push(await fingerprint(document(parts)));
  }
  return corpus;
}
