import type { Document } from '../../fingerprint/document.ts';

/** Local names of the named parts, by path. */
export function namesOf(document: Document, path = '', names: Record<string, string> = {}) {
  for (const [index, part] of document.parts.entries()) {
    const at = path === '' ? `${index}` : `${path}/${index}`;
    if (part.name) names[at] = part.name;
    namesOf(part, at, names);
  }
  return names;
}
