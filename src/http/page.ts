/** Lists page by page: `?cursor=&limit=` in, `cursor` and `Link: rel="next"` (RFC 8288) out. */
import type { Context } from 'hono';
import * as z from 'zod';
import { invalid } from './fault.ts';

/** Where a page begins, and how long it is at most. */
export interface Page {
  /** Key of the last entry before it; null for the first page. */
  readonly after: string | null;
  readonly limit: number;
}

/** A page's entries, and the key of the last one where more follow. */
export interface Cut<T> {
  readonly entries: T[];
  readonly next: string | null;
}

/** Names of lists, so that the cursor of one opens no other. */
export type List = 'corpora' | 'statements' | 'tokens';

const LONGEST = 300;

/** Described in the API; read by `pageOf`, which says what is wrong. */
export const pageQuery = (most: number) =>
  z.object({
    cursor: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,400}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(most).optional(),
  });

/**
 * Reads where a page begins.
 *
 * @param most entries of a page, also where nothing is asked
 * @throws HttpProblem `validation_failed`
 */
export function pageOf(c: Context, list: List, most: number): Page {
  const limit = c.req.query('limit');
  if (limit !== undefined && !(/^\d{1,5}$/.test(limit) && +limit >= 1 && +limit <= most)) {
    throw inAddress('limit', `expected a number from 1 to ${most}`);
  }
  const cursor = c.req.query('cursor');
  return {
    after: cursor === undefined ? null : keyIn(cursor, list),
    limit: limit === undefined ? most : Number(limit),
  };
}

/**
 * Cuts a page out of a sorted list. It is found by the key of the entry before it and not by
 * counting: what is added or taken away meanwhile shifts nothing.
 *
 * @param isBehind whether an entry stands behind a key in the order of the list
 */
export function cut<T>(
  all: readonly T[],
  { after, limit }: Page,
  keyOf: (entry: T) => string,
  isBehind: (entry: T, key: string) => boolean,
): Cut<T> {
  const left = after === null ? all : all.filter((entry) => isBehind(entry, after));
  const entries = left.slice(0, limit);
  const last = entries.at(-1);
  return { entries, next: last && left.length > limit ? keyOf(last) : null };
}

/** The cursor of the next page, which it also announces in `Link`; null at the end. */
export function announce(c: Context, list: List, { limit }: Page, next: string | null) {
  if (next === null) return null;
  const cursor = encode(`${list} ${next}`);
  c.header('link', `<${c.req.path}?cursor=${cursor}&limit=${limit}>; rel="next"`);
  return cursor;
}

function keyIn(cursor: string, list: List): string {
  const text = cursor.length <= (LONGEST * 4) / 3 ? decode(cursor) : null;
  const head = `${list} `;
  if (text?.startsWith(head) && encode(text) === cursor) return text.slice(head.length);
  throw inAddress('cursor', 'not a cursor of this list');
}

function inAddress(name: string, detail: string) {
  return invalid([{ pointer: '', detail: `\`${name}\` in the address: ${detail}` }]);
}

function encode(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decode(cursor: string): string | null {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return null;
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
