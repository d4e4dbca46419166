import type { CanonicalLines, Piece } from './canonical.ts';
import { sha256Hex, TextDigest } from './digest.ts';
import type { PrintMemory, TextPrint } from './print-memory.ts';
import { ssdeepDigest } from './ssdeep.ts';
import { TextSketch } from './text-sketch.ts';
import { tlshDigest } from './tlsh.ts';
import { looseTokens, tokensOf } from './tokens.ts';
import { WordBag } from './word-bag.ts';

const encoder = new TextEncoder();

/** Texts remembered, and how long they may be, UTF-16 code units: signatures, mails, not books. */
const MAX_REMEMBERED = 512;
const MAX_LENGTH = 10_000;

/** Digests and sketches of a text. @throws Oversized */
export function textPrintOf(canonical: CanonicalLines, { texts }: PrintMemory): TextPrint {
  const { length, furniture } = canonical;
  if (length > MAX_LENGTH) return printOf(canonical, canonical.pieces());
  const pieces = [...canonical.pieces()];
  let key = '';
  // No line feed stands in the first two, and none without furniture behind them.
  for (const { body, joined } of pieces) key += `${body}\n${joined === body ? '=' : `:${joined}`}`;
  if (furniture !== null) key += `\n${furniture}`;
  const print = texts.get(key) ?? printOf(canonical, pieces);
  texts.delete(key);
  texts.set(key, print);
  if (texts.size > MAX_REMEMBERED) texts.delete(texts.keys().next().value ?? '');
  return print;
}

/** A piece after the other: of a long text no list of its words is ever in memory. */
function printOf(canonical: CanonicalLines, pieces: Iterable<Piece>): TextPrint {
  // Counted first: room for what any text may need would be three times that of most.
  const utf8 = new Uint8Array(canonical.bytes());
  let size = 0;
  const joinedDigest = new TextDigest();
  function* joinedPieces(): Generator<string> {
    for (const { body, joined } of pieces) {
      size += encoder.encodeInto(body, size === 0 ? utf8 : utf8.subarray(size)).written;
      joinedDigest.add(joined);
      yield joined;
    }
  }
  const bag = new WordBag();
  const sketches = new TextSketch();
  for (const tokens of tokensOf(joinedPieces())) {
    sketches.add(tokens);
    bag.add(tokens);
  }
  const { words, bands, sketch, entries } = sketches.print();
  // Which lines are running ones depends on how pages are told apart.
  for (const line of canonical.furniture?.split('\n') ?? []) bag.add(looseTokens(line));
  return {
    text: {
      words,
      body: sha256Hex(utf8),
      body_joined: joinedDigest.hex(),
      bag: bag.digest(),
      ssdeep: ssdeepDigest(utf8),
      tlsh: tlshDigest(utf8),
      bands,
      sketch,
    },
    entries,
  };
}
