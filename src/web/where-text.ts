import type { Where } from './excerpts.ts';
import type { Catalogue } from './locales/index.ts';

/** A place in words: a page, or sheet and cell. */
export function whereText(t: Catalogue, where: Where): string {
  if (where.kind === 'page') return t.where.page(where.page);
  return where.cell === null ? t.where.sheet(where.sheet) : t.where.cell(where.sheet, where.cell);
}
