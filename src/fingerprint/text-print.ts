import type { Canonical } from './canonical.ts';
import { sha256Text } from './digest.ts';
import { bands } from './minhash.ts';
import type { PrintMemory, TextPrint } from './print-memory.ts';
import { shingles } from './shingle.ts';
import { winnow } from './sketch.ts';
import { ssdeepDigest } from './ssdeep.ts';
import { tlshDigest } from './tlsh.ts';
import { looseTokens } from './tokens.ts';
import { inWordOrder } from './word-order.ts';

const encoder = new TextEncoder();

/** Texts remembered, and how long they may be, UTF-16 code units: signatures, mails, not books. */
const MAX_REMEMBERED = 512;
const MAX_LENGTH = 10_000;

/** Digests and sketches of a text. */
export function textPrintOf(canonical: Canonical, { texts }: PrintMemory): TextPrint {
  const { body, bodyJoined, furniture } = canonical;
  if (body.length > MAX_LENGTH) return printOf(canonical);
  // No line feed stands in the first two, and none without furniture behind them.
  const joined = bodyJoined === body ? '=' : `:${bodyJoined}`;
  const key = furniture === null ? `${body}\n${joined}` : `${body}\n${joined}\n${furniture}`;
  const print = texts.get(key) ?? printOf(canonical);
  texts.delete(key);
  texts.set(key, print);
  if (texts.size > MAX_REMEMBERED) texts.delete(texts.keys().next().value ?? '');
  return print;
}

function printOf({ body, bodyJoined, furniture }: Canonical): TextPrint {
  const tokens = looseTokens(bodyJoined);
  const hashes = shingles(tokens);
  const utf8 = encoder.encode(body);
  return {
    text: {
      words: tokens.length,
      body: sha256Text(body),
      body_joined: sha256Text(bodyJoined),
      bag: bagOf(tokens, furniture),
      ssdeep: ssdeepDigest(utf8),
      tlsh: tlshDigest(utf8),
      bands: bands(hashes),
      sketch: winnow(hashes),
    },
    entries: hashes.entries,
  };
}

/**
 * Equal where the same words stand in another order. Which lines are running ones depends on how
 * pages are told apart, so that their words count here.
 */
function bagOf(tokens: readonly string[], furniture: string | null): string {
  const running = furniture === null ? [] : furniture.split('\n').flatMap(looseTokens);
  const words: string[] = [];
  for (const list of [tokens, running]) {
    for (const token of list) {
      // The thousands of one amount may be two cells to another reader: "75 615".
      if (isLetter(token.charCodeAt(0)) || !token.includes(' ')) words.push(token);
      else for (const group of token.split(' ')) words.push(group);
    }
  }
  return sha256Text(inWordOrder(words).join('\n'));
}

/** Nearly all tokens begin with one, and have no space then. */
function isLetter(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}
