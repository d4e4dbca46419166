import type { Document } from '../fingerprint/document.ts';

/** Local names of a document's parts: what a fingerprint leaves out and a report needs. */
export interface NameTree {
  readonly name: string | null;
  readonly type: string;
  readonly parts: readonly NameTree[];
}

/** Names of `document` and of all its parts, without their bytes and text. */
export function nameTree(document: Document): NameTree {
  return {
    name: document.name,
    type: document.type,
    parts: document.parts.map(nameTree),
  };
}

/**
 * Name of the part at `path` (`0/2`: third part of the first part), as the file gives it.
 * A part without a name, and a path that the file does not have, is called by its place.
 */
export function partName(tree: NameTree, path: string): string {
  let at: NameTree | undefined = tree;
  for (const step of path.split('/')) {
    at = /^\d{1,9}$/.test(step) ? at?.parts[Number(step)] : undefined;
  }
  if (at?.name) return at.name;
  const place = path
    .split('/')
    .map((step) => (/^\d{1,9}$/.test(step) ? String(Number(step) + 1) : '?'))
    .join('.');
  return at ? `part ${place} (${at.type})` : `part ${place}`;
}
