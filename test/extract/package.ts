import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

type Change = (text: string) => string;

/**
 * A package packed anew with some members changed, added or (null) removed.
 *
 * @param level 0 stored, 9 best
 */
export function repack(
  bytes: Uint8Array,
  changes: Record<string, Change | string | null> = {},
  { level = 9, reverse = false }: { level?: 0 | 9; reverse?: boolean } = {},
): Uint8Array {
  const members = unzipSync(bytes);
  for (const [name, change] of Object.entries(changes)) {
    const old = members[name];
    if (change === null) delete members[name];
    else if (typeof change === 'string') members[name] = strToU8(change);
    else if (old) {
      const text = strFromU8(old);
      const changed = change(text);
      if (changed === text) throw new Error(`nothing to change in ${name}`);
      members[name] = strToU8(changed);
    } else throw new Error(`no member ${name}`);
  }
  const names = Object.keys(members);
  if (reverse) names.reverse();
  const out: Zippable = {};
  for (const name of names) {
    out[name] = [members[name] ?? new Uint8Array(), { level, mtime: '2001-02-03T04:05:06' }];
  }
  return zipSync(out);
}

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** The smallest docx around the XML of a body. */
export function docx(body: string, extra: Record<string, string> = {}, head = ''): Uint8Array {
  const members: Record<string, string> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `${head}<w:document xmlns:w="${W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:body>${body}</w:body></w:document>`,
    ...extra,
  };
  const out: Zippable = {};
  for (const [name, text] of Object.entries(members)) out[name] = strToU8(text);
  return zipSync(out);
}
