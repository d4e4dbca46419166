/** Replacements in the XML members of a package. */
import { member, put, rezip } from './opened.mjs';

/** One replacement in a member of a package; null when nothing changes. */
export function inMember(name, change) {
  return ({ bytes }, random) => {
    const xml = member(bytes, name);
    const after = xml === null ? null : change(xml, random);
    return after === null || after === xml ? null : { bytes: rezip(bytes, { [name]: after }) };
  };
}

export function pickMatch(text, pattern, random, by) {
  const all = [...text.matchAll(pattern)];
  if (all.length === 0) return null;
  const m = random.pick(all);
  return put(text, { start: m.index, end: m.index + m[0].length }, by(m));
}
