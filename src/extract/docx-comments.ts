/** Comments of a docx (ECMA-376 part 1, 17.13.4): who says what, by id. */
import { WORD_NAMESPACES } from './docx-names.ts';
import type { Limits } from './limits.ts';
import { parseXml } from './xml.ts';

/**
 * One line a comment, `author: text`, by the comment's id. Their dates are left out: programs
 * move them between time zones.
 */
export function docxComments(bytes: Uint8Array | undefined, limits: Limits): Map<string, string> {
  const comments = new Map<string, string>();
  if (!bytes) return comments;
  let id = '';
  let author = '';
  let words: string[] = [];
  let inText = false;
  parseXml(bytes, WORD_NAMESPACES, limits, {
    skip: ({ name }) => name === 'w:del' || name === 'w:moveFrom',
    open(element) {
      if (element.name === 'w:comment') {
        id = element.attribute('w:id') ?? '';
        author = element.attribute('w:author') ?? '';
        words = [];
      } else if (element.name === 'w:p' || element.name === 'w:br' || element.name === 'w:tab') {
        words.push(' ');
      } else inText = element.name === 'w:t' || element.name === 'm:t';
    },
    text(text) {
      if (inText) words.push(text);
    },
    close(name) {
      inText = false;
      if (name === 'w:comment') comments.set(id, `${author}: ${words.join('')}`);
    },
  });
  return comments;
}
