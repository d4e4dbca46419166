/**
 * A campaign's archive, made up: mails with signatures, disclaimers and quoted threads, contracts
 * of shared templates, versions of reports, accounts. Document `i` of a seed is the same however
 * many are made, so that a larger registry holds the smaller one.
 */
import { randomOf } from '../tamper/random.mjs';
import { lengthFrom, popular, wordsFrom } from './words.mjs';

const SIGNATURES = 400;
const DISCLAIMERS = 30;
const TEMPLATES = 3000;
const REPORTS = 2000;

/** Boilerplate `index` of a kind: its words depend on nothing else. */
function boilerplate(seed, kind, index, least, most) {
  const draw = randomOf(`${seed}/${kind}/${index}`);
  return wordsFrom(draw, least + draw.int(most - least));
}

function mail(seed, index, draw) {
  const own = wordsFrom(draw, lengthFrom(draw, 110, 0.8, 12));
  const below = [];
  if (draw.next() < 0.8) {
    below.push(boilerplate(seed, 'signature', popular(draw, SIGNATURES), 8, 25));
  }
  if (draw.next() < 0.6) {
    below.push(boilerplate(seed, 'disclaimer', popular(draw, DISCLAIMERS), 60, 150));
  }
  if (index > 0 && draw.next() < 0.4) {
    // The thread quotes a mail shortly before, as far as its own words go.
    const earlier = documentOf(seed, Math.max(0, index - 1 - draw.int(200)), false);
    below.push(earlier.own);
  }
  return { kind: 'mail', own, whole: [...own, ...below.flat()] };
}

function contract(seed, _index, draw) {
  const template = boilerplate(seed, 'template', popular(draw, TEMPLATES), 300, 1200);
  const slots = 8 + draw.int(16);
  const own = [...template];
  for (let i = 0; i < slots; i++) {
    own.splice(draw.int(own.length), 2, ...wordsFrom(draw, 1 + draw.int(6)));
  }
  return { kind: 'contract', own, whole: null };
}

function report(seed, _index, draw) {
  const own = boilerplate(seed, 'report', draw.int(REPORTS), 900, 4000);
  const edits = 3 + draw.int(12);
  for (let i = 0; i < edits; i++) {
    own.splice(draw.int(own.length), draw.int(20), ...wordsFrom(draw, draw.int(40)));
  }
  return { kind: 'report', own, whole: null };
}

function accounts(_seed, _index, draw) {
  const rows = lengthFrom(draw, 60, 0.7, 8);
  const own = wordsFrom(draw, 6);
  for (let i = 0; i < rows; i++) {
    own.push(...wordsFrom(draw, 2), `${draw.int(1e5)}`, `${draw.int(1e4)}.${draw.int(90) + 10}`);
  }
  return { kind: 'accounts', own, whole: null };
}

/**
 * @param index number of the document, from 0
 * @param quoting whether mails quote; off for what is quoted itself
 * @returns its words: `own`, and `whole` with what stands below a mail
 */
export function documentOf(seed, index, quoting = true) {
  const draw = randomOf(`${seed}/document/${index}`);
  const kind = draw.next();
  if (kind < 0.65) return mail(seed, quoting ? index : 0, draw);
  if (kind < 0.85) return contract(seed, index, draw);
  if (kind < 0.92) return report(seed, index, draw);
  return accounts(seed, index, draw);
}

/** The same document with one to four words replaced. */
export function edited(document, draw) {
  const own = [...document.own];
  for (let i = 1 + draw.int(4); i > 0; i--) own[draw.int(own.length)] = wordsFrom(draw, 1)[0];
  return { ...document, own, whole: null };
}

/** A run of 25 to 60 % of the document's own words. */
export function excerpt(document, draw) {
  const length = Math.ceil(document.own.length * (0.25 + 0.35 * draw.next()));
  const at = draw.int(document.own.length - length + 1);
  return { ...document, own: document.own.slice(at, at + length), whole: null };
}

/**
 * What a document is one of many versions of, by name, and the share of all documents that are;
 * null for a mail and for accounts.
 */
export function frameOf(seed, index) {
  const draw = randomOf(`${seed}/document/${index}`);
  const kind = draw.next();
  if (kind < 0.65 || kind >= 0.92) return null;
  if (kind >= 0.85) {
    const number = draw.int(REPORTS);
    return frame(seed, 'report', number, 900, 4000, 0.07 / REPORTS);
  }
  const number = popular(draw, TEMPLATES);
  const share = 0.2 * (Math.sqrt((number + 1) / TEMPLATES) - Math.sqrt(number / TEMPLATES));
  return frame(seed, 'template', number, 300, 1200, share);
}

function frame(seed, kind, number, least, most, share) {
  return { name: `${kind} ${number}`, words: boilerplate(seed, kind, number, least, most), share };
}
